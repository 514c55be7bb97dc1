"""A visit's timetable as its page and its calendar file show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from questionnaires.visit_kinds import Milestone, VisitKind
from survey_app.calendar.calendar_file import to_ics
from survey_app.calendar.clock import london_day
from survey_app.calendar.errors import CalendarError
from survey_app.calendar.timetables import DatedMilestone, still_waiting, timetable_for
from survey_app.calendar.wording import say_milestone
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.errors import NotFound
from survey_app.services.open_and_close import find_visit, kind_of, window_of
from survey_app.services.permissions import Person
from survey_app.services.work import Work
from survey_app.storage.visits import Visit


@dataclass(frozen=True, slots=True)
class Line:
    """One date: when in words, and whether it is behind us, today or soon."""

    row: DatedMilestone
    when: str
    past: bool
    today: bool


@dataclass(frozen=True, slots=True)
class TimetableView:
    """What the page shows. `problem` says why there are no dates."""

    framework: str
    lines: tuple[Line, ...]
    waiting: tuple[Milestone, ...]
    problem: str = ""

    @property
    def next_line(self) -> Line | None:
        """The first date that is not over."""
        return next((line for line in self.lines if not line.past), None)


def timetable_view(work: Work, person: Person, visit_id: str, calendar: WorkingCalendar) -> TimetableView:
    """The timetable of a visit for its page."""
    visit = find_visit(work, person, visit_id)
    kind = kind_of(visit.kind)
    framework = f"{kind.framework.title}, {kind.framework.edition}"
    try:
        rows = _rows(visit, kind, calendar)
    except CalendarError as error:
        return TimetableView(framework, (), still_waiting(kind), str(error))
    lines = tuple(_line(row, work) for row in rows)
    return TimetableView(framework, lines, still_waiting(kind))


def calendar_file(work: Work, person: Person, visit_id: str, calendar: WorkingCalendar) -> tuple[str, bytes]:
    """The name and the content of the calendar file; raises NotFound while there are no dates."""
    visit = find_visit(work, person, visit_id)
    try:
        rows = _rows(visit, kind_of(visit.kind), calendar)
    except CalendarError as error:
        raise NotFound("timetable") from error
    return f"timetable-{visit.reference}.ics", to_ics(rows, name=visit.title, scope=visit.id, stamp=work.now)


def _rows(visit: Visit, kind: VisitKind, calendar: WorkingCalendar) -> tuple[DatedMilestone, ...]:
    return timetable_for(kind, visit.notified_at, calendar, window_of(visit))


def _line(row: DatedMilestone, work: Work) -> Line:
    last = row.until or row.day
    today = london_day(work.now)
    return Line(row, say_milestone(row), past=last < today, today=row.day <= today < last + timedelta(days=1))
