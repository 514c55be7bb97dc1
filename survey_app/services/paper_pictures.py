"""Pictures of filled-in sheets: joined to their form, read for ticks, and deleted when the form is finished."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from questionnaires.rules import AnswerValue
from survey_app.paper.form_read import read_form
from survey_app.paper.marks import PageRead, read_page
from survey_app.paper.pictures import Picture
from survey_app.paper.seeing import CannotSee, Seen, see
from survey_app.paper.sheet_code import SheetCode
from survey_app.paper.sheets import map_sheets
from survey_app.services.errors import NotFound, Refused
from survey_app.services.paper_forms import Sheet, begin, name_of, sheet
from survey_app.services.permissions import Person, require
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.paper import PaperPicture
from survey_app.storage.visits import Visit

READ = "read"
COVER = 0


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture with the code that was seen on it, or the sentence that says why none was."""

    picture: Picture
    code: SheetCode | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of one picture, in the order of the upload: the form it belongs to, or why it was not taken."""

    number: int
    form_id: str = ""
    form: str = ""
    page: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What pictures of a form say: certain answers, and what a person is asked, by question and as sentences.

    `pictures` are ids by page; `missing` are pages that no picture shows.
    """

    answers: Mapping[str, AnswerValue]
    asks: Mapping[str, tuple[str, ...]]
    pictures: Mapping[int, str]
    missing: tuple[int, ...]


def look(pictures: Sequence[Picture]) -> tuple[Looked, ...]:
    """Find the code on each picture. Takes a moment for each, and touches no database."""
    return tuple(_looked(picture) for picture in pictures)


def add(
    work: Work, person: Person, visit_id: str, looked: Sequence[Looked], received_on: date
) -> tuple[Arrived, ...]:
    """Put each picture with its form, taking new forms on this person's desk; what cannot be is said, not stored."""
    require(person, "enter_paper", visit_id)
    return tuple(
        _arrived(work, person, visit_id, number, one, received_on) for number, one in enumerate(looked, 1)
    )


def read_pictures(work: Work, person: Person, on: Sheet) -> SheetRead | None:
    """What the pictures of a form say, or None when there are none."""
    require(person, "enter_paper", on.visit.id)
    statement = select(PaperPicture).where(PaperPicture.form_id == on.form.id).order_by(PaperPicture.id)
    stored = work.session.scalars(statement).all()
    if not stored:
        return None
    maps = map_sheets(on.questionnaire, on.printed.face, on.printed.language, on.printed.size)
    by_number = {page.number: page for page in maps}
    read: list[PageRead] = []
    for one in stored:
        if one.page in by_number:
            try:
                read.append(read_page(_seen(work, on.visit, one), by_number[one.page]))
            except CannotSee:
                continue
    found = read_form(on.questionnaire, maps, read)
    asks: dict[str, list[str]] = {}
    for ask in found.asks:
        asks.setdefault(ask.question, []).append(ask.sentence)
    return SheetRead(
        answers=found.answers,
        asks={question: tuple(dict.fromkeys(said)) for question, said in asks.items()},
        pictures={one.page: one.id for one in stored if one.page is not None},
        missing=found.missing,
    )


def picture(work: Work, person: Person, visit_id: str, picture_id: str) -> bytes:
    """One picture as JPEG; raises NotFound."""
    require(person, "enter_paper", visit_id)
    found = work.session.get(PaperPicture, picture_id)
    if found is None or found.visit_id != visit_id:
        raise NotFound(picture_id)
    return _opened(work, work.session.get_one(Visit, visit_id), found)


def _looked(one: Picture) -> Looked:
    try:
        return Looked(one, see(one.jpeg).code)
    except CannotSee as problem:
        return Looked(one, None, str(problem))


def _arrived(
    work: Work, person: Person, visit_id: str, number: int, looked: Looked, received_on: date
) -> Arrived:
    code = looked.code
    if code is None:
        return Arrived(number, problem=looked.problem)
    name = name_of(code.print_code, code.form)
    if code.page == COVER:
        return Arrived(
            number, form=name, problem="This is the first page, with nothing to tick. It is not needed."
        )
    try:
        form_id = begin(work, person, visit_id, name, received_on)
    except Refused as refused:
        return Arrived(number, form=name, page=code.page, problem=refused.sentence)
    on = sheet(work, person, visit_id, form_id)
    picture_id = random_id()
    place = _place(visit_id, picture_id)
    work.session.add(
        PaperPicture(
            id=picture_id,
            visit_id=visit_id,
            form_id=form_id,
            page=code.page,
            state=READ,
            sealed=work.keys.seal(on.visit.key_salt, place, b64encode(looked.picture.jpeg).decode()),
            uploaded_by=person.email,
            uploaded_at=work.now,
        )
    )
    return Arrived(number, form_id, name, code.page)


def _seen(work: Work, visit: Visit, one: PaperPicture) -> Seen:
    return see(_opened(work, visit, one))


def _opened(work: Work, visit: Visit, one: PaperPicture) -> bytes:
    return b64decode(work.keys.open(visit.key_salt, _place(visit.id, one.id), one.sealed))


def _place(visit_id: str, picture_id: str) -> str:
    return f"{visit_id}/paper-picture/{picture_id}"
