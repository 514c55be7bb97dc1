"""What stands behind a code at this moment: the survey, its window, and whether it takes answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from accessibility.languages import LANGUAGES
from survey_app.calendar.states import VisitState, state_at
from survey_app.calendar.windows import Window
from survey_app.services.errors import NoSuchCode
from survey_app.services.publish import version_of
from survey_app.services.work import Work
from survey_app.storage.areas import Area
from survey_app.storage.base import SAYABLE
from survey_app.storage.channels import Channel
from survey_app.storage.review_rounds import ReviewGroup, ReviewRound
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

OPEN_ROUND = "open"


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything a respondent's page needs to know about the survey behind a code."""

    code: str
    survey_id: str
    audience: str
    version_digest: str
    visit_id: str
    kind: str
    standing: str
    opens_at: datetime | None
    closes_at: datetime | None
    grace_until: datetime | None
    key_salt: bytes
    area: str
    front_door: str
    draft_languages: str
    state: VisitState
    # Two that differ only in this are the same to whoever keeps a drawn page.
    asked_at: datetime = field(compare=False)
    # True while a group tries the questions: nothing that is sent becomes an answer.
    practice: bool = False

    @property
    def takes_starts(self) -> bool:
        """May somebody begin now?"""
        return self.state is VisitState.OPEN

    @property
    def takes_answers(self) -> bool:
        """May somebody who had begun still send?"""
        return self.state in (VisitState.OPEN, VisitState.CLOSING)


_STATEMENT = (
    select(
        Channel.code,
        Survey.id,
        Survey.audience,
        Survey.version_digest,
        Visit.id,
        Visit.kind,
        Visit.standing,
        Visit.opens_at,
        Visit.closes_at,
        Visit.grace_until,
        Visit.key_salt,
        Area.name,
        Area.front_door,
        Visit.draft_languages,
    )
    .join(Survey, Survey.id == Channel.survey_id)
    .join(Visit, Visit.id == Survey.visit_id)
    .join(Area, Area.id == Visit.area_id)
    .where(Channel.code == bindparam("code"))
)


_PRACTICE = (
    select(
        ReviewGroup.code,
        ReviewGroup.id,
        ReviewRound.draft_digest,
        ReviewRound.standing,
        ReviewRound.opened_at,
        ReviewRound.closes_at,
    )
    .join(ReviewRound, ReviewRound.id == ReviewGroup.round_id)
    .where(ReviewGroup.code == bindparam("code"))
)


def find_entry(work: Work, code: str) -> Entry:
    """The entry behind a code as it was printed or typed; raises NoSuchCode.

    The code of a group that reviews questions leads to practice with them.
    """
    row = work.connection.execute(_STATEMENT, {"code": as_typed(code)}).one_or_none()
    if row is None:
        return _practice(work, code)
    window = Window(row.opens_at, row.closes_at, row.grace_until) if row.opens_at else None
    state = state_at(row.standing, window, work.now)
    parts: list[Any] = [*row, state, work.now]
    return Entry(*parts)


def _practice(work: Work, code: str) -> Entry:
    row = work.connection.execute(_PRACTICE, {"code": as_typed(code)}).one_or_none()
    if row is None:
        raise NoSuchCode(code)
    window = Window(row.opened_at, row.closes_at, row.closes_at)
    state = state_at("scheduled", window, work.now) if row.standing == OPEN_ROUND else VisitState.CLOSED
    return Entry(
        code=row.code,
        survey_id=row.id,
        audience=version_of(work, row.draft_digest).audience,
        version_digest=row.draft_digest,
        visit_id="",
        kind="",
        standing="scheduled",
        opens_at=row.opened_at,
        closes_at=row.closes_at,
        grace_until=row.closes_at,
        key_salt=b"",
        area="",
        front_door="",
        draft_languages=" ".join(LANGUAGES),
        state=state,
        asked_at=work.now,
        practice=True,
    )


def as_typed(code: str) -> str:
    """A code as people type it: capitals, spaces and dashes do not matter."""
    return "".join(letter for letter in code.lower() if letter in SAYABLE)
