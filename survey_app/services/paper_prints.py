"""Printing a questionnaire: so many numbered forms in one face, language and size, and how many of them came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from accessibility.easy_read import faces_offered
from accessibility.languages import ENGLISH, LANGUAGES
from accessibility.preferences import EASY_READ, EASY_READ_PICTURES, STANDARD
from questionnaires.model import Face, Questionnaire
from survey_app.calendar.states import VisitState
from survey_app.paper.paper_words import paper_words
from survey_app.services.catalogues import REVIEWED
from survey_app.services.distribute import add_channel, surveys_of
from survey_app.services.errors import NotFound, Refused
from survey_app.services.languages import drafts_allowed
from survey_app.services.open_and_close import find_visit, state_of
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.work import Work
from survey_app.storage.channels import Channel
from survey_app.storage.journal import JournalEntry
from survey_app.storage.paper import PaperPrint
from survey_app.storage.surveys import Survey

# What a reader may choose on paper: a video cannot be printed.
FACES: Mapping[str, str] = {
    STANDARD: "All the words",
    EASY_READ: "Easy words",
    EASY_READ_PICTURES: "Easy words and pictures",
}
# In points. 18 is large print, 24 giant print, as advice for partially sighted readers names them.
SIZES: Mapping[int, str] = {14: "14 point", 18: "18 point: large print", 24: "24 point: giant print"}
MOST_FORMS = 100
CHANNEL, CHANNEL_NAME = "paper", "Paper questionnaires"
# Nobody fills in a form of a visit that will not happen, or that is put away.
NO_PAPER = frozenset({VisitState.ABANDONED, VisitState.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed."""

    survey_id: str
    face: str
    language: str
    size: int
    forms: int


@dataclass(frozen=True, slots=True)
class PrintCard:
    """One printing as a list shows it. How much of it came back is for those who type: it would move with each form."""

    code: str
    audience: str
    face: str
    language: str
    size: int
    forms: int
    made_on: date


def order_print(work: Work, person: Person, visit_id: str, order: Order) -> str:
    """Make a printing ready and give its code; raises Refused with what cannot be printed, NotFound."""
    require(person, "print_paper", visit_id)
    visit = find_visit(work, person, visit_id)
    if state_of(work, visit) in NO_PAPER:
        raise Refused("This visit takes no more answers, so there is nothing to print.")
    survey = work.session.get(Survey, order.survey_id)
    if survey is None or survey.visit_id != visit_id:
        raise Refused("Choose one of the surveys of this visit.")
    _check(order, version_of(work, survey.version_digest), drafts_allowed(visit.draft_languages))
    made = PaperPrint(
        survey_id=survey.id,
        version_digest=survey.version_digest,
        face=order.face,
        language=order.language,
        size=order.size,
        forms=order.forms,
        channel_code=_channel(work, survey.id).code,
        made_by=person.email,
        made_on=work.today,
    )
    work.session.add(made)
    work.session.flush()
    detail = f"{order.forms} forms, {order.face}, {order.language}, {order.size} point"
    work.session.add(
        JournalEntry(at=work.now, by=person.email, action="print_paper", subject=made.code, detail=detail)
    )
    return made.code


def prints_of(work: Work, person: Person, visit_id: str) -> tuple[PrintCard, ...]:
    """Every printing of a visit, the newest first; raises NotFound."""
    require(person, "print_paper", visit_id)
    statement = (
        select(PaperPrint, Survey.audience)
        .join(Survey, Survey.id == PaperPrint.survey_id)
        .where(Survey.visit_id == visit_id)
        .order_by(PaperPrint.made_on.desc(), PaperPrint.code)
    )
    return tuple(
        PrintCard(one.code, audience, one.face, one.language, one.size, one.forms, one.made_on)
        for one, audience in work.session.execute(statement)
    )


def find_print(work: Work, person: Person, visit_id: str, code: str) -> tuple[PaperPrint, Survey]:
    """A printing of this visit and its survey; raises NotFound."""
    require(person, "print_paper", visit_id)
    found = work.session.get(PaperPrint, code)
    survey = work.session.get(Survey, found.survey_id) if found else None
    if found is None or survey is None or survey.visit_id != visit_id:
        raise NotFound(code)
    return found, survey


def languages_printed(questionnaire: Questionnaire, allowed: frozenset[str]) -> tuple[str, ...]:
    """The codes of the languages that a questionnaire can be printed in: checked ones, and drafts that are allowed."""
    there = (
        code
        for code, face in questionnaire.faces.items()
        if code in LANGUAGES and (code in allowed or _is_reviewed(face, code))
    )
    return (ENGLISH.code, *there)


def _is_reviewed(face: Face, code: str) -> bool:
    """A person has checked both the questions and what paper says around them."""
    return face.review == REVIEWED and paper_words(code).review == REVIEWED


def choices_on_paper(work: Work, person: Person, visit_id: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Each survey's id with its audience and the languages it can be printed in."""
    require(person, "print_paper", visit_id)
    allowed = drafts_allowed(find_visit(work, person, visit_id).draft_languages)
    return {
        survey.id: (survey.audience, languages_printed(version_of(work, survey.version_digest), allowed))
        for survey in surveys_of(work, visit_id)
    }


def _check(order: Order, questionnaire: Questionnaire, allowed: frozenset[str]) -> None:
    if order.face not in FACES or order.face not in faces_offered(questionnaire):
        raise Refused("This survey has no easy words. Choose “All the words”.")
    if order.language not in languages_printed(questionnaire, allowed):
        raise Refused("This survey is not offered in that language. Choose another language.")
    if order.face == EASY_READ and order.language != ENGLISH.code:
        raise Refused("Easy words are in English only. Choose “All the words” or “Easy words and pictures”.")
    if order.size not in SIZES:
        raise Refused("Choose the size of the print from the list.")
    if not 1 <= order.forms <= MOST_FORMS:
        raise Refused(f"Print 1 to {MOST_FORMS} forms at a time.")


def _channel(work: Work, survey_id: str) -> Channel:
    """The channel by which paper is counted, made when the first form is printed."""
    statement = select(Channel).where(Channel.survey_id == survey_id, Channel.kind == CHANNEL)
    known = work.session.scalars(statement.where(Channel.name == CHANNEL_NAME)).first()
    return known or add_channel(work, survey_id, CHANNEL, CHANNEL_NAME)
