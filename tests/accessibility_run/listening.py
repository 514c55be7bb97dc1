"""The whole site behind a real socket, with an inspection in every state that somebody may meet."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from accessibility.languages import ENGLISH, LANGUAGES
from questionnaires.model import Questionnaire
from survey_app.services.contact_requests import offer
from survey_app.services.entry import find_entry
from survey_app.services.errors import Refused
from survey_app.services.languages import allow_drafts
from survey_app.services.permissions import SAFEGUARDING_LEAD, Person
from survey_app.services.publish import version_of
from survey_app.web.access import RESPONDENT, open_to
from survey_app.web.site import Site
from tests.accessibility.recorded import record
from tests.builders import BuiltVisit, SettableClock, lead_of, make_app, make_visit, site_of
from tests.survey_app.moving import Table
from tests.survey_app.web.every_kind import ask_every_kind

NEUTRAL_SITE = "https://neutral.example/weather"
# On Tuesday 24 November, 9:30am: the first closes at 9am that day, the second closed long ago, the third is to come.
NOW = "2026-11-24T09:30"
NOTIFIED = {"closing": "2026-11-16T09:30", "closed": "2026-10-05T09:30", "scheduled": "2026-11-30T09:30"}
# Recordings and signed videos of the survey that asks one question of every kind, with its first page.
READ = ("kinds_of_help.opus", "kinds_of_help.m4a", "kinds_of_help.vtt", "kinds_of_help-easy.opus")
SIGNED = ("intro.mp4", "intro.vtt", "age_band.mp4", "age_band.vtt", "listened_to.webm", "listened_to.jpg")
MOVED = {
    "paused": ("pause",),
    "deferred": ("defer",),
    "abandoned": ("abandon",),
    "archived": ("abandon", "archive"),
}


@dataclass(frozen=True)
class Listening:
    """A listening site. `code` is of a survey that asks one question of every kind, `states` of visits by state.

    `offering` is a visit whose safeguarding lead offers contact to those who have sent.
    """

    app: Flask
    site: Site
    clock: SettableClock
    base: str
    visit: BuiltVisit
    code: str
    states: Mapping[str, BuiltVisit]
    offering: BuiltVisit
    database: Path

    def questionnaire(self, code: str) -> Questionnaire:
        """What the survey behind a code asks."""
        with self.site.reading() as work:
            return version_of(work, find_entry(work, code).version_digest)

    @contextmanager
    def without_database(self) -> Iterator[None]:
        """Put something else where the database's file was, so that it cannot be opened."""
        self.site.database.dispose()
        aside = self.database.with_suffix(".aside")
        self.database.rename(aside)
        self.database.mkdir()
        try:
            yield
        finally:
            self.site.database.dispose()
            self.database.rmdir()
            aside.rename(self.database)


@contextmanager
def listening(folder: Path) -> Iterator[Listening]:
    """Serve the site on a free port of this machine for as long as the block runs."""
    database, clock = folder / "site.sqlite3", SettableClock()
    clock.set(NOW)
    server = make_server("127.0.0.1", 0, lambda _environ, _start: [], threaded=True)
    base = f"http://127.0.0.1:{server.server_port}"
    media = folder / "media"
    media.mkdir()
    record(media, *SIGNED, *READ)
    app = make_app(f"sqlite:///{database}", clock, public_address=base, leave_to=NEUTRAL_SITE, media=media)
    _add_faults(app)
    server.app = app
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site = site_of(app)
    every = ask_every_kind(site, make_visit(site, title="Every kind", area="Hill and Dale"))
    visit = make_visit(site)
    states = {state: _in_state(site, clock, state) for state in ("draft", *NOTIFIED, *MOVED)}
    offering = _offering(site)
    for built in (visit, offering, *states.values()):
        _allow_drafts(site, built)
    try:
        yield Listening(app, site, clock, base, visit, every, states, offering, database)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        site.database.dispose()


def _in_state(site: Site, clock: SettableClock, state: str) -> BuiltVisit:
    notified = NOTIFIED.get(state, "2026-11-23T09:30")
    visit = make_visit(site, title=state, area=f"Area {state}", notified=notified, live=state != "draft")
    for move in MOVED.get(state, ()):
        Table(site, clock, visit).do(move)
    return visit


def _offering(site: Site) -> BuiltVisit:
    visit = make_visit(site, title="Contact offered", area="Sea and Shore")
    lead = Person("lead", "lead@example.org", roles={visit.id: frozenset({SAFEGUARDING_LEAD})})
    with site.writing() as work:
        offer(work, lead, visit.id, True)
    return visit


def _allow_drafts(site: Site, visit: BuiltVisit) -> None:
    """Let this visit be read in every language, also where no person has checked the words."""
    with site.writing() as work:
        allow_drafts(work, lead_of(visit.id), visit.id, LANGUAGES.keys() - {ENGLISH.code})


def _add_faults(app: Flask) -> None:
    """Two addresses that fail on purpose: with a fault of ours, and with a refusal."""

    @open_to(RESPONDENT)
    def fails(code: str) -> str:
        raise RuntimeError("on purpose")

    @open_to(RESPONDENT)
    def says_no(code: str) -> str:
        raise Refused("This can be done when the survey has opened.")

    for view in (fails, says_no):
        address = f"/s/<code>/{view.__name__}"
        app.add_url_rule(address, f"respondent.{view.__name__}", view, methods=["GET", "POST"])
