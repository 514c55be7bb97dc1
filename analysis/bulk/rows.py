"""Rows of different lengths, kept one after another, that may be added to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int32]
Bits = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
BITS = 64


class Rows(NamedTuple):
    """Row n is `items[ends[n]:ends[n + 1]]`."""

    ends: Integers
    items: Integers


NO_ROWS = Rows(np.zeros(1, np.int32), np.zeros(0, np.int32))


def rows_of(rows: Sequence[Sequence[int]]) -> Rows:
    """Lists of whole numbers as rows."""
    ends = np.array([0, *accumulate(map(len, rows))], np.int32)
    return Rows(ends, np.array([item for row in rows for item in row], np.int32))


def joined(rows: Rows, more: Rows) -> Rows:
    """Rows and, after them, more rows."""
    ends = np.concatenate((rows.ends, more.ends[1:] + rows.ends[-1]))
    return Rows(ends, np.concatenate((rows.items, more.items)))


def bits_of(rows: Sequence[Iterable[int]], width: int) -> Bits:
    """For each row the numbers it holds as bits, in `width` numbers of 64 bits."""
    found = np.zeros((len(rows), width), np.uint64)
    for place, row in enumerate(rows):
        for number in row:
            found[place, number // BITS] |= np.uint64(1 << number % BITS)
    return found


def stacked(array: npt.NDArray[np.generic], more: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """Two arrays of rows, one under the other."""
    return np.concatenate((array, more))
