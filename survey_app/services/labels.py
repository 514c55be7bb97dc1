"""Answers with the themes that people gave them, as labelled lines to train and to measure the machine with.

A line has what `python -m analysis evaluate` reads. It has no id of a response, no day, and nothing of anybody's
other answers; the words of the answer are in it, so it is as confidential as the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select

from analysis.stance import combined
from survey_app.services.blind_answers import blind_places
from survey_app.services.codes_that_count import decided
from survey_app.services.distribute import surveys_of
from survey_app.services.draw_samples import DOUBLE, UNCODED
from survey_app.services.errors import NotFound, Refused
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.receive_answers import text_place
from survey_app.services.visit_themes import own_labels
from survey_app.services.work import Work
from survey_app.storage.code_decisions import LookedAt, SettledCode
from survey_app.storage.coding_samples import CodingSample, SampleCoder, SampleRead
from survey_app.storage.findings import THEME, Finding
from survey_app.storage.journal import JournalEntry
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sealing import SealBroken
from survey_app.storage.visits import Visit

_Place = tuple[str, str]
NAMED_TOGETHER = 500


def note_labels(work: Work, person: Person, visit_id: str) -> None:
    """Write down that this person takes labelled answers away; raises NotFound. To be committed first."""
    _visit(work, person, visit_id)
    work.session.add(JournalEntry(at=work.now, by=person.email, action="take_labels", subject=visit_id))


def labels(work: Work, person: Person, visit_id: str) -> Iterator[dict[str, Any]]:
    """One line for each answer that people went through to the end: no code in it waits or is in dispute.

    Answers that this person codes blind are left out until both coders have finished.
    `themes` are those that people accepted, recoded to or added; `rejected` those that they rejected. Themes of the
    visit are told by name under `own_themes`, because no codebook has them. Raises NotFound, Refused on the way.
    """
    visit = _visit(work, person, visit_id)
    surveys = {survey.id: survey.audience for survey in surveys_of(work, visit_id)}
    settled = _settled(work, list(surveys))
    read = settled.keys() | _looked(work, list(surveys))
    left = _left(work, read, settled) | blind_places(work, person.id, visit_id)
    own = own_labels(work, visit_id)
    done = sorted(read - left)
    for number, place in enumerate(done, 1):
        yield {"id": number, **_line(work, visit, surveys, place), **_codes(settled.get(place, ()), own)}


def as_lines(found: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """The same as lines of JSON."""
    for line in found:
        yield orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def _visit(work: Work, person: Person, visit_id: str) -> Visit:
    require(person, "take_labels", visit_id)
    visit = work.session.get(Visit, visit_id)
    if visit is None:
        raise NotFound(visit_id)
    return visit


def _settled(work: Work, surveys: Sequence[str]) -> dict[_Place, list[SettledCode]]:
    found: dict[_Place, list[SettledCode]] = {}
    for one in work.session.scalars(select(SettledCode).where(SettledCode.survey_id.in_(surveys))):
        found.setdefault((one.response_id, one.question), []).append(one)
    return found


def _left(
    work: Work, read: Collection[_Place], settled: Mapping[_Place, Sequence[SettledCode]]
) -> set[_Place]:
    """Which of the answers that were read have a code that waits for a decision, or about which people disagree."""
    waiting = select(Finding.response_id, Finding.question).where(Finding.sort == THEME, ~decided())
    left = {place for place, codes in settled.items() if any(one.disputed for one in codes)}
    responses = sorted({response for response, _ in read})
    for first in range(0, len(responses), NAMED_TOGETHER):
        named = Finding.response_id.in_(responses[first : first + NAMED_TOGETHER])
        left.update((row[0], row[1]) for row in work.session.execute(waiting.where(named)))
    return left


def _looked(work: Work, surveys: Sequence[str]) -> set[_Place]:
    """The answers that somebody read without having to decide about a code."""
    at_desk = select(LookedAt.response_id, LookedAt.question).where(LookedAt.survey_id.in_(surveys))
    unfinished = select(SampleCoder.sample_id).where(SampleCoder.finished_at.is_(None))
    in_sample = (
        select(SampleRead.response_id, SampleRead.question)
        .join(Response, Response.id == SampleRead.response_id)
        .join(CodingSample, CodingSample.id == SampleRead.sample_id)
        .where(Response.survey_id.in_(surveys), CodingSample.purpose.in_((DOUBLE, UNCODED)))
        .where(CodingSample.id.not_in(unfinished))
    )
    rows = [*work.session.execute(at_desk), *work.session.execute(in_sample)]
    return {(row[0], row[1]) for row in rows}


def _line(work: Work, visit: Visit, surveys: Mapping[str, str], place: _Place) -> dict[str, Any]:
    answer = work.session.get_one(FreeText, place)
    asked = version_of(work, work.session.get_one(Response, answer.response_id).version_digest)
    question = asked.questions.get(answer.question)
    try:
        text = work.keys.open(visit.key_salt, text_place(visit.id, *place), answer.sealed)
    except SealBroken:
        raise Refused(
            "An answer cannot be opened with the keys that are set. "
            "Check SEND_VOICES_MASTER_KEYS: every key that ever sealed answers has to be in it."
        ) from None
    line = {"audience": surveys[answer.survey_id], "text": text}
    return line | ({"question": question.text} if question else {})


def _codes(settled: Sequence[SettledCode], own: Mapping[str, str]) -> dict[str, Any]:
    kept: dict[str, list[str]] = {}
    for one in settled:
        if one.theme:
            kept.setdefault(one.theme, []).append(one.stance)
    rejected = sorted({one.found for one in settled if one.found not in kept} - own.keys())
    told = [{"theme": theme, "stance": combined(kept[theme])} for theme in sorted(kept)]
    ours = [{"theme": own[one["theme"]], "stance": one["stance"]} for one in told if one["theme"] in own]
    found = {"themes": [one for one in told if one["theme"] not in own], "rejected": rejected}
    return found | ({"own_themes": ours} if ours else {})
