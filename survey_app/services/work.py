"""What every service is handed: the connection, the instant of the request, and the keys."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from survey_app.storage.sealing import KeyRing

LONDON = ZoneInfo("Europe/London")


class Work:
    """One transaction's worth of work. `now` is read once, from the database, when the request begins.

    `connection` is for the short statements of somebody who answers; `session` is for staff, who load objects.
    """

    def __init__(self, connection: Connection, now: datetime, keys: KeyRing) -> None:
        self.connection = connection
        self.now = now
        self.keys = keys

    @cached_property
    def session(self) -> Session:
        """A session in the same transaction, made when it is first asked for."""
        return Session(self.connection, expire_on_commit=False, join_transaction_mode="rollback_only")

    @property
    def today(self) -> date:
        """The day in London."""
        return self.now.astimezone(LONDON).date()

    def finish(self) -> None:
        """Send what the session still holds to the database; whoever opened the transaction commits it."""
        if "session" in self.__dict__:
            self.session.flush()
