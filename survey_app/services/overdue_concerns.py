"""Which concerns are late: to be opened, to be decided, or to be confirmed by a second person.

What is due is worked out from the level, the hour and the calendar each time it is asked for. So nothing drops out by
time, whatever has become of the survey, and a day off that is added later counts from then on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import select, update

from survey_app.calendar.concern_clock import due
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.safeguard import DECIDED, PROPOSED
from survey_app.services.work import Work
from survey_app.storage.concerns import Concern

OPEN, DECIDE, CONFIRM = "open", "decide", "confirm"


@dataclass(frozen=True, slots=True)
class Step:
    """What has to be done next about a concern (`open`, `decide` or `confirm`), and by when."""

    name: str
    due_at: datetime

    def late(self, now: datetime) -> bool:
        """True when the time is over."""
        return now > self.due_at


@dataclass(frozen=True, slots=True)
class Late:
    """A concern that is late. `alerted_at` is when somebody was last told so."""

    id: str
    visit_id: str
    level: int
    step: Step
    alerted_at: datetime | None

    @property
    def told(self) -> bool:
        """True when people were told since this very step became late."""
        return self.alerted_at is not None and self.alerted_at > self.step.due_at


def next_step(
    state: str, level: int, raised_at: datetime, opened_at: datetime | None, calendar: WorkingCalendar
) -> Step | None:
    """What a concern waits for; None when it is decided."""
    if state == DECIDED:
        return None
    times = due(level, raised_at, calendar)
    if state == PROPOSED:
        return Step(CONFIRM, times.decide_by)
    return Step(DECIDE, times.decide_by) if opened_at else Step(OPEN, times.open_by)


def overdue(work: Work, calendar: WorkingCalendar | None = None) -> tuple[Late, ...]:
    """The concerns of every visit that are late and not yet told of; `note_alerted` says that they were."""
    return tuple(one for one in late_concerns(work, calendar) if not one.told)


def late_concerns(work: Work, calendar: WorkingCalendar | None = None) -> tuple[Late, ...]:
    """Every concern that is late, told of or not, in every state of its visit: the gravest first, then the latest."""
    found = sorted(_late(work, calendar or _calendar()), key=lambda one: (one.level, one.step.due_at, one.id))
    return tuple(found)


def note_alerted(work: Work, concern_ids: Iterable[str]) -> None:
    """Write down that people were told now that these are late. Belongs in the transaction that tells them."""
    work.session.execute(
        update(Concern).where(Concern.id.in_(tuple(concern_ids))).values(alerted_at=work.now)
    )


def _late(work: Work, calendar: WorkingCalendar) -> Iterable[Late]:
    statement = select(
        Concern.id,
        Concern.visit_id,
        Concern.level,
        Concern.state,
        Concern.raised_at,
        Concern.opened_at,
        Concern.alerted_at,
    ).where(Concern.state != DECIDED)
    for one in work.session.execute(statement):
        step = next_step(one.state, one.level, one.raised_at, one.opened_at, calendar)
        if step and step.late(work.now):
            yield Late(one.id, one.visit_id, one.level, step, one.alerted_at)


@cache
def _calendar() -> WorkingCalendar:
    """England's calendar without the days that a site has added: for callers that have no site at hand."""
    return WorkingCalendar()
