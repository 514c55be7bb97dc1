"""The secret addresses by which calendar programs follow a visit's dates: one for each person, ended by a press."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import delete, select

from survey_app.calendar.calendar_file import to_ics
from survey_app.calendar.errors import CalendarError
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.errors import NotFound
from survey_app.services.moved_dates import revision_of
from survey_app.services.open_and_close import find_visit
from survey_app.services.permissions import Person, person_of, require
from survey_app.services.timetable import dated_rows
from survey_app.services.work import Work
from survey_app.storage.journal import JournalEntry
from survey_app.storage.timetable_marks import CalendarLink
from survey_app.storage.visits import Visit


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A calendar as it is sent. `mark` changes when, and only when, the content does."""

    name: str
    content: bytes
    mark: str


def calendar_file(work: Work, person: Person, visit_id: str, calendar: WorkingCalendar) -> CalendarFile:
    """The calendar of a visit; raises NotFound, also while there are no dates."""
    require(person, "see_timetable", visit_id)
    return _file(work, find_visit(work, person, visit_id), calendar)


def followed_calendar(work: Work, key: str, calendar: WorkingCalendar) -> CalendarFile:
    """The calendar behind a secret address, while the person whose it is may still see it; raises NotFound."""
    link = work.session.get(CalendarLink, key)
    if link is None:
        raise NotFound("calendar")
    person = require(person_of(work.session, link.staff_id), "see_timetable", link.visit_id)
    return calendar_file(work, person, link.visit_id, calendar)


def key_of(work: Work, person: Person, visit_id: str) -> str:
    """The key of this person's address for this visit, or nothing."""
    require(person, "see_timetable", visit_id)
    statement = select(CalendarLink.key).where(
        CalendarLink.visit_id == visit_id, CalendarLink.staff_id == person.id
    )
    return work.session.scalars(statement.limit(1)).one_or_none() or ""


def make_link(work: Work, person: Person, visit_id: str) -> str:
    """A new address for this person; the one they had ends. Gives its key. Raises NotFound."""
    end_link(work, person, visit_id)
    link = CalendarLink(visit_id=visit_id, staff_id=person.id, made_at=work.now)
    work.session.add(link)
    work.session.flush()
    _note(work, person, "make_calendar_link", visit_id)
    return link.key


def end_link(work: Work, person: Person, visit_id: str) -> None:
    """End this person's address, if there is one. Raises NotFound."""
    require(person, "see_timetable", visit_id)
    gone = delete(CalendarLink).where(CalendarLink.visit_id == visit_id, CalendarLink.staff_id == person.id)
    if work.connection.execute(gone).rowcount:
        _note(work, person, "end_calendar_link", visit_id)


def _file(work: Work, visit: Visit, calendar: WorkingCalendar) -> CalendarFile:
    try:
        rows = dated_rows(visit, calendar)
    except CalendarError as error:
        raise NotFound("timetable") from error
    revision = revision_of(work, visit)
    content = to_ics(
        rows,
        name=visit.title,
        scope=visit.id,
        stamp=revision.at,
        revision=revision.number,
        status=revision.status,
    )
    mark = blake2b(content, digest_size=16).hexdigest()
    return CalendarFile(f"timetable-{visit.reference}.ics", content, mark)


def _note(work: Work, person: Person, action: str, visit_id: str) -> None:
    work.session.add(JournalEntry(at=work.now, by=person.email, action=action, subject=visit_id))
