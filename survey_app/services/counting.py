"""Who answered a visit, as columns in the memory of this process: every group among them is counted in a moment.

What is new is added; nothing is read twice. Nothing is kept outside the process, and what is kept has no order of
arrival: whoever could read it could read the database.

    people = people_of(work, visit_id)["parents_carers"]
    some = among(people, wanted)              # the people whom a reader's filters leave
    people.chosen(some)["listened_to"]        # how many of them chose each option
    people.written.counts(some)               # and how many wrote about each theme, by (theme, stance)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from threading import Lock

import numpy as np
import orjson
from sqlalchemy import Row, func, select

from analysis.people import ID, SIDE_OF, Answered, Bits, People, joined, people_from
from questionnaires.kinds import is_text
from survey_app.services.codes_that_count import codes_that_count, stamp_of_codes
from survey_app.services.distribute import surveys_of
from survey_app.services.find_answers import Wanted
from survey_app.services.kept import Stamp
from survey_app.services.publish import version_of
from survey_app.services.work import Work
from survey_app.storage.code_decisions import SettledCode
from survey_app.storage.findings import THEME, Finding
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.surveys import Survey

# Few enough that what was read is thrown away before the memory has to be tidied for it.
READ_TOGETHER = 1_000
NAMED_TOGETHER = 500
# When more than this are new, reading all of them again is as quick.
MOST_ADDED = 20_000
# A thematic visit asks three audiences in each of some thirty areas.
SURVEYS = 128
SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class _Known:
    """The people of one survey, and which decisions about their codes are in it."""

    people: People
    codes: Stamp


_kept: dict[str, _Known] = {}
_lock = Lock()


def people_of(work: Work, visit_id: str) -> dict[str, People]:
    """Everybody who answered a visit, by audience. Permission is the caller's to ask."""
    return {survey.audience: people_of_survey(work, survey) for survey in surveys_of(work, visit_id)}


def among(people: People, wanted: Wanted) -> Bits:
    """Whom the filters about people leave (`about`, `mode`, `language`, `face`); the others are not asked."""
    return people.among(wanted.about, mode=wanted.mode, language=wanted.language, face=wanted.face)


def forget() -> None:
    """Read everything anew from now on in this process."""
    with _lock:
        _kept.clear()


def people_of_survey(work: Work, survey: Survey) -> People:
    """Everybody who answered one survey."""
    with _lock:
        known = _kept.get(survey.id)
    codes = stamp_of_codes(work, survey.visit_id, [survey.id])
    if known is None or _how_many(work, survey) != len(known.people):
        known = _Known(_with_the_new(work, survey, known, codes), codes)
    elif known.codes != codes:
        known = _Known(known.people.with_written(_written(work, survey)), codes)
    else:
        return known.people
    _keep(survey.id, known)
    return known.people


def _keep(survey_id: str, known: _Known) -> None:
    with _lock:
        _kept.pop(survey_id, None)
        _kept[survey_id] = known
        while len(_kept) > SURVEYS:
            del _kept[next(iter(_kept))]


def _with_the_new(work: Work, survey: Survey, known: _Known | None, codes: Stamp) -> People:
    """The people who are known, and those who are not; everybody anew when nobody is known or somebody is gone."""
    ids = _ids(work, survey)
    fresh = _not_among(known.people, ids) if known else ids
    if known is None or len(known.people) + len(fresh) != len(ids) or len(fresh) > MOST_ADDED:
        return _everybody(work, survey)
    grown = known.people
    for first in range(0, len(fresh), NAMED_TOGETHER):
        grown = grown.then(_read(work, survey, fresh[first : first + NAMED_TOGETHER]))
    if known.codes != codes:
        return grown.with_written(_written(work, survey))
    added = (
        code
        for first in range(0, len(fresh), NAMED_TOGETHER)
        for code in _written(work, survey, fresh[first : first + NAMED_TOGETHER])
    )
    return grown.with_written([*known.people.codes(), *added])


def _everybody(work: Work, survey: Survey) -> People:
    return _read(work, survey).with_written(_written(work, survey))


def _how_many(work: Work, survey: Survey) -> int:
    statement = select(func.count()).where(Response.survey_id == survey.id)
    return work.session.execute(statement).scalar_one()


def _ids(work: Work, survey: Survey) -> list[str]:
    return list(work.session.scalars(select(Response.id).where(Response.survey_id == survey.id)))


def _not_among(people: People, ids: Sequence[str]) -> list[str]:
    fresh = np.setdiff1d(np.array(ids, ID), people.ids, assume_unique=True)
    return [str(one, "ascii") for one in fresh.tolist()]


def _read(work: Work, survey: Survey, ids: Sequence[str] | None = None) -> People:
    """These responses of a survey (all of them: None) as columns, without their themes."""
    statement = select(
        Response.id,
        Response.version_digest,
        Response.mode,
        Response.language,
        Response.face,
        Response.choices,
    ).where(Response.survey_id == survey.id)
    texts = select(FreeText.response_id, FreeText.question).where(FreeText.survey_id == survey.id)
    if ids is not None:
        statement, texts = statement.where(Response.id.in_(ids)), texts.where(FreeText.response_id.in_(ids))
    closed = _closed(work, survey)
    parts = [
        people_from(_answered(portion), closed)
        for portion in work.session.execute(statement).partitions(READ_TOGETHER)
    ]
    return joined(parts or [people_from((), closed)]).with_own_words(work.session.execute(texts))


def _written(work: Work, survey: Survey, ids: Sequence[str] | None = None) -> Iterable[tuple[str, str, int]]:
    """(response's id, theme, sides) of the codes that count."""
    among = None if ids is None else set(ids)
    settled = select(SettledCode.response_id).where(SettledCode.survey_id == survey.id).distinct()
    told = [one for one in work.session.scalars(settled) if among is None or one in among]
    sides: dict[tuple[str, str], int] = {}
    for response, theme, stance in chain(_found(work, survey, ids, set(told)), _decided(work, survey, told)):
        key = response, theme
        sides[key] = sides.get(key, 0) | SIDE_OF.get(stance, 0)
    return ((response, theme, side) for (response, theme), side in sides.items())


def _found(
    work: Work, survey: Survey, ids: Sequence[str] | None, but: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """What the machine found in answers about which nobody decided: an index holds all of it."""
    statement = select(Finding.response_id, Finding.label, Finding.stance).where(
        Finding.survey_id == survey.id, Finding.sort == THEME
    )
    if ids is not None:
        statement = statement.where(Finding.response_id.in_(ids))
    for rows in work.session.execute(statement).partitions(READ_TOGETHER):
        yield from (row for row in rows if row[0] not in but)


def _decided(work: Work, survey: Survey, told: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """The codes that count in the answers about which somebody decided."""
    codes = codes_that_count([survey.id]).c
    statement = select(codes.response_id, codes.theme, codes.stance)
    for first in range(0, len(told), NAMED_TOGETHER):
        named = told[first : first + NAMED_TOGETHER]
        rows = work.session.execute(statement.where(codes.response_id.in_(named)))
        yield from ((response, theme, stance) for response, theme, stance in rows)


def _answered(rows: Sequence[Row[str, str, str, str, str, str]]) -> list[Answered]:
    # One call for thousands of small texts: each of them is compact JSON by itself.
    choices = orjson.loads(f"[{','.join(row[5] for row in rows)}]")
    return [
        Answered(name, wording, mode, language, face, given)
        for (name, wording, mode, language, face, _), given in zip(rows, choices, strict=True)
    ]


def _closed(work: Work, survey: Survey) -> Mapping[str, bool]:
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
