"""What has moved in a visit's dates, said with both dates, and words to tell people with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from survey_app.calendar.states import VisitState
from survey_app.calendar.wording import say
from survey_app.services.open_and_close import events_of, state_of
from survey_app.services.work import Work
from survey_app.storage.visits import Visit, VisitEvent

# The decisions that put other words or other dates into people's calendars.
MOVES = ("extend", "resume", "reschedule", "pause", "defer", "abandon")
SAME_LINK = "The link or code that you have stays the same."
NOT_AGAIN = "If you have sent your answers, you do not need to send them again."


@dataclass(frozen=True, slots=True)
class Moved:
    """The last change: `was` and `now` in words, and what to send. `text` fits one text message."""

    was: str
    now: str
    subject: str
    email: str
    text: str


@dataclass(frozen=True, slots=True)
class Revision:
    """How often the dates changed, when they last did, and how sure they are, for calendar programs."""

    number: int
    at: datetime
    status: str


def moved_dates(work: Work, visit: Visit) -> Moved | None:
    """The change of dates that people need to hear of now, or None."""
    moves = _moves(work, visit)
    if not moves:
        return None
    # A close only ever moves later: the earliest is what people were told first.
    told = [move.old_close for move in moves if move.old_close]
    was = say(min(told)) if told else ""
    state = state_of(work, visit)
    if state is VisitState.PAUSED:
        return _paused(was)
    if state is VisitState.DEFERRED:
        return _deferred(was)
    if state is VisitState.ABANDONED:
        return _abandoned(was)
    if visit.closes_at is None or work.now >= visit.closes_at or say(visit.closes_at) == was:
        return None
    return _later(was, say(visit.closes_at))


def revision_of(work: Work, visit: Visit) -> Revision:
    """Which state of the dates this is."""
    events = [event for event in events_of(work, visit.id) if event.action in ("notify", "go_live", *MOVES)]
    state = state_of(work, visit)
    status = "CONFIRMED"
    if state is VisitState.ABANDONED:
        status = "CANCELLED"
    elif state in (VisitState.DRAFT, VisitState.PAUSED, VisitState.DEFERRED):
        status = "TENTATIVE"
    return Revision(max(len(events) - 1, 0), events[-1].at if events else work.now, status)


def _moves(work: Work, visit: Visit) -> list[VisitEvent]:
    """Everything that moved the dates since the visit last got wholly new ones, oldest first."""
    moves = [event for event in events_of(work, visit.id) if event.action in MOVES]
    fresh = [place for place, move in enumerate(moves) if move.action == "reschedule"]
    return moves[fresh[-1] :] if fresh else moves


def _later(was: str, now: str) -> Moved:
    return Moved(
        was,
        now,
        f"The SEND survey: you can now answer until {now}",
        f"You can now answer the SEND survey until {now}. It was {was}.\n\n{SAME_LINK} {NOT_AGAIN}",
        f"SEND survey: you can now answer until {now} (was {was}). Same link as before.",
    )


def _paused(was: str) -> Moved:
    return Moved(
        was,
        "paused: a new time will be given",
        "The SEND survey is paused",
        f"The SEND survey is paused. Nobody can answer for now. It was open until {was}.\n\n"
        f"We will tell you when it goes on, and until when. {SAME_LINK} {NOT_AGAIN}",
        "The SEND survey is paused. Keep your link: we will tell you when it goes on.",
    )


def _deferred(was: str) -> Moved:
    return Moved(
        was,
        "put off: new dates will be given",
        "The SEND survey is put off",
        f"The inspection is put off, and its survey with it. The survey was open until {was}.\n\n"
        f"We will tell you the new dates. {SAME_LINK} {NOT_AGAIN}",
        "The SEND survey is put off. Keep your link: we will tell you the new dates.",
    )


def _abandoned(was: str) -> Moved:
    return Moved(
        was,
        "it will not go on",
        "The SEND survey has ended",
        f"The SEND survey has ended early: the visit will not go on. It was open until {was}.\n\n"
        "Nobody can answer any more. Thank you to everybody who did.",
        "The SEND survey has ended early and takes no more answers. Thank you to everybody who answered.",
    )
