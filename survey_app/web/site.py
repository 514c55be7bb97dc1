"""What the web layer holds: the database, the keys, the clock, and the work of one request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app, g, has_request_context

from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.work import Work
from survey_app.settings import Settings
from survey_app.storage.database import Clock, Connection, Database
from survey_app.storage.sealing import KeyRing

EXTENSION = "send_voices"


@dataclass(frozen=True, slots=True)
class Site:
    """The parts that live as long as the process."""

    settings: Settings
    database: Database
    keys: KeyRing
    clock: Clock
    calendar: WorkingCalendar

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """Work that changes nothing."""
        with self.database.reading() as connection:
            yield Work(connection, self._now(connection), self.keys)

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """Work that is committed when the block ends well."""
        with self.database.writing() as connection:
            work = Work(connection, self._now(connection), self.keys)
            yield work
            work.finish()

    def _now(self, connection: Connection) -> datetime:
        """The instant of the request: read once, so that a page cannot be in time and late at once."""
        if not has_request_context():
            return self.clock.now(connection)
        if "now" not in g:
            g.now = self.clock.now(connection)
        now: datetime = g.now
        return now


def install(app: Flask, site: Site) -> None:
    """Make the site reachable from requests of this app."""
    app.extensions[EXTENSION] = site


def site() -> Site:
    """The site of the app that answers this request."""
    found: Site = current_app.extensions[EXTENSION]
    return found
