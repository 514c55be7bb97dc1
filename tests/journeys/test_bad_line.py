"""A bad line, with scripts: nothing that was written is lost, and what is sent twice is stored once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import func, select
from werkzeug.serving import BaseWSGIServer, make_server

from survey_app.storage.drafts import Draft
from survey_app.storage.responses import Response
from tests.builders import BuiltVisit, SettableClock, make_app, make_visit, site_of
from tests.journeys.conftest import SMALL_PHONE, LiveSite

pytestmark = pytest.mark.browser

WORDS = "I wait a long time for help.\nNobody tells me why. \U0001f642"
PAGE = "change"
"""The page of the young people's questionnaire with the box for what they would change."""
AWAY = "We cannot reach the site. What you wrote is still here. Try again when you have signal."
SLOW = "Still sending. Please wait."


@dataclass
class Switch:
    """Takes the whole server away and brings it back, as a power cut does."""

    app: object
    port: int = 0
    server: BaseWSGIServer | None = field(default=None, init=False)

    def on(self) -> None:
        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True)  # type: ignore[arg-type]
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def off(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
        self.server = None


@dataclass
class Line:
    """A phone in the middle of a survey, and the site that it talks to."""

    phone: Page
    switch: Switch
    live: LiveSite

    @property
    def told(self):
        return self.phone.locator(".told")

    def says(self, words: str) -> None:
        """Wait for these words beside the button, as long as a phone would: a busy machine is a slow line too."""
        expect(self.told).to_contain_text(words, timeout=28_000)

    def next(self) -> None:
        self.phone.locator("form#answers button.on").click()

    def write(self) -> str:
        """Begin, open the page of a box for own words, and write in it; the page's address."""
        self.phone.goto(self.live.survey("young_people"))
        self.next()
        self.phone.wait_for_url("**/page/**")
        self.phone.goto(f"{self.live.survey('young_people')}/page/{PAGE}")
        self.phone.fill("textarea", WORDS)
        return self.phone.url

    def kept(self) -> None:
        """What was written is on the page, and the button can be pressed."""
        expect(self.phone.locator("textarea")).to_have_value(WORDS)
        expect(self.phone.locator("form#answers button.on")).to_be_enabled()

    def arrives(self, address: str) -> None:
        """The page goes on; coming back, the words are there as they were stored."""
        self.phone.wait_for_url(lambda url: url != address)
        self.phone.goto(address)
        self.kept()

    def count(self, table: type) -> int:
        with self.live.site.reading() as work:
            return work.session.execute(select(func.count()).select_from(table)).scalar_one()


@pytest.fixture
def line(tmp_path: Path, browser: Browser) -> Iterator[Line]:
    clock = SettableClock()
    app = make_app(f"sqlite:///{tmp_path / 'site.sqlite3'}", clock)
    switch = Switch(app)
    switch.on()
    visit: BuiltVisit = make_visit(site_of(app))
    live = LiveSite(app, site_of(app), clock, f"http://127.0.0.1:{switch.port}", visit)
    context = browser.new_context(viewport=SMALL_PHONE, has_touch=True)
    yield Line(context.new_page(), switch, live)
    context.close()
    switch.off()
    site_of(app).database.dispose()


def lose_the_reply(route: Route) -> None:
    """The server does what it was asked; the phone never hears of it."""
    if route.request.method != "POST":
        return route.continue_()
    route.fetch(max_redirects=0)
    route.abort("connectionreset")
    return None


def test_without_signal_the_words_stay_and_go_when_it_is_back(line: Line) -> None:
    address = line.write()
    line.phone.context.set_offline(True)
    line.next()
    line.says(AWAY)
    line.kept()
    line.phone.context.set_offline(False)
    expect(line.told).to_have_text("")
    line.next()
    line.arrives(address)


def test_the_words_outlive_a_server_that_stops_and_starts(line: Line) -> None:
    address = line.write()
    line.switch.off()
    for _ in range(2):
        line.next()
        line.says(AWAY)
        line.kept()
    line.switch.on()
    line.next()
    line.arrives(address)
    assert line.count(Draft) == 1


def test_a_page_whose_reply_was_lost_is_stored_once(line: Line) -> None:
    address = line.write()
    line.phone.route("**/page/**", lose_the_reply)
    line.next()
    line.says(AWAY)
    line.kept()
    line.phone.unroute("**/page/**")
    line.next()
    line.arrives(address)
    assert line.count(Draft) == 1


def test_answers_whose_reply_was_lost_are_received_once_and_thanked_for(line: Line) -> None:
    address = line.write()
    line.next()
    line.phone.wait_for_url(lambda url: url != address)
    line.phone.goto(f"{line.live.survey('young_people')}/check")
    line.phone.route("**/send", lose_the_reply)
    line.next()
    line.says("We cannot reach the site. Nothing is lost.")
    assert line.count(Response) == 1
    line.phone.unroute("**/send")
    line.next()
    expect(line.phone.locator("h1")).to_have_text("Thank you", timeout=28_000)
    assert line.count(Response) == 1


def test_a_start_without_signal_can_be_tried_again(line: Line) -> None:
    line.phone.goto(line.live.survey("young_people"))
    line.phone.context.set_offline(True)
    line.next()
    line.says("We cannot reach the site.")
    line.phone.context.set_offline(False)
    line.next()
    expect(line.phone.locator(".where")).to_contain_text("1 of")


def test_a_slow_line_is_said_and_given_up_after_a_while(line: Line) -> None:
    address = line.write()
    line.phone.clock.install()
    held: list[Route] = []
    line.phone.route("**/page/**", lambda route: held.append(route))
    line.next()
    expect(line.told).to_have_text("")
    line.phone.clock.run_for(8_000)
    line.says(SLOW)
    line.phone.clock.run_for(30_000)
    line.says(AWAY)
    line.kept()
    assert len(held) == 1
    line.phone.unroute("**/page/**")
    line.next()
    line.arrives(address)


def test_pressing_twice_sends_once(line: Line) -> None:
    line.write()
    posts: list[Route] = []
    line.phone.route("**/page/**", lambda route: posts.append(route))
    line.phone.locator("form#answers button.on").dblclick()
    line.phone.wait_for_timeout(300)
    assert len(posts) == 1


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_proxy_that_finds_no_server_does_not_take_the_page_away(line: Line, status: int) -> None:
    address = line.write()
    line.phone.route("**/page/**", lambda route: route.fulfill(status=status, body="Bad gateway"))
    line.next()
    line.says("What you wrote is still here. Wait a moment")
    line.kept()
    line.phone.unroute("**/page/**")
    line.next()
    line.arrives(address)


def test_a_page_that_is_not_ours_is_not_taken_for_an_answer(line: Line) -> None:
    """A network's own page says 200 to everything: the words must not count as stored."""
    address = line.write()
    stored = line.count(Draft)
    line.phone.route("**/page/**", lambda route: route.fulfill(status=200, body="<h1>Sign in</h1>"))
    line.next()
    line.says("What you wrote is still here.")
    line.kept()
    assert line.count(Draft) == stored
    line.phone.unroute("**/page/**")
    line.next()
    line.arrives(address)


def test_what_cannot_be_read_is_said_by_the_servers_own_page(line: Line) -> None:
    line.write()
    line.phone.fill("textarea", "x" * 30_000)
    line.next()
    expect(line.phone.locator(".problems h2")).to_have_text("Please look again")
    assert line.phone.locator("textarea").input_value() == "x" * 30_000


def test_skipping_is_sent_as_skipping(line: Line) -> None:
    address = line.write()
    line.next()
    line.arrives(address)
    line.phone.locator("button[name=skip]").click()
    line.phone.wait_for_url(lambda url: url != address)
    line.phone.goto(address)
    expect(line.phone.locator("textarea")).to_have_value("")


def test_back_leads_through_the_same_pages_as_without_scripts(line: Line) -> None:
    address = line.write()
    line.next()
    line.phone.wait_for_url(lambda url: url != address)
    line.phone.go_back()
    assert line.phone.url == address
    line.phone.go_back()
    assert "/page/" in line.phone.url
    assert line.phone.url != address


def test_leaving_stops_what_is_being_sent(line: Line) -> None:
    line.write()
    line.phone.context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Sunny"))
    failed: list[str] = []
    line.phone.on("requestfailed", lambda request: failed.append(request.url))
    line.phone.route("**/page/**", lambda route: None)
    line.next()
    line.phone.locator("button.leave").click()
    line.phone.wait_for_url("https://www.bbc.co.uk/**")
    assert any("/page/" in url for url in failed)


def test_nothing_is_kept_in_the_browser(line: Line) -> None:
    line.write()
    line.phone.context.set_offline(True)
    line.next()
    line.says(AWAY)
    held = line.phone.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,"
        " (await caches.keys()).length, document.cookie]"
    )
    assert held == [0, 0, 0, 0, ""]
