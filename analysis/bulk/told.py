"""A batch that was read: its words, what was found in it, and any one of its answers as `Engine` reads it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.bulk.finding import Finds
from analysis.bulk.rows import Integers
from analysis.bulk.wording import Words
from analysis.matching import Word
from analysis.reading import Found, Reading
from analysis.text import Folded


class Told:
    """Answers by their places in the batch."""

    def __init__(self, known: Sequence[Word], folded: Sequence[Folded], words: Words, finds: Finds) -> None:
        self.folded = folded
        self.words = words
        self.finds = finds
        self.lengths = np.diff(words.answers)
        self._known = known
        self._moved = np.array([one.origins is not None for one in folded], np.bool_)
        self._bounds = np.searchsorted(finds.answers, np.arange(len(folded) + 1))

    def reading(self, answer: int) -> Reading:
        """One answer as `analysis.reading.read` reads it."""
        part = slice(*self.words.answers[answer : answer + 2].tolist())
        words = tuple(map(self._known.__getitem__, self.words.ids[part].tolist()))
        places = zip(self.words.starts[part].tolist(), self.words.ends[part].tolist(), strict=True)
        return Reading(self.folded[answer], words, tuple(places))

    def found(self, answer: int) -> list[Found]:
        """What was found in one answer."""
        part = slice(*self._bounds[answer : answer + 2].tolist())
        columns = (self.finds.orders, self.finds.starts, self.finds.ends, self.finds.places)
        return [Found(*row) for row in zip(*(column[part].tolist() for column in columns), strict=True)]

    def ids(self, answers: Integers, places: Integers) -> Integers:
        """The numbers of words, a row of places for each of some answers; places below nought stand for the first."""
        found: Integers = self.words.ids[self.words.answers[answers][:, None] + np.maximum(places, 0)]
        return found

    def spans(self, answers: Integers, starts: Integers, ends: Integers) -> tuple[list[int], list[int]]:
        """Code points of the original texts that the words from starts to ends cover, for each of some answers."""
        first = self.words.answers[answers]
        begins = self.words.starts[first + starts].tolist()
        finishes = self.words.ends[first + ends - 1].tolist()
        for row in np.flatnonzero(self._moved[answers]).tolist():
            folded = self.folded[answers[row]]
            begins[row], finishes[row] = folded.span(begins[row], finishes[row])
        return begins, finishes
