"""Pictures of filled-in sheets: joined to their form, read for ticks, and deleted when the form is finished."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from questionnaires.model import Questionnaire
from questionnaires.rules import AnswerValue
from survey_app.paper.form_read import read_form
from survey_app.paper.marks import PageRead, read_page
from survey_app.paper.pictures import Picture
from survey_app.paper.pieces import Piece, pieces_of
from survey_app.paper.seeing import CannotSee, Seen, see, see_as
from survey_app.paper.sheet_code import SheetCode
from survey_app.paper.sheets import PageMap, map_sheets
from survey_app.services.errors import NotFound, Refused
from survey_app.services.paper_forms import Sheet, begin, name_of, open_sheet
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.paper import PaperPicture, PaperPrint
from survey_app.storage.visits import Visit

READ, WAITING = "read", "waiting"
COVER = 0
NOT_NEEDED = "This is the first page, with nothing to tick. It is not needed."
MOST_WAITING = 100
TOO_MANY = (
    f"{MOST_WAITING} pictures wait already for somebody to say which page they show. "
    "Do that first, then send this again."
)
# The map of sheets is worked out anew by setting them: once in each process is enough.
_maps: dict[tuple[str, str, str, int], tuple[PageMap, ...]] = {}


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture with the code that was seen on it, or the sentence that says why none was."""

    picture: Picture
    code: SheetCode | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of one picture, in the order of the upload.

    It is with a form (`form_id`), it waits for somebody to say which page it shows (`waits` is its id), or it was not
    taken; `problem` says why not.
    """

    number: int
    form_id: str = ""
    form: str = ""
    page: int = 0
    problem: str = ""
    waits: str = ""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture of a form; `read` when its page could be made straight and its boxes were found."""

    id: str
    page: int
    read: bool


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What pictures of a form say: certain answers, and what a person is asked, by question and as sentences.

    `missing` are pages that no picture shows. `shown` has, by question, each picture on which it stands, and the piece
    of it that can be cut out (none where the picture is not read).
    """

    answers: Mapping[str, AnswerValue]
    asks: Mapping[str, tuple[str, ...]]
    pictures: tuple[PagePicture, ...]
    missing: tuple[int, ...]
    shown: Mapping[str, tuple[tuple[PagePicture, Piece | None], ...]]


def look(pictures: Sequence[Picture]) -> tuple[Looked, ...]:
    """Find the code on each picture. Takes a moment for each, and touches no database."""
    return tuple(_looked(picture) for picture in pictures)


def add(
    work: Work, person: Person, visit_id: str, looked: Sequence[Looked], received_on: date
) -> tuple[Arrived, ...]:
    """Put each picture with its form, taking new forms on this person's desk.

    A picture that does not say which sheet it shows waits for somebody who does; what cannot be is said, not stored.
    """
    require(person, "enter_paper", visit_id)
    return tuple(
        _arrived(work, person, visit_id, number, one, received_on) for number, one in enumerate(looked, 1)
    )


def read_pictures(work: Work, person: Person, on: Sheet) -> SheetRead | None:
    """What the pictures of a form say, or None when there are none."""
    require(person, "enter_paper", on.visit.id)
    statement = select(PaperPicture).where(PaperPicture.form_id == on.form.id)
    stored = work.session.scalars(statement.order_by(PaperPicture.page, PaperPicture.id)).all()
    if not stored:
        return None
    maps = _map_of(on)
    read = {one.id: _page_read(work, on, one, maps) for one in stored}
    pictures = tuple(PagePicture(one.id, one.page or COVER, read[one.id] is not None) for one in stored)
    there = frozenset(one.page for one in pictures)
    found = read_form(on.questionnaire, maps, [page for page in read.values() if page], there)
    asks: dict[str, list[str]] = {}
    for ask in found.asks:
        asks.setdefault(ask.question, []).append(ask.sentence)
    return SheetRead(
        answers=found.answers,
        asks={question: tuple(dict.fromkeys(said)) for question, said in asks.items()},
        pictures=pictures,
        missing=found.missing,
        shown=_shown(maps, pictures),
    )


def cut_out(work: Work, person: Person, visit_id: str, picture_id: str, question: str) -> bytes:
    """The piece of a picture that belongs to one question, as JPEG; raises NotFound."""
    stored = _stored(work, person, visit_id, picture_id)
    if stored.form_id is None:
        raise NotFound(picture_id)
    on = open_sheet(work, visit_id, stored.form_id)
    pieces = pieces_of(_map_of(on)).get(question, ())
    piece = next((one for one in pieces if one.page == stored.page), None)
    if piece is None:
        raise NotFound(question)
    try:
        return _seen(work, on, stored).cut_out(piece.x, piece.y, piece.width, piece.height)
    except CannotSee:
        raise NotFound(picture_id) from None


def pages_printed(work: Work, printed: PaperPrint) -> int:
    """How many pages with questions each form of a printing has."""
    return len(_map(version_of(work, printed.version_digest), printed))


def picture(work: Work, person: Person, visit_id: str, picture_id: str) -> bytes:
    """One picture as JPEG; raises NotFound."""
    stored = _stored(work, person, visit_id, picture_id)
    return _opened(work, work.session.get_one(Visit, visit_id), stored)


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
        return _waits(work, person, visit_id, number, looked)
    name = name_of(code.print_code, code.form)
    if code.page == COVER:
        return Arrived(number, form=name, problem=NOT_NEEDED)
    try:
        form_id = begin(work, person, visit_id, name, received_on)
    except Refused as refused:
        return Arrived(number, form=name, page=code.page, problem=refused.sentence)
    _store(work, person, visit_id, looked.picture, form_id, code.page)
    return Arrived(number, form_id, name, code.page)


def _waits(work: Work, person: Person, visit_id: str, number: int, looked: Looked) -> Arrived:
    """A picture that does not say which sheet it shows waits for a person who does."""
    statement = select(func.count()).select_from(PaperPicture)
    here = statement.where(PaperPicture.visit_id == visit_id, PaperPicture.state == WAITING)
    if work.session.execute(here).scalar_one() >= MOST_WAITING:
        return Arrived(number, problem=TOO_MANY)
    return Arrived(
        number, problem=looked.problem, waits=_store(work, person, visit_id, looked.picture, None, None)
    )


def _store(
    work: Work, person: Person, visit_id: str, taken: Picture, form_id: str | None, page: int | None
) -> str:
    picture_id = random_id()
    salt = work.session.get_one(Visit, visit_id).key_salt
    sealed = work.keys.seal(salt, _place(visit_id, picture_id), b64encode(taken.jpeg).decode())
    work.session.add(
        PaperPicture(
            id=picture_id,
            visit_id=visit_id,
            form_id=form_id,
            page=page,
            state=READ if form_id else WAITING,
            sealed=sealed,
            uploaded_by=person.email,
            uploaded_at=work.now,
        )
    )
    work.session.flush()
    return picture_id


def _shown(
    maps: Sequence[PageMap], pictures: Sequence[PagePicture]
) -> Mapping[str, tuple[tuple[PagePicture, Piece | None], ...]]:
    return {
        question: tuple(
            (one, piece if one.read else None)
            for piece in pieces
            for one in pictures
            if one.page == piece.page
        )
        for question, pieces in pieces_of(maps).items()
    }


def _page_read(work: Work, on: Sheet, one: PaperPicture, maps: Sequence[PageMap]) -> PageRead | None:
    """What is marked on a picture's page; None where that cannot be seen."""
    page = next((sheet for sheet in maps if sheet.number == one.page), None)
    try:
        return read_page(_seen(work, on, one), page) if page else None
    except CannotSee:
        return None


def _map_of(on: Sheet) -> tuple[PageMap, ...]:
    return _map(on.questionnaire, on.printed)


def _map(questionnaire: Questionnaire, printed: PaperPrint) -> tuple[PageMap, ...]:
    key = (printed.version_digest, printed.face, printed.language, printed.size)
    if key not in _maps:
        _maps[key] = map_sheets(questionnaire, printed.face, printed.language, printed.size)
    return _maps[key]


def _stored(work: Work, person: Person, visit_id: str, picture_id: str) -> PaperPicture:
    require(person, "enter_paper", visit_id)
    found = work.session.get(PaperPicture, picture_id)
    if found is None or found.visit_id != visit_id:
        raise NotFound(picture_id)
    return found


def _seen(work: Work, on: Sheet, one: PaperPicture) -> Seen:
    code = SheetCode(on.printed.code, on.form.number, one.page or COVER)
    return see_as(_opened(work, on.visit, one), code)


def _opened(work: Work, visit: Visit, one: PaperPicture) -> bytes:
    return b64decode(work.keys.open(visit.key_salt, _place(visit.id, one.id), one.sealed))


def _place(visit_id: str, picture_id: str) -> str:
    return f"{visit_id}/paper-picture/{picture_id}"
