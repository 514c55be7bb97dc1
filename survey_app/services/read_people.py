"""Everybody who answered a survey, read from the database as columns: packed where a day is over, else row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import orjson
from sqlalchemy import Row, Select, func, select

from analysis.packed_people import NotPacked, unpacked
from analysis.people import Answered, People, joined, people_from
from analysis.written import SIDE_OF
from questionnaires.kinds import is_text
from survey_app.services.codes_that_count import codes_that_count
from survey_app.services.publish import version_of
from survey_app.services.work import Work
from survey_app.storage.code_decisions import SettledCode
from survey_app.storage.findings import THEME, Finding
from survey_app.storage.packed import PackedDay
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.surveys import Survey

# Few enough that what was read is thrown away before the memory has to be tidied for it.
READ_TOGETHER = 1_000
NAMED_TOGETHER = 500
SEVERAL = "several"
Code = tuple[str, str, int]
# How many responses each day has.
PeopleByDay = Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Packed:
    """The people of one day, and how often the visit's codes had changed when their themes were packed."""

    people: People
    changes: int


def people_by_day(work: Work, survey_id: str) -> dict[date, int]:
    """How many responses of a survey each day has: an index holds all of it."""
    statement = select(Response.received_on, func.count()).where(Response.survey_id == survey_id)
    return dict(work.session.execute(statement.group_by(Response.received_on)).all())


def ids_of_day(work: Work, survey_id: str, day: date) -> list[str]:
    """The responses that a survey received on one day."""
    statement = select(Response.id).where(Response.survey_id == survey_id, Response.received_on == day)
    return list(work.session.scalars(statement))


def packed_people(work: Work, survey: Survey, wanted: PeopleByDay) -> dict[date, Packed]:
    """The days of which exactly these many people are packed; the others are left out."""
    statement = select(PackedDay).where(PackedDay.survey_id == survey.id, PackedDay.received_on.in_(wanted))
    closed = closed_questions(work, survey)
    found = {}
    for row in work.session.scalars(statement):
        # What an earlier version of the software packed is read from the rows themselves.
        with suppress(NotPacked):
            if row.people == wanted[row.received_on]:
                people = unpacked(row.columns, row.received_on.toordinal(), closed)
                found[row.received_on] = Packed(people, row.changes)
    return found


def read_days(work: Work, survey: Survey, days: Collection[date] | None = None) -> People:
    """The responses of these days (of every day: None), row by row, with the themes that the machine found."""
    named = None if days is None else list(days)
    chosen, texts, codes = _statements(survey)
    if named is not None:
        here = Response.received_on.in_(named)
        chosen = chosen.where(here)
        texts = texts.join(Response, Response.id == FreeText.response_id).where(here)
        codes = codes.join(Response, Response.id == Finding.response_id).where(here)
    return _read(work, survey, chosen, texts, codes)


def read_some(work: Work, survey: Survey, ids: Sequence[str]) -> People:
    """The same for these responses of the survey."""
    parts = []
    for first in range(0, len(ids), NAMED_TOGETHER):
        chosen, texts, codes = _statements(survey)
        named = ids[first : first + NAMED_TOGETHER]
        part = _read(
            work,
            survey,
            chosen.where(Response.id.in_(named)),
            texts.where(FreeText.response_id.in_(named)),
            codes.where(Finding.response_id.in_(named)),
        )
        parts.append(part)
    return joined(parts)


def themes_found(work: Work, survey: Survey) -> Iterator[Code]:
    """What the machine found, and what was found for themes that people made."""
    return _found(work, _statements(survey)[2])


def as_decided(work: Work, survey: Survey, found: People) -> People:
    """The same people with the themes that count: where somebody decided about an answer, as they decided."""
    told = select(SettledCode.response_id).where(SettledCode.survey_id == survey.id).distinct()
    ids = list(work.session.scalars(told))
    return found.with_decided(ids, _decided(work, survey, ids)) if ids else found


def closed_questions(work: Work, survey: Survey) -> Mapping[str, bool]:
    """Every closed question of every wording that was answered or is asked, and whether it takes several options."""
    statement = select(Response.version_digest).where(Response.survey_id == survey.id).distinct()
    asked = [
        version_of(work, one) for one in sorted({survey.version_digest, *work.session.scalars(statement)})
    ]
    closed: dict[str, bool] = {}
    for wording in asked:
        for question in wording.questions.values():
            if not is_text(question):
                closed[question.id] = question.kind == SEVERAL or closed.get(question.id, False)
    return closed


_Chosen = Select[str, str, str, str, str, str, date]
_Texts = Select[str, str]
_Codes = Select[str, str, str]


def _statements(survey: Survey) -> tuple[_Chosen, _Texts, _Codes]:
    chosen = select(
        Response.id,
        Response.version_digest,
        Response.mode,
        Response.language,
        Response.face,
        Response.choices,
        Response.received_on,
    ).where(Response.survey_id == survey.id)
    texts = select(FreeText.response_id, FreeText.question).where(FreeText.survey_id == survey.id)
    codes = select(Finding.response_id, Finding.label, Finding.stance).where(
        Finding.survey_id == survey.id, Finding.sort == THEME
    )
    return chosen, texts, codes


def _read(work: Work, survey: Survey, chosen: _Chosen, texts: _Texts, codes: _Codes) -> People:
    closed = closed_questions(work, survey)
    parts = [
        people_from(_answered(portion), closed)
        for portion in work.session.execute(chosen).partitions(READ_TOGETHER)
    ]
    people = joined(parts or [people_from((), closed)]).with_own_words(work.session.execute(texts))
    return people.with_written(_found(work, codes))


def _found(work: Work, codes: _Codes) -> Iterator[Code]:
    for rows in work.session.execute(codes).partitions(READ_TOGETHER):
        yield from ((response, theme, SIDE_OF.get(stance, 0)) for response, theme, stance in rows)


def _decided(work: Work, survey: Survey, told: Sequence[str]) -> Iterator[Code]:
    """The codes that count in the answers about which somebody decided."""
    codes = codes_that_count([survey.id]).c
    statement = select(codes.response_id, codes.theme, codes.stance)
    for first in range(0, len(told), NAMED_TOGETHER):
        named = told[first : first + NAMED_TOGETHER]
        for response, theme, stance in work.session.execute(statement.where(codes.response_id.in_(named))):
            yield response, theme, SIDE_OF.get(stance, 0)


def _answered(rows: Sequence[Row[str, str, str, str, str, str, date]]) -> list[Answered]:
    # One call for thousands of small texts: each of them is compact JSON by itself.
    choices = orjson.loads(f"[{','.join(row[5] for row in rows)}]")
    return [
        Answered(name, wording, mode, language, face, given, day.toordinal())
        for (name, wording, mode, language, face, _, day), given in zip(rows, choices, strict=True)
    ]
