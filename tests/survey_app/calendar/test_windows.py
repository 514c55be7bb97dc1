from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.visit_kinds import VisitKind, load_visit_kinds
from survey_app.calendar.clock import LONDON, at_london, parse_london, to_london
from survey_app.calendar.errors import BeyondCalendar, DatesNeeded, NotAWorkingDay, WrongOrder
from survey_app.calendar.errors import UnreadableTime as NoZone
from survey_app.calendar.windows import Window, proposed_close, school_holiday_warnings, window_for
from survey_app.calendar.working_days import WorkingCalendar

KINDS = load_visit_kinds()
FULL, THEMATIC, OLD = (
    KINDS[name] for name in ("area-send-full-2024", "thematic-local-offer-2026", "local-area-2016")
)
WAVE, POST = KINDS["impact-wave"], KINDS["post-inspection"]
ENGLAND = WorkingCalendar()
NOTIFIED = st.datetimes(datetime(2016, 1, 4), datetime(2030, 12, 31, 23, 59)).map(
    lambda at: at.replace(tzinfo=UTC)
)
WORKING = NOTIFIED.filter(lambda at: ENGLAND.is_working_day(to_london(at).date()))
COUNTED = st.sampled_from([FULL, THEMATIC, OLD, KINDS["area-send-full-2023"], KINDS["area-send-monitoring"]])


@pytest.mark.parametrize(
    "notified, full, thematic",
    [
        ("2023-06-26", "2023-07-04", "2023-07-06"),
        ("2025-09-08", "2025-09-16", "2025-09-18"),
        ("2023-04-24", "2023-05-03", "2023-05-05"),
        ("2026-04-27", "2026-05-06", "2026-05-08"),
        ("2026-03-30", "2026-04-09", "2026-04-13"),
        ("2026-05-18", "2026-05-27", "2026-05-29"),
        ("2022-09-12", "2022-09-21", "2022-09-23"),
        ("2026-10-19", "2026-10-27", "2026-10-29"),
    ],
)
@pytest.mark.parametrize("clock", ["00:00", "09:30", "23:59"])
def test_closes_at_the_hour_that_areas_were_told(notified: str, full: str, thematic: str, clock: str) -> None:
    notified_at = parse_london(f"{notified}T{clock}")
    first = window_for(FULL, notified_at, ENGLAND)
    assert first.opens_at == notified_at
    assert to_london(first.closes_at).isoformat()[:19] == f"{full}T09:00:00"
    assert (
        to_london(window_for(THEMATIC, notified_at, ENGLAND).closes_at).isoformat()[:19]
        == f"{thematic}T12:00:00"
    )
    assert first.grace_until - first.closes_at == timedelta(minutes=60)


@pytest.mark.parametrize(
    "notified, offsets", [("2026-03-23", ("+00:00", "+01:00")), ("2026-10-19", ("+01:00", "+00:00"))]
)
def test_keeps_the_hour_when_the_clocks_change(notified: str, offsets: tuple[str, str]) -> None:
    window = window_for(FULL, parse_london(f"{notified}T09:30"), ENGLAND)
    opens, closes = to_london(window.opens_at), to_london(window.closes_at)
    assert (opens.isoformat()[-6:], closes.isoformat()[-6:]) == offsets
    assert closes.time() == time(9)


@pytest.mark.parametrize(
    "notified, opens, closes",
    [
        ("2022-01-17T09:30", "2022-01-17T12:00", "2022-01-21T12:00"),
        ("2022-01-18T14:00", "2022-01-18T14:00", "2022-01-21T12:00"),
        ("2022-01-21T09:30", "2022-01-24T12:00", "2022-01-28T12:00"),  # a Friday gives the next week
        ("2022-05-03T09:30", "2022-05-03T12:00", "2022-05-06T12:00"),  # Monday was a bank holiday
        ("2022-04-11T09:30", "2022-04-11T12:00", "2022-04-19T12:00"),  # Good Friday and Easter Monday
        ("2021-09-24T09:30", "2021-09-27T12:00", "2021-10-01T12:00"),
    ],
)
def test_the_notice_week_of_the_old_framework(notified: str, opens: str, closes: str) -> None:
    window = window_for(OLD, parse_london(notified), ENGLAND)
    assert window == Window(
        parse_london(opens), parse_london(closes), parse_london(closes) + timedelta(hours=1)
    )


@pytest.mark.parametrize(
    "day, why", [("2026-11-21", "Saturday"), ("2026-04-03", "Good Friday"), ("2022-09-19", "Funeral")]
)
@pytest.mark.parametrize("kind", [FULL, THEMATIC, OLD, POST])
def test_a_notification_falls_on_a_working_day(day: str, why: str, kind: VisitKind) -> None:
    with pytest.raises(NotAWorkingDay, match=why):
        window_for(kind, parse_london(f"{day}T09:30"), ENGLAND, working_days=None)


def test_the_day_of_a_notification_is_the_day_in_england() -> None:
    sunday_in_utc = datetime(2026, 6, 14, 23, 30, tzinfo=UTC)
    assert window_for(FULL, sunday_in_utc, ENGLAND).closes_at == parse_london("2026-06-23T09:00")
    with pytest.raises(NotAWorkingDay):
        window_for(FULL, datetime(2026, 6, 12, 23, 30, tzinfo=UTC), ENGLAND)


@given(COUNTED, WORKING)
def test_closes_after_it_opens_on_the_hour_of_a_working_day(kind: VisitKind, notified_at: datetime) -> None:
    window = window_for(kind, notified_at, ENGLAND)
    assert notified_at <= window.opens_at < window.closes_at < window.grace_until
    closes = to_london(window.closes_at)
    assert closes.time() == kind.window.close_time
    assert ENGLAND.is_working_day(closes.date())


@given(COUNTED, WORKING, WORKING)
def test_a_later_notification_never_closes_earlier(kind: VisitKind, one: datetime, other: datetime) -> None:
    early, late = (window_for(kind, at, ENGLAND) for at in sorted((one, other)))
    assert early.closes_at <= late.closes_at


@given(COUNTED, WORKING, st.frozensets(st.integers(1, 20), min_size=1, max_size=4))
def test_an_added_day_off_only_ever_proposes_a_later_close(
    kind: VisitKind, notified_at: datetime, offsets: frozenset[int]
) -> None:
    window = window_for(kind, notified_at, ENGLAND)
    added = ENGLAND.with_days_off(*(to_london(notified_at).date() + timedelta(days=n) for n in offsets))
    proposed = proposed_close(window, kind, notified_at, added)
    again = window_for(kind, notified_at, added).closes_at
    assert again >= window.closes_at
    assert proposed == (again if again > window.closes_at else None)
    assert proposed_close(window, kind, notified_at, ENGLAND) is None


def test_a_day_off_announced_while_open_proposes_and_does_not_move() -> None:
    notified_at = parse_london("2026-11-23T09:30")
    window = window_for(FULL, notified_at, ENGLAND)
    mourning = ENGLAND.with_days_off(date(2026, 11, 30))
    assert proposed_close(window, FULL, notified_at, mourning) == parse_london("2026-12-02T09:00")
    assert window.closes_at == parse_london("2026-12-01T09:00")


def test_no_day_off_proposes_anything_for_dates_that_people_chose() -> None:
    window = window_for(WAVE, None, ENGLAND, opens_on=date(2026, 11, 23), closes_on=date(2026, 12, 4))
    assert proposed_close(window, WAVE, None, ENGLAND.with_days_off(date(2026, 12, 1))) is None


def test_a_chosen_number_of_working_days_goes_before_the_rule() -> None:
    notified_at = parse_london("2026-11-23T09:30")
    window = window_for(FULL, notified_at, ENGLAND, working_days=10)
    assert window.closes_at == parse_london("2026-12-07T09:00")
    assert proposed_close(window, FULL, notified_at, ENGLAND) is None


def test_a_chosen_closing_day_and_a_later_opening() -> None:
    window = window_for(
        FULL,
        parse_london("2026-11-23T09:30"),
        ENGLAND,
        opens_on=date(2026, 11, 24),
        closes_on=date(2026, 12, 3),
    )
    assert (window.opens_at, window.closes_at) == (
        parse_london("2026-11-24T09:00"),
        parse_london("2026-12-03T09:00"),
    )


def test_chosen_dates() -> None:
    window = window_for(WAVE, None, ENGLAND, opens_on=date(2026, 3, 27), closes_on=date(2026, 3, 30))
    assert window.opens_at == datetime(2026, 3, 27, 9, tzinfo=UTC)
    assert window.closes_at == datetime(2026, 3, 30, 16, tzinfo=UTC)


def test_chosen_working_days_count_from_the_sharing_of_the_report_or_a_chosen_day() -> None:
    shared_at = parse_london("2026-11-23T14:00")
    assert window_for(POST, shared_at, ENGLAND, working_days=10).closes_at == parse_london("2026-12-07T17:00")
    later = window_for(POST, None, ENGLAND, opens_on=date(2026, 11, 24), working_days=1)
    assert (later.opens_at, later.closes_at) == (
        parse_london("2026-11-24T09:00"),
        parse_london("2026-11-25T17:00"),
    )


@pytest.mark.parametrize(
    "kind, dates",
    [
        (FULL, {}),
        (FULL, {"opens_on": date(2026, 11, 24)}),
        (OLD, {}),
        (WAVE, {"opens_on": date(2026, 11, 24)}),
        (WAVE, {"closes_on": date(2026, 11, 24)}),
        (POST, {"working_days": 5}),
        (POST, {"opens_on": date(2026, 11, 24)}),
    ],
)
def test_says_which_dates_it_needs(kind: VisitKind, dates: dict[str, Any]) -> None:
    with pytest.raises(DatesNeeded, match=r"Give|Choose"):
        window_for(kind, None, ENGLAND, **dates)


@pytest.mark.parametrize(
    "kind, dates",
    [
        (FULL, {"working_days": 0}),
        (FULL, {"working_days": -6}),
        (FULL, {"working_days": 6, "closes_on": date(2026, 12, 1)}),
        (FULL, {"closes_on": date(2026, 11, 20)}),
        (FULL, {"opens_on": date(2026, 11, 20)}),
        (OLD, {"working_days": 3}),
        (WAVE, {"opens_on": date(2026, 11, 24), "closes_on": date(2026, 11, 23)}),
    ],
)
def test_refuses_dates_that_contradict_each_other(kind: VisitKind, dates: dict[str, Any]) -> None:
    with pytest.raises(WrongOrder):
        window_for(kind, parse_london("2026-11-23T09:30"), ENGLAND, **dates)


def test_a_close_beyond_the_calendar_fails_loudly() -> None:
    with pytest.raises(BeyondCalendar):
        window_for(FULL, parse_london("2031-12-29T09:30"), ENGLAND)
    with pytest.raises(BeyondCalendar):
        window_for(FULL, parse_london("2026-11-23T09:30"), ENGLAND, working_days=10**9)


def test_a_window_needs_instants_in_order() -> None:
    nine = datetime(2026, 11, 23, 9, tzinfo=UTC)
    with pytest.raises(NoZone):
        Window(nine.replace(tzinfo=None), nine, nine)
    with pytest.raises(WrongOrder):
        Window(nine, nine, nine)
    with pytest.raises(WrongOrder):
        Window(nine, nine + timedelta(hours=1), nine)


def test_half_term_warns_and_changes_nothing() -> None:
    window = window_for(FULL, parse_london("2026-05-18T09:30"), ENGLAND)
    assert len(school_holiday_warnings(window, ENGLAND)) == 1
    assert school_holiday_warnings(window_for(FULL, parse_london("2026-11-23T09:30"), ENGLAND), ENGLAND) == ()


@given(st.dates(date(2016, 1, 1), date(2031, 12, 31)), st.times(time(3), time(23, 59)))
def test_an_hour_by_day_is_that_hour_on_the_clock(day: date, clock: time) -> None:
    assert at_london(day, clock).astimezone(LONDON).replace(tzinfo=None) == datetime.combine(day, clock)
