"""A table from pairs of whole numbers to one whole number, which kernels can read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.bulk.compiled import inner, kernel

Integers = npt.NDArray[np.int32]
MISSING = -1


class Pairs(NamedTuple):
    """Open addressing over a power of two of slots; a slot without a first number is free."""

    firsts: Integers
    seconds: Integers
    values: Integers


def pairs_of(entries: Mapping[tuple[int, int], int]) -> Pairs:
    """The table of some entries, none of whose numbers may be below nought."""
    size = 8
    while size < 3 * len(entries):
        size *= 2
    table = Pairs(*(np.full(size, MISSING, np.int32) for _ in range(3)))
    given = np.array([(*pair, value) for pair, value in entries.items()], np.int32).reshape(-1, 3)
    _fill(table, given)
    return table


@kernel
def _fill(table: Pairs, given: Integers) -> None:
    for row in range(len(given)):
        slot = slot_of(table, given[row, 0], given[row, 1])
        table.firsts[slot] = given[row, 0]
        table.seconds[slot] = given[row, 1]
        table.values[slot] = given[row, 2]


@inner
def slot_of(table: Pairs, first: int, second: int) -> int:
    """Where a pair stands, or the free slot where it would stand."""
    mask = len(table.firsts) - 1
    slot = ((first * 40503 + second) * 2654435761 >> 7) & mask
    while table.firsts[slot] >= 0 and (table.firsts[slot] != first or table.seconds[slot] != second):
        slot = (slot + 1) & mask
    return slot


@inner
def value_of(table: Pairs, first: int, second: int) -> int:
    """The number of a pair, or -1 when the table does not hold it; numbers below nought are in no pair."""
    if first < 0 or second < 0:
        return -1
    slot = slot_of(table, first, second)
    return table.values[slot] if table.firsts[slot] >= 0 else -1
