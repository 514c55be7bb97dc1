"""Nothing that was hidden can be worked out from one export, or from two of different moments."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.small_numbers import CountRow
from analysis.standing_figures import ShownRow, standing

few = st.one_of(st.integers(0, 4), st.integers(0, 9))
more = st.one_of(st.just(0), st.integers(0, 6), st.integers(5, 12))


def row(cells: tuple[int, ...]) -> CountRow:
    return CountRow("row", sum(cells), cells)


def worlds(shown: ShownRow, most: int) -> Iterator[tuple[int, ...]]:
    """Every row of counts that somebody who sees `shown` has to think possible."""
    for cells in product(*(range(most + 1) if cell is None else [cell] for cell in shown.cells)):
        if shown.base in (None, sum(cells)):
            yield cells


@st.composite
def two_moments(draw: st.DrawFn) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Three cells, and the same three after more people answered."""
    before = tuple(draw(st.lists(few, min_size=3, max_size=3)))
    came = draw(st.lists(more, min_size=3, max_size=3))
    return before, tuple(a + b for a, b in zip(before, came, strict=True))


@given(two_moments())
def test_two_exports_fix_no_hidden_number_and_no_few_newcomers(
    moments: tuple[tuple[int, ...], tuple[int, ...]],
) -> None:
    before, after = moments
    first = standing(row(before)).row
    second = standing(row(after), [first]).row
    assume(not first.empty)
    thought = _thought_possible(first, second, max(*before, *after) + 5)
    for place in range(3):
        for moment, shown in enumerate((first, second)):
            if shown.cells[place] is None:
                assert len({pair[moment][place] for pair in thought}) > 1
        came = {later[place] - earlier[place] for earlier, later in thought}
        assert len(came) > 1 or came <= {0} or min(came) >= 5


def _thought_possible(
    first: ShownRow, second: ShownRow, most: int
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Both moments together: answers are only added."""
    return [
        (earlier, later)
        for earlier in worlds(first, most)
        for later in worlds(second, most)
        if all(a <= b for a, b in zip(earlier, later, strict=True))
    ]


@given(st.lists(st.tuples(few, few, few, st.integers(0, 30)), min_size=2, max_size=6))
def test_any_two_of_many_exports_differ_by_nobody_or_by_enough_people(
    moments: list[tuple[int, ...]],
) -> None:
    left: list[ShownRow] = []
    for cells in moments:
        left.append(standing(row(cells), left).row)
    shown = [one for one in left if not one.empty]
    for one, other in product(shown, shown):
        for place, (a, b) in enumerate(zip(one.numbers, other.numbers, strict=True)):
            assert (a is None) == (b is None)
            if a is not None and b is not None:
                assert a == b or abs(a - b) >= (5 if place else 10)


@given(two_moments())
def test_what_did_not_change_is_shown_the_same_again(
    moments: tuple[tuple[int, ...], tuple[int, ...]],
) -> None:
    first = standing(row(moments[1]))
    again = standing(row(moments[1]), [first.row])
    assert again.row == first.row
    assert not again.held


def test_enough_new_answers_bring_new_figures() -> None:
    first = standing(row((20, 30, 0))).row
    assert standing(row((30, 40, 0)), [first]).row == ShownRow(70, (30, 40, 0))


@pytest.mark.parametrize("later", [(21, 39, 0), (20, 31, 0), (28, 30, 0), (30, 40, 2)])
def test_a_few_newcomers_leave_the_earlier_figures_standing(later: tuple[int, ...]) -> None:
    first = standing(row((20, 30, 0))).row
    held = standing(row(later), [first])
    assert held.held
    assert held.row == first


def test_a_question_with_other_options_keeps_its_earlier_figures() -> None:
    first = standing(row((20, 30))).row
    assert standing(row((20, 30, 40)), [first]).row == first


def test_where_several_can_be_chosen_each_number_stands_alone() -> None:
    first = standing(CountRow("row", 40, (30, 3)), adds_up=False).row
    assert first == ShownRow(40, (30, None))
    assert standing(CountRow("row", 60, (33, 9)), [first], adds_up=False).held
    assert standing(CountRow("row", 60, (40, 9)), [first], adds_up=False).row == ShownRow(60, (40, None))
