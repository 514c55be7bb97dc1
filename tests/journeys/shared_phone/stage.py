"""The site as it is, listening on a port, with a neutral site to leave to and a database that can go away."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from questionnaires.model import Questionnaire
from survey_app.services.entry import find_entry
from survey_app.services.publish import version_of
from survey_app.web.site import Site
from tests.builders import SettableClock, make_app, make_visit, site_of
from tests.survey_app.web.every_kind import ask_every_kind

KINDS = ("area-send-full-2024", "area-send-monitoring", "thematic-local-offer-2026")
EVERY_KIND = "area-send-full-2023"
EVERY_KIND_NAME = "every kind of question"
Wsgi = Callable[..., Any]


@dataclass(frozen=True)
class Survey:
    """One survey that is open: the address behind its QR code, and what it asks."""

    name: str
    address: str
    questionnaire: Questionnaire


@dataclass(frozen=True)
class Stage:
    """A listening site with its surveys."""

    base: str
    neutral: str
    surveys: tuple[Survey, ...]
    site: Site
    database: Path
    leavers: list[str]

    def left(self) -> int:
        """How often somebody has left so far, answered in full."""
        return len(self.leavers)

    @contextmanager
    def database_away(self) -> Iterator[None]:
        """Meanwhile something that is no database lies in its place."""
        kept = self.database.with_suffix(".kept")
        self.site.database.dispose()
        self.database.rename(kept)
        self.database.write_bytes(b"This is not a database. " * 50)
        yield
        self.site.database.dispose()
        kept.replace(self.database)


@contextmanager
def stage(folder: Path, around: Callable[[Wsgi], Wsgi] = lambda app: app, only: str = "") -> Iterator[Stage]:
    """Serve the site from a folder until the block ends; `around` may stand between it and the phone.

    `only` is the name of the one survey that is wanted.
    """
    with _listening(_neutral, "adhoc") as (_, neutral), _listening(_nothing_yet) as (server, base):
        database = folder / "site.sqlite3"
        app = make_app(
            f"sqlite:///{database}", SettableClock(), public_address=base, leave_to=f"{neutral}/weather"
        )
        leavers: list[str] = []
        server.app = _counting(around(app), leavers)
        yield Stage(
            base,
            f"{neutral}/weather",
            tuple(s for s in _surveys(app, base) if only in s.name),
            site_of(app),
            database,
            leavers,
        )
        site_of(app).database.dispose()


def _counting(app: Wsgi, leavers: list[str]) -> Wsgi:
    """The same app, which notes each request to leave when its answer is there."""

    def outer(environ: dict[str, Any], start: Wsgi) -> Any:
        answer = app(environ, start)
        if environ["PATH_INFO"].endswith("/leave"):
            leavers.append(environ["PATH_INFO"])
        return answer

    return outer


def _surveys(app: Flask, base: str) -> Iterator[Survey]:
    site = site_of(app)
    visits = {kind: make_visit(site, kind=kind, title=kind, area=kind) for kind in KINDS}
    codes = {f"{kind}, {who}": code for kind, made in visits.items() for who, code in made.codes.items()}
    codes[EVERY_KIND_NAME] = ask_every_kind(site, make_visit(site, kind=EVERY_KIND, area=EVERY_KIND))
    for name, code in codes.items():
        with site.reading() as work:
            entry = find_entry(work, code)
            yield Survey(name, f"{base}/s/{code}", version_of(work, entry.version_digest))


@contextmanager
def _listening(
    app: Wsgi, certificate: Literal["adhoc"] | None = None
) -> Iterator[tuple[BaseWSGIServer, str]]:
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=certificate)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server, f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _neutral(_environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [b"<!doctype html><title>Weather</title><h1>Sunny</h1>"]


def _nothing_yet(_environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    start("503 Service Unavailable", [])
    return []
