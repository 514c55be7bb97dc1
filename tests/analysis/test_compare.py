"""Intervals that hold what they say, and sentences that claim no more than they know."""

from __future__ import annotations

from itertools import pairwise
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.compare import Group, difference, difference_sentence, groups_sentence, joined, percent, wilson


@st.composite
def groups(draw: st.DrawFn, name: str = "parents") -> Group:
    base = draw(st.integers(1, 3_000))
    return Group(name, draw(st.integers(0, base)), base)


@pytest.mark.parametrize(
    "positive, base, low, high",
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(positive: int, base: int, low: float, high: float) -> None:
    found = wilson(positive, base)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    "first, second, low, high",
    # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_a_difference_has_the_published_interval(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = difference(Group("a", *first), Group("b", *second))
    assert found is not None
    assert (found.interval.low, found.interval.high) == (
        pytest.approx(low, abs=6e-5),
        pytest.approx(high, abs=6e-5),
    )


@given(groups())
def test_an_interval_holds_its_share(group: Group) -> None:
    found = wilson(group.positive, group.base)
    assert found is not None
    assert 0 <= found.low <= group.share <= found.high <= 1


@given(groups("a"), groups("b"))
def test_a_difference_is_the_same_from_both_sides(first: Group, second: Group) -> None:
    there, back = difference(first, second), difference(second, first)
    assert there is not None
    assert back is not None
    assert there.value == pytest.approx(-back.value)
    assert there.interval.low == pytest.approx(-back.interval.high)
    assert there.clear == back.clear


@given(groups("a"), groups("b"))
def test_reading_several_pairs_together_asks_for_more(first: Group, second: Group) -> None:
    widths = [difference(first, second, pairs) for pairs in (1, 3, 10)]
    spans = [found.interval.high - found.interval.low for found in widths if found]
    assert all(narrow <= wide + 1e-9 for narrow, wide in pairwise(spans))


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    base, truth = 40, 0.3
    covered = 0.0
    for positive in range(base + 1):
        found = wilson(positive, base)
        if found and found.low <= truth <= found.high:
            covered += comb(base, positive) * truth**positive * (1 - truth) ** (base - positive)
    assert 0.93 < covered < 0.98


def test_no_answers_have_no_interval_and_no_difference() -> None:
    assert wilson(0, 0) is None
    assert difference(Group("a", 0, 0), Group("b", 1, 2)) is None


def test_a_clear_difference_names_the_more_positive_group_first() -> None:
    low, high = Group("parents and carers", 200, 1_000), Group("practitioners", 120, 200)
    words = difference_sentence(low, high)
    assert words == (
        "Practitioners were more positive than parents and carers by 40 percentage points "
        "(likely between 33 and 47)."
    )
    assert difference_sentence(high, low) == words


def test_a_difference_within_noise_is_said_to_be() -> None:
    words = groups_sentence([Group("parents and carers", 10, 30), Group("practitioners", 12, 30)])
    assert words == (
        "Positive: 33% of parents and carers (30 gave a view) and 40% of practitioners (30). "
        "The difference is small enough to be chance."
    )


def test_too_few_answers_are_never_compared() -> None:
    words = groups_sentence([Group("parents and carers", 1_000, 1_000), Group("practitioners", 0, 9)])
    assert words.endswith("Only 9 practitioners gave a view: too few to compare.")
    assert "more positive" not in words


def test_nobody_at_all() -> None:
    assert groups_sentence([Group("practitioners", 0, 0)]) == "No one has given a view on this yet."


@pytest.mark.parametrize(
    "share, words", [(0.0, "0%"), (0.001, "under 1%"), (0.5, "50%"), (0.999, "over 99%"), (1.0, "100%")]
)
def test_per_cent_never_says_nobody_or_everybody_wrongly(share: float, words: str) -> None:
    assert percent(share) == words


def test_lists_in_a_sentence() -> None:
    assert [joined(words) for words in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
