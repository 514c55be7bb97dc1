"""A visit's timetable: what is due today, what is late, what is done, what comes next, and what has moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from questionnaires.visit_kinds import CLOSES, OPENS, Milestone
from survey_app.calendar.clock import london_day
from survey_app.calendar.errors import CalendarError
from survey_app.calendar.timetables import DatedMilestone, still_waiting, timetable_for
from survey_app.calendar.wording import say_day, say_milestone
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.errors import NotFound, Refused
from survey_app.services.moved_dates import Moved, moved_dates
from survey_app.services.open_and_close import find_visit, kind_of, window_of
from survey_app.services.permissions import Person, require
from survey_app.services.work import Work
from survey_app.storage.journal import JournalEntry
from survey_app.storage.timetable_marks import MilestoneDone
from survey_app.storage.visits import Visit

# The clock does these by itself.
BY_THE_CLOCK = frozenset({OPENS, CLOSES})


@dataclass(frozen=True, slots=True)
class Line:
    """One date: when in words, whether it is behind us or today, late, or done on some day."""

    row: DatedMilestone
    when: str
    past: bool
    today: bool
    late: bool = False
    done_on: date | None = None

    @property
    def can_be_done(self) -> bool:
        return self.row.id not in BY_THE_CLOCK

    @property
    def done_words(self) -> str:
        return f"Done on {say_day(self.done_on)}" if self.done_on else ""


@dataclass(frozen=True, slots=True)
class TimetableView:
    """What the page shows. `problem` says why there are no dates; `days_left` counts the nights until the close.

    What is done was done from the day of the notification until `today`.
    """

    framework: str
    lines: tuple[Line, ...]
    waiting: tuple[Milestone, ...]
    today: date
    notified: date | None = None
    moved: Moved | None = None
    problem: str = ""
    days_left: int | None = None

    @property
    def due_today(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.today and not line.done_on and not line.late)

    @property
    def late(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.late)

    @property
    def coming(self) -> tuple[Line, ...]:
        """The next three dates after today."""
        ahead = (line for line in self.lines if not (line.past or line.today or line.late or line.done_on))
        return tuple(line for line, _ in zip(ahead, range(3), strict=False))

    @property
    def left_words(self) -> str:
        if self.days_left is None:
            return "The surveys have closed"
        if self.days_left == 0:
            return "Closes today"
        return "1 day left" if self.days_left == 1 else f"{self.days_left} days left"


def timetable_view(work: Work, person: Person, visit_id: str, calendar: WorkingCalendar) -> TimetableView:
    """The timetable of a visit for its page; raises NotFound."""
    require(person, "see_timetable", visit_id)
    visit = find_visit(work, person, visit_id)
    kind = kind_of(visit.kind)
    notified = london_day(visit.notified_at) if visit.notified_at else None
    framework = f"{kind.framework.title}, {kind.framework.edition}"
    moved = moved_dates(work, visit)
    try:
        rows = dated_rows(visit, calendar)
    except CalendarError as error:
        return TimetableView(framework, (), still_waiting(kind), work.today, notified, moved, str(error))
    done = _done(work, visit_id)
    lines = tuple(_line(row, done, work.now) for row in rows)
    left = (london_day(visit.closes_at) - work.today).days if visit.closes_at else -1
    open_still = visit.closes_at is not None and work.now < visit.closes_at
    days_left = left if open_still else None
    return TimetableView(
        framework, lines, still_waiting(kind), work.today, notified, moved, days_left=days_left
    )


def dated_rows(visit: Visit, calendar: WorkingCalendar) -> tuple[DatedMilestone, ...]:
    """Every dated milestone of a stored visit; raises CalendarError."""
    return timetable_for(kind_of(visit.kind), visit.notified_at, calendar, window_of(visit))


def mark_done(work: Work, person: Person, visit_id: str, milestone: str, on: date | None = None) -> None:
    """Say that a milestone is done, today or `on` a day since the notification. Raises NotFound, Refused."""
    visit = _known(work, person, visit_id, milestone)
    on = on or work.today
    if on > work.today:
        raise Refused("Choose today or an earlier day: what is done lies behind us.")
    notified = london_day(visit.notified_at) if visit.notified_at else on
    if on < notified:
        first = say_day(notified, with_year=True)
        raise Refused(f"Choose {first} or a later day: the local area was notified on that day.")
    found = work.session.get(MilestoneDone, (visit_id, milestone), with_for_update=True)
    if found is None:
        row = MilestoneDone(visit_id=visit_id, milestone=milestone, done_on=on, by=person.email, at=work.now)
        work.session.add(row)
        _note(work, person, "milestone_done", visit_id, milestone)


def mark_not_done(work: Work, person: Person, visit_id: str, milestone: str) -> None:
    """Take back that a milestone is done. Raises NotFound."""
    _known(work, person, visit_id, milestone)
    found = work.session.get(MilestoneDone, (visit_id, milestone), with_for_update=True)
    if found is not None:
        work.session.delete(found)
        _note(work, person, "milestone_not_done", visit_id, milestone)


def _known(work: Work, person: Person, visit_id: str, milestone: str) -> Visit:
    """The visit, when its timetable has such a milestone."""
    require(person, "mark_done", visit_id)
    visit = find_visit(work, person, visit_id)
    if milestone not in {one.id for one in kind_of(visit.kind).milestones}:
        raise NotFound(milestone)
    return visit


def _done(work: Work, visit_id: str) -> Mapping[str, date]:
    statement = select(MilestoneDone).where(MilestoneDone.visit_id == visit_id)
    return {row.milestone: row.done_on for row in work.session.scalars(statement)}


def _line(row: DatedMilestone, done: Mapping[str, date], now: datetime) -> Line:
    last, today = row.until or row.day, london_day(now)
    done_on = done.get(row.id)
    over = row.at <= now if isinstance(row.at, datetime) else last < today
    return Line(
        row,
        say_milestone(row),
        past=last < today,
        today=row.day <= today < last + timedelta(days=1),
        late=row.deadline and over and done_on is None,
        done_on=done_on,
    )


def _note(work: Work, person: Person, action: str, visit_id: str, milestone: str) -> None:
    work.session.add(
        JournalEntry(at=work.now, by=person.email, action=action, subject=visit_id, detail=milestone)
    )
