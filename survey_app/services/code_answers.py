"""A person decides about a theme in an answer. Each decision is a row of its own and is never written over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from survey_app.services.blind_answers import is_blind
from survey_app.services.errors import NotFound, Refused
from survey_app.services.find_answers import STANCES
from survey_app.services.permissions import Person, require
from survey_app.services.receive_answers import text_place
from survey_app.services.settle_codes import NOTHING, Decided, Verdict, standing
from survey_app.services.visit_themes import every_label
from survey_app.services.words_in_text import find_words
from survey_app.services.work import Work
from survey_app.storage.code_decisions import CodeDecision, LookedAt, SettledCode
from survey_app.storage.findings import THEME, Finding
from survey_app.storage.responses import FreeText
from survey_app.storage.sealing import SealBroken
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

NOT_THERE = "This code is not there any more. Reload the page to see the codes as they are now."
CODING_BLIND = (
    "You are coding this answer without seeing other people’s codes. "
    "It opens here when everybody who codes that sample has finished."
)


@dataclass(frozen=True, slots=True)
class Place:
    """Words of one answer (code points from `start` to before `end`) under which the theme `found` stands."""

    start: int
    end: int
    found: str


def decide(
    work: Work,
    person: Person,
    visit_id: str,
    response_id: str,
    question: str,
    place: Place,
    verdict: Verdict,
) -> None:
    """Accept, reject or recode what stands at a place; raises NotFound or Refused."""
    require(person, "code_answers", visit_id)
    answer = answer_to_code(work, person, visit_id, response_id, question)
    check_verdict(work, visit_id, verdict)
    finding = _finding_at(work, answer, place)
    before = _decisions_at(work, answer, place)
    if finding is None and not before:
        raise Refused(NOT_THERE)
    version = finding.version if finding else before[-1].version
    record(work, person, answer, place, verdict, version, person.may("settle_codes", visit_id))


def accept(work: Work, person: Person, visit_id: str, response_id: str, question: str, place: Place) -> None:
    """Say that the code is right as the machine (or whoever gave it first) found it; raises NotFound or Refused."""
    require(person, "code_answers", visit_id)
    answer = answer_to_code(work, person, visit_id, response_id, question)
    finding = _finding_at(work, answer, place)
    before = [one for one in _decisions_at(work, answer, place) if one.theme]
    if finding is None and not before:
        raise Refused(NOT_THERE)
    right = Verdict(finding.label, finding.stance) if finding else Verdict(before[0].theme, before[0].stance)
    decide(work, person, visit_id, response_id, question, place, right)


def reject(work: Work, person: Person, visit_id: str, response_id: str, question: str, place: Place) -> None:
    """Say that the words do not speak of the theme; raises NotFound or Refused."""
    decide(work, person, visit_id, response_id, question, place, NOTHING)


def add(
    work: Work,
    person: Person,
    visit_id: str,
    response_id: str,
    question: str,
    words: str,
    verdict: Verdict,
    start: int | None = None,
) -> Place:
    """Code words that nobody has coded; no words mean the whole answer. Raises NotFound or Refused.

    `start` says which of several equal places is meant; without it the first one is.
    """
    require(person, "code_answers", visit_id)
    answer = answer_to_code(work, person, visit_id, response_id, question)
    if verdict == NOTHING:
        raise Refused("Choose a theme.")
    check_verdict(work, visit_id, verdict)
    begin, end = find_words(open_text(work, visit_id, answer), words, start)
    place = Place(begin, end, verdict.theme)
    record(work, person, answer, place, verdict, "", person.may("settle_codes", visit_id))
    return place


def look_through(work: Work, person: Person, visit_id: str, response_id: str, question: str) -> None:
    """Say that this person has looked through the codes of an answer; raises NotFound."""
    require(person, "code_answers", visit_id)
    answer = answer_to_code(work, person, visit_id, response_id, question)
    work.session.add(
        LookedAt(
            survey_id=answer.survey_id,
            response_id=response_id,
            question=question,
            coder=person.id,
            at=work.now,
        )
    )


def answer_to_code(work: Work, person: Person, visit_id: str, response_id: str, question: str) -> FreeText:
    """An answer of the visit, held until the transaction ends, so that decisions come one after another.

    Raises NotFound, and Refused while this person codes it blind.
    """
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
    if is_blind(work, person.id, response_id, question):
        raise Refused(CODING_BLIND)
    return answer


def open_text(work: Work, visit_id: str, answer: FreeText) -> str:
    """The words of an answer; raises Refused when no key here opens them."""
    visit = work.session.get_one(Visit, visit_id)
    place = text_place(visit_id, answer.response_id, answer.question)
    try:
        return work.keys.open(visit.key_salt, place, answer.sealed)
    except SealBroken:
        raise Refused(
            "This answer cannot be opened with the keys of this site. Tell the administrator."
        ) from None


def check_verdict(work: Work, visit_id: str, verdict: Verdict) -> None:
    """Raises Refused for a theme or a stance that nobody knows."""
    if verdict == NOTHING:
        return
    if verdict.theme not in every_label(work, visit_id):
        raise Refused("Choose a theme from the list.")
    if verdict.stance not in STANCES:
        raise Refused("Choose whether it is praise, criticism, both or neither.")


def record(
    work: Work,
    person: Person,
    answer: FreeText,
    place: Place,
    verdict: Verdict,
    version: str,
    may_settle: bool = False,
) -> None:
    """Add one decision to an answer that is held, and write down anew where the place stands."""
    key = (answer.response_id, answer.question, place.start, place.end, place.found)
    stood = work.session.get(SettledCode, key, populate_existing=True)
    decision = CodeDecision(
        survey_id=answer.survey_id,
        response_id=answer.response_id,
        question=answer.question,
        coder=person.id,
        at=work.now,
        start=place.start,
        end=place.end,
        found=place.found,
        theme=verdict.theme,
        stance=verdict.stance,
        version=version,
        settles=may_settle and stood is not None and stood.disputed,
    )
    work.session.add(decision)
    work.session.flush()
    now = standing([as_decided(one) for one in _decisions_at(work, answer, place)])
    if stood is None:
        stood = SettledCode(
            response_id=answer.response_id,
            question=answer.question,
            start=place.start,
            end=place.end,
            found=place.found,
            survey_id=answer.survey_id,
        )
        work.session.add(stood)
    stood.theme, stood.stance, stood.disputed = now.verdict.theme, now.verdict.stance, now.disputed
    work.session.flush()


def as_decided(row: CodeDecision) -> Decided:
    """A row as the rules of settling read it."""
    return Decided(row.coder, Verdict(row.theme, row.stance), row.settles)


def _finding_at(work: Work, answer: FreeText, place: Place) -> Finding | None:
    statement = select(Finding).where(
        Finding.response_id == answer.response_id,
        Finding.question == answer.question,
        Finding.sort == THEME,
        Finding.label == place.found,
        Finding.start == place.start,
        Finding.end == place.end,
    )
    return work.session.scalars(statement.order_by(Finding.coder.desc())).first()


def _decisions_at(work: Work, answer: FreeText, place: Place) -> Sequence[CodeDecision]:
    statement = select(CodeDecision).where(
        CodeDecision.response_id == answer.response_id,
        CodeDecision.question == answer.question,
        CodeDecision.start == place.start,
        CodeDecision.end == place.end,
        CodeDecision.found == place.found,
    )
    return work.session.scalars(statement.order_by(CodeDecision.number)).all()
