"""Phrases with gaps, as the term files write them, and where one stands in a run of words.

`word` is itself and `stem*` any ending of it; `(a|b*|c d)` is one of these and `{name}` one of a named group; `...`
lets up to three words come between; `this ~ that` is both in either order with up to three words between.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from analysis.safeguarding.languages.letters import PIECE, Word, folded

GAP = 3
"""How many words may stand between the two sides of a gap."""
SHORTEST_STEM = 2
PARTS = re.compile(r"\([^()]*\)|\{\w+\}|\.\.\.|[^\s(){}|]+")
GROUP = re.compile(r"\{(\w+)\}")


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says which and what to change."""


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a phrase: `words` whole, `stems` with any ending; with `gap`, others may come before it."""

    words: frozenset[str]
    stems: tuple[str, ...]
    gap: bool = False


Steps = tuple[Step, ...]


def compiled(phrase: str, groups: Mapping[str, Sequence[str]]) -> Iterator[Steps]:
    """The ways to say a phrase, among them both orders of a `~`; raises PhraseError."""
    sides = phrase.split("~")
    if len(sides) > 2:
        raise PhraseError(f"“{phrase}”: write ~ at most once.")
    try:
        for order in [sides] if len(sides) == 1 else [sides, sides[::-1]]:
            yield from _ways(" ... ".join(order), groups)
    except PhraseError as error:
        raise PhraseError(f"“{phrase}”: {error}") from None


def _ways(phrase: str, groups: Mapping[str, Sequence[str]]) -> Iterator[Steps]:
    parts: list[list[Steps]] = []
    gap = False
    for part in PARTS.findall(phrase):
        if part != "...":
            parts.append([_begin(steps, gap) for steps in _alternatives(_choices(part, groups))])
        gap = part == "..."
    if not parts or gap or phrase.lstrip().startswith("..."):
        raise PhraseError("begin and end with a word.")
    for way in product(*parts):
        yield tuple(step for steps in way for step in steps)


def _begin(steps: Steps, gap: bool) -> Steps:
    return (replace(steps[0], gap=gap), *steps[1:])


def _choices(part: str, groups: Mapping[str, Sequence[str]]) -> list[str]:
    unknown = [name for name in GROUP.findall(part) if name not in groups]
    if unknown:
        raise PhraseError(f"there is no group {{{unknown[0]}}}.")
    return GROUP.sub(lambda found: "|".join(groups[found[1]]), part).strip("()").split("|")


def _alternatives(choices: Sequence[str]) -> list[Steps]:
    """Single words are one step together; a choice of several words is a way of its own."""
    written = [_pieces(choice) for choice in choices]
    single = [words[0] for words in written if len(words) == 1]
    several = [tuple(_step([word]) for word in words) for words in written if len(words) > 1]
    return [(_step(single),), *several] if single else several


def _pieces(choice: str) -> list[str]:
    """The words of a choice, parted where an apostrophe or a hyphen parts them in answers."""
    pieces: list[str] = []
    for written in choice.split():
        words = [found["word"] for found in PIECE.finditer(folded(written)) if found["word"]]
        pieces += [*words[:-1], words[-1] + "*"] if words and written.endswith("*") else words
    if not pieces:
        raise PhraseError("write a word between each pair of brackets and strokes.")
    return pieces


def _step(choices: Sequence[str]) -> Step:
    stems = tuple(sorted(choice[:-1] for choice in choices if choice.endswith("*")))
    if any(len(stem) < SHORTEST_STEM for stem in stems):
        raise PhraseError(f"a stem needs at least {SHORTEST_STEM} letters before its star.")
    return Step(frozenset(choice for choice in choices if not choice.endswith("*")), stems)


def path(
    numbers: Sequence[int],
    gaps: Sequence[bool],
    words: Sequence[Word],
    known: Sequence[Collection[int]],
    at: int,
) -> tuple[int, ...] | None:
    """The places of the words that say it from `at` on, the nearest ones, in one sentence; or None.

    A phrase is its steps by `numbers`, with `gaps` before them; `known` holds for each word the steps it will do
    for. Each step looks at few words from few places, so the work is bounded by the phrase, whatever the text.
    """
    ways: dict[int, tuple[int, ...]] = {at: (at,)} if numbers[0] in known[at] else {}
    for number, gap in zip(numbers[1:], gaps[1:], strict=True):
        onward: dict[int, tuple[int, ...]] = {}
        for place, way in ways.items():
            for then in range(place + 1, min(place + 2 + GAP * gap, len(words))):
                near = words[place].sentence == words[then].sentence
                if near and then not in onward and number in known[then]:
                    onward[then] = (*way, then)
        ways = onward
    return ways[min(ways)] if ways else None
