from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.calendar.errors import BeyondCalendar, UnreadableCalendar
from survey_app.calendar.working_days import KNOWN_FROM, KNOWN_UNTIL, WorkingCalendar

ENGLAND = WorkingCalendar()
DAYS = st.dates(date(2016, 1, 1), date(2030, 12, 31))
COUNTS = st.integers(-60, 60)


def easter_sunday(year: int) -> date:
    """The anonymous Gregorian computus, so that this count shares nothing with the one it checks."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def monday_on_or_after(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def ordinary_bank_holidays(year: int) -> set[date]:
    """Those of the Act of 1971 and the moves to the next free weekday; no one-off days."""
    days = {easter_sunday(year) - timedelta(days=2), easter_sunday(year) + timedelta(days=1)}
    days |= {monday_on_or_after(date(year, 5, 1)), monday_on_or_after(date(year, 5, 25))}
    days.add(monday_on_or_after(date(year, 8, 25)))
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while fixed.weekday() >= 5 or fixed in days:
            fixed += timedelta(days=1)
        days.add(fixed)
    return days


def slow_count(start: date, count: int) -> date:
    day = start
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in ordinary_bank_holidays(day.year):
            count -= 1
    return day


@pytest.mark.parametrize("year", range(2024, 2031))
def test_every_start_agrees_with_a_slow_count(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        for count in (1, 6, 8, 10, 35):
            assert ENGLAND.add_working_days(day, count) == slow_count(day, count), (day, count)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    "day, name",
    [
        ("2020-05-08", "a bank holiday moved from Monday for VE day"),
        ("2022-06-02", "a bank holiday moved for the jubilee"),
        ("2022-06-03", "the platinum jubilee"),
        ("2022-09-19", "the state funeral"),
        ("2023-05-08", "the coronation"),
        ("2027-12-28", "Boxing Day moved from a Sunday"),
    ],
)
def test_days_off_that_happened_once_are_no_working_days(day: str, name: str) -> None:
    assert not ENGLAND.is_working_day(date.fromisoformat(day)), name


@pytest.mark.parametrize(
    "day, name",
    [
        ("2020-05-04", "the Monday that VE day was moved from"),
        ("2022-05-30", "the Monday that the jubilee took the holiday from"),
        ("2024-01-02", "a holiday in Scotland only"),
        ("2024-03-18", "a holiday in Northern Ireland only"),
        ("2025-08-04", "the summer holiday of Scotland"),
        ("2026-06-15", "a holiday in Scotland only"),
        ("2026-11-30", "a holiday in Scotland only"),
        ("2026-05-27", "a weekday of half-term"),
    ],
)
def test_days_that_are_working_days_in_england(day: str, name: str) -> None:
    assert ENGLAND.is_working_day(date.fromisoformat(day)), name


def test_says_why_a_day_does_not_count() -> None:
    assert ENGLAND.why_not_working(date(2026, 11, 21)) == "is a Saturday"
    assert ENGLAND.why_not_working(date(2026, 4, 3)) == "is a bank holiday in England (Good Friday)"
    added = ENGLAND.with_days_off(date(2026, 11, 25))
    assert added.why_not_working(date(2026, 11, 25)) == "is an added day off"
    assert ENGLAND.why_not_working(date(2026, 11, 25)) is None


@given(DAYS, COUNTS)
def test_counting_back_what_was_counted_forward(day: date, count: int) -> None:
    there = ENGLAND.add_working_days(day, count)
    assert abs(ENGLAND.working_days_between(day, there)) <= abs(count)
    if ENGLAND.is_working_day(day):
        assert ENGLAND.working_days_between(day, there) == count
        assert ENGLAND.add_working_days(there, -count) == day


@given(DAYS, DAYS, st.integers(0, 60))
def test_a_later_start_never_ends_earlier(one: date, other: date, count: int) -> None:
    early, late = sorted((one, other))
    assert ENGLAND.add_working_days(early, count) <= ENGLAND.add_working_days(late, count)


@given(DAYS, st.integers(1, 40), st.frozensets(st.integers(1, 80), max_size=6))
def test_an_added_day_off_never_ends_earlier(day: date, count: int, offsets: frozenset[int]) -> None:
    added = ENGLAND.with_days_off(*(day + timedelta(days=n) for n in offsets))
    assert added.add_working_days(day, count) >= ENGLAND.add_working_days(day, count)


@pytest.mark.parametrize(
    "day", [KNOWN_FROM - timedelta(days=1), KNOWN_UNTIL + timedelta(days=1), date.max, date.min]
)
def test_fails_loudly_outside_the_years_it_knows(day: date) -> None:
    with pytest.raises(BeyondCalendar, match=day.isoformat()):
        ENGLAND.is_working_day(day)
    with pytest.raises(BeyondCalendar):
        ENGLAND.add_working_days(day, 0)


def test_a_count_that_runs_off_the_end_fails_loudly() -> None:
    with pytest.raises(BeyondCalendar, match="2032-01-01"):
        ENGLAND.add_working_days(date(2031, 12, 24), 6)
    with pytest.raises(BeyondCalendar):
        ENGLAND.add_working_days(date(2026, 11, 23), 10**12)
    with pytest.raises(BeyondCalendar):
        ENGLAND.working_days_between(date(2026, 11, 23), date(2040, 1, 1))


def test_reads_added_days_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "days-off.txt"
    file.write_text("# added here\n\n2026-11-25 a day for the whole of England\nknown until 2033-12-31\n")
    calendar = WorkingCalendar.from_file(file)
    assert not calendar.is_working_day(date(2026, 11, 25))
    assert not calendar.is_working_day(date(2033, 12, 27))
    assert calendar.is_working_day(date(2033, 12, 28))


@pytest.mark.parametrize(
    "line, said",
    [
        ("25/11/2026 a day", "is not a date"),
        ("2026-02-30 a day", "is not a date"),
        ("2026-11-21 a day", "is a Saturday"),
        ("known until 2020-01-01", "say a later day"),
        ("known until soon", "is not a date"),
        ("known until 9999-12-31", "say a day before"),
    ],
)
def test_names_file_and_line_of_what_it_cannot_read(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "days-off.txt"
    file.write_text(f"2026-11-25 fine\n{line}\n")
    with pytest.raises(UnreadableCalendar, match=said) as caught:
        WorkingCalendar.from_file(file)
    assert str(caught.value).startswith(f"{file}:2: ")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_is_missing_or_no_text(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "days-off.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UnreadableCalendar, match="cannot be read"):
        WorkingCalendar.from_file(file)


@pytest.mark.parametrize(
    "day", ["2024-02-12", "2025-02-21", "2026-04-01", "2025-04-14", "2024-04-05", "2026-05-27", "2026-08-03",
            "2026-10-28", "2026-12-23", "2027-01-02"],
)  # fmt: skip
def test_warns_of_school_holidays(day: str) -> None:
    assert "schools are on holiday" in (ENGLAND.school_holiday_warning(date.fromisoformat(day)) or "")


@pytest.mark.parametrize("day", ["2026-01-12", "2026-03-16", "2026-06-15", "2026-09-14", "2026-11-23"])
def test_says_nothing_in_term_time(day: str) -> None:
    assert ENGLAND.school_holiday_warning(date.fromisoformat(day)) is None
