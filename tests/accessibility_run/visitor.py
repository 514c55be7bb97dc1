"""Somebody at a browser: goes to pages of the listening site as a person does, and remembers what came."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, Response

from accessibility.preferences import Preferences
from survey_app.web.languages import LOOK_COOKIE
from tests.accessibility_run.listening import NEUTRAL_SITE, Listening

GO_ON = "form#answers button"
NARROW = 320
PATIENCE_MS = 60_000
MOST_BEGUN = 3


@dataclass
class Visitor:
    """One browser with its own cookies. `source` is the HTML of the page that it shows, as it was sent."""

    page: Page
    at: Listening
    elsewhere: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    _came: Response | None = None

    def __post_init__(self) -> None:
        self.page.on("response", self._remember)
        self.page.on("request", lambda asked: self._mind(asked.url))

    def go(self, path: str) -> None:
        """Type an address of the site."""
        self.page.goto(f"{self.at.base}{path}")

    def press(self, selector: str = GO_ON) -> None:
        """Press a button that leads to a page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def send_form(self, selector: str = "form#answers", **changed: str) -> None:
        """Send a form with some of its fields changed, as a browser extension or an old page might."""
        for name, value in changed.items():
            self.page.evaluate(
                "([form, name, value]) => { document.querySelector(form).elements[name].value = value }",
                [selector, name, value],
            )
        with self.page.expect_navigation():
            self.page.evaluate(
                "(form) => HTMLFormElement.prototype.submit.call(document.querySelector(form))", selector
            )

    def send_unseen(self, **changed: str) -> None:
        """Send the form of this page in the background, as another tab would; this page stays as it is."""
        self.page.evaluate(
            "async (changed) => { const form = new FormData(document.querySelector('form#answers'));"
            " for (const [name, value] of Object.entries(changed)) form.set(name, value);"
            " await fetch(location.href, {method: 'POST', body: new URLSearchParams(form)}); }",
            changed,
        )

    def choose_face(self, code: str, face: str) -> None:
        """Choose plain words, easy words, pictures or signed videos on the page for that."""
        self.go(f"/s/{code}/look")
        self.page.evaluate(f"document.querySelector('[name=face][value={face}]').checked = true")
        self.press("main form button")

    def begin(self, code: str) -> None:
        """Press Start, unless this browser has begun already; it can hold three starts."""
        if code in self.begun:
            return
        if len(self.begun) == MOST_BEGUN:
            self.forget()
        self.go(f"/s/{code}")
        self.press()
        self.begun.append(code)

    def forget(self) -> None:
        """Empty the visit's cookie, as a browser does that was closed; the choice of looks stays."""
        self.page.context.clear_cookies(name="visit")
        self.begun.clear()

    @property
    def source(self) -> str:
        """The page as it came over the wire."""
        assert self._came is not None, "Nothing was opened yet."
        return self._came.text()

    @property
    def status(self) -> int:
        """The status of the page that came last."""
        assert self._came is not None, "Nothing was opened yet."
        return self._came.status

    @property
    def is_page(self) -> bool:
        """Whether HTML came, and not a picture or another file."""
        return self._came is not None and "text/html" in self._came.headers.get("content-type", "")

    def _remember(self, came: Response) -> None:
        if came.request.resource_type == "document" and came.frame == self.page.main_frame:
            self._came = came

    def _mind(self, url: str) -> None:
        if not url.startswith((self.at.base, "data:", NEUTRAL_SITE, "about:")):
            self.elsewhere.append(url)


@contextmanager
def visitor(
    browser: Browser,
    at: Listening,
    look: Preferences | None = None,
    width: int = NARROW,
) -> Iterator[Visitor]:
    """A fresh browser window with this look."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="light")
    context.route(f"{NEUTRAL_SITE}**", lambda asked: asked.fulfill(body="Sunny"))
    if look is not None:
        context.add_cookies([{"name": LOOK_COOKIE, "value": look.to_token(), "url": at.base}])
    # The machine may be busy with much else.
    context.set_default_timeout(PATIENCE_MS)
    yield Visitor(context.new_page(), at)
    context.close()
