"""Which answers somebody codes without seeing the machine's codes or anybody else's."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, Subquery, exists, select
from sqlalchemy.orm import aliased

from survey_app.services.work import Work
from survey_app.storage.coding_samples import CodingSample, SampleCoder, SampledAnswer
from survey_app.storage.responses import FreeText


def blind_places(work: Work, coder: str, visit_id: str) -> frozenset[tuple[str, str]]:
    """The (response, question) of this visit that this person must not see codes of."""
    statement = _blind(coder).join(CodingSample, CodingSample.id == SampledAnswer.sample_id)
    rows = work.session.execute(statement.where(CodingSample.visit_id == visit_id))
    return frozenset((response_id, question) for response_id, question in rows)


def is_blind(work: Work, coder: str, response_id: str, question: str) -> bool:
    """The same about one answer."""
    here = _blind(coder).where(SampledAnswer.response_id == response_id, SampledAnswer.question == question)
    return work.session.execute(here.limit(1)).first() is not None


def blind_to(coder: str) -> ColumnElement[bool]:
    """True of an answer in own words that this person must not see codes of."""
    here = _blind(coder).where(
        SampledAnswer.response_id == FreeText.response_id, SampledAnswer.question == FreeText.question
    )
    return here.correlate(FreeText).exists()


def blind_code(coder: str, codes: Subquery) -> ColumnElement[bool]:
    """True of a row of `codes_that_count` in such an answer."""
    here = _blind(coder).where(
        SampledAnswer.response_id == codes.c.response_id, SampledAnswer.question == codes.c.question
    )
    return here.correlate(codes).exists()


def _blind(coder: str) -> Select[str, str]:
    """Answers of samples that this person codes and that somebody has not finished."""
    mine, anybody = aliased(SampleCoder), aliased(SampleCoder)
    unfinished = exists().where(anybody.sample_id == mine.sample_id, anybody.finished_at.is_(None))
    return (
        select(SampledAnswer.response_id, SampledAnswer.question)
        .join(mine, mine.sample_id == SampledAnswer.sample_id)
        .where(mine.coder == coder, unfinished)
    )
