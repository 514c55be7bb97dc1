"""A site that really listens on a port, and phones that visit it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from survey_app.web.site import Site
from tests.builders import BuiltPerson, BuiltVisit, SettableClock, make_app, make_visit, site_of

PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 320, "height": 568}
NEUTRAL_SITE = "https://neutral.example/weather"


@dataclass(frozen=True)
class LiveSite:
    """A listening site, its parts, and the clock that it believes."""

    app: Flask
    site: Site
    clock: SettableClock
    base: str
    visit: BuiltVisit

    def survey(self, audience: str) -> str:
        """The address behind an audience's QR code."""
        return f"{self.base}/s/{self.visit.codes[audience]}"


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveSite]:
    """The whole site on SQLite behind a real socket, with a full inspection open."""
    clock = SettableClock()
    server = make_server("127.0.0.1", 0, lambda _environ, _start: [], threaded=True)
    base = f"http://127.0.0.1:{server.server_port}"
    app = make_app(
        f"sqlite:///{tmp_path / 'site.sqlite3'}", clock, public_address=base, leave_to=NEUTRAL_SITE
    )
    server.app = app
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield LiveSite(app, site_of(app), clock, base, make_visit(site_of(app)))
    server.shutdown()
    thread.join()
    server.server_close()
    site_of(app).database.dispose()


@pytest.fixture(params=["without scripts", "with scripts"])
def phone(request: pytest.FixtureRequest, browser: Browser, live: LiveSite) -> Iterator[Page]:
    """A phone that records every address it asks for, once with scripts off and once with them on."""
    scripts = request.param == "with scripts"
    context = browser.new_context(viewport=SMALL_PHONE, java_script_enabled=scripts, has_touch=True)
    page = context.new_page()
    elsewhere: list[str] = []
    # Nothing of a test leaves this machine: the neutral site is played here.
    context.route(f"{NEUTRAL_SITE}**", lambda asked: asked.fulfill(body="Sunny"))
    at_home = (live.base, "data:", NEUTRAL_SITE)
    page.on("request", lambda asked: None if asked.url.startswith(at_home) else elsewhere.append(asked.url))
    yield page
    context.close()
    assert not elsewhere, f"The pages asked other machines: {elsewhere}"


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A member of staff's screen."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def enter_in_browser(desk: Page, live: LiveSite, person: BuiltPerson) -> None:
    """Sign in as a person does: address, password, code from the phone."""
    desk.goto(f"{live.base}/staff/sign-in")
    desk.fill("input[name=email]", person.email)
    desk.fill("input[name=password]", person.password)
    desk.press("input[name=password]", "Enter")
    desk.fill("input[name=code]", person.code(live.clock.shows))
    desk.press("input[name=code]", "Enter")
    desk.wait_for_url("**/staff")
