"""The forecast is made of bands alone, says nothing too early, and never promises less than has come."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.small_numbers import band
from survey_app.services.forecast import Between, edges, forecast, share

COUNTS = st.integers(0, 150_000)


@given(COUNTS, COUNTS)
def test_two_counts_of_one_band_have_the_same_edges(first: int, second: int) -> None:
    assert (edges(first) == edges(second)) == (band(first) == band(second))
    assert edges(first).low <= first
    assert first <= edges(first).high or first >= 100_000


@given(st.lists(st.integers(0, 5_000), max_size=10), st.integers(-3, 12))
def test_it_is_silent_at_first_and_with_fewer_than_thirty(days: list[int], left: int) -> None:
    total = sum(days)
    found = forecast(edges(total), [edges(day) for day in days], left)
    if not days or left < 1 or total < 30:
        assert found is None
    elif found:
        assert found.high >= total
        assert found.low <= found.high
        assert found.low % 10 == found.high % 10 == 0


@given(st.lists(st.integers(100, 900), min_size=2, max_size=6), st.integers(1, 5))
def test_an_even_pace_ends_within_what_was_said(days: list[int], left: int) -> None:
    found = forecast(edges(sum(days)), [edges(day) for day in days], left)
    assert found
    evenly = sum(days) + left * sum(days[1:]) / len(days[1:])
    assert found.low <= evenly <= found.high


def test_the_share_is_said_from_the_edges_of_the_band() -> None:
    assert share(Between(100, 249), 1_000) == "between 10 and 25 of 100"
    assert share(Between(0, 9), 1_000) == "fewer than 2 of 100"
    assert share(Between(100, 249), 200) == "more than 50 of 100"
    assert "check" in share(Between(100, 249), 80)


@given(COUNTS, COUNTS, st.integers(1, 1_000_000))
def test_the_share_says_no_more_than_the_band(first: int, second: int, expected: int) -> None:
    if band(first) == band(second):
        assert share(edges(first), expected) == share(edges(second), expected)
