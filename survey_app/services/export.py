"""The answers of a visit as flat rows, for the inspection team to take away. That it happened is written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import select

from questionnaires.kinds import is_text
from questionnaires.model import Option, Question, Questionnaire
from questionnaires.responses import ResponseRow
from survey_app.services.distribute import surveys_of
from survey_app.services.errors import NotFound, Refused
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.receive_answers import text_place
from survey_app.services.wording_asked import Choices, group_of, wording_for
from survey_app.services.work import Work
from survey_app.storage.journal import JournalEntry
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sealing import SealBroken
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

READ_TOGETHER = 500
# Own words by question, each with the language that it seems to be in.
Texts = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Of:
    """What every row of one response shares."""

    visit: Visit
    audience: str
    asked: Questionnaire
    response: Response
    choices: Choices
    readers: str

    def row(
        self, question: Question, chosen: Option | None = None, text: str = "", text_language: str = ""
    ) -> ResponseRow:
        """One row: an option that was chosen, or own words."""
        response, asked = self.response, self.asked
        return ResponseRow(
            response=response.id,
            inspection=self.visit.reference,
            visit_kind=self.visit.kind,
            audience=self.audience,
            questionnaire=asked.id,
            version=asked.version,
            wave=self.visit.wave,
            received_on=response.received_on,
            mode=response.mode,
            language=response.language,
            face=response.face,
            complete=True,
            late=response.late,
            question=question.id,
            stem=question.stem,
            kind=question.kind,
            paragraphs=" ".join(question.paragraphs),
            theme=question.theme,
            wording=question.text,
            value=chosen.id if chosen else "",
            label=chosen.text if chosen else "",
            # Who somebody is takes no side, even where it was asked as yes or no.
            score=chosen.score if chosen and not question.profile else None,
            text=text,
            text_language=text_language,
            wording_asked=wording_for(question, self.readers),
        )


def note_export(work: Work, person: Person, visit_id: str) -> None:
    """Write down that this person takes the visit's answers away; raises NotFound.

    To be committed before `rows` is read: reading them takes long, and nobody should wait for a lock meanwhile.
    """
    _visit(work, person, visit_id)
    entry = JournalEntry(at=work.now, by=person.email, action="export_answers", subject=visit_id)
    work.session.add(entry)


def rows(work: Work, person: Person, visit_id: str) -> Iterator[ResponseRow]:
    """Every answer of the visit, in no order of arrival; `note_export` comes first.

    Raises NotFound at once, and Refused on the way when a text cannot be opened with the keys that are here.
    """
    visit = _visit(work, person, visit_id)
    return _rows(work, visit, surveys_of(work, visit_id))


def _visit(work: Work, person: Person, visit_id: str) -> Visit:
    require(person, "export_answers", visit_id)
    visit = work.session.get(Visit, visit_id)
    if visit is None:
        raise NotFound(visit_id)
    return visit


def _rows(work: Work, visit: Visit, surveys: Sequence[Survey]) -> Iterator[ResponseRow]:
    for survey in surveys:
        for responses in _in_portions(work, survey.id):
            texts = _texts(work, visit, [response.id for response in responses])
            for response in responses:
                asked, choices = version_of(work, response.version_digest), orjson.loads(response.choices)
                of = _Of(visit, survey.audience, asked, response, choices, group_of(asked, choices))
                yield from _rows_of(of, texts.get(response.id, {}))


def _in_portions(work: Work, survey_id: str) -> Iterator[Sequence[Response]]:
    """The survey's responses by their random ids, a few hundred at a time."""
    last = ""
    while True:
        statement = select(Response).where(Response.survey_id == survey_id, Response.id > last)
        found = work.session.scalars(statement.order_by(Response.id).limit(READ_TOGETHER)).all()
        if not found:
            return
        yield found
        last = found[-1].id


def _texts(work: Work, visit: Visit, ids: Sequence[str]) -> dict[str, dict[str, tuple[str, str]]]:
    columns = FreeText.response_id, FreeText.question, FreeText.sealed, FreeText.language
    statement = select(*columns).where(FreeText.response_id.in_(ids))
    texts: dict[str, dict[str, tuple[str, str]]] = {}
    for response_id, question, sealed, language in work.session.execute(statement):
        place = text_place(visit.id, response_id, question)
        try:
            text = work.keys.open(visit.key_salt, place, sealed)
            texts.setdefault(response_id, {})[question] = text, language or ""
        except SealBroken:
            raise Refused(
                "An answer cannot be opened with the keys that are set. "
                "Check SEND_VOICES_MASTER_KEYS: every key that ever sealed answers has to be in it."
            ) from None
    return texts


def _rows_of(of: _Of, texts: Texts) -> Iterator[ResponseRow]:
    for question in of.asked.questions.values():
        if is_text(question):
            if question.id in texts:
                text, language = texts[question.id]
                yield of.row(question, text=text, text_language=language)
        elif question.id in of.choices:
            value = of.choices[question.id]
            for chosen in [value] if isinstance(value, str) else value:
                yield of.row(question, question.option(chosen) or Option(chosen, chosen))
