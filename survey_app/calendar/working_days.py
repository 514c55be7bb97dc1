"""Which days count: Monday to Friday, except bank holidays in England and days that a local file adds.

None of the guidance defines "working day". Scotland and Northern Ireland have other holidays, so the
set for the whole of the United Kingdom is never used. School holidays count; they only warn.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays

from survey_app.calendar.clock import parse_day
from survey_app.calendar.errors import BeyondCalendar, CalendarError, UnreadableCalendar
from survey_app.calendar.school_holidays import school_holiday_warning

# Outside these days we refuse to count. `holidays` can extend the rules for centuries, but a government
# adds or moves a day a year or two ahead; five years of rules is as far as a timetable is worth printing.
KNOWN_FROM = date(2015, 1, 1)
KNOWN_UNTIL = date(2031, 12, 31)
RULES_END = date(2099, 12, 31)  # after this year `holidays` has no rules and would find no holiday at all

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_KNOWN_UNTIL_LINE = re.compile(r"known until (\S+)", re.IGNORECASE)


@cache
def bank_holidays(first_year: int, last_year: int) -> dict[date, str]:
    """Bank holidays in England by date, with their names; one-off days included."""
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=range(first_year, last_year + 1)))


class WorkingCalendar:
    """Counts working days in England. `extra_days` are days off announced since the calendar was made."""

    def __init__(self, extra_days: frozenset[date] = frozenset(), known_until: date = KNOWN_UNTIL) -> None:
        self.extra_days = extra_days
        self.known_until = known_until
        self._bank_holidays = bank_holidays(KNOWN_FROM.year, known_until.year)

    @classmethod
    def from_file(cls, path: Path) -> "WorkingCalendar":
        """Read a local file: one date on each line, then why ("2022-09-19 State funeral"); # begins a note.

        A line "known until 2033-12-31" moves the horizon. Raises UnreadableCalendar with file and line.
        """
        days: set[date] = set()
        known_until = KNOWN_UNTIL
        for number, line in _lines(path):
            try:
                horizon = _KNOWN_UNTIL_LINE.fullmatch(line)
                if horizon:
                    known_until = _horizon(parse_day(horizon[1]))
                else:
                    days.add(_added_day(line.split()[0]))
            except CalendarError as error:
                raise UnreadableCalendar(f"{path}:{number}: {error}") from None
        return cls(frozenset(days), known_until)

    def with_days_off(self, *days: date) -> "WorkingCalendar":
        """The same calendar with more days off."""
        return WorkingCalendar(self.extra_days | frozenset(days), self.known_until)

    def why_not_working(self, day: date) -> str | None:
        """Why this is no working day ("is a Saturday"), or None. Raises BeyondCalendar."""
        self._check(day)
        if day.weekday() >= 5:
            return f"is a {WEEKDAYS[day.weekday()]}"
        if day in self._bank_holidays:
            return f"is a bank holiday in England ({self._bank_holidays[day]})"
        return "is an added day off" if day in self.extra_days else None

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday and no day off. Raises BeyondCalendar."""
        return self.why_not_working(day) is None

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which is day 0 whatever it is; before it when n is negative."""
        step = timedelta(days=1 if n > 0 else -1)
        self._check(day)
        for _ in range(abs(n)):
            day = self._next(day, step)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days come after `start`, up to and with `end`; negative if `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        self._check(start)
        self._check(end)
        after = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_working_day(day) for day in after)

    def school_holiday_warning(self, day: date) -> str | None:
        """A sentence when many schools in England are closed that day, or None. It never changes a date."""
        return school_holiday_warning(day)

    def _next(self, day: date, step: timedelta) -> date:
        day += step
        while not self.is_working_day(day):
            day += step
        return day

    def _check(self, day: date) -> None:
        if not KNOWN_FROM <= day <= self.known_until:
            raise BeyondCalendar(
                f"{day.isoformat()} is outside the bank holidays we know, {KNOWN_FROM.isoformat()} to "
                f"{self.known_until.isoformat()}. Check the date, or bring the calendar up to date."
            )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableCalendar(f"{path}: this file of added days off cannot be read ({error}).") from None
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.split("#", 1)[0].strip()
        if line:
            yield number, line


def _added_day(text: str) -> date:
    day = parse_day(text)
    if day.weekday() >= 5:
        raise UnreadableCalendar(f"{text} is a {WEEKDAYS[day.weekday()]}: it never counts. Check the date.")
    return day


def _horizon(day: date) -> date:
    if day < KNOWN_UNTIL:
        raise UnreadableCalendar(f"bank holidays are known until {KNOWN_UNTIL.isoformat()}; say a later day.")
    if day > RULES_END:
        raise UnreadableCalendar(f"there are no rules after {RULES_END.isoformat()}; say a day before that.")
    return day
