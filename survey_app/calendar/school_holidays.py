"""When most schools in England are on holiday. Term dates differ from area to area, so this only warns."""

from collections.abc import Iterator
from datetime import date, timedelta

import holidays


def school_holiday_warning(day: date) -> str | None:
    """A sentence when many schools in England are closed on `day`, or None."""
    for name, first, last in _holidays(day.year):
        if first <= day <= last:
            return (
                f"Many schools are on holiday then ({name}). Term dates differ: ask the area, "
                "and expect fewer answers through schools."
            )
    return None


def _holidays(year: int) -> Iterator[tuple[str, date, date]]:
    yield "Christmas", date(year, 1, 1), date(year, 1, 3)
    yield "February half-term", *_week(_monday_from(date(year, 2, 12)))
    yield "Easter", *_week(_easter_start(year), weeks=2)
    yield "May half-term", *_week(_monday_from(date(year, 5, 25)))
    yield "summer", date(year, 7, 23), date(year, 8, 31)
    yield "October half-term", *_week(_monday_from(date(year, 10, 22)))
    yield "Christmas", date(year, 12, 21), date(year, 12, 31)


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _week(monday: date, weeks: int = 1) -> tuple[date, date]:
    return monday, monday + timedelta(days=7 * weeks - 1)


def _easter_start(year: int) -> date:
    """Schools take about the first two weeks of April, a week later when Easter is late."""
    start = _monday_from(date(year, 3, 29))
    good_friday = holidays.country_holidays("GB", subdiv="ENG", years=year).get_named("Good Friday")[0]
    return start + timedelta(days=7) if good_friday > start + timedelta(days=11) else start
