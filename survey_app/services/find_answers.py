"""Which answers somebody wants to read, as a question to the database. No text is opened for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, not_, or_, select
from sqlalchemy.dialects.postgresql import JSON

from analysis.people import NOT_SAID
from analysis.safeguarding.categories import CATEGORIES
from questionnaires.kinds import is_text
from questionnaires.model import Question, Questionnaire
from survey_app.services.blind_answers import blind_code
from survey_app.services.codes_that_count import codes_that_count
from survey_app.services.count_themes import SIDES_OF, praise_and_blame
from survey_app.services.safeguard import LEVELS
from survey_app.services.work import Work
from survey_app.storage.findings import SAFEGUARDING, Finding
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.surveys import Survey

STANCES: Mapping[str, str] = {
    "positive": "Praise",
    "negative": "Criticism",
    "mixed": "Praise and criticism",
    "neutral": "Neither",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty parts do not narrow it.

    theme, stance    people who wrote about the theme, each under one stance as on the results page
    category, level  answers with such a safeguarding flag
    question         answered it (in own words or by choosing); `values` only those who chose one of these
    unanswered       turns `question` round: those who did not answer it
    everyone         also people who wrote nothing in their own words
    about            who somebody is: each (question, option) was chosen, as in age_band and age_16_17; NOT_SAID in
                     place of an option: was asked and chose none
    but              who somebody is not: was asked each question and did not choose the option (or any)
    mode, language, face   how they answered: online or on paper, in which language, in standard or easy read
    """

    audience: str = ""
    theme: str = ""
    stance: str = ""
    category: str = ""
    level: int = 0
    question: str = ""
    values: tuple[str, ...] = ()
    unanswered: bool = False
    everyone: bool = False
    about: tuple[tuple[str, str], ...] = ()
    but: tuple[tuple[str, str], ...] = ()
    mode: str = ""
    language: str = ""
    face: str = ""

    @property
    def anything(self) -> bool:
        """True when it narrows what is shown."""
        return self != Wanted(everyone=self.everyone)

    @property
    def flagged(self) -> bool:
        """True when it asks for safeguarding flags."""
        return bool(self.category or self.level)


@dataclass(frozen=True)
class Scope:
    """Where to look: the visit, its surveys (id to audience) and every question that they asked or ask.

    `questions` holds for each question's id what each audience was asked under it, `own_themes` what the visit's
    own themes are called, `blind` the answers (response, question) of which the `reader` (an id) must not see the
    themes: they are not found by a theme either.
    """

    visit_id: str
    key_salt: bytes
    surveys: Mapping[str, str]
    questions: Mapping[str, Mapping[str, Question]] = field(default_factory=dict)
    own_themes: Mapping[str, str] = field(default_factory=dict)
    blind: frozenset[tuple[str, str]] = frozenset()
    reader: str = ""

    def question(self, question_id: str, audience: str = "") -> Question | None:
        """A question as this audience (or the first that has it) was asked."""
        asked = self.questions.get(question_id, {})
        return asked.get(audience) or next(iter(asked.values()), None)

    def narrowed(self, audience: str) -> Scope:
        """The same place with one audience's survey only; all of them when no audience is named."""
        if not audience:
            return self
        return replace(self, surveys={i: name for i, name in self.surveys.items() if name == audience})


def scope_of(
    visit_id: str, key_salt: bytes, surveys: Sequence[Survey], wordings: Iterable[Questionnaire]
) -> Scope:
    """The scope of a visit, with the questions of every wording that was asked there."""
    audiences = {survey.id: survey.audience for survey in surveys}
    return Scope(visit_id, key_salt, audiences, _questions(wordings, list(audiences.values())))


def matching(work: Work, scope: Scope, wanted: Wanted) -> Select[str] | None:
    """The ids of the responses that fit; None when nothing can, such as for a theme that nobody knows."""
    if not possible(scope, wanted):
        return None
    within = scope.narrowed(wanted.audience)
    surveys = list(within.surveys)
    statement = select(Response.id).where(Response.survey_id.in_(surveys), *_people(work, within, wanted))
    if wanted.question:
        statement = statement.where(_answered(work, within, wanted))
    if wanted.theme or wanted.stance:
        statement = statement.where(Response.id.in_(_wrote_about(within, wanted)))
    if wanted.flagged:
        statement = statement.where(Response.id.in_(flagged_in(surveys, wanted)))
    return statement if wanted.everyone else statement.where(Response.id.in_(wrote(surveys)))


def wrote(surveys: Collection[str], question: str = "") -> Select[str]:
    """The ids of responses with own words, anywhere or in answer to one question."""
    statement = select(FreeText.response_id).where(FreeText.survey_id.in_(surveys))
    return statement.where(FreeText.question == question) if question else statement


def possible(scope: Scope, wanted: Wanted) -> bool:
    """False where a part of an address was made up; what passes here is safe to build a question from."""
    return (
        (not wanted.audience or wanted.audience in scope.surveys.values())
        and (not wanted.question or wanted.question in scope.questions)
        and (not wanted.stance or wanted.stance in STANCES)
        and (not wanted.category or wanted.category in CATEGORIES)
        and (not wanted.level or wanted.level in LEVELS)
        and all(question in scope.questions for question, _ in (*wanted.about, *wanted.but))
    )


def _people(work: Work, scope: Scope, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """Who somebody is and is not, and how they answered."""
    for question, option in wanted.about:
        chosen = _chosen(work, question)
        yield _asked(scope, question, chosen.is_(None)) if option == NOT_SAID else _chose(chosen, option)
    for question, option in wanted.but:
        chosen = _chosen(work, question)
        other = chosen.is_not(None) if option == NOT_SAID else or_(chosen.is_(None), ~_chose(chosen, option))
        yield _asked(scope, question, other)
    told = ((Response.mode, wanted.mode), (Response.language, wanted.language), (Response.face, wanted.face))
    yield from (column == value for column, value in told if value)


def _asked(scope: Scope, question: str, said: ColumnElement[bool]) -> ColumnElement[bool]:
    """Was asked the closed question, and said so: who was never asked has not kept silent about it."""
    asked = scope.questions[question]
    surveys = [i for i, name in scope.surveys.items() if name in asked and not is_text(asked[name])]
    return and_(Response.survey_id.in_(surveys), said)


def _wrote_about(scope: Scope, wanted: Wanted) -> Select[str]:
    """Those who wrote about the theme (any theme when none is named), with the stance that they count under."""
    counted = codes_that_count(list(scope.surveys))
    codes = counted.c
    statement = select(codes.response_id)
    if scope.blind:
        statement = statement.where(~blind_code(scope.reader, counted))
    if wanted.theme:
        statement = statement.where(codes.theme == wanted.theme)
    if not wanted.stance:
        return statement
    praised, blamed = praise_and_blame(codes.stance)
    praise, blame = SIDES_OF[wanted.stance]
    return statement.group_by(codes.theme, codes.response_id).having(praised == praise, blamed == blame)


def flagged_in(surveys: Collection[str], wanted: Wanted) -> Select[str]:
    """The ids of responses with such a safeguarding flag."""
    statement = select(Finding.response_id).where(
        Finding.survey_id.in_(surveys), Finding.sort == SAFEGUARDING
    )
    if wanted.category:
        statement = statement.where(Finding.label == wanted.category)
    return statement.where(Finding.level == wanted.level) if wanted.level else statement


def _answered(work: Work, scope: Scope, wanted: Wanted) -> ColumnElement[bool]:
    """Answered the question in own words, or chose (one of `values`); turned round for `unanswered`."""
    kinds = {is_text(question) for question in scope.questions[wanted.question].values()}
    ways: list[ColumnElement[bool]] = []
    if True in kinds:
        ways.append(Response.id.in_(wrote(scope.surveys, wanted.question)))
    if False in kinds:
        chosen = _chosen(work, wanted.question)
        ways.append(
            or_(*(_chose(chosen, value) for value in wanted.values)) if wanted.values else chosen.is_not(None)
        )
    return not_(or_(*ways)) if wanted.unanswered else or_(*ways)


def _chosen(work: Work, question: str) -> ColumnElement[str]:
    """What was chosen for a question: an option's id, or a list of ids as compact JSON; NULL when skipped."""
    if work.session.get_bind().dialect.name == "sqlite":
        return func.json_extract(Response.choices, f'$."{question}"', type_=String())
    in_postgres: ColumnElement[str] = cast(Response.choices, JSON)[question].astext
    return in_postgres


def _chose(chosen: ColumnElement[str], value: str) -> ColumnElement[bool]:
    return or_(chosen == value, chosen.contains(f'"{value}"', autoescape=True))


def _questions(wordings: Iterable[Questionnaire], audiences: Sequence[str]) -> dict[str, dict[str, Question]]:
    found: dict[str, dict[str, Question]] = {}
    for wording in sorted(wordings, key=lambda one: (audiences.index(one.audience), one.version)):
        for question in wording.questions.values():
            found.setdefault(question.id, {})[wording.audience] = question
    return found
