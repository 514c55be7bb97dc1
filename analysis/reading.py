"""An answer as the matcher reads it: words without fillers, sentence ends, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.patterns import Word, match_at
from analysis.text import EDGES, Folded, tokens
from analysis.vocabulary import Anchor, Vocabulary


@dataclass(frozen=True, slots=True)
class Reading:
    """Words in order with their places in the folded text; `anchors` says what may begin at each word."""

    folded: Folded
    words: tuple[Word, ...]
    places: tuple[tuple[int, int], ...]
    anchors: tuple[tuple[Anchor, ...], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Code points of the original text that words start to end cover."""
        return self.folded.span(self.places[start][0], self.places[end - 1][1])


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern found: its owner, the words from start to end, and the word where matching began."""

    owner: int
    order: int
    start: int
    end: int
    place: int


def read(folded: Folded, vocabulary: Vocabulary) -> Reading:
    """Look every token up; fillers are left out so that "he just hit me" reads as "he hit me"."""
    words: list[Word] = []
    places: list[tuple[int, int]] = []
    anchors: list[tuple[Anchor, ...]] = []
    for token in tokens(folded.text):
        entry = vocabulary[token.text]
        if entry.filler:
            continue
        start = token.start + len(token.text) - len(token.text.lstrip(EDGES))
        end = max(start + 1, token.end - len(token.text) + len(token.text.rstrip(EDGES)))
        place = (min(start, token.end - 1), min(end, token.end))
        for word, begins in zip(entry.words, entry.anchors, strict=True):
            words.append(word)
            places.append(place)
            anchors.append(begins)
    return Reading(folded, tuple(words), tuple(places), tuple(anchors))


def find_all(reading: Reading) -> list[Found]:
    """Every pattern found, in the order of the words and then of the rules."""
    found: dict[tuple[int, int, int], Found] = {}
    words: Sequence[Word] = reading.words
    for place, anchors in enumerate(reading.anchors):
        for anchor in anchors:
            span = match_at(anchor.pattern, words, place - anchor.place, anchor.option)
            if span is not None:
                key = (anchor.owner, *span)
                found.setdefault(key, Found(anchor.owner, anchor.order, *span, place))
    return list(found.values())
