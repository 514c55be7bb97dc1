"""Nothing that was hidden can be worked out from what is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.small_numbers import HIDDEN, CountRow, SafeRow, band, suppress

counts = st.one_of(st.integers(0, 6), st.integers(0, 40))


@st.composite
def tables(draw: st.DrawFn) -> list[CountRow]:
    """A table of up to six rows whose cells add up to their bases."""
    columns = draw(st.integers(1, 5))
    lines = draw(st.lists(st.lists(counts, min_size=columns, max_size=columns), min_size=1, max_size=6))
    return [CountRow(f"row {place}", sum(cells), tuple(cells)) for place, cells in enumerate(lines)]


def shown_counts(row: SafeRow) -> list[str]:
    return [*row.cells, row.base]


def worked_out(safe: Sequence[SafeRow], totals: bool, adds_up: bool = True) -> list[tuple[int, int]]:
    """The hidden places that the shown numbers fix, found by linear algebra over every sum that is known."""
    width = len(safe[0].cells) + 1
    grid = [shown_counts(row) for row in safe]
    hidden = {(r, c): 0 for r, row in enumerate(grid) for c, cell in enumerate(row) if cell == HIDDEN}
    for number, place in enumerate(hidden):
        hidden[place] = number
    sums = [[(r, c) for c in range(width)] for r in range(len(grid))] if adds_up else []
    sums += [[(r, c) for r in range(len(grid))] for c in range(width)] if totals else []
    known = np.zeros((len(sums), len(hidden)))
    for line, places in enumerate(sums):
        for place in places:
            if place in hidden:
                # The margin, last in its line, stands on the other side of the sum.
                known[line, hidden[place]] = -1 if place == places[-1] else 1
    rank = np.linalg.matrix_rank(known) if hidden and sums else 0
    fixed = []
    for place, number in hidden.items():
        alone = np.zeros((1, len(hidden)))
        alone[0, number] = 1
        if sums and np.linalg.matrix_rank(np.vstack([known, alone])) == rank:
            fixed.append(place)
    return fixed


@given(tables(), st.booleans())
def test_no_hidden_count_can_be_worked_out(rows: list[CountRow], totals: bool) -> None:
    safe = suppress(rows, totals=totals)
    assert worked_out(safe, totals) == []


@given(tables(), st.booleans())
def test_no_hidden_count_can_be_worked_out_where_people_choose_several(
    rows: list[CountRow], totals: bool
) -> None:
    several = [CountRow(row.label, max((0, *row.cells)) + 3, row.cells) for row in rows]
    assert worked_out(suppress(several, totals=totals, adds_up=False), totals, adds_up=False) == []


@given(tables(), st.booleans())
def test_small_numbers_are_never_shown(rows: list[CountRow], totals: bool) -> None:
    for row, safe in zip(rows, suppress(rows, totals=totals), strict=False):
        if row.base < 10:
            assert set(shown_counts(safe)) == {HIDDEN}
        assert not {"1", "2", "3", "4"} & set(safe.cells)


@given(tables())
def test_what_is_shown_is_true(rows: list[CountRow]) -> None:
    *body, last = suppress(rows, totals=True)
    for row, safe in zip(rows, body, strict=True):
        true = [str(count) for count in (*row.cells, row.base)]
        assert all(cell in (HIDDEN, count) for cell, count in zip(shown_counts(safe), true, strict=True))
    assert last.label == "All"
    assert last.base in (HIDDEN, f"{sum(row.base for row in rows):,}")


@given(tables())
def test_what_a_line_hides_is_together_not_a_small_number(rows: list[CountRow]) -> None:
    for row, safe in zip(rows, suppress(rows), strict=True):
        hidden = [count for count, cell in zip(row.cells, safe.cells, strict=True) if cell == HIDDEN]
        assert not hidden or safe.base == HIDDEN or sum(hidden) >= 5


def test_a_table_of_large_numbers_is_left_alone() -> None:
    rows = [CountRow("parents", 1_200, (700, 500)), CountRow("young people", 60, (60, 0))]
    first, second, total = suppress(rows, totals=True)
    assert (first.cells, second.cells, total.base) == (("700", "500"), ("60", "0"), "1,260")


def test_one_small_count_takes_another_with_it() -> None:
    (row,) = suppress([CountRow("parents", 53, (30, 20, 3))])
    assert (row.base, row.cells) == ("53", ("30", HIDDEN, HIDDEN))


def test_the_total_of_one_hidden_row_is_hidden_too() -> None:
    rows = [CountRow("parents", 60, (40, 20)), CountRow("practitioners", 7, (5, 2))]
    parents, practitioners, total = suppress(rows, totals=True)
    assert parents.cells == ("40", "20")
    assert {*practitioners.cells, practitioners.base, *total.cells, total.base} == {HIDDEN}


def test_public_numbers_are_rounded_to_five() -> None:
    (row,) = suppress([CountRow("parents", 1_203, (1_188, 15))], round_to=5)
    assert (row.base, row.cells) == ("1,205", ("1,190", "15"))


def test_no_rows_give_no_rows() -> None:
    assert suppress([], totals=False) == ()


@pytest.mark.parametrize(
    "row, told", [(CountRow("a", 11, (5, 5)), "add up"), (CountRow("a", -1, (-1,)), "negative")]
)
def test_a_table_that_cannot_be_is_refused(row: CountRow, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        suppress([row])


@given(st.integers(0, 300_000))
def test_a_band_holds_its_count_and_shows_nothing_under_ten(count: int) -> None:
    numbers = [int(number.replace(",", "")) for number in re.findall(r"[\d,]+", band(count))]
    if count < 10:
        assert band(count) == "under 10"
    elif len(numbers) == 2:
        assert numbers[0] <= count <= numbers[1]
    else:
        assert band(count) == "100,000 or more"
        assert count >= 100_000


def test_bands_in_words() -> None:
    assert [band(count) for count in (0, 9, 10, 24, 25, 99, 100, 1_000)] == [
        "under 10", "under 10", "10 to 24", "10 to 24", "25 to 49", "50 to 99", "100 to 249", "1,000 to 2,499",
    ]  # fmt: skip
