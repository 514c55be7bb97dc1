from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.calendar.clock import at_london, parse_day, parse_london, to_london
from survey_app.calendar.errors import AmbiguousClock, CalendarError, ClockGap, UnreadableTime


@pytest.mark.parametrize(
    "text, instant",
    [
        ("2026-11-23T09:30", "2026-11-23T09:30:00+00:00"),
        ("2026-06-23T09:30", "2026-06-23T08:30:00+00:00"),
        (" 2026-06-23 09:30:15 ", "2026-06-23T08:30:15+00:00"),
        ("2026-06-23T09:30+01:00", "2026-06-23T08:30:00+00:00"),
        ("2026-11-23T09:30Z", "2026-11-23T09:30:00+00:00"),
        ("2026-03-29T00:59", "2026-03-29T00:59:00+00:00"),
        ("2026-03-29T02:00", "2026-03-29T01:00:00+00:00"),
        ("2026-10-25T01:30+01:00", "2026-10-25T00:30:00+00:00"),
        ("2026-10-25T01:30+00:00", "2026-10-25T01:30:00+00:00"),
    ],
)
def test_reads_englands_clock(text: str, instant: str) -> None:
    assert parse_london(text).isoformat() == instant


@pytest.mark.parametrize(
    "text", ["2026-03-29T01:00", "2026-03-29T01:30", "2026-03-29T01:59:59", "2027-03-28T01:30"]
)
def test_refuses_a_time_that_the_clock_skips(text: str) -> None:
    with pytest.raises(ClockGap, match="clocks go forward"):
        parse_london(text)


@pytest.mark.parametrize("text", ["2026-10-25T01:00", "2026-10-25T01:59:59"])
def test_asks_which_of_two_times_is_meant(text: str) -> None:
    with pytest.raises(AmbiguousClock, match=r"\+01:00 for the first"):
        parse_london(text)


@pytest.mark.parametrize(
    "text",
    ["", "now", "2026-11-23", "23/11/2026 09:30", "2026-11-31T09:30", "2026-11-23T24:00", "2026-11-23T09:60",
     "2026-11-23T09:30+05:00", "2026-06-23T09:30+00:00", "2026-11-23T09:30+99:99", "0000-11-23T09:30",
     "0001-01-01T00:00+01:00", "9999-12-31T23:59-01:00", "２０２６-11-23T09:30",
     "2026-11-23T09:30\x00", "9" * 9999],
)  # fmt: skip
def test_says_how_to_write_a_time(text: str) -> None:
    with pytest.raises(UnreadableTime) as caught:
        parse_london(text)
    assert len(str(caught.value)) < 200


@given(st.text(alphabet="0123456789-:T+Z .", max_size=30))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with suppress(CalendarError):
        assert parse_london(text).tzinfo is UTC


@given(st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31)))
def test_a_time_that_is_read_shows_again_on_the_clock(wall: datetime) -> None:
    wall = wall.replace(microsecond=0, fold=0)
    try:
        instant = parse_london(wall.isoformat())
    except ClockGap:
        before, after = (to_london(wall.replace(tzinfo=UTC) + timedelta(hours=n)) for n in (-2, 2))
        assert before.utcoffset() != after.utcoffset()
        assert wall.month == 3
    except AmbiguousClock:
        assert wall.month == 10
    else:
        assert to_london(instant).replace(tzinfo=None, fold=0) == wall


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(UnreadableTime, match="no time zone"):
        to_london(datetime(2026, 11, 23, 9, 30))


def test_the_same_hour_on_both_sides_of_a_clock_change() -> None:
    before, after = (at_london(date(2026, 10, day), time(9)) for day in (23, 26))
    assert after - before == timedelta(days=3, hours=1)


@pytest.mark.parametrize("text", ["", "20261123", "2026-W48-1", "2026-13-01", "2026-02-29", "tomorrow"])
def test_a_date_is_written_one_way(text: str) -> None:
    with pytest.raises(UnreadableTime, match="Write it like 2026-11-23"):
        parse_day(text)
