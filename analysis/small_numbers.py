"""Small numbers hidden before a table leaves the inspection team.

A row about fewer than 10 people is hidden whole; a count of 1 to 4 becomes `c`, and enough other counts
with it that no hidden one can be worked out from the totals. The thresholds follow the practice of
published education statistics: fewer than 10 pupils suppressed, `c` for a confidential value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

SMALLEST_BASE = 10
SMALLEST_COUNT = 5
HIDDEN = "c"
BANDS = (10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000)

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CountRow:
    """One line of a table of counts: `cells` counted among the `base` people that `label` names."""

    label: str
    base: int
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SafeRow:
    """One line that may be shown: every count in figures, or `c` where it is hidden."""

    label: str
    base: str
    cells: tuple[str, ...]


def band(count: int) -> str:
    """A count told so roughly that nobody can be picked out: `under 10`, `10 to 24`, `25 to 49`, ..."""
    if count < BANDS[0]:
        return f"under {BANDS[0]}"
    for low, high in pairwise(BANDS):
        if count < high:
            return f"{low:,} to {high - 1:,}"
    return f"{BANDS[-1]:,} or more"


def suppress(
    rows: Sequence[CountRow], totals: bool = False, adds_up: bool = True, round_to: int = 1
) -> tuple[SafeRow, ...]:
    """The rows as they may be shown outside the team, with a last row `All` when `totals` is asked for.

    `adds_up` says that the cells of a row make its base (false where people choose several). With
    `round_to=5`, for the public, every shown number is rounded to the nearest 5. Do not show a total
    elsewhere that is hidden here. Raises ValueError when rows differ in length or a count is negative.
    """
    grid = _Grid(rows, totals, adds_up)
    grid.hide_small()
    while grid.hide_what_is_too_little() or grid.hide_what_can_be_worked_out():
        pass
    return tuple(_safe_row(grid, place, label, round_to) for place, label in enumerate(grid.labels))


class _Grid:
    """A table with its margins: the last row holds the totals, the last column the bases.

    In every row and column the cells add up to the margin. A hidden cell can be worked out exactly when,
    with rows and columns as the nodes of a graph and hidden cells as its edges, its edge is a bridge.
    Where cells do not make the base, a column of what is left over, never shown, keeps that true.
    """

    def __init__(self, rows: Sequence[CountRow], totals: bool, adds_up: bool) -> None:
        _check(rows, adds_up)
        self.adds_up = adds_up
        self.labels = [row.label for row in rows] + (["All"] if totals else [])
        self.cells = len(rows[0].cells) if rows else 0
        lines = [[*row.cells, row.base - sum(row.cells), row.base] for row in rows]
        self.counts: list[list[int]] = (
            [*lines, [sum(column) for column in zip(*lines, strict=True)]] if rows else []
        )
        self.all, self.rest, self.base = len(rows), self.cells, self.cells + 1
        self.columns = [*range(self.cells), self.base]
        self.hidden: set[Place] = set()
        if not totals:
            self.hidden |= {(self.all, column) for column in range(self.base + 1)}
        if not adds_up:
            self.hidden |= {(row, self.rest) for row in range(self.all + 1)}

    def hide_small(self) -> None:
        """Rows about too few people, and counts that are too small."""
        for row, counts in enumerate(self.counts):
            if counts[self.base] < SMALLEST_BASE:
                self.hidden |= {(row, column) for column in self.columns}
            small = (column for column in range(self.cells) if 0 < counts[column] < SMALLEST_COUNT)
            self.hidden |= {(row, column) for column in small}

    def hide_what_is_too_little(self) -> bool:
        """Where what a line hides is together too little, hide one more; True when one was hidden."""
        for margin, line in self._lines():
            hidden = [place for place in line if place in self.hidden]
            enough = SMALLEST_BASE if margin == (self.all, self.base) else SMALLEST_COUNT
            if hidden and sum(map(self._count, hidden)) < enough:
                more = [place for place in line if place not in self.hidden and self._count(place)]
                self.hidden.add(min([*more, margin], key=self._cost))
                return True
        return False

    def hide_what_can_be_worked_out(self) -> bool:
        """Close a loop through the first cell that subtraction would give away; True when there was one."""
        for place in sorted(filter(self._is_in_the_table, _bridges(self.hidden))):
            self.hidden |= min(self._loops(place), key=lambda loop: sum(map(self._cost, loop - self.hidden)))
            return True
        return False

    def _is_in_the_table(self, place: Place) -> bool:
        row, column = place
        return row < len(self.labels) and column in self.columns

    def _lines(self) -> Iterator[tuple[Place, list[Place]]]:
        """Each row and column whose margin is shown: the margin, then the cells that add up to it."""
        for row in range(len(self.counts)):
            if self.adds_up and (row, self.base) not in self.hidden:
                yield (row, self.base), [(row, column) for column in range(self.cells)]
        for column in self.columns:
            if (self.all, column) not in self.hidden:
                yield (self.all, column), [(row, column) for row in range(self.all)]

    def _loops(self, place: Place) -> Iterator[set[Place]]:
        row, column = place
        for other_row in range(len(self.counts)):
            for other in self.columns:
                if other_row != row and other != column:
                    yield {(row, other), (other_row, column), (other_row, other)}

    def _cost(self, place: Place) -> int:
        """Totals go before counts, small counts before large ones, and a row's base last of all."""
        row, column = place
        if row == self.all:
            return 1 if column == self.base else 0
        return self._count(place) + (1_000_000_000 if column == self.base else 2)

    def _count(self, place: Place) -> int:
        row, column = place
        return self.counts[row][column]


def _bridges(edges: set[Place]) -> set[Place]:
    """The (row, column) edges that lie on no loop, by the lowest node that each branch reaches back to."""
    neighbours: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for row, column in sorted(edges):
        neighbours.setdefault(("row", row), []).append(("column", column))
        neighbours.setdefault(("column", column), []).append(("row", row))
    met: dict[tuple[str, int], int] = {}
    found: set[Place] = set()

    def lowest(node: tuple[str, int], parent: tuple[str, int] | None) -> int:
        low = met[node] = len(met)
        for other in neighbours[node]:
            if other == parent:
                continue
            if other in met:
                low = min(low, met[other])
                continue
            reached = lowest(other, node)
            low = min(low, reached)
            if reached > met[node]:
                found.add((node[1], other[1]) if node[0] == "row" else (other[1], node[1]))
        return low

    for node in neighbours:
        if node not in met:
            lowest(node, None)
    return found


def _safe_row(grid: _Grid, row: int, label: str, round_to: int) -> SafeRow:
    shown = [
        HIDDEN if (row, column) in grid.hidden else f"{_rounded(grid.counts[row][column], round_to):,}"
        for column in grid.columns
    ]
    return SafeRow(label, shown[-1], tuple(shown[:-1]))


def _rounded(count: int, to: int) -> int:
    return (count + to // 2) // to * to


def _check(rows: Sequence[CountRow], adds_up: bool) -> None:
    if any(len(row.cells) != len(rows[0].cells) for row in rows):
        raise ValueError("Every row of the table needs the same number of cells.")
    if any(count < 0 for row in rows for count in (row.base, *row.cells)):
        raise ValueError("A count cannot be negative.")
    if adds_up and any(sum(row.cells) != row.base for row in rows):
        raise ValueError("The cells of a row do not add up to its base: say adds_up=False for such a table.")
