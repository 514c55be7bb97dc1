"""On a shared phone nobody reads the last child's answers: in Chromium and in Firefox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.shared_phone.journeys import BROWSERS, journey
from tests.journeys.shared_phone.plans import (
    AGAIN,
    ANEW,
    BACK,
    FORWARD,
    LEAVE,
    NOTHING_MORE,
    PROBLEM,
    SAVED,
    Plan,
)
from tests.journeys.shared_phone.stage import EVERY_KIND_NAME, Stage, stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SENT = Plan(1, 0, "", False, "sent", NOTHING_MORE, "", 0.9, (BACK, ANEW, AGAIN, FORWARD), seed=1)
SHORT = {
    "sent, and put down": SENT,
    "seven words, written down": replace(SENT, stop=SAVED),
    "left while writing": replace(SENT, stop="writing", ending=LEAVE, face="easy_read_pictures"),
    "left before sending": replace(SENT, scripts=True, stop="check", ending=LEAVE, tries=(ANEW, BACK)),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The site with a survey that asks one question of every kind."""
    with stage(tmp_path_factory.mktemp("site"), only=EVERY_KIND_NAME) as made:
        yield made


@pytest.mark.parametrize("name", SHORT)
@pytest.mark.parametrize("browser", BROWSERS)
def test_the_next_person_reads_nothing(browser: str, name: str, site: Stage) -> None:
    made = journey(browser, SHORT[name], site)
    assert made.attempts > 15
    assert not made.recovered
    assert not made.telling_titles


@pytest.mark.parametrize("browser", BROWSERS)
def test_a_page_that_came_back_cannot_be_sent_again_to_read_it(browser: str, site: Stage) -> None:
    made = journey(browser, replace(SENT, stop=PROBLEM, ending=LEAVE, tries=(BACK,)), site)
    assert not [found for found in made.recovered if "load again" in found]


@pytest.mark.parametrize("browser", BROWSERS)
def test_without_our_headers_and_attributes_the_words_would_be_read(browser: str, tmp_path: Path) -> None:
    with stage(tmp_path, unprotected, only=EVERY_KIND_NAME) as site:
        made = journey(browser, replace(SENT, tries=(AGAIN, BACK)), site)
    for way in ("a new tab", "back", ON_DISK[browser]):
        assert [found for found in made.recovered if found.startswith(way)], (way, made.recovered)


Wsgi = Callable[..., Any]


def unprotected(app: Wsgi) -> Wsgi:
    """The same site with pages that may be kept and boxes that may be filled in."""

    def outer(environ: dict[str, Any], start: Wsgi) -> Any:
        def start_plainly(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            kept = [(name, value) for name, value in headers if name.lower() not in PROTECTING]
            return start(status, [*kept, ("Cache-Control", "private, max-age=600")], *error)

        environ.pop("HTTP_ACCEPT_ENCODING", None)
        body = b"".join(app(environ, start_plainly))
        return [body.replace(b'autocomplete="off"', b"")]

    return outer


ON_DISK = {"chromium": "Default/Sessions/", "firefox": "formhistory.sqlite"}
PROTECTING = {"cache-control", "clear-site-data", "vary", "content-length"}
