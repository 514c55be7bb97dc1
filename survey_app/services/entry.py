"""What stands behind a code at this moment: the survey, its window, and whether it takes answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from survey_app.calendar.states import VisitState, state_at
from survey_app.calendar.windows import Window
from survey_app.services.errors import NoSuchCode
from survey_app.services.work import Work
from survey_app.storage.areas import Area
from survey_app.storage.base import SAYABLE
from survey_app.storage.channels import Channel
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit


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


def find_entry(work: Work, code: str) -> Entry:
    """The entry behind a code as it was printed or typed; raises NoSuchCode."""
    row = work.connection.execute(_STATEMENT, {"code": as_typed(code)}).one_or_none()
    if row is None:
        raise NoSuchCode(code)
    window = Window(row.opens_at, row.closes_at, row.grace_until) if row.opens_at else None
    state = state_at(row.standing, window, work.now)
    parts: list[Any] = [*row, state, work.now]
    return Entry(*parts)


def as_typed(code: str) -> str:
    """A code as people type it: capitals, spaces and dashes do not matter."""
    return "".join(letter for letter in code.lower() if letter in SAYABLE)
