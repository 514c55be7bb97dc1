"""Making one answer fit to be shown outside the team: a person chooses which words are replaced, never a machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from analysis.redaction_hints import KINDS, Hint, everywhere, hints, replaced
from survey_app.services.errors import NotFound, Refused
from survey_app.services.find_answers import Scope
from survey_app.services.inspect import is_national
from survey_app.services.permissions import Person, require
from survey_app.services.read_answers import read_responses, scope_for, whole_response
from survey_app.services.receive_answers import text_place
from survey_app.services.work import Work
from survey_app.storage.areas import Area
from survey_app.storage.journal import JournalEntry
from survey_app.storage.reading import AnswerMark, Redaction
from survey_app.storage.responses import FreeText
from survey_app.storage.sealing import SealBroken
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

NOT_OPENED = "This answer cannot be opened with the keys of this site. Tell the administrator."
NOT_THERE = "“{words}” is not in the answer. Copy the words exactly as they stand there."
AREA_THERE = "The name of the area is still in it. No finding of a thematic visit may say which area it was."
_FIT = select(Redaction.response_id, Redaction.question)
_Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """The words as they may be shown, and who made them so."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ToRedact:
    """One answer with hints; `kept` is how somebody made it fit before, if anybody did."""

    response_id: str
    question: str
    audience: str
    wording: str
    language: str
    paragraph: str
    text: str
    hints: tuple[Hint, ...]
    kept: Kept | None = None


def answer_to_redact(work: Work, person: Person, visit_id: str, response_id: str, question: str) -> ToRedact:
    """One answer of the visit; raises NotFound, and Refused when no key here opens it."""
    require(person, "redact_answers", visit_id)
    told = whole_response(work, visit_id, response_id)
    answer = next((one for one in told.texts if one.question == question), None)
    if answer is None:
        raise NotFound(question)
    if answer.text is None:
        raise Refused(NOT_OPENED)
    visit, area = _visit(work, visit_id)
    scope = scope_for(work, visit_id)
    return ToRedact(
        response_id=response_id,
        question=question,
        audience=told.audience,
        wording=answer.wording,
        language=answer.language,
        paragraph=_paragraph(scope, question, told.audience),
        text=answer.text,
        hints=hints(answer.text, [area]),
        kept=_kept(work, visit, work.session.get(Redaction, (response_id, question))),
    )


def chosen(answer: ToRedact, spans: Iterable[str], typed: Iterable[tuple[str, str]]) -> tuple[Hint, ...]:
    """What a form asks to replace: hints as "start-end-kind", and words with their kind. Raises Refused."""
    ticked = {_as_span(hint): hint for hint in answer.hints}
    found = [ticked[span] for span in spans if span in ticked]
    for words, kind in typed:
        if not words.strip():
            continue
        places = everywhere(answer.text, words, kind if kind in KINDS else "other")
        if not places:
            raise Refused(NOT_THERE.format(words=words.strip()))
        found += places
    return tuple(found)


def keep(
    work: Work, person: Person, visit_id: str, response_id: str, question: str, hidden: Sequence[Hint]
) -> None:
    """Keep the answer without the chosen words as what may be shown; raises NotFound or Refused."""
    answer = answer_to_redact(work, person, visit_id, response_id, question)
    visit, area = _visit(work, visit_id)
    text = replaced(answer.text, hidden)
    if is_national(visit.kind) and everywhere(text, area, "place"):
        raise Refused(AREA_THERE)
    place = FreeText.response_id == response_id, FreeText.question == question
    held = work.session.scalars(select(FreeText).where(*place).with_for_update()).one()
    work.session.merge(
        Redaction(
            response_id=response_id,
            question=question,
            survey_id=held.survey_id,
            sealed=work.keys.seal(visit.key_salt, _seal_place(visit_id, response_id, question), text),
            by=person.email,
            at=work.now,
        )
    )
    _note(work, person, visit_id, "kept words that may be shown")


def take_back(work: Work, person: Person, visit_id: str, response_id: str, question: str) -> None:
    """These words may not be shown any more; raises NotFound."""
    answer_to_redact(work, person, visit_id, response_id, question)
    row = work.session.get(Redaction, (response_id, question))
    if row is not None:
        work.session.delete(row)
        _note(work, person, visit_id, "took back words that could be shown")


def fit_to_show(work: Work, person: Person, visit_id: str) -> tuple[ToRedact, ...]:
    """Every answer of the visit that somebody made fit, by audience and question; raises NotFound."""
    require(person, "redact_answers", visit_id)
    statement = select(Redaction).join(Survey, Survey.id == Redaction.survey_id)
    rows = work.session.scalars(statement.where(Survey.visit_id == visit_id))
    return _opened(work, visit_id, {(row.response_id, row.question): row for row in rows})


def marked(work: Work, person: Person, visit_id: str) -> tuple[ToRedact, ...]:
    """The answers in which the team marked words and which nobody made fit yet; raises NotFound."""
    require(person, "redact_answers", visit_id)
    statement = select(AnswerMark).join(Survey, Survey.id == AnswerMark.survey_id)
    rows = work.session.scalars(statement.where(Survey.visit_id == visit_id))
    places = dict.fromkeys((row.response_id, row.question) for row in rows)
    fit = {(row.response_id, row.question) for row in work.session.execute(_FIT)}
    return _opened(work, visit_id, {place: None for place in places if place not in fit})


def _opened(work: Work, visit_id: str, places: Mapping[_Place, Redaction | None]) -> tuple[ToRedact, ...]:
    """These answers, those left out that cannot be opened, in an order that says nothing of who sent what when."""
    visit, _ = _visit(work, visit_id)
    scope = scope_for(work, visit_id)
    found = []
    for told in read_responses(work, scope, sorted({response for response, _ in places})):
        for one in told.texts:
            place = (told.response_id, one.question)
            if place not in places or one.text is None:
                continue
            kept = _kept(work, visit, places[place])
            paragraph = _paragraph(scope, one.question, told.audience)
            found.append(
                ToRedact(*place, told.audience, one.wording, one.language, paragraph, one.text, (), kept)
            )
    return tuple(sorted(found, key=lambda one: (one.audience, one.question, one.response_id)))


def _visit(work: Work, visit_id: str) -> tuple[Visit, str]:
    """The visit and what its area is called."""
    visit = work.session.get_one(Visit, visit_id)
    return visit, work.session.get_one(Area, visit.area_id).name


def _paragraph(scope: Scope, question: str, audience: str) -> str:
    asked = scope.question(question, audience)
    return min(asked.paragraphs, key=lambda name: (len(name), name), default="") if asked else ""


def _kept(work: Work, visit: Visit, row: Redaction | None) -> Kept | None:
    if row is None:
        return None
    try:
        place = _seal_place(visit.id, row.response_id, row.question)
        return Kept(work.keys.open(visit.key_salt, place, row.sealed), row.by, row.at)
    except SealBroken:
        return None


def _seal_place(visit_id: str, response_id: str, question: str) -> str:
    return f"{text_place(visit_id, response_id, question)}/fit to show"


def _as_span(hint: Hint) -> str:
    return f"{hint.start}-{hint.end}-{hint.kind}"


def _note(work: Work, person: Person, visit_id: str, detail: str) -> None:
    entry = JournalEntry(
        at=work.now, by=person.email, action="redact_answers", subject=visit_id, detail=detail
    )
    work.session.add(entry)
