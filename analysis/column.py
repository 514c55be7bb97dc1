"""What everybody chose for one question, as numbers that stand for options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from analysis.written import Bits, Rows

Codes = npt.NDArray[np.uint16]
SKIPPED = ""


@dataclass(frozen=True, slots=True)
class Column:
    """What everybody chose where one thing can be chosen: `codes` are places in `options`; place 0 is nothing."""

    options: tuple[str, ...]
    codes: Codes

    @classmethod
    def of(cls, values: Sequence[str], known: Sequence[str] = ()) -> Column:
        """A column of these values; `known` are options that keep their places."""
        options = dict.fromkeys(chain((SKIPPED, *known), values))
        places = {option: place for place, option in enumerate(options)}
        codes = np.fromiter(map(places.__getitem__, values), np.uint16, len(values))
        return cls(tuple(places), codes)

    def taken(self, rows: Rows) -> Column:
        """What the people of these rows chose."""
        return Column(self.options, self.codes[rows])

    def is_(self, option: str) -> Bits:
        """Who chose this option; nobody when it is unknown."""
        if option == SKIPPED or option not in self.options:
            return np.zeros(len(self.codes), bool)
        found: Bits = self.codes == self.options.index(option)
        return found

    def counts(self, among: Bits | None = None) -> Counter[str]:
        """How many chose each option, those who skipped left out."""
        codes = self.codes if among is None else self.codes[among]
        found = np.bincount(codes, minlength=len(self.options)).tolist()
        return Counter({o: n for o, n in zip(self.options, found, strict=True) if o != SKIPPED and n})


def nothing_chosen(size: int) -> Column:
    """The column of so many people who skipped."""
    return Column((SKIPPED,), np.zeros(size, np.uint16))


def one_column(columns: Sequence[Column]) -> Column:
    """Several columns, one below the other."""
    options = tuple(dict.fromkeys(option for column in columns for option in column.options))
    places = {option: place for place, option in enumerate(options)}
    moved = [
        np.array([places[option] for option in column.options], np.uint16)[column.codes] for column in columns
    ]
    return Column(options, np.concatenate(moved))
