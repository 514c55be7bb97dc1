"""What state a visit is in at an instant, and who may move it to another.

Some states are facts that somebody decided and that are stored; open, closing and closed follow from the
clock. So nothing has to run for a survey to open or to close.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from survey_app.calendar.clock import LONDON, at_london, london_day, to_london
from survey_app.calendar.errors import DatesNeeded, NotAllowed, WrongOrder
from survey_app.calendar.windows import Window
from survey_app.calendar.working_days import WorkingCalendar

CLOCK, OWNER, ADMINISTRATOR = "clock", "owner", "administrator"
# Who runs a visit, by `VisitKind.owner`, in the words of the staff roles.
OWNER_ROLE: Mapping[str, str] = {"inspectorate": "lead_inspector", "partnership": "partnership_lead"}


class StoredState(StrEnum):
    """What somebody decided. `scheduled` means: let the clock open and close it."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    DEFERRED = "deferred"
    PAUSED = "paused"
    ABANDONED = "abandoned"
    ARCHIVED = "archived"


class VisitState(StrEnum):
    """What is true at an instant."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    ARCHIVED = "archived"
    DEFERRED = "deferred"
    PAUSED = "paused"
    ABANDONED = "abandoned"


def state_at(standing: StoredState | str, window: Window | None, now: datetime) -> VisitState:
    """The state at `now`. The close itself is too late: 08:59:59 is open, 09:00:00 is not."""
    standing = StoredState(standing)
    if standing is not StoredState.SCHEDULED:
        return VisitState(standing.value)
    if window is None:
        raise DatesNeeded("This visit is scheduled but has no dates. Set when it opens and when it closes.")
    if now < window.opens_at:
        return VisitState.SCHEDULED
    if now < window.closes_at:
        return VisitState.OPEN
    return VisitState.CLOSING if now < window.grace_until else VisitState.CLOSED


def may_start(state: VisitState) -> bool:
    """Whether somebody new may begin to answer."""
    return state is VisitState.OPEN


def may_send(state: VisitState, *, had_begun: bool) -> bool:
    """Whether answers are taken: while open, and in the grace time from those who had begun."""
    return state is VisitState.OPEN or (had_begun and state is VisitState.CLOSING)


@dataclass(frozen=True)
class Transition:
    """One move: its name, from which states, what is stored after it, by whom, and if it needs a reason."""

    name: str
    was: frozenset[VisitState]
    becomes: StoredState
    who: frozenset[str]
    reason_needed: bool = True


_S = VisitState
_PEOPLE = frozenset({OWNER, ADMINISTRATOR})
_ONLY_OWNER = frozenset({OWNER})
_LIVE = frozenset({_S.SCHEDULED, _S.OPEN, _S.CLOSING, _S.CLOSED})
_BY_THE_CLOCK = frozenset({_S.SCHEDULED, _S.OPEN, _S.CLOSING})

TRANSITIONS: Mapping[str, Transition] = {
    row.name: row
    for row in (
        Transition("go_live", frozenset({_S.DRAFT}), StoredState.SCHEDULED, _ONLY_OWNER, reason_needed=False),
        Transition("tick", _BY_THE_CLOCK, StoredState.SCHEDULED, frozenset({CLOCK}), reason_needed=False),
        Transition("extend", _LIVE, StoredState.SCHEDULED, _ONLY_OWNER),
        Transition("pause", frozenset({_S.OPEN}), StoredState.PAUSED, _ONLY_OWNER),
        Transition("resume", frozenset({_S.PAUSED}), StoredState.SCHEDULED, _ONLY_OWNER),
        Transition("defer", _LIVE | {_S.PAUSED}, StoredState.DEFERRED, _PEOPLE),
        Transition("reschedule", frozenset({_S.DEFERRED}), StoredState.SCHEDULED, _ONLY_OWNER),
        Transition("abandon", _LIVE | {_S.DRAFT, _S.PAUSED, _S.DEFERRED}, StoredState.ABANDONED, _PEOPLE),
        Transition("archive", frozenset({_S.CLOSED, _S.ABANDONED}), StoredState.ARCHIVED, _PEOPLE),
    )
}


def move(name: str, state: VisitState, who: str, why: str = "") -> StoredState:
    """What to store after this move. `who` is CLOCK, OWNER or ADMINISTRATOR. Raises NotAllowed."""
    transition = TRANSITIONS.get(name)
    said = name.replace("_", " ")
    if transition is None:
        raise NotAllowed(f"There is no move {said!r}. There are: {', '.join(TRANSITIONS)}.")
    if state not in transition.was:
        raise NotAllowed(f"A visit that is {state} cannot {said}.")
    if who not in transition.who:
        raise NotAllowed(f"This move, {said}, is for: {', '.join(sorted(transition.who))}.")
    if transition.reason_needed and not why.strip():
        raise NotAllowed(f"Say why, so that people can be told: {said} needs a reason.")
    return transition.becomes


def moves_from(state: VisitState, who: str) -> tuple[str, ...]:
    """The moves this person may choose from in this state."""
    return tuple(row.name for row in TRANSITIONS.values() if state in row.was and who in row.who)


def extend(window: Window, closes_at: datetime, now: datetime) -> Window:
    """The window with a later close and the same grace. Raises WrongOrder: a close never moves earlier."""
    closes_at = to_london(closes_at).astimezone(UTC)
    if closes_at <= window.closes_at:
        raise WrongOrder("People were told a closing time, so it can only move later.")
    if closes_at <= now:
        raise WrongOrder("That closing time has already passed. Choose a later one.")
    grace = window.grace_until - window.closes_at
    return replace(window, closes_at=closes_at, grace_until=closes_at + grace, counted_days=None)


def close_after_pause(
    window: Window, paused_at: datetime, resumed_at: datetime, calendar: WorkingCalendar
) -> datetime:
    """The new close (UTC) after a pause: the same hour of day, with at least the working time that was left.

    Working time is the whole of each working day, as people answer in the evening too.
    """
    if not paused_at < window.closes_at or resumed_at < paused_at:
        raise WrongOrder("A pause begins before the close and ends after it began.")
    left = working_time(paused_at, window.closes_at, calendar)
    clock = to_london(window.closes_at).time()
    close, day = window.closes_at, london_day(window.closes_at)
    while close <= resumed_at or working_time(resumed_at, close, calendar) < left:
        day = calendar.add_working_days(day, 1)
        close = at_london(day, clock)
    return close


def working_time(start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
    """How much of the time from `start` to `end` lies on working days in England."""
    total = timedelta()
    while start < end:
        midnight = datetime.combine(london_day(start) + timedelta(days=1), time(), LONDON).astimezone(UTC)
        if calendar.is_working_day(london_day(start)):
            total += min(midnight, end) - start
        start = midnight
    return total
