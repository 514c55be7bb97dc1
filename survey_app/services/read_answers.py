"""Reading what people wrote: a page of responses at a time, opened for it, with the matched words marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import orjson
from sqlalchemy import Row, Select, false, func, select

from questionnaires.kinds import in_words, is_text
from questionnaires.model import Questionnaire
from survey_app.services.blind_answers import blind_places
from survey_app.services.codes_that_count import with_decisions
from survey_app.services.distribute import surveys_of
from survey_app.services.errors import NotFound
from survey_app.services.find_answers import Scope, Wanted, matching, scope_of, wrote
from survey_app.services.find_people import find_people
from survey_app.services.inspect import stamp_of
from survey_app.services.kept import Kept
from survey_app.services.mark_words import Mark, Piece, marks_of, pieces_of
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.receive_answers import text_place
from survey_app.services.visit_themes import own_labels
from survey_app.services.wording_asked import Choices, group_of, wording_for, wording_of
from survey_app.services.work import Work
from survey_app.storage.code_decisions import SettledCode
from survey_app.storage.findings import SAFEGUARDING, Finding
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sealing import SealBroken
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

ON_A_PAGE = 25

_asked: Kept[tuple[Questionnaire, ...]] = Kept()


@dataclass(frozen=True, slots=True)
class OwnWords:
    """One answer in somebody's own words. `text` is None when its seal is broken or its key is not here.

    `language` is the code of the language it seems to be in; empty where nobody can tell. `blind` when its themes
    are kept from the reader, who codes it without seeing them.
    """

    question: str
    wording: str
    text: str | None
    marks: tuple[Mark, ...] = ()
    pieces: tuple[Piece, ...] = ()
    language: str = ""
    blind: bool = False

    @property
    def themes(self) -> tuple[Mark, ...]:
        """The marks that are themes."""
        return tuple(mark for mark in self.marks if not mark.is_flag)

    @property
    def flags(self) -> tuple[Mark, ...]:
        """The marks that are safeguarding flags."""
        return tuple(mark for mark in self.marks if mark.is_flag)


@dataclass(frozen=True, slots=True)
class Ticked:
    """A closed question and the words of what was chosen."""

    question: str
    wording: str
    chosen: tuple[str, ...]
    profile: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that one person sent. `more` is how many of their texts are left out where it is shown."""

    response_id: str
    audience: str
    received_on: date
    mode: str
    face: str
    ticked: tuple[Ticked, ...]
    texts: tuple[OwnWords, ...]
    more: int = 0

    @property
    def profile(self) -> tuple[Ticked, ...]:
        """What they said about themselves or their child."""
        return tuple(one for one in self.ticked if one.profile)


@dataclass(frozen=True)
class AnswersPage:
    """One page of what was found. `people` counts all who fit, `wrote` those of them with own words."""

    scope: Scope
    wanted: Wanted
    told: tuple[Told, ...]
    people: int
    wrote: int
    number: int
    last: int


def answers_page(work: Work, person: Person, visit_id: str, wanted: Wanted, number: int = 1) -> AnswersPage:
    """A page of the people who fit, newest day first and within a day in no order; raises NotFound."""
    require(person, "read_answers", visit_id)
    scope = scope_for(work, visit_id, person)
    found = find_people(work, scope, wanted) or _InDatabase(work, scope, wanted)
    people = found.people
    last = max(1, -(-people // ON_A_PAGE))
    number = min(max(1, number), last)
    chosen = found.page((number - 1) * ON_A_PAGE, ON_A_PAGE)
    told = tuple(_only_wanted(one, wanted) for one in read_responses(work, scope, chosen))
    return AnswersPage(scope, wanted, told, people, found.wrote, number, last)


class _InDatabase:
    """The people who fit, asked of the database: for a process that would first have to read too many of them."""

    def __init__(self, work: Work, scope: Scope, wanted: Wanted) -> None:
        self._work, self._surveys = work, scope.surveys
        ids = matching(work, scope, wanted)
        self._ids = select(Response.id).where(false()) if ids is None else ids

    @cached_property
    def people(self) -> int:
        return _how_many(self._work, self._ids)

    @property
    def wrote(self) -> int:
        return _how_many(self._work, self._ids.where(Response.id.in_(wrote(self._surveys))))

    def page(self, first: int, how_many: int) -> Sequence[str]:
        there = self._ids.order_by(Response.received_on.desc(), Response.id)
        return self._work.session.scalars(there.limit(how_many).offset(first)).all()


def one_response(work: Work, person: Person, visit_id: str, response_id: str) -> Told:
    """Everything that one person sent; raises NotFound, also for a response of another visit."""
    require(person, "read_answers", visit_id)
    return whole_response(work, visit_id, response_id, person)


def whole_response(work: Work, visit_id: str, response_id: str, person: Person | None = None) -> Told:
    """The same for a caller that has asked for permission itself; `person` is who reads the themes."""
    found = read_responses(work, scope_for(work, visit_id, person), [response_id])
    if not found:
        raise NotFound(response_id)
    return found[0]


def scope_for(work: Work, visit_id: str, person: Person | None = None) -> Scope:
    """The scope of a visit that exists, for somebody who reads there; raises NotFound."""
    visit = work.session.get(Visit, visit_id)
    if visit is None:
        raise NotFound(visit_id)
    surveys = surveys_of(work, visit.id)
    asked = _asked.get(visit_id, stamp_of(work, surveys), lambda: _wordings(work, surveys))
    reader = person.id if person else ""
    blind = blind_places(work, reader, visit_id) if reader else frozenset()
    scope = scope_of(visit.id, visit.key_salt, surveys, asked)
    return replace(scope, own_themes=own_labels(work, visit_id), blind=blind, reader=reader)


def forget() -> None:
    """Look anew at what was asked, from now on in this process."""
    _asked.forget()


def _wordings(work: Work, surveys: Sequence[Survey]) -> tuple[Questionnaire, ...]:
    """Every wording that was answered or is asked now."""
    ids = [survey.id for survey in surveys]
    statement = select(Response.version_digest).where(Response.survey_id.in_(ids)).distinct()
    digests = {survey.version_digest for survey in surveys}.union(work.session.scalars(statement))
    return tuple(version_of(work, digest) for digest in sorted(digests))


def read_responses(work: Work, scope: Scope, ids: Sequence[str]) -> tuple[Told, ...]:
    """These responses, opened, in the order given; those of other visits are left out."""
    statement = select(Response).where(Response.id.in_(ids), Response.survey_id.in_(scope.surveys))
    found = {response.id: response for response in work.session.scalars(statement)}
    texts = _by_response(work.session.execute(_SEALED.where(FreeText.response_id.in_(found))))
    findings = _findings(work, found)
    return tuple(
        _told(work, scope, found[name], texts.get(name, ()), findings) for name in ids if name in found
    )


_SEALED = select(FreeText.response_id, FreeText.question, FreeText.sealed, FreeText.language)
_Sealed = Row[tuple[str, str, bytes, str | None]]
_Found = Mapping[tuple[str, str], Sequence[Finding]]


def _told(work: Work, scope: Scope, response: Response, texts: Iterable[_Sealed], findings: _Found) -> Told:
    asked, choices = version_of(work, response.version_digest), orjson.loads(response.choices)
    readers = group_of(asked, choices)
    sealed = {row.question: row for row in texts}
    place = {name: number for number, name in enumerate(asked.questions)}
    return Told(
        response_id=response.id,
        audience=scope.surveys[response.survey_id],
        received_on=response.received_on,
        mode=response.mode,
        face=response.face,
        ticked=_ticked(asked, choices, readers),
        texts=tuple(
            _own_words(
                work,
                scope,
                wording_of(asked, name, readers),
                sealed[name],
                findings.get((response.id, name), ()),
            )
            for name in sorted(sealed, key=lambda name: place.get(name, len(place)))
        ),
    )


def _own_words(
    work: Work,
    scope: Scope,
    wording: str,
    sealed: _Sealed,
    findings: Sequence[Finding],
) -> OwnWords:
    name = sealed.question
    place = text_place(scope.visit_id, sealed.response_id, name)
    try:
        text = work.keys.open(scope.key_salt, place, sealed.sealed)
    except SealBroken:
        return OwnWords(name, wording, None)
    blind = (sealed.response_id, name) in scope.blind
    shown = [one for one in findings if one.sort == SAFEGUARDING] if blind else findings
    marks = marks_of(text, shown, scope.own_themes)
    return OwnWords(name, wording, text, marks, pieces_of(text, marks), sealed.language or "", blind)


def _ticked(asked: Questionnaire, choices: Choices, readers: str) -> tuple[Ticked, ...]:
    return tuple(
        Ticked(
            question.id,
            wording_for(question, readers),
            in_words(question, _value(choices[question.id])),
            question.profile,
        )
        for question in asked.questions.values()
        if question.id in choices and not is_text(question)
    )


def _value(value: str | list[str]) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else tuple(value)


def _only_wanted(told: Told, wanted: Wanted) -> Told:
    """The person with the texts that fit what was looked for; with all of them when no single text does."""
    fitting = tuple(text for text in told.texts if _fits(text, wanted))
    return replace(told, texts=fitting, more=len(told.texts) - len(fitting)) if fitting else told


def _fits(text: OwnWords, wanted: Wanted) -> bool:
    by_theme = not wanted.theme or any(mark.id == wanted.theme for mark in text.themes)
    by_flag = not wanted.flagged or any(
        wanted.category in ("", mark.id) and wanted.level in (0, mark.level) for mark in text.flags
    )
    return by_theme and by_flag and wanted.question in ("", text.question)


def _how_many(work: Work, ids: Select[str]) -> int:
    return work.session.execute(select(func.count()).select_from(ids.subquery())).scalar_one()


def _by_response(rows: Iterable[_Sealed]) -> dict[str, list[_Sealed]]:
    found: dict[str, list[_Sealed]] = {}
    for row in rows:
        found.setdefault(row.response_id, []).append(row)
    return found


def _findings(work: Work, ids: Iterable[str]) -> dict[tuple[str, str], list[Finding]]:
    """What was found in each answer, as people decided where they did."""
    found: dict[tuple[str, str], list[Finding]] = {}
    told: dict[tuple[str, str], list[SettledCode]] = {}
    for finding in work.session.scalars(select(Finding).where(Finding.response_id.in_(ids))):
        found.setdefault((finding.response_id, finding.question), []).append(finding)
    for settled in work.session.scalars(select(SettledCode).where(SettledCode.response_id.in_(ids))):
        told.setdefault((settled.response_id, settled.question), []).append(settled)
    return {place: with_decisions(found.get(place, ()), told.get(place, ())) for place in found.keys() | told}
