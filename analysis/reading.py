"""An answer as the matcher reads it: words without fillers, sentence ends, and where each stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.matching import Word, match_at, spots_of
from analysis.text import EDGES, TOKEN, Folded
from analysis.vocabulary import Offer, Vocabulary

LONGEST_TELEGRAM = 40
WORDS_PER_STOP = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """Words in order with their places in the folded text."""

    folded: Folded
    words: tuple[Word, ...]
    places: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Code points of the original text that words start to end cover."""
        return self.folded.span(self.places[start][0], self.places[end - 1][1])


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern found: its number, the words from start to end, and the word where matching began."""

    order: int
    start: int
    end: int
    place: int


def read(folded: Folded, vocabulary: Vocabulary) -> Reading:
    """Look every token up; fillers are left out so that "he just hit me" reads as "he hit me"."""
    words: list[Word] = []
    places: list[tuple[int, int]] = []
    for token in TOKEN.finditer(folded.text):
        typed = token.group()
        entry = vocabulary[typed]
        if entry.filler:
            continue
        place = token.span()
        if typed[0] in EDGES or typed[-1] in EDGES:
            place = _trimmed(typed, *place)
        words.extend(entry.words)
        places.extend([place] * len(entry.words))
    if _telegraphic(words):
        kept = [i for i, word in enumerate(words) if not word.stop]
        words, places = [words[i] for i in kept], [places[i] for i in kept]
    return Reading(folded, tuple(words), tuple(places))


def _trimmed(typed: str, start: int, end: int) -> tuple[int, int]:
    """The place of a token without the quotes and exclamation marks at its edges, if anything is left."""
    bare = typed.strip(EDGES)
    if not bare:
        return start, end
    first = start + typed.index(bare[0]) if bare[0] not in EDGES else start
    return first, first + len(bare)


def _telegraphic(words: Sequence[Word]) -> bool:
    """Whether an answer is written as "dad hit. dad hit me. stop", where full stops end no thought."""
    stops = sum(word.stop for word in words)
    return stops > 0 and len(words) <= LONGEST_TELEGRAM and len(words) - stops <= stops * WORDS_PER_STOP


def find_all(reading: Reading, vocabulary: Vocabulary) -> list[Found]:
    """Every pattern found, in the order of the words and then of the patterns."""
    found: dict[tuple[int, int, int], Found] = {}
    spots = spots_of(reading.words)
    offers = [vocabulary.offer_of(word) for word in reading.words]
    for place, phrases in spots.begins.items():
        for _, atoms in phrases:
            offers[place] = offers[place].with_phrase(vocabulary.offer(atoms))
    possible = _possible(offers, vocabulary)
    for place, offer in enumerate(offers):
        for order in _orders(offer.begins & possible):
            span = match_at(vocabulary.patterns[order], spots, place)
            if span is not None:
                found.setdefault((order, *span), Found(order, *span, place))
    return list(found.values())


def _possible(offers: Sequence[Offer], vocabulary: Vocabulary) -> int:
    """The patterns of which every need looked for is met by some word, as the bits of a number."""
    possible = -1
    for place, met in enumerate(vocabulary.undemanding):
        for offer in offers:
            met |= offer.met[place]
        possible &= met
    return possible


def _orders(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
