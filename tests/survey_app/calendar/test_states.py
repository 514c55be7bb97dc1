from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.visit_kinds import load_visit_kinds
from survey_app.calendar.clock import parse_london, to_london
from survey_app.calendar.errors import DatesNeeded, NotAllowed, WrongOrder
from survey_app.calendar.states import (
    ADMINISTRATOR,
    CLOCK,
    OWNER,
    OWNER_ROLE,
    TRANSITIONS,
    StoredState,
    VisitState,
    close_after_pause,
    extend,
    may_send,
    may_start,
    move,
    moves_from,
    state_at,
    working_time,
)
from survey_app.calendar.windows import window_for
from survey_app.calendar.working_days import WorkingCalendar

KINDS = load_visit_kinds()
ENGLAND = WorkingCalendar()
NOTIFIED = parse_london("2026-11-23T09:30")
WINDOW = window_for(KINDS["area-send-full-2024"], NOTIFIED, ENGLAND)  # closes Tuesday 1 December, 9am
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    "now, state",
    [
        ("2026-11-23T09:29:59", "scheduled"),
        ("2026-11-23T09:30:00", "open"),
        ("2026-12-01T08:59:59", "open"),
        ("2026-12-01T09:00:00", "closing"),
        ("2026-12-01T09:59:59", "closing"),
        ("2026-12-01T10:00:00", "closed"),
        ("2030-01-01T00:00:00", "closed"),
    ],
)
def test_the_clock_opens_and_closes(now: str, state: str) -> None:
    assert state_at(StoredState.SCHEDULED, WINDOW, parse_london(now)) == state


def test_the_last_microsecond_is_in_time() -> None:
    assert may_start(state_at("scheduled", WINDOW, WINDOW.closes_at - timedelta(microseconds=1)))
    assert not may_start(state_at("scheduled", WINDOW, WINDOW.closes_at))


@pytest.mark.parametrize("notified, close_in_utc", [("2026-03-23T09:30", 8), ("2026-10-19T09:30", 9)])
def test_the_boundary_is_on_englands_clock_when_it_changes(notified: str, close_in_utc: int) -> None:
    window = window_for(KINDS["area-send-full-2024"], parse_london(notified), ENGLAND)
    assert window.closes_at.hour == close_in_utc
    close = to_london(window.closes_at)
    assert state_at("scheduled", window, close - SECOND) is VisitState.OPEN
    assert state_at("scheduled", window, close) is VisitState.CLOSING


def test_grace_is_for_those_who_had_begun() -> None:
    allowed = {
        (state, begun) for state in VisitState for begun in (True, False) if may_send(state, had_begun=begun)
    }
    assert allowed == {(VisitState.OPEN, True), (VisitState.OPEN, False), (VisitState.CLOSING, True)}
    assert [state for state in VisitState if may_start(state)] == [VisitState.OPEN]


@given(st.sampled_from(sorted(set(StoredState) - {StoredState.SCHEDULED})), st.integers(-500, 500))
def test_what_somebody_decided_holds_at_every_hour(standing: StoredState, hours: int) -> None:
    state = state_at(standing, WINDOW, WINDOW.opens_at + hours * HOUR)
    assert state.value == standing.value
    assert not may_send(state, had_begun=True)
    assert state_at(standing, None, WINDOW.opens_at).value == standing.value


def test_a_scheduled_visit_needs_dates_and_a_standing_has_to_exist() -> None:
    with pytest.raises(DatesNeeded):
        state_at("scheduled", None, NOTIFIED)
    with pytest.raises(ValueError):
        state_at("open", WINDOW, NOTIFIED)


@given(st.integers(-100, 400), st.integers(0, 400))
def test_time_only_goes_forward_through_the_states(start: int, later: int) -> None:
    order = [VisitState.SCHEDULED, VisitState.OPEN, VisitState.CLOSING, VisitState.CLOSED]
    first, second = (
        order.index(state_at("scheduled", WINDOW, NOTIFIED + n * HOUR)) for n in (start, start + later)
    )
    assert first <= second


@pytest.mark.parametrize(
    "name, state, becomes",
    [
        ("go_live", "draft", "scheduled"),
        ("extend", "open", "scheduled"),
        ("pause", "open", "paused"),
        ("resume", "paused", "scheduled"),
        ("defer", "scheduled", "deferred"),
        ("defer", "open", "deferred"),
        ("reschedule", "deferred", "scheduled"),
        ("abandon", "paused", "abandoned"),
        ("archive", "closed", "archived"),
    ],
)
def test_moves_that_people_make(name: str, state: str, becomes: str) -> None:
    assert move(name, VisitState(state), OWNER, "because") == becomes


@pytest.mark.parametrize(
    "name, state",
    [
        ("go_live", "open"),
        ("pause", "scheduled"),
        ("pause", "closing"),
        ("resume", "open"),
        ("archive", "open"),
        ("archive", "archived"),
        ("abandon", "archived"),
        ("reschedule", "abandoned"),
        ("extend", "deferred"),
        ("nothing", "open"),
    ],
)
def test_moves_that_do_not_exist(name: str, state: str) -> None:
    with pytest.raises(NotAllowed):
        move(name, VisitState(state), OWNER, "because")


def test_every_move_but_going_live_needs_a_reason() -> None:
    for row in TRANSITIONS.values():
        who = sorted(row.who)[0]
        for state in row.was:
            if row.reason_needed:
                with pytest.raises(NotAllowed, match="reason"):
                    move(row.name, state, who, "  ")
            else:
                assert move(row.name, state, who) == row.becomes


def test_the_clock_and_an_administrator_may_do_less() -> None:
    assert moves_from(VisitState.OPEN, CLOCK) == ("tick",)
    assert moves_from(VisitState.OPEN, ADMINISTRATOR) == ("defer", "abandon")
    assert moves_from(VisitState.OPEN, OWNER) == ("extend", "pause", "defer", "abandon")
    assert moves_from(VisitState.ARCHIVED, OWNER) == ()
    with pytest.raises(NotAllowed, match="for: owner"):
        move("go_live", VisitState.DRAFT, ADMINISTRATOR)


def test_every_kind_has_somebody_who_runs_it() -> None:
    assert {kind.owner for kind in KINDS.values()} == set(OWNER_ROLE)


def test_a_close_moves_later_and_takes_its_grace_along() -> None:
    later = extend(WINDOW, parse_london("2026-12-03T12:00"), NOTIFIED)
    assert (later.opens_at, later.closes_at) == (WINDOW.opens_at, parse_london("2026-12-03T12:00"))
    assert later.grace_until - later.closes_at == HOUR


@given(st.integers(-600, 600), st.integers(-600, 600))
def test_no_extension_is_earlier_or_already_over(shift: int, now: int) -> None:
    closes_at, at = WINDOW.closes_at + shift * HOUR, WINDOW.closes_at + now * HOUR
    if shift > 0 and shift > now:
        assert extend(WINDOW, closes_at, at).closes_at > max(WINDOW.closes_at, at)
    else:
        with pytest.raises(WrongOrder):
            extend(WINDOW, closes_at, at)


@pytest.mark.parametrize(
    "paused, resumed, close",
    [
        ("2026-11-26T14:00", "2026-11-26T14:00", "2026-12-01T09:00"),
        ("2026-11-28T10:00", "2026-11-29T18:00", "2026-12-01T09:00"),  # a weekend costs nothing
        ("2026-11-26T14:00", "2026-11-27T10:00", "2026-12-02T09:00"),
        ("2026-11-26T14:00", "2026-12-07T10:00", "2026-12-10T09:00"),
        ("2026-11-26T08:00", "2026-12-07T17:00", "2026-12-11T09:00"),  # at that hour one more day is needed
        ("2026-11-30T14:00", "2026-12-23T10:00", "2026-12-24T09:00"),
        ("2026-11-30T08:00", "2026-12-23T10:00", "2026-12-29T09:00"),  # over Christmas
    ],
)
def test_a_pause_keeps_the_working_time_that_was_left(paused: str, resumed: str, close: str) -> None:
    assert close_after_pause(WINDOW, parse_london(paused), parse_london(resumed), ENGLAND) == parse_london(
        close
    )


@given(st.floats(0, 7.9), st.floats(0, 60))
def test_after_a_pause_nobody_has_less_time(before: float, length: float) -> None:
    paused_at = WINDOW.opens_at + timedelta(days=before)
    if paused_at >= WINDOW.closes_at:
        return
    resumed_at = paused_at + timedelta(days=length)
    close = close_after_pause(WINDOW, paused_at, resumed_at, ENGLAND)
    left = working_time(paused_at, WINDOW.closes_at, ENGLAND)
    assert close >= WINDOW.closes_at
    assert close > resumed_at
    assert left <= working_time(resumed_at, close, ENGLAND)
    assert to_london(close).time() == to_london(WINDOW.closes_at).time()
    day_before = ENGLAND.add_working_days(to_london(close).date(), -1)
    earlier = parse_london(f"{day_before}T09:00")
    assert (
        earlier < WINDOW.closes_at
        or earlier <= resumed_at
        or working_time(resumed_at, earlier, ENGLAND) < left
    )


@pytest.mark.parametrize(
    "paused, resumed", [("2026-12-01T09:00", "2026-12-02T09:00"), ("2026-11-26T14:00", "2026-11-26T13:59")]
)
def test_a_pause_has_to_lie_inside_the_window(paused: str, resumed: str) -> None:
    with pytest.raises(WrongOrder):
        close_after_pause(WINDOW, parse_london(paused), parse_london(resumed), ENGLAND)


def test_working_time_counts_whole_working_days() -> None:
    assert working_time(parse_london("2026-11-26T14:00"), WINDOW.closes_at, ENGLAND) == timedelta(
        hours=10 + 24 + 24 + 9
    )
    assert working_time(WINDOW.closes_at, WINDOW.opens_at, ENGLAND) == timedelta()
    added = ENGLAND.with_days_off(date(2026, 11, 27))
    assert (
        working_time(datetime(2026, 11, 27, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC), added)
        == timedelta()
    )
