"""By when a concern has to be opened and decided: real hours for the first level, working hours for the others."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.calendar.clock import london_day, to_london
from survey_app.calendar.concern_clock import after_working_hours, due
from survey_app.calendar.windows import parse_london
from survey_app.calendar.wording import say
from survey_app.calendar.working_days import KNOWN_UNTIL, WorkingCalendar

CALENDAR = WorkingCalendar()
STARTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("level", "raised", "open_by", "decide_by"),
    [
        (
            1,
            "2026-11-28T23:00",
            "Sunday 29 November, 12 midnight, as the day begins",
            "Sunday 29 November, 3am",
        ),
        # The clocks go back in this night: four real hours are three on the wall.
        (1, "2026-10-25T00:00", "Sunday 25 October, 1am", "Sunday 25 October, 3am"),
        (2, "2026-11-24T10:00", "Tuesday 24 November, 2pm", "Wednesday 25 November, 10am"),
        (2, "2026-11-24T16:00", "Wednesday 25 November, 12 noon", "Wednesday 25 November, 4pm"),
        (2, "2026-11-28T23:00", "Monday 30 November, 1pm", "Monday 30 November, 5pm"),
        (2, "2026-11-27T17:00", "Monday 30 November, 1pm", "Monday 30 November, 5pm"),
        (3, "2026-11-24T09:00", "Wednesday 25 November, 5pm", "Thursday 26 November, 5pm"),
        # Christmas Day is a Friday, Boxing Day is made up for on the Monday.
        (3, "2026-12-24T09:00", "Tuesday 29 December, 5pm", "Wednesday 30 December, 5pm"),
    ],
)
def test_when_each_level_is_due(level: int, raised: str, open_by: str, decide_by: str) -> None:
    found = due(level, parse_london(raised), CALENDAR)
    assert say(found.open_by) == open_by
    assert say(found.decide_by) == decide_by


def test_a_level_that_nobody_knows_is_still_due() -> None:
    raised = parse_london("2026-11-24T09:00")
    assert due(9, raised, CALENDAR) == due(3, raised, CALENDAR)


def test_an_added_day_off_moves_what_is_due() -> None:
    raised = parse_london("2026-11-24T10:00")
    off = CALENDAR.with_days_off(london_day(raised))
    assert say(due(2, raised, off).open_by) == "Wednesday 25 November, 1pm"
    assert due(1, raised, off) == due(1, raised, CALENDAR)


def test_beyond_the_known_bank_holidays_every_weekday_counts() -> None:
    last = datetime(KNOWN_UNTIL.year + 1, 1, 5, 12, tzinfo=UTC)
    assert due(2, last, CALENDAR).open_by - last <= timedelta(days=4)


def worked(start: datetime, end: datetime) -> timedelta:
    """Working time between two instants, told the slow way: a quarter of an hour at a time."""
    step, total, at = timedelta(minutes=15), timedelta(0), start
    while at < end:
        wall = to_london(at)
        if 9 <= wall.hour < 17 and CALENDAR.is_working_day(wall.date()):
            total += min(step, end - at)
        at += step
    return total


@given(STARTS.map(lambda at: at.replace(minute=0, second=0, microsecond=0)), st.integers(1, 40))
def test_as_many_working_hours_go_by_as_were_asked_for(start: datetime, hours: int) -> None:
    end = after_working_hours(start, hours, CALENDAR)
    assert worked(start, end) == timedelta(hours=hours)
    wall = to_london(end)
    assert CALENDAR.is_working_day(wall.date())
    assert (9, 0) < (wall.hour, wall.minute) <= (17, 0)


@given(STARTS, STARTS, st.integers(1, 4))
def test_what_was_raised_sooner_is_due_sooner(one: datetime, other: datetime, level: int) -> None:
    first, second = sorted((one, other))
    early, late = due(level, first, CALENDAR), due(level, second, CALENDAR)
    assert first < early.open_by <= early.decide_by
    assert early.open_by <= late.open_by
    assert early.decide_by <= late.decide_by
