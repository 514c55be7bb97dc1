"""What every service is handed: the session, the instant of the request, and the keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from survey_app.storage.sealing import KeyRing

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Work:
    """One request's worth of work. `now` is read once, from the database, when the request begins."""

    session: Session
    now: datetime
    keys: KeyRing

    @property
    def today(self) -> date:
        """The day in London."""
        return self.now.astimezone(LONDON).date()
