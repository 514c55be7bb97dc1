"""How soon a person has to open a concern and decide about it, by its level.

The first level counts real hours, at night and at weekends too: danger does not wait for a Monday. The others
count working hours, 9am to 5pm on England's clock, of working days. No document sets these hours. They are our own
default, but for one: an allegation about staff goes on within one working day (Keeping children safe in education,
part four), and so does everything as urgent as that. The thematic guidance (2026) only says that answers are read
"periodically" and that serious concerns are told "as soon as possible".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from survey_app.calendar.clock import at_london, london_day
from survey_app.calendar.errors import BeyondCalendar
from survey_app.calendar.working_days import WorkingCalendar

WORK_BEGINS, WORK_ENDS = time(9), time(17)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Allowed:
    """How many hours a concern may wait until it is opened, and until it is decided; both from when it was raised."""

    to_open: int
    to_decide: int
    working_hours: bool = True


ALLOWED: Mapping[int, Allowed] = {
    # The same day, and two people have to agree.
    1: Allowed(to_open=1, to_decide=4, working_hours=False),
    # Half a working day, then one working day: as an allegation about staff.
    2: Allowed(to_open=4, to_decide=8),
    # Two working days, then three.
    3: Allowed(to_open=16, to_decide=24),
    # Only listed, never raised by the machine; a week, should a person raise one.
    4: Allowed(to_open=40, to_decide=40),
}
OF_ANY_OTHER_LEVEL = ALLOWED[3]


@dataclass(frozen=True, slots=True)
class Due:
    """Two instants in UTC. Whoever comes after one of them is late."""

    open_by: datetime
    decide_by: datetime


@lru_cache(maxsize=10_000)
def due(level: int, raised_at: datetime, calendar: WorkingCalendar) -> Due:
    """When a concern of this level has to be opened and decided. Kept: many are raised in the same hour."""
    allowed = ALLOWED.get(level, OF_ANY_OTHER_LEVEL)
    return Due(
        _after(raised_at, allowed.to_open, allowed, calendar),
        _after(raised_at, allowed.to_decide, allowed, calendar),
    )


def after_working_hours(start: datetime, hours: int, calendar: WorkingCalendar) -> datetime:
    """The instant (UTC) when this many working hours, one or more, have gone by since `start`."""
    left, day = timedelta(hours=hours), london_day(start)
    while True:
        if _counts(day, calendar):
            begin, end = max(start, at_london(day, WORK_BEGINS)), at_london(day, WORK_ENDS)
            if begin + left <= end:
                return begin + left
            left -= max(end - begin, timedelta(0))
        day += timedelta(days=1)


def _after(start: datetime, hours: int, allowed: Allowed, calendar: WorkingCalendar) -> datetime:
    if allowed.working_hours:
        return after_working_hours(start, hours, calendar)
    return start + timedelta(hours=hours)


def _counts(day: date, calendar: WorkingCalendar) -> bool:
    try:
        return calendar.is_working_day(day)
    except BeyondCalendar:
        # A concern must be shown with a date also where bank holidays are not known yet; sooner is the safe side.
        return day.weekday() < SATURDAY
