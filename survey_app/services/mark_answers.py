"""Words that somebody of the team marked in an answer, with a note for the others. The note is sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from survey_app.calendar.clock import london_day
from survey_app.services.errors import NotFound, Refused
from survey_app.services.find_answers import Scope
from survey_app.services.permissions import Person, require
from survey_app.services.read_answers import Told
from survey_app.services.receive_answers import text_place
from survey_app.services.words_in_text import find_words
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.reading import AnswerMark
from survey_app.storage.responses import FreeText
from survey_app.storage.sealing import SealBroken
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

LONGEST_NOTE = 2_000
TOO_LONG = "This note is longer than 2,000 characters. Shorten it."
NOT_YOURS = "You have no such mark here any more. Reload the page to see the marks as they are now."
NOT_OPENED = "This answer cannot be opened with the keys of this site. Tell the administrator."


@dataclass(frozen=True, slots=True)
class Marked:
    """Marked words (code points from `start` to before `end`). `note` is None when no key here opens it."""

    id: str
    start: int
    end: int
    words: str
    note: str | None
    by: str
    on: date
    mine: bool


def mark(
    work: Work,
    person: Person,
    visit_id: str,
    response_id: str,
    question: str,
    words: str,
    note: str,
    start: int | None = None,
) -> str:
    """Mark words (all of the answer when there are none); gives the mark's id. Raises NotFound or Refused.

    `start` says which of several equal places is meant. The same words with the same note a second time change
    nothing; with another note, this person's note is written anew.
    """
    require(person, "read_answers", visit_id)
    answer, salt = _held(work, visit_id, response_id, question)
    if len(note) > LONGEST_NOTE:
        raise Refused(TOO_LONG)
    try:
        text = work.keys.open(salt, text_place(visit_id, response_id, question), answer.sealed)
    except SealBroken:
        raise Refused(NOT_OPENED) from None
    begin, end = find_words(text, words, start)
    row = _same_place(work, person, answer, begin, end)
    if row is None:
        row = AnswerMark(id=random_id(), survey_id=answer.survey_id, response_id=response_id)
        row.question, row.start, row.end, row.by = question, begin, end, person.email
        work.session.add(row)
    row.at = work.now
    row.sealed = work.keys.seal(salt, _note_place(visit_id, row.id), note.strip())
    work.session.flush()
    return row.id


def unmark(work: Work, person: Person, visit_id: str, mark_id: str) -> None:
    """Take one's own mark away again; raises NotFound, and Refused when it is gone or somebody else's."""
    require(person, "read_answers", visit_id)
    statement = select(AnswerMark).join(Survey, Survey.id == AnswerMark.survey_id)
    mine = statement.where(
        Survey.visit_id == visit_id, AnswerMark.id == mark_id, AnswerMark.by == person.email
    )
    row = work.session.scalars(mine).one_or_none()
    if row is None:
        raise Refused(NOT_YOURS)
    work.session.delete(row)


def marks_in(work: Work, person: Person, scope: Scope, told: Told) -> Mapping[str, Sequence[Marked]]:
    """What the team marked in one person's words, by question, in the order of the text."""
    require(person, "read_answers", scope.visit_id)
    texts = {one.question: one.text or "" for one in told.texts}
    statement = select(AnswerMark).where(
        AnswerMark.response_id == told.response_id, AnswerMark.survey_id.in_(scope.surveys)
    )
    found: dict[str, list[Marked]] = {}
    for row in work.session.scalars(statement.order_by(AnswerMark.start, AnswerMark.end, AnswerMark.id)):
        found.setdefault(row.question, []).append(
            _marked(work, person, scope, row, texts.get(row.question, ""))
        )
    return found


def _marked(work: Work, person: Person, scope: Scope, row: AnswerMark, text: str) -> Marked:
    try:
        note = work.keys.open(scope.key_salt, _note_place(scope.visit_id, row.id), row.sealed)
    except SealBroken:
        note = None
    words = text[row.start : row.end]
    return Marked(row.id, row.start, row.end, words, note, row.by, london_day(row.at), row.by == person.email)


def _held(work: Work, visit_id: str, response_id: str, question: str) -> tuple[FreeText, bytes]:
    """An answer of the visit, held until the transaction ends, and what picks the visit's key."""
    statement = (
        select(FreeText)
        .join(Survey, Survey.id == FreeText.survey_id)
        .where(FreeText.response_id == response_id, FreeText.question == question)
        .where(Survey.visit_id == visit_id)
        .with_for_update(of=FreeText)
    )
    answer = work.session.scalars(statement).one_or_none()
    if answer is None:
        raise NotFound(response_id)
    return answer, work.session.get_one(Visit, visit_id).key_salt


def _same_place(work: Work, person: Person, answer: FreeText, begin: int, end: int) -> AnswerMark | None:
    statement = select(AnswerMark).where(
        AnswerMark.response_id == answer.response_id,
        AnswerMark.question == answer.question,
        AnswerMark.start == begin,
        AnswerMark.end == end,
        AnswerMark.by == person.email,
    )
    return work.session.scalars(statement).first()


def _note_place(visit_id: str, mark_id: str) -> str:
    return f"{visit_id}/mark/{mark_id}"
