from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component

from questionnaires.visit_kinds import VisitKind, load_visit_kinds
from survey_app.calendar.calendar_file import to_ics
from survey_app.calendar.clock import LONDON, parse_london
from survey_app.calendar.errors import BeyondCalendar, DatesNeeded
from survey_app.calendar.timetables import DatedMilestone, add_months, still_waiting, timetable_for
from survey_app.calendar.windows import window_for
from survey_app.calendar.wording import say_milestone
from survey_app.calendar.working_days import WorkingCalendar

KINDS = load_visit_kinds()
ENGLAND = WorkingCalendar()
NOTIFIED = parse_london("2026-11-23T09:30")
STAMP = datetime(2026, 11, 23, 10, tzinfo=UTC)


def lines(kind: str, notified: str = "2026-11-23T09:30") -> dict[str, str]:
    timetable = timetable_for(KINDS[kind], parse_london(notified), ENGLAND)
    return {row.id: say_milestone(row) for row in timetable}


@pytest.mark.parametrize(
    "milestone, when",
    [
        ("notified", "Monday 23 November 2026"),
        ("survey-opens", "Monday 23 November 2026, 9:30am"),
        ("person-level-data", "by Tuesday 24 November 2026, 11am"),
        ("providers-listed", "by Tuesday 24 November 2026, 11am"),
        ("arrangements-information", "by Tuesday 24 November 2026, 11am"),
        ("tracking-selected", "by Tuesday 24 November 2026, 5pm"),
        ("tracking-information", "by Friday 27 November 2026, 5pm"),
        ("further-information", "by Friday 27 November 2026, 5pm"),
        ("survey-closes", "Tuesday 1 December 2026, 9am"),
        ("fieldwork-begins", "Thursday 3 December to Friday 4 December 2026"),
        ("on-site", "Monday 7 December to Friday 11 December 2026"),
        ("final-feedback", "Friday 11 December 2026"),
        ("day-after", "Monday 14 December 2026"),
        ("draft-report", "by Tuesday 5 January 2027"),
        ("draft-comments", "by Tuesday 19 January 2027"),
        ("final-report", "by Wednesday 27 January 2027"),
        ("complaint", "by Wednesday 3 February 2027"),
        ("publication", "Monday 8 February 2027"),
        ("strategic-plan", "by Wednesday 17 March 2027"),
        ("priority-action-plan", "by Wednesday 17 March 2027"),
        ("monitoring", "by Tuesday 8 August 2028"),
    ],
)
def test_the_dates_of_a_full_inspection(milestone: str, when: str) -> None:
    assert lines("area-send-full-2024")[milestone] == when


@pytest.mark.parametrize(
    "notified, on_site",
    [
        ("2023-06-26", "Monday 10 July"),
        ("2025-09-08", "Monday 22 September"),
        ("2023-04-24", "Wednesday 10 May"),
        ("2026-04-27", "Tuesday 12 May"),
        ("2026-03-30", "Wednesday 15 April"),
        ("2026-05-18", "Tuesday 2 June"),
    ],
)
def test_inspectors_come_on_the_tenth_working_day(notified: str, on_site: str) -> None:
    for kind in (
        "area-send-full-2024",
        "area-send-full-2023",
        "area-send-monitoring",
        "thematic-local-offer-2026",
    ):
        assert lines(kind, f"{notified}T09:30")["on-site"].startswith(on_site)


def test_the_first_edition_counts_its_plans_from_publication() -> None:
    dates = lines("area-send-full-2023", "2023-06-26T09:30")
    assert dates["publication"] == "Thursday 7 September 2023"
    assert dates["strategic-plan"] == dates["priority-action-plan"] == "by Thursday 19 October 2023"
    assert dates["plan-published"] == "by Thursday 14 December 2023"


def test_the_dates_of_a_thematic_visit() -> None:
    dates = lines("thematic-local-offer-2026")
    assert dates["information-shared"] == "by Thursday 26 November 2026, 5pm"
    assert dates["tracking-selected"] == "by Friday 27 November 2026, 5pm"
    assert dates["tracking-information"] == "by Monday 30 November 2026, 5pm"
    assert dates["survey-closes"] == "Thursday 3 December 2026, 12 noon"
    assert dates["on-site"] == "Monday 7 December to Thursday 10 December 2026"
    assert {row.id for row in still_waiting(KINDS["thematic-local-offer-2026"])} == {
        "draft-note", "summary-note", "national-report",
    }  # fmt: skip


def test_the_dates_of_the_old_framework() -> None:
    dates = lines("local-area-2016", "2022-01-17T09:30")
    assert dates["first-meeting"] == "Monday 24 January 2022, 9am"
    assert dates["final-report"] == "by Wednesday 9 March 2022"
    assert dates["publication"] == "by Wednesday 16 March 2022"
    assert dates["statement-of-action"] == "by Wednesday 22 June 2022"


def test_what_really_happened_moves_what_follows() -> None:
    kind = KINDS["area-send-full-2024"]
    known = {"final-report": date(2027, 2, 10), "plan-accepted": date(2027, 4, 15)}
    rows = {row.id: row for row in timetable_for(kind, NOTIFIED, ENGLAND, known=known)}
    assert rows["final-report"].known
    assert say_milestone(rows["final-report"]) == "Wednesday 10 February 2027"
    assert say_milestone(rows["complaint"]) == "by Wednesday 17 February 2027"
    assert say_milestone(rows["plan-published"]) == "by Thursday 22 April 2027"
    assert still_waiting(kind, known) == ()
    assert [row.id for row in still_waiting(kind)] == ["plan-accepted", "plan-published"]


def test_an_engagement_meeting_waits_for_its_day() -> None:
    kind = KINDS["engagement-meeting"]
    window = window_for(kind, None, ENGLAND, opens_on=date(2026, 11, 23), closes_on=date(2026, 12, 4))
    assert "meeting-note" not in {row.id for row in timetable_for(kind, None, ENGLAND, window)}
    rows = timetable_for(kind, None, ENGLAND, window, known={"meeting": date(2027, 1, 29)})
    assert {row.id: row.day for row in rows}["meeting-note"] == date(2027, 2, 28)


def test_a_wave_names_the_six_months_it_asks_about() -> None:
    kind = KINDS["impact-wave"]
    window = window_for(kind, None, ENGLAND, opens_on=date(2026, 8, 31), closes_on=date(2026, 9, 30))
    assert timetable_for(kind, None, ENGLAND, window)[0].at == date(2026, 2, 28)


def test_an_extended_window_shows_its_own_close() -> None:
    kind = KINDS["area-send-full-2024"]
    window = window_for(kind, NOTIFIED, ENGLAND, closes_on=date(2026, 12, 3))
    rows = {row.id: row for row in timetable_for(kind, NOTIFIED, ENGLAND, window)}
    assert rows["survey-closes"].at == parse_london("2026-12-03T09:00")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_without_a_notification_it_says_what_is_missing(kind: str) -> None:
    with pytest.raises(DatesNeeded):
        timetable_for(KINDS[kind], None, ENGLAND)


def test_a_timetable_beyond_the_calendar_fails_loudly() -> None:
    with pytest.raises(BeyondCalendar):
        timetable_for(KINDS["area-send-full-2024"], parse_london("2031-10-01T09:30"), ENGLAND)


@given(
    st.sampled_from([kind for kind in KINDS.values() if kind.window.basis == "notification"]),
    st.dates(date(2016, 1, 4), date(2030, 12, 31)).filter(ENGLAND.is_working_day),
)
def test_every_counted_day_is_a_working_day_and_in_order(kind: VisitKind, day: date) -> None:
    rows = timetable_for(kind, parse_london(f"{day}T10:00"), ENGLAND)
    milestones = {row.id: row for row in kind.milestones}
    for row in rows:
        counted = row.id not in milestones or milestones[row.id].months is None
        assert not counted or all(ENGLAND.is_working_day(at) for at in (row.day, row.until or row.day))
    assert [row.day for row in rows] == sorted(row.day for row in rows)
    assert all(row.source and row.who and row.title for row in rows)


@given(st.dates(date(2016, 1, 1), date(2030, 12, 31)), st.integers(-240, 240))
def test_months_keep_the_day_or_take_the_last(day: date, months: int) -> None:
    there = add_months(day, months)
    assert (there.year - day.year) * 12 + there.month - day.month == months
    assert there.day == day.day or (there.day < day.day and (there + timedelta(days=1)).day == 1)


def test_a_day_is_that_in_england() -> None:
    at = datetime(2026, 6, 14, 23, 30, tzinfo=UTC)
    assert DatedMilestone("x", "x", at, "x", "x", all_day=False).day == date(2026, 6, 15)


def ics(kind: str, notified: str, scope: str = "visit-1") -> dict[str, Component]:
    timetable = timetable_for(KINDS[kind], parse_london(notified), ENGLAND)
    text = to_ics(timetable, name="Timetable; with, signs", scope=scope, stamp=STAMP)
    events = Calendar.from_ical(text).walk("VEVENT")
    return {str(event["summary"]): event for event in events}


def test_a_calendar_program_reads_the_same_times() -> None:
    events = ics("area-send-full-2024", "2026-11-23T09:30")
    closes = events["The surveys close"].decoded("dtstart")
    assert closes == datetime(2026, 12, 1, 9, tzinfo=LONDON)
    assert str(closes.tzinfo) == "Europe/London"
    on_site = events["Inspectors are on site"]
    assert on_site.decoded("dtstart") == date(2026, 12, 7)
    assert on_site.decoded("dtend") == date(2026, 12, 12)


def test_the_calendar_file_keeps_the_hour_in_summer() -> None:
    closes = ics("area-send-full-2024", "2026-06-15T09:30")["The surveys close"]
    assert closes.decoded("dtstart").astimezone(UTC).time() == time(8)


def test_importing_twice_moves_entries_and_never_doubles_them() -> None:
    def uids(notified: str, scope: str) -> set[str]:
        return {str(event["uid"]) for event in ics("area-send-full-2024", notified, scope).values()}

    first = uids("2026-11-23T09:30", "visit-1")
    assert first == uids("2026-11-30T09:30", "visit-1")
    assert len(first) == len(timetable_for(KINDS["area-send-full-2024"], NOTIFIED, ENGLAND))
    assert not first & uids("2026-11-23T09:30", "visit-2")


def test_the_calendar_file_carries_its_clock_changes_and_names_who() -> None:
    timetable = timetable_for(KINDS["thematic-local-offer-2026"], NOTIFIED, ENGLAND)
    text = to_ics(timetable, name="A visit", scope="visit-1", stamp=STAMP)
    assert text == to_ics(timetable, name="A visit", scope="visit-1", stamp=STAMP)
    zones = Calendar.from_ical(text).walk("VTIMEZONE")
    assert [str(zone["tzid"]) for zone in zones] == ["Europe/London"]
    assert len(max(text.split(b"\r\n"), key=len)) <= 75
    debrief = ics("thematic-local-offer-2026", "2026-11-23T09:30")[
        "Debrief with local area leaders; the visit ends"
    ]
    assert "Who: Lead inspector, LANO and leaders" in str(debrief["description"])
