"""One answer of a sample as those who read it see it, and the drawing that it came from."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from survey_app.services.code_answers import open_text
from survey_app.services.draw_samples import answers_in
from survey_app.services.errors import NotFound, Refused
from survey_app.services.find_answers import Scope
from survey_app.services.publish import version_of
from survey_app.services.wording_asked import wording_asked
from survey_app.services.work import Work
from survey_app.storage.coding_samples import CodingSample, SampledAnswer
from survey_app.storage.responses import FreeText, Response


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a sample was drawn: `size` answers out of `total`, by whom (an address), when (UTC)."""

    id: str
    purpose: str
    seed: int
    size: int
    total: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SampledText:
    """One answer of a sample; `place` counts from 1. `text` is None when no key here opens it."""

    place: int
    response_id: str
    question: str
    wording: str
    audience: str
    language: str
    text: str | None


def drawing_of(made: CodingSample) -> Drawing:
    """The drawing of a sample that is stored."""
    return Drawing(made.id, made.purpose, made.seed, made.size, made.total, made.drawn_by, made.drawn_at)


def turn(work: Work, sample_id: str, place: int, done: Container[tuple[str, str]]) -> SampledAnswer:
    """Whose turn it is: the answer at `place`, or else the first (response, question) that is not `done`."""
    there = answers_in(work, sample_id)
    if 1 <= place <= len(there):
        return there[place - 1]
    left = (one for one in there if (one.response_id, one.question) not in done)
    return next(left, there[-1])


def answer_at(work: Work, sample_id: str, place: int) -> SampledAnswer:
    """The answer at a place of a sample; raises NotFound."""
    here = work.session.get(SampledAnswer, (sample_id, place))
    if here is None:
        raise NotFound(sample_id)
    return here


def sampled_text(work: Work, scope: Scope, here: SampledAnswer) -> SampledText:
    """An answer of a sample with its question."""
    answer = work.session.get_one(FreeText, (here.response_id, here.question))
    response = work.session.get_one(Response, here.response_id)
    try:
        text = open_text(work, scope.visit_id, answer)
    except Refused:
        text = None
    return SampledText(
        place=here.place,
        response_id=here.response_id,
        question=here.question,
        wording=wording_asked(version_of(work, response.version_digest), here.question, response.choices),
        audience=scope.surveys[answer.survey_id],
        language=answer.language or "",
        text=text,
    )
