"""Which answers wait for a person to look at their codes, and which one comes next."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from survey_app.services.blind_answers import blind_to
from survey_app.services.codes_that_count import codes_that_count
from survey_app.services.find_answers import Scope
from survey_app.services.permissions import Person, require
from survey_app.services.work import Work
from survey_app.storage.code_decisions import CodeDecision, LookedAt
from survey_app.storage.findings import THEME, Finding
from survey_app.storage.responses import FreeText

ANY_THEME, NO_THEME = "any", "none"
Answer = tuple[str, str]
Answers = Select[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers to code; empty parts do not narrow it. `unseen`: only those that nobody has looked at.

    `theme` is a theme's id (found by the machine or by people), ANY_THEME or NO_THEME.
    """

    question: str = ""
    audience: str = ""
    theme: str = ""
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the team has come with the answers that are wanted; `mine` were looked at by this person."""

    total: int
    looked: int
    mine: int

    @property
    def left(self) -> int:
        """How many nobody has looked at."""
        return self.total - self.looked


def progress(work: Work, person: Person, scope: Scope, wanted: Wanted) -> Progress:
    """How far the team has come, whether or not only unseen answers are wanted; raises NotFound."""
    require(person, "code_answers", scope.visit_id)
    everything = _wanted(person, scope, replace(wanted, unseen=False))
    looked, mine = case((_looked(), 1), else_=0), case((_looked(person.id), 1), else_=0)
    counted = everything.with_only_columns(func.count(), func.sum(looked), func.sum(mine))
    total, by_team, by_person = work.session.execute(counted).one()
    return Progress(total, by_team or 0, by_person or 0)


def resume(work: Work, person: Person, scope: Scope, wanted: Wanted) -> Answer | None:
    """The first answer that nobody has looked at, from where this person left off; None when there is none."""
    require(person, "code_answers", scope.visit_id)
    last = (
        select(LookedAt.response_id, LookedAt.question)
        .where(LookedAt.coder == person.id, LookedAt.survey_id.in_(scope.surveys))
        .order_by(LookedAt.number.desc())
        .limit(1)
    )
    row = work.session.execute(last).first()
    # Those who begin at the same time begin at different places: ids are random, and so is this.
    here = (row[0], row[1]) if row else (hashlib.sha256(person.id.encode()).hexdigest()[:32], "")
    return _after(work, _wanted(person, scope, wanted).where(~_looked()), here)


def following(work: Work, person: Person, scope: Scope, wanted: Wanted, here: Answer) -> Answer | None:
    """The answer after this one, from the beginning again after the last; None when there is no other."""
    require(person, "code_answers", scope.visit_id)
    found = _after(work, _answers(person, scope, wanted), here)
    return None if found == here else found


def preceding(work: Work, person: Person, scope: Scope, wanted: Wanted, here: Answer) -> Answer | None:
    """The answer before this one; None before the first."""
    require(person, "code_answers", scope.visit_id)
    before = _answers(person, scope, wanted).where(_beyond(here, forward=False))
    ordered = before.order_by(FreeText.response_id.desc(), FreeText.question.desc())
    row = work.session.execute(ordered.limit(1)).first()
    return (row[0], row[1]) if row else None


def _after(work: Work, answers: Answers, here: Answer) -> Answer | None:
    ordered = answers.order_by(FreeText.response_id, FreeText.question).limit(1)
    row = work.session.execute(ordered.where(_beyond(here))).first() or work.session.execute(ordered).first()
    return (row[0], row[1]) if row else None


def _beyond(here: Answer, forward: bool = True) -> ColumnElement[bool]:
    response, question = here
    if forward:
        later = and_(FreeText.response_id == response, FreeText.question > question)
        return or_(FreeText.response_id > response, later)
    earlier = and_(FreeText.response_id == response, FreeText.question < question)
    return or_(FreeText.response_id < response, earlier)


def _answers(person: Person, scope: Scope, wanted: Wanted) -> Answers:
    statement = _wanted(person, scope, wanted)
    return statement.where(~_looked()) if wanted.unseen else statement


def _wanted(person: Person, scope: Scope, wanted: Wanted) -> Answers:
    surveys = list(scope.narrowed(wanted.audience).surveys)
    statement = select(FreeText.response_id, FreeText.question).where(
        FreeText.survey_id.in_(surveys), ~blind_to(person.id)
    )
    if wanted.question:
        statement = statement.where(FreeText.question == wanted.question)
    if not wanted.theme:
        return statement
    coded = _coded(surveys, wanted.theme)
    return statement.where(~coded if wanted.theme == NO_THEME else coded)


def _coded(surveys: Collection[str], theme: str) -> ColumnElement[bool]:
    """True of an answer that has the theme, or had it before somebody decided otherwise."""
    if theme in (ANY_THEME, NO_THEME):
        codes = codes_that_count(surveys).c
        counted = select(codes.response_id).where(
            codes.response_id == FreeText.response_id, codes.question == FreeText.question
        )
        return counted.correlate(FreeText).exists()
    found = exists().where(
        Finding.response_id == FreeText.response_id,
        Finding.question == FreeText.question,
        Finding.sort == THEME,
        Finding.label == theme,
    )
    said = exists().where(
        CodeDecision.response_id == FreeText.response_id,
        CodeDecision.question == FreeText.question,
        CodeDecision.theme == theme,
    )
    return or_(found, said)


def _looked(coder: str = "") -> ColumnElement[bool]:
    """True of an answer that somebody (or this person) has looked through."""
    here = and_(LookedAt.response_id == FreeText.response_id, LookedAt.question == FreeText.question)
    return exists().where(here, LookedAt.coder == coder) if coder else exists().where(here)
