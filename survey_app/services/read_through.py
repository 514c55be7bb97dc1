"""Reading everything that people wrote: how far the team has come, and whose words this person reads next.

Each reader goes through the responses in an order of their own, random but always the same: ids are random, and each
reader begins at another one. Those that nobody has read come first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, func, or_, select

from questionnaires.kinds import is_text
from survey_app.services.coded_answer import names_of
from survey_app.services.errors import NotFound
from survey_app.services.find_answers import Scope
from survey_app.services.mark_answers import Marked, marks_in
from survey_app.services.mark_words import pieces_of
from survey_app.services.permissions import Person, require
from survey_app.services.read_answers import OwnWords, Told, read_responses
from survey_app.services.safeguard import DECIDED
from survey_app.services.work import Work
from survey_app.storage.concerns import Concern
from survey_app.storage.reading import ReadResponse
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.surveys import Survey

# Levels 1 and 2 ask a person to act; of lower ones nothing is said here.
NEEDS_A_PERSON = 2
Ids = Select[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose words to read; empty parts do not narrow it. `paragraph` as questions name it, such as 000/52."""

    audience: str = ""
    question: str = ""
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many people wrote what is wanted, how many of them somebody of the team has read, and this person."""

    total: int
    read: int
    mine: int

    @property
    def left(self) -> int:
        """How many nobody has read."""
        return self.total - self.read


@dataclass(frozen=True, slots=True)
class ToRead:
    """All that one person wrote. `asked` are the questions that the filters want.

    `marks` are what the team marked, by question; `readers` the addresses of those who have read it; `dealt_with`
    says that a concern about it is in somebody's hands, and no more than that.
    """

    told: Told
    asked: frozenset[str]
    marks: Mapping[str, Sequence[Marked]]
    readers: tuple[str, ...]
    mine: bool
    dealt_with: bool


def progress(work: Work, person: Person, scope: Scope, wanted: Wanted) -> Progress:
    """How far the team has come; raises NotFound."""
    require(person, "read_answers", scope.visit_id)
    ids = _wanted(scope, wanted)
    total = work.session.execute(select(func.count()).select_from(ids.subquery())).scalar_one()
    read = select(func.count(ReadResponse.response_id.distinct())).where(
        ReadResponse.survey_id.in_(scope.surveys), ReadResponse.response_id.in_(ids)
    )
    mine = read.where(ReadResponse.reader == person.id)
    return Progress(total, work.session.execute(read).scalar_one(), work.session.execute(mine).scalar_one())


def resume(work: Work, person: Person, scope: Scope, wanted: Wanted) -> str | None:
    """Whose words to read now: from where this person left off; None when this person has read them all."""
    last = (
        select(ReadResponse.response_id)
        .where(ReadResponse.reader == person.id, ReadResponse.survey_id.in_(scope.surveys))
        .order_by(ReadResponse.at.desc(), ReadResponse.response_id)
        .limit(1)
    )
    return following(work, person, scope, wanted, work.session.scalars(last).first() or _beginning(person))


def following(work: Work, person: Person, scope: Scope, wanted: Wanted, here: str) -> str | None:
    """Whose words come after these: of those that nobody has read, then of those that are new to this person."""
    require(person, "read_answers", scope.visit_id)
    others = _wanted(scope, wanted).where(Response.id != here)
    for unread in (~_read(), ~_read(person.id)):
        found = _first(work, others.where(unread), here)
        if found is not None:
            return found
    return None


def preceding(work: Work, person: Person, scope: Scope, wanted: Wanted, here: str) -> str | None:
    """Whose words this person read or passed over before these; None at the beginning."""
    require(person, "read_answers", scope.visit_id)
    start = _beginning(person)
    passed = _wanted(scope, wanted).where(or_(_read(person.id), ~_read()))
    backwards = passed.order_by(Response.id.desc()).limit(1)
    if here >= start:
        return work.session.scalars(backwards.where(Response.id < here, Response.id >= start)).first()
    before = work.session.scalars(backwards.where(Response.id < here)).first()
    return before or work.session.scalars(backwards.where(Response.id >= start)).first()


def to_read(work: Work, person: Person, scope: Scope, wanted: Wanted, response_id: str) -> ToRead:
    """All that one person wrote, with what the team did with it; raises NotFound."""
    require(person, "read_answers", scope.visit_id)
    found = read_responses(work, scope, [response_id])
    if not found or not found[0].texts:
        raise NotFound(response_id)
    told = replace(found[0], texts=tuple(_without_flags(text) for text in found[0].texts))
    statement = select(ReadResponse.reader).where(ReadResponse.response_id == response_id)
    readers = work.session.scalars(statement.order_by(ReadResponse.at)).all()
    return ToRead(
        told=told,
        asked=frozenset(_questions(scope, wanted)) if wanted.question or wanted.paragraph else frozenset(),
        marks=marks_in(work, person, scope, told),
        readers=_names(work, readers),
        mine=person.id in readers,
        dealt_with=_dealt_with(work, scope, response_id),
    )


def note_read(work: Work, person: Person, visit_id: str, response_id: str) -> None:
    """Write down that this person has read it; a second time changes nothing. Raises NotFound."""
    require(person, "read_answers", visit_id)
    # Held until the transaction ends, so that the same click sent twice comes one after the other.
    statement = select(Response).join(Survey, Survey.id == Response.survey_id)
    held = statement.where(Response.id == response_id, Survey.visit_id == visit_id).with_for_update(
        of=Response
    )
    response = work.session.scalars(held).one_or_none()
    if response is None:
        raise NotFound(response_id)
    if work.session.get(ReadResponse, (response_id, person.id)) is None:
        work.session.add(
            ReadResponse(response_id=response_id, reader=person.id, survey_id=response.survey_id, at=work.now)
        )


def paragraphs_asked(scope: Scope) -> tuple[str, ...]:
    """Every paragraph that a question in own words is about, in their order."""
    named = {
        paragraph
        for asked in scope.questions.values()
        for question in asked.values()
        if is_text(question)
        for paragraph in question.paragraphs
    }
    return tuple(sorted(named, key=lambda name: (len(name), name)))


def _wanted(scope: Scope, wanted: Wanted) -> Ids:
    """The ids of the responses with the words that are wanted."""
    surveys = list(scope.narrowed(wanted.audience).surveys)
    wrote = select(FreeText.response_id).where(FreeText.survey_id.in_(surveys))
    if wanted.question or wanted.paragraph:
        wrote = wrote.where(FreeText.question.in_(_questions(scope, wanted)))
    return select(Response.id).where(Response.survey_id.in_(surveys), Response.id.in_(wrote))


def _questions(scope: Scope, wanted: Wanted) -> list[str]:
    return [
        name
        for name, asked in scope.questions.items()
        if wanted.question in ("", name)
        and (not wanted.paragraph or any(wanted.paragraph in one.paragraphs for one in asked.values()))
    ]


def _beginning(person: Person) -> str:
    """Where this person's order begins: an id that may be nobody's."""
    return hashlib.sha256(person.id.encode()).hexdigest()[:32]


def _first(work: Work, ids: Ids, here: str) -> str | None:
    ordered = ids.order_by(Response.id).limit(1)
    return (
        work.session.scalars(ordered.where(Response.id > here)).first()
        or work.session.scalars(ordered).first()
    )


def _read(reader: str = "") -> ColumnElement[bool]:
    found = select(ReadResponse.reader).where(ReadResponse.response_id == Response.id)
    return (found.where(ReadResponse.reader == reader) if reader else found).correlate(Response).exists()


def _without_flags(text: OwnWords) -> OwnWords:
    """The same with its themes only: what a concern is about is for those who work concerns."""
    if text.text is None:
        return text
    return replace(text, marks=text.themes, pieces=pieces_of(text.text, text.themes))


def _dealt_with(work: Work, scope: Scope, response_id: str) -> bool:
    statement = select(Concern.id).where(
        Concern.visit_id == scope.visit_id,
        Concern.response_id == response_id,
        Concern.state != DECIDED,
        Concern.level.between(1, NEEDS_A_PERSON),
    )
    return work.session.scalars(statement).first() is not None


def _names(work: Work, readers: Iterable[str]) -> tuple[str, ...]:
    ids = list(readers)
    known = names_of(work, ids)
    return tuple(known[one] for one in ids)
