"""The reading font: fetched by those who chose it, and only the letters that their pages need."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.browser

LOADED = "document.fonts.ready.then(() => [...document.fonts].filter((f) => f.status === 'loaded').length)"


def fonts_fetched(phone: Page, address: str, *, chosen: bool, words: str = "") -> list[str]:
    """The fonts that a browser asks for on the first page, with some words more on it."""
    fetched: list[str] = []
    phone.on("request", lambda asked: fetched.append(asked.url) if "woff" in asked.url else None)
    phone.goto(address)
    if chosen:
        phone.goto(f"{address}/look")
        phone.locator("label", has_text="Letters made for easy reading").click()
        with phone.expect_navigation():
            phone.locator("main form button.on").click()
    phone.evaluate("words => document.querySelector('h1').append(words)", words)
    phone.evaluate(LOADED)
    return sorted({url.rpartition("/")[2].partition("?")[0] for url in fetched})


@pytest.fixture
def page(desk: Page) -> Page:
    return desk


def test_nobody_else_fetches_a_font(page: Page, live: LiveSite) -> None:
    words = "Zażółć gęślą jaźń"
    assert fonts_fetched(page, live.survey("young_people"), chosen=False, words=words) == []


def test_who_chose_it_reads_with_it(page: Page, live: LiveSite) -> None:
    fetched = fonts_fetched(page, live.survey("young_people"), chosen=True)
    assert fetched == ["reading-font-bold.woff2", "reading-font.woff2"]
    assert page.evaluate(LOADED) == 2


def test_polish_letters_are_in_the_same_hand(page: Page, live: LiveSite) -> None:
    fetched = fonts_fetched(page, live.survey("young_people"), chosen=True, words="Zażółć gęślą jaźń")
    assert "reading-font-more-bold.woff2" in fetched
