"""Dates and times as people say them: "Tuesday 1 December, 9am"."""

from datetime import date, datetime, time

from survey_app.calendar.clock import london_day, to_london
from survey_app.calendar.timetables import DatedMilestone
from survey_app.calendar.windows import Window

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def say(instant: datetime, *, with_year: bool = False) -> str:
    """Words like "Tuesday 1 December, 9am", on England's clock."""
    local = to_london(instant)
    return f"{say_day(local.date(), with_year=with_year)}, {say_time(local.time())}"


def say_day(day: date, *, with_year: bool = False) -> str:
    """Words like "Tuesday 1 December", or "Tuesday 1 December 2026"."""
    words = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if with_year else words


def say_time(clock: time) -> str:
    """Words like "9am", "9:30am", "12 noon" or "12 midnight, as the day begins"."""
    if (clock.hour, clock.minute) == (12, 0):
        return "12 noon"
    if (clock.hour, clock.minute) == (0, 0):
        return "12 midnight, as the day begins"
    minutes = f":{clock.minute:02}" if clock.minute else ""
    return f"{clock.hour % 12 or 12}{minutes}{'am' if clock.hour < 12 else 'pm'}"


def say_ordinal(number: int) -> str:
    """Words like "1st", "2nd" or "11th"."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def say_window(window: Window) -> str:
    """What the lead inspector reads before going live: when it opens, when it closes, and why then."""
    return f"{_say_opening(window)} {_say_closing(window)}"


def _say_opening(window: Window) -> str:
    if window.opens_on_go:
        return f"Opens when you press go on {say_day(london_day(window.opens_at))}."
    local = to_london(window.opens_at)
    return f"Opens at {say_time(local.time())} on {say_day(local.date())}."


def _say_closing(window: Window) -> str:
    local = to_london(window.closes_at)
    clock = say_time(local.time())
    closing = f"Closes at {clock} on {say_day(local.date())}"
    if not window.counted_days:
        return f"{closing}."
    counted = f"the {say_ordinal(window.counted_days)} working day after {window.counted_from}"
    return f"{closing}: {clock} on {counted}."


def say_milestone(row: DatedMilestone) -> str:
    """When a milestone is: "by Tuesday 24 November 2026, 11am", or a span "Monday ... to Friday ..."."""
    if isinstance(row.at, datetime):
        words = say(row.at, with_year=True)
    elif row.until:
        first = say_day(row.at, with_year=row.at.year != row.until.year)
        words = f"{first} to {say_day(row.until, with_year=True)}"
    else:
        words = say_day(row.at, with_year=True)
    return f"by {words}" if row.deadline else words
