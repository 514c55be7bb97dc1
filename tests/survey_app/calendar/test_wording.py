from datetime import UTC, date, datetime, time

import pytest

from questionnaires.visit_kinds import VisitKind, load_visit_kinds
from survey_app.calendar.clock import parse_london
from survey_app.calendar.windows import window_for
from survey_app.calendar.wording import say, say_day, say_ordinal, say_time, say_window
from survey_app.calendar.working_days import WorkingCalendar

KINDS = load_visit_kinds()
ENGLAND = WorkingCalendar()


def test_says_an_instant_on_englands_clock() -> None:
    assert say(datetime(2026, 12, 1, 9, tzinfo=UTC)) == "Tuesday 1 December, 9am"
    assert say(datetime(2026, 7, 31, 23, 30, tzinfo=UTC), with_year=True) == "Saturday 1 August 2026, 12:30am"


@pytest.mark.parametrize(
    "clock, words",
    [
        (time(9), "9am"),
        (time(9, 30), "9:30am"),
        (time(9, 5), "9:05am"),
        (time(12), "12 noon"),
        (time(12, 1), "12:01pm"),
        (time(17), "5pm"),
        (time(23, 59), "11:59pm"),
        (time(0), "12 midnight, as the day begins"),
        (time(0, 1), "12:01am"),
    ],
)
def test_says_a_time(clock: time, words: str) -> None:
    assert say_time(clock) == words


def test_says_a_day_with_and_without_its_year() -> None:
    assert say_day(date(2026, 5, 3)) == "Sunday 3 May"
    assert say_day(date(2026, 5, 3), with_year=True) == "Sunday 3 May 2026"


@pytest.mark.parametrize(
    "number, words",
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (6, "6th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (111, "111th"),
    ],
)
def test_says_an_ordinal(number: int, words: str) -> None:
    assert say_ordinal(number) == words


def test_tells_the_lead_inspector_when_and_why() -> None:
    window = window_for(KINDS["area-send-full-2024"], parse_london("2026-11-23T09:30"), ENGLAND)
    assert say_window(window) == (
        "Opens when you press go on Monday 23 November. "
        "Closes at 9am on Tuesday 1 December: 9am on the 6th working day after notification."
    )


def test_a_chosen_close_is_not_explained_by_the_rule() -> None:
    window = window_for(
        KINDS["area-send-full-2024"], parse_london("2026-11-23T09:30"), ENGLAND, closes_on=date(2026, 12, 4)
    )
    assert say_window(window).endswith("Closes at 9am on Friday 4 December.")


def test_fixed_hours_and_days_counted_from_the_opening() -> None:
    old = window_for(KINDS["local-area-2016"], parse_london("2022-01-17T09:30"), ENGLAND)
    assert say_window(old) == "Opens at 12 noon on Monday 17 January. Closes at 12 noon on Friday 21 January."
    post = window_for(KINDS["post-inspection"], parse_london("2026-11-23T09:30"), ENGLAND, working_days=3)
    assert say_window(post).endswith("5pm on the 3rd working day after it opens.")


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.window.basis == "notification"], ids=lambda kind: kind.id
)
def test_the_words_of_a_kind_say_what_is_counted(kind: VisitKind) -> None:
    window = window_for(kind, parse_london("2026-11-23T09:30"), ENGLAND)
    assert say_window(window).endswith(f": {kind.window.words}.")
