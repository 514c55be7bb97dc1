"""Finding patterns among the words of an answer.

Each step keeps a set of places, at most as many as its gap is wide, so the time is a straight line in the length
of the answer whatever the answer says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from analysis.patterns import Chain, Pattern, Step


@dataclass(frozen=True, slots=True)
class PhraseStart:
    """A phrase known by its first two words: the keys its further words must have, and what it stands for."""

    rest: tuple[str, ...]
    atoms: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word of an answer as patterns see it: its keys are itself, its stems and its families.

    `written` are the keys a phrase may be written with; `phrases` begin at this word, by their second word.
    """

    text: str
    keys: frozenset[str]
    stop: bool = False
    written: tuple[str, ...] = ()
    phrases: Mapping[str, tuple[PhraseStart, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Spots:
    """What may be found at each place: atoms that begin there, and phrases by where they begin and end."""

    words: Sequence[Word]
    keys: list[frozenset[str]]
    begins: dict[int, list[tuple[int, frozenset[str]]]] = field(default_factory=dict)
    ends: dict[int, list[tuple[int, frozenset[str]]]] = field(default_factory=dict)
    present: frozenset[str] = frozenset()


def spots_of(words: Sequence[Word]) -> Spots:
    """Find every phrase once, so that a step is one look at one set."""
    spots = Spots(words, [word.keys for word in words])
    for place, (word, second) in enumerate(pairwise(words)):
        if word.phrases:
            for key in second.written:
                for phrase in word.phrases.get(key, ()):
                    _note(spots, place, phrase)
    spots.present = frozenset().union(*spots.keys) if words else frozenset()
    return spots


def _note(spots: Spots, place: int, phrase: PhraseStart) -> None:
    """Remember a phrase when its further words are there too."""
    words, end = spots.words, place + 2 + len(phrase.rest)
    if end > len(words):
        return
    for index, key in enumerate(phrase.rest, place + 2):
        if key not in words[index].keys:
            return
    spots.keys[place] = spots.keys[place] | phrase.atoms
    spots.begins.setdefault(place, []).append((end, phrase.atoms))
    spots.ends.setdefault(end, []).append((place, phrase.atoms))


def match_at(pattern: Pattern, spots: Spots, place: int) -> tuple[int, int] | None:
    """The words from..to that the pattern covers when its anchor begins at `place`, or nothing."""
    present = spots.present
    for atoms in pattern.needs:
        if atoms.isdisjoint(present):
            return None
    chain = pattern.chains[0]
    span = _from_anchor(chain, chain.anchor, spots, place)
    for other in pattern.chains[1:]:
        if span is None:
            return None
        near = _find_near(other, spots, span, pattern)
        span = near and (min(span[0], near[0]), max(span[1], near[1]))
    return span


def _from_anchor(chain: Chain, anchor: int, spots: Spots, place: int) -> tuple[int, int] | None:
    """Follow the steps after the anchor to the right and those before it to the left."""
    ends = set(_ends_at(chain.steps[anchor], spots, place))
    for step in chain.steps[anchor + 1 :]:
        found = {end for start in ends for end in _after(step, spots, start)}
        ends = found | ends if step.optional else found
        if not ends:
            return None
    starts = {place}
    for index in range(anchor - 1, -1, -1):
        step, follower = chain.steps[index], chain.steps[index + 1]
        found = {start for end in starts for start in _before(step, follower, spots, end)}
        starts = found | starts if step.optional else found
        if not starts:
            return None
    return (max(starts), min(ends)) if ends else None


def _ends_at(step: Step, spots: Spots, place: int) -> Iterable[int]:
    atoms = step.atoms
    if atoms.isdisjoint(spots.keys[place]):
        return
    if not atoms.isdisjoint(spots.words[place].keys):
        yield place + 1
    for end, phrase in spots.begins.get(place, ()):
        if not atoms.isdisjoint(phrase):
            yield end


def _after(step: Step, spots: Spots, place: int) -> Iterable[int]:
    words = spots.words
    for start in range(place, min(place + step.gap + 1, len(words))):
        yield from _ends_at(step, spots, start)
        if words[start].stop and not step.across:
            return


def _before(step: Step, follower: Step, spots: Spots, place: int) -> Iterable[int]:
    """Places where `step` begins so that it ends within the follower's gap before `place`."""
    atoms, words = step.atoms, spots.words
    for end in range(place, max(place - follower.gap - 1, 0), -1):
        if not atoms.isdisjoint(words[end - 1].keys):
            yield end - 1
        for start, phrase in spots.ends.get(end, ()):
            if not atoms.isdisjoint(phrase):
                yield start
        if words[end - 1].stop and not follower.across:
            return


def _find_near(chain: Chain, spots: Spots, span: tuple[int, int], pattern: Pattern) -> tuple[int, int] | None:
    atoms = chain.steps[0].atoms
    for start in _places(spots.words, span, pattern):
        if not atoms.isdisjoint(spots.keys[start]):
            found = _from_anchor(chain, 0, spots, start)
            if found:
                return found
    return None


def _places(words: Sequence[Word], span: tuple[int, int], pattern: Pattern) -> Iterable[int]:
    """Places near a span: inside it, then to its right and left, not past a sentence end unless allowed."""
    yield from range(span[0] + 1, span[1])
    for place in range(span[1], min(span[1] + pattern.reach, len(words))):
        if words[place].stop and not pattern.across:
            break
        yield place
    for place in range(span[0] - 1, max(span[0] - 1 - pattern.reach, -1), -1):
        if words[place].stop and not pattern.across:
            break
        yield place


def phrase_starts(
    phrases: Mapping[tuple[str, ...], frozenset[str]],
) -> dict[str, dict[str, tuple[PhraseStart, ...]]]:
    """Phrases of two words and more by their first and second words."""
    found: dict[str, dict[str, tuple[PhraseStart, ...]]] = {}
    for phrase, atoms in phrases.items():
        if len(phrase) > 1:
            seconds = found.setdefault(phrase[0], {})
            seconds[phrase[1]] = (*seconds.get(phrase[1], ()), PhraseStart(phrase[2:], atoms))
    return found
