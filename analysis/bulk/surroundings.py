"""What surrounds a match and changes how worrying it is: `analysis.safeguarding.context` over whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analysis.bulk.compiled import inner, kernel
from analysis.bulk.listening import STOP
from analysis.bulk.rows import Integers, Rows, rows_of
from analysis.matching import Word
from analysis.patterns import Families, keyed
from analysis.safeguarding.context import (
    ANYBODY,
    BREAKS,
    CUE_FAMILIES,
    DENIALS,
    DOUBT_PHRASES,
    DOUBTS,
    FIGURE_REACH,
    IF_REACH,
    IFS,
    NEGATION_REACH,
    NOBODY,
    NOBODY_REACH,
    SERVICE_REACH,
)

# What may be said of a word, as bits beside STOP: first what its text is, then which family it is of.
DENIES, IS_NOBODY, BREAK, IF, ANY, DOUBT, BUT, CANT = (1 << bit for bit in range(8, 16))
TOPIC, SERVICE, SYSTEM, GAME, PARENT, PERSON = (1 << bit for bit in range(16, 22))
TEXTS = {
    DENIES: DENIALS, IS_NOBODY: NOBODY, BREAK: BREAKS, IF: IFS, ANY: ANYBODY, DOUBT: DOUBTS,
    BUT: frozenset({"but"}), CANT: frozenset({"cant"}),
}  # fmt: skip
FAMILIES = {
    TOPIC: ("topic",), SERVICE: ("service_word",), SYSTEM: ("system_word",), GAME: ("game_word",),
    PARENT: ("home_adult",), PERSON: ("home_adult", "staff", "peers", "i"),
}  # fmt: skip

# Cues in the order in which they are shown, each a bit.
CUES = (
    "negated", "negated with a doubt", "policy or service", "hypothetical", "figure of speech", "game or story",
    *sorted(CUE_FAMILIES.values()),
)  # fmt: skip
NEGATED, DOUBTED, POLICY, SUPPOSED, FIGURE, PLAYED = (1 << bit for bit in range(6))


class Reaches(NamedTuple):
    """How many words away each kind of cue may stand."""

    denial: int
    nobody: int
    service: int
    figure: int
    supposed: int


REACHES = Reaches(NEGATION_REACH, NOBODY_REACH, SERVICE_REACH, FIGURE_REACH, IF_REACH)


class Marks(NamedTuple):
    """For each word: what may be said of it, the doubts of two words that it opens and closes, the cues it is.

    `texts` is its number among the words of longer cues, or -1.
    """

    said: Integers
    opens: Integers
    closes: Integers
    cues: Integers
    texts: Integers


class Phrases(NamedTuple):
    """Cues of several words: which of them a word opens, by its number; the numbers of their words; their bit."""

    opened: Rows
    words: Rows
    cues: Integers


class Match(NamedTuple):
    """Words start to end, begun at place, inside sentence first to last; whether the pattern speaks of denial."""

    start: int
    end: int
    place: int
    first: int
    last: int
    of_denial: bool
    named: bool
    figurative: bool
    played: bool


class Surroundings:
    """The cues that the words met so far may be."""

    def __init__(self, families: Families) -> None:
        said = [
            (phrase, 1 << CUES.index(cue))
            for family, cue in CUE_FAMILIES.items()
            for phrase in families.phrases[family]
        ]
        self._cues: dict[str, int] = {}
        for phrase, bit in said:
            if len(phrase) == 1:
                self._cues[phrase[0]] = self._cues.get(phrase[0], 0) | bit
        longer = [(phrase, bit) for phrase, bit in said if len(phrase) > 1]
        self._texts = {
            text: place for place, text in enumerate(sorted({t for phrase, _ in longer for t in phrase}))
        }
        opened: list[list[int]] = [[] for _ in self._texts]
        for row, (phrase, _) in enumerate(longer):
            opened[self._texts[phrase[0]]].append(row)
        self.phrases = Phrases(
            rows_of(opened),
            rows_of([[self._texts[text] for text in phrase] for phrase, _ in longer]),
            np.array([bit for _, bit in longer], np.int32),
        )
        self.marks = Marks(*(np.zeros(0, np.int32) for _ in range(5)))

    def learn(self, words: Sequence[Word]) -> None:
        """Look up words never met before, in the order of their numbers."""
        rows = [
            (
                _said(word),
                _doubts(word, 0),
                _doubts(word, 1),
                self._cues.get(word.text, 0),
                self._texts.get(word.text, -1),
            )
            for word in words
        ]
        new = np.array(rows, np.int32).reshape(-1, 5)
        self.marks = Marks(*(np.concatenate((old, new[:, column])) for column, old in enumerate(self.marks)))


def _said(word: Word) -> int:
    texts = sum(bit for bit, there in TEXTS.items() if word.text in there)
    families = sum(bit for bit, names in FAMILIES.items() if any(keyed(name) in word.keys for name in names))
    return texts | families | (STOP if word.stop else 0)


def _doubts(word: Word, place: int) -> int:
    """The doubts of two words of which a word is the first or the second, as bits."""
    return sum(1 << bit for bit, phrase in enumerate(DOUBT_PHRASES) if phrase[place] == word.text)


@kernel
def cues_of(ids: Integers, match: Match, marks: Marks, phrases: Phrases, reaches: Reaches) -> int:
    """The cues that apply to a match in an answer, as bits."""
    said = marks.said
    within = _all_said(ids, match.start, match.end, said)
    found = _denied(ids, match, marks, within, reaches)
    if match.named or _each(ids, match.start, match.end, said, TOPIC):
        found |= POLICY if _near(ids, match, said, reaches.service) & SERVICE else 0
    found |= SUPPOSED if _supposed(ids, match, said, reaches.supposed) else 0
    if match.figurative and not within & PERSON and _near(ids, match, said, reaches.figure) & SYSTEM:
        found |= FIGURE
    if match.played and not match.named and not within & PARENT:
        found |= PLAYED if _all_said(ids, match.first, match.last, said) & GAME else 0
    return found | _heard(ids, match.first, match.last, marks, phrases)


@inner
def _all_said(ids: Integers, first: int, last: int, said: Integers) -> int:
    """What may be said of any word from first to last."""
    found = 0
    for place in range(first, last):
        found |= said[ids[place]]
    return found


@inner
def _each(ids: Integers, first: int, last: int, said: Integers, wanted: int) -> bool:
    found = wanted
    for place in range(first, last):
        found &= said[ids[place]]
    return found != 0


@inner
def _near(ids: Integers, match: Match, said: Integers, reach: int) -> int:
    """What may be said of any word near a match, outside it and within its sentence."""
    before = _all_said(ids, max(match.first, match.start - reach), match.start, said)
    return before | _all_said(ids, match.end, min(match.last, match.end + reach), said)


@kernel
def _denied(ids: Integers, match: Match, marks: Marks, within: int, reaches: Reaches) -> int:
    if match.of_denial and within & (DENIES | CANT):
        return 0
    for place in range(match.place - 1, max(match.first, match.place - reaches.nobody) - 1, -1):
        said = marks.said[ids[place]]
        if said & BREAK:
            return 0
        if said & IS_NOBODY or (said & DENIES and match.place - place <= reaches.denial):
            return DOUBTED if _doubted(ids, match, marks) else NEGATED
    return 0


@inner
def _doubted(ids: Integers, match: Match, marks: Marks) -> bool:
    if _all_said(ids, match.place, match.last, marks.said) & DOUBT:
        return True
    for place in range(match.place, match.last - 1):
        if marks.opens[ids[place]] & marks.closes[ids[place + 1]]:
            return True
    return _all_said(ids, match.end, min(match.end + 4, len(ids)), marks.said) & BUT != 0


@inner
def _supposed(ids: Integers, match: Match, said: Integers, reach: int) -> bool:
    for place in range(max(match.first, match.place - reach), match.place - 1):
        if said[ids[place]] & IF and said[ids[place + 1]] & ANY:
            return True
    return False


@kernel
def _heard(ids: Integers, first: int, last: int, marks: Marks, phrases: Phrases) -> int:
    """The cues that begin from first to last; one of several words may end further on."""
    found = 0
    for place in range(first, last):
        found |= marks.cues[ids[place]]
        text = marks.texts[ids[place]]
        if text < 0:
            continue
        for item in range(phrases.opened.ends[text], phrases.opened.ends[text + 1]):
            phrase = phrases.opened.items[item]
            if not found & phrases.cues[phrase] and _is_said(ids, place, phrase, marks, phrases):
                found |= phrases.cues[phrase]
    return found


@inner
def _is_said(ids: Integers, place: int, phrase: int, marks: Marks, phrases: Phrases) -> bool:
    begin, end = phrases.words.ends[phrase], phrases.words.ends[phrase + 1]
    if place + end - begin > len(ids):
        return False
    same = True
    for word in range(begin, end):
        same = same and marks.texts[ids[place + word - begin]] == phrases.words.items[word]
    return same
