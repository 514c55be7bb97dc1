"""A batch that was read: its words, what was found in it, and any one of its answers as `Engine` reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from analysis.bulk.cutting import Cut
from analysis.bulk.finding import Finds
from analysis.bulk.rows import Integers
from analysis.bulk.wording import Words
from analysis.matching import Word
from analysis.reading import Found, Reading
from analysis.text import Folded, fold


def fold_all(texts: Sequence[str]) -> tuple[list[str], dict[int, Folded]]:
    """Texts as they are matched, and those in which letters have moved, by their places."""
    folded = list(map(str.lower, texts))
    moved: dict[int, Folded] = {}
    for place, plain in enumerate(map(str.isascii, texts)):
        if not plain:
            # Most that is not plain is one curly apostrophe, which is soon straightened.
            one = fold(texts[place].replace("\u2019", "'"))
            folded[place] = one.text
            if one.origins is not None:
                moved[place] = one
    return folded, moved


class Told:
    """Answers by their places in the batch; `moved` are those of the `texts` in which folding has moved letters."""

    def __init__(
        self,
        known: Sequence[Word],
        texts: Sequence[str],
        moved: Mapping[int, Folded],
        cut: Cut,
        words: Words,
        finds: Finds,
    ) -> None:
        self.cut = cut
        self.words = words
        self.finds = finds
        self.lengths = np.diff(words.answers)
        self._known = known
        self._texts = texts
        self._moved = moved
        self._is_moved = np.zeros(len(texts), np.bool_)
        self._is_moved[list(moved)] = True
        self._bounds = np.searchsorted(finds.answers, np.arange(len(texts) + 1))

    def reading(self, answer: int) -> Reading:
        """One answer as `analysis.reading.read` reads it."""
        part = slice(*self.words.answers[answer : answer + 2].tolist())
        words = tuple(map(self._known.__getitem__, self.words.ids[part].tolist()))
        places = zip(self.words.starts[part].tolist(), self.words.ends[part].tolist(), strict=True)
        return Reading(self._moved.get(answer) or fold(self._texts[answer]), words, tuple(places))

    def found(self, answer: int) -> list[Found]:
        """What was found in one answer."""
        part = slice(*self._bounds[answer : answer + 2].tolist())
        columns = (self.finds.orders, self.finds.starts, self.finds.ends, self.finds.places)
        return [Found(*row) for row in zip(*(column[part].tolist() for column in columns), strict=True)]

    def ids(self, answers: Integers, places: Integers) -> Integers:
        """The numbers of words, a row of places for each of some answers; places below nought stand for the first."""
        found: Integers = self.words.ids[self.words.answers[answers][:, None] + np.maximum(places, 0)]
        return found

    def spans(self, answers: Integers, starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
        """Code points of the original texts that the words from starts to ends cover, for each of some answers."""
        first = self.words.answers[answers]
        begins, finishes = self.words.starts[first + starts], self.words.ends[first + ends - 1]
        for row in np.flatnonzero(self._is_moved[answers]).tolist():
            folded = self._moved[int(answers[row])]
            begins[row], finishes[row] = folded.span(int(begins[row]), int(finishes[row]))
        return begins, finishes
