"""Words as they are spelt by people in a hurry, in distress or in disguise, brought back to words we know.

Each step is tried in turn and the first known word wins: slang and habits, stretched letters, digits and
signs for letters, starred letters, words run together, and last a single slip of the fingers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

_STRETCH = re.compile(r"(.)\1{2,}")
_LEET = (
    str.maketrans("013457@$!#", "oleastasih"),
    str.maketrans("013457@$!#", "oieastasih"),
)
LONGEST = 40
SHORTEST_SLIP = 5
TWO_SLIPS_FROM = 8
MOST_SLIPS = 2
SHORTEST_RUN = 7
SHORT_PIECES = frozenset("a i me my to of in is am he we no it at on do go up us so be by im".split())


class Speller:
    """Finds the known words meant by one token; `known` are words, `content` those worth a guess."""

    def __init__(self, known: Collection[str], content: Collection[str], habits: Mapping[str, str]) -> None:
        self._known = known
        self._habits = habits
        self._near: dict[tuple[str, int], list[str]] = {}
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(content):
            self._by_length.setdefault(len(word), []).append(word)
            if len(word) >= SHORTEST_SLIP:
                for length in range(SHORTEST_SLIP, len(word) + MOST_SLIPS + 1):
                    if abs(len(word) - length) <= _slips(length):
                        self._near.setdefault((word[0], length), []).append(word)

    def words(self, token: str) -> tuple[str, ...]:
        """The words meant, usually one; the token itself when nothing better is known."""
        if token in self._habits:
            return tuple(self._habits[token].split())
        if token in self._known:
            return (token,)
        if len(token) > LONGEST:
            return self._run_together(token[:LONGEST]) or (token[:LONGEST],)
        return next((words for words in self._guesses(token) if words), (token,))

    def _guesses(self, token: str) -> Iterator[tuple[str, ...]]:
        yield self._first_known(self._unstretched(token))
        if not token.isalpha():
            yield self._first_known(token.translate(table) for table in _LEET)
            yield self._starred(token)
        yield self._run_together(token)
        yield self._slip(token)

    def _first_known(self, candidates: Iterator[str]) -> tuple[str, ...]:
        for candidate in candidates:
            if candidate in self._habits:
                return tuple(self._habits[candidate].split())
            if candidate in self._known:
                return (candidate,)
        return ()

    @staticmethod
    def _unstretched(token: str) -> Iterator[str]:
        yield _STRETCH.sub(r"\1\1", token)
        yield _STRETCH.sub(r"\1", token)

    def _starred(self, token: str) -> tuple[str, ...]:
        letters = [c for c in token if c != "*"]
        if "*" not in token or len(letters) < 2:
            return ()
        for word in self._by_length.get(len(token), ()):
            if all(a == b or a == "*" for a, b in zip(token, word, strict=True)):
                return (word,)
        return ()

    def _run_together(self, token: str) -> tuple[str, ...]:
        """The fewest known words that make up the token, at least one of them worth a guess."""
        if len(token) < SHORTEST_RUN:
            return ()
        best: list[tuple[str, ...] | None] = [()] + [None] * len(token)
        for end in range(1, len(token) + 1):
            for start in range(max(0, end - 14), end):
                before, piece = best[start], token[start:end]
                if before is None or piece not in self._known:
                    continue
                if len(piece) < 3 and piece not in SHORT_PIECES:
                    continue
                found = (*before, piece)
                kept = best[end]
                if kept is None or len(found) < len(kept):
                    best[end] = found
        return best[-1] if best[-1] and len(best[-1]) <= max(2, len(token) // 3) else ()

    def _slip(self, token: str) -> tuple[str, ...]:
        if len(token) < SHORTEST_SLIP or not token.isalpha():
            return ()
        among = self._near.get((token[0], len(token)), ())
        near = process.extractOne(token, among, scorer=OSA.distance, score_cutoff=_slips(len(token)))
        return (near[0],) if near else ()


def _slips(length: int) -> int:
    """How many slips of the fingers a word of so many letters may hold."""
    return 1 if length < TWO_SLIPS_FROM else MOST_SLIPS


@lru_cache(maxsize=4096)
def forms(verb: str) -> tuple[str, ...]:
    """The regular forms of a verb: kick, kicks, kicked, kicking."""
    if verb.endswith("e"):
        return (verb, verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    s = "es" if verb.endswith(("s", "x", "z", "ch", "sh")) else "s"
    stem = verb + verb[-1] if _doubles(verb) else verb
    return (verb, verb + s, stem + "ed", stem + "ing")


def _doubles(verb: str) -> bool:
    syllables = len(re.findall("[aeiou]+", verb))
    ending = verb[-1] not in "aeiouwxy" and verb[-2] in "aeiou" and verb[-3:-2] not in tuple("aeiou")
    return syllables == 1 and ending
