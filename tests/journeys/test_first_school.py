"""A new officer, from signing in to the first school's mail: every press is one that they would make."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from survey_app.services.permissions import LANO
from tests.builders import make_person
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.browser

MOST_PRESSES = 8


class Presses:
    """Somebody's finger on a page: follows words that it can see, and is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, words: str) -> None:
        """The first button or link with these words."""
        self.count += 1
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=words).or_(
                self.page.locator("main").get_by_role("link", name=words)
            ).first.click()


def test_from_signing_in_to_the_first_schools_mail_takes_few_presses(desk: Page, live: LiveSite) -> None:
    person = make_person(live.site, LANO, live.visit)
    finger = Presses(desk)
    desk.goto(f"{live.base}/staff/sign-in")
    desk.fill("input[name=email]", person.email)
    desk.fill("input[name=password]", person.password)
    finger.press("Sign in")
    desk.fill("input[name=code]", person.code(live.clock.shows))
    finger.press("Go on")
    finger.press("Share")
    finger.press("Kit")
    mail = desk.get_by_text("Open the e-mail in your mail program").get_attribute("href") or ""
    words = parse_qs(urlsplit(mail).query)
    assert live.survey("young_people").split("//")[1] in words["body"][0]
    assert "Tuesday 1 December, 9am" in words["body"][0]
    # Opening the mail program, and the button in it that sends.
    assert finger.count + 2 <= MOST_PRESSES
