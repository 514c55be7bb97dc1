"""Lines of enquiry in a real browser: by keyboard alone, two people at the same part; axe finds nothing on the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from survey_app.services.permissions import INSPECTOR
from tests.builders import make_person
from tests.journeys.conftest import LiveSite, enter_in_browser
from tests.journeys.test_coding import answered, assert_accessible, press

pytestmark = pytest.mark.browser


def enquiry(live: LiveSite, more: str = "") -> str:
    return f"{live.base}/staff/visits/{live.visit.id}/enquiry{more}"


def test_from_an_answer_to_a_line_by_keyboard_alone(desk: Page, live: LiveSite, axe_script: str) -> None:
    answered(live)
    enter_in_browser(desk, live, make_person(live.site, INSPECTOR, live.visit))
    desk.goto(f"{live.base}/staff/visits/{live.visit.id}/answers")
    desk.locator(".told__whole a").focus()
    press(desk, "Enter")
    desk.locator(".add-to-line").focus()
    assert_accessible(desk, axe_script)
    press(desk, "Enter")
    desk.locator("summary:has-text('Only some of the words')").press("Enter")
    whole = desk.locator("#whole-text")
    whole.evaluate("box => { box.focus(); box.setSelectionRange(3, 3); }")
    for _ in "We waited":
        desk.keyboard.press("Shift+ArrowRight")
    expect(desk.locator("#words")).to_have_value("We waited")
    desk.locator("#title").fill("Waiting")
    assert_accessible(desk, axe_script)
    press(desk, "Enter")
    expect(desk.locator("h1")).to_have_text("Waiting")
    expect(desk.locator(".evidence blockquote")).to_have_text("We waited")
    assert_accessible(desk, axe_script)
    for page in ("", "/new", "/day", "/add?figure=responses&everyone=yes"):
        desk.goto(enquiry(live, page))
        assert_accessible(desk, axe_script)


def test_two_people_at_the_same_part_are_shown_both_versions(
    desk: Page, live: LiveSite, axe_script: str
) -> None:
    enter_in_browser(desk, live, make_person(live.site, INSPECTOR, live.visit))
    desk.goto(enquiry(live, "/new"))
    desk.locator("#title").fill("Waiting")
    press(desk, "Enter")
    line = desk.url
    other = desk.context.new_page()
    for page in (desk, other):
        page.goto(line + "/change")
    other.locator("#question").fill("Who waits?")
    other.get_by_role("button", name="Save the change").click()
    expect(other.locator(".line-facts")).to_contain_text("Who waits?")
    desk.locator("#question").fill("Where do they wait?")
    desk.get_by_role("button", name="Save the change").click()
    expect(desk.locator("#question-versions")).to_contain_text("Who waits?")
    assert_accessible(desk, axe_script)
    desk.locator(".govuk-error-summary a").press("Enter")
    expect(desk.locator("#question")).to_be_focused()
    desk.get_by_role("button", name="Save the change").click()
    expect(desk.locator(".line-facts")).to_contain_text("Where do they wait?")
