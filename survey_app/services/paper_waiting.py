"""Pictures that do not say which sheet they show: they wait until a person says so, or for a stated number of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select, update

from survey_app.calendar.clock import london_day
from survey_app.paper.seeing import CannotSee, code_in, see
from survey_app.paper.sheet_code import SheetCode
from survey_app.services.errors import NotFound, Refused
from survey_app.services.paper_days import waits_until
from survey_app.services.paper_forms import Sheet, begin, name_of
from survey_app.services.paper_pictures import COVER, NOT_NEEDED, READ, WAITING, pages_printed
from survey_app.services.paper_prints import find_print
from survey_app.services.permissions import Person, require
from survey_app.services.work import Work
from survey_app.storage.journal import JournalEntry
from survey_app.storage.paper import PaperEntry, PaperPicture

ELSEWHERE = "Somebody has dealt with this picture meanwhile."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A picture that belongs to no form yet. `kept_until` is the last day on which it is there."""

    id: str
    sent_on: date
    kept_until: date


@dataclass(frozen=True, slots=True)
class Guess:
    """What a picture tells by itself: why it waits, and its code where that much can be read."""

    problem: str
    code: SheetCode | None


def waiting(work: Work, person: Person, visit_id: str) -> tuple[Waiting, ...]:
    """Every picture of a visit that waits, the oldest first; raises NotFound."""
    require(person, "enter_paper", visit_id)
    statement = select(PaperPicture.id, PaperPicture.uploaded_at).where(
        PaperPicture.visit_id == visit_id, PaperPicture.state == WAITING
    )
    ordered = statement.order_by(PaperPicture.uploaded_at, PaperPicture.id)
    return tuple(_card(picture, london_day(at)) for picture, at in work.session.execute(ordered))


def find_waiting(work: Work, person: Person, visit_id: str, picture_id: str) -> Waiting:
    """One waiting picture; raises NotFound."""
    found = next((one for one in waiting(work, person, visit_id) if one.id == picture_id), None)
    if found is None:
        raise NotFound(picture_id)
    return found


def guess(picture: bytes) -> Guess:
    """Look at a picture again. Takes a moment, and touches no database."""
    try:
        return Guess("", see(picture).code)
    except CannotSee as problem:
        return Guess(str(problem), code_in(picture))


def place(
    work: Work,
    person: Person,
    visit_id: str,
    picture_id: str,
    told: SheetCode,
    received_on: date,
    seen: SheetCode | None = None,
) -> str:
    """Put a waiting picture with the form that a person names, and give the form's id.

    `seen` is the code that can be read on the picture. Raises NotFound, and Refused where the picture or the form
    cannot be that: nothing has changed then.
    """
    find_waiting(work, person, visit_id, picture_id)
    printed, _ = find_print(work, person, visit_id, told.print_code)
    if told.page == COVER:
        raise Refused(f"{NOT_NEEDED} Delete the picture.")
    pages = pages_printed(work, printed)
    if not 1 <= told.page <= pages:
        raise Refused(
            f"These forms have pages 1 to {pages}. Look at the last number at the foot of the page."
        )
    if seen and seen != told:
        raise Refused(f"The square code on the picture says {seen.text}. Look at the foot of the page again.")
    form_id = begin(work, person, visit_id, name_of(told.print_code, told.form), received_on)
    work.session.flush()
    _move(work, picture_id, WAITING, form_id=form_id, page=told.page, state=READ)
    return form_id


def put_back(work: Work, person: Person, on: Sheet, picture_id: str) -> None:
    """Take a picture away from a form that it does not belong to: it waits again; raises Refused, NotFound."""
    require(person, "enter_paper", on.visit.id)
    if not on.open or work.session.get(PaperEntry, (on.form.id, person.id)) is None:
        raise Refused("You are not typing this form any more. Begin again from the list.")
    found = work.session.get(PaperPicture, picture_id)
    if found is None or found.form_id != on.form.id:
        raise NotFound(picture_id)
    _move(work, picture_id, READ, form_id=None, page=None, state=WAITING, uploaded_at=work.now)


def throw_away(work: Work, person: Person, visit_id: str, picture_id: str) -> None:
    """Delete a waiting picture: it shows no page of ours, or is not needed. Raises NotFound."""
    find_waiting(work, person, visit_id, picture_id)
    work.session.execute(delete(PaperPicture).where(PaperPicture.id == picture_id))
    entry = {"action": "paper_picture_deleted", "subject": visit_id}
    work.session.add(JournalEntry(at=work.now, by=person.email, **entry))


def _card(picture_id: str, sent_on: date) -> Waiting:
    return Waiting(picture_id, sent_on, waits_until(sent_on))


def _move(work: Work, picture_id: str, before: str, **after: object) -> None:
    """Change a picture that is still in this state; raises Refused when somebody was quicker."""
    moved = work.connection.execute(
        update(PaperPicture)
        .where(PaperPicture.id == picture_id, PaperPicture.state == before)
        .values(**after)
    )
    if not moved.rowcount:
        raise Refused(ELSEWHERE)
    work.session.expire_all()
