"""Keyboard only, from the link to the thanks; and away quickly."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from survey_app.services.languages import allow_drafts
from survey_app.storage.drafts import Draft
from tests.accessibility_run.measures import EDGE_RATIO, ask
from tests.builders import lead_of
from tests.journeys.conftest import NEUTRAL_SITE, LiveSite

pytestmark = pytest.mark.browser


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on something that fits; wherever it stops it must be seen, with nothing over it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = ask(page, "focus", EDGE_RATIO)
        assert stop is None or stop["found"] == [], f"{page.url}: {stop['found']}"
        focus = page.locator(":focus")
        if focus.count() and focus.evaluate("(e, s) => e.matches(s)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector} on {page.url}")


def go_on(page: Page) -> None:
    """Reach the button that goes on, press Enter, and wait for the next page."""
    tab_to(page, "form#answers button")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press_on(page: Page) -> None:
    """Press the button that goes on, and wait for the next page."""
    with page.expect_navigation():
        page.locator("form#answers button").first.click()


@pytest.mark.parametrize("phone", ["with scripts"], indirect=True)
def test_everything_can_be_answered_without_a_pointer(phone: Page, live: LiveSite) -> None:
    phone.goto(live.survey("parents_carers"))
    go_on(phone)
    chosen = 0
    for _ in range(40):
        if phone.locator("h1").first.inner_text() == "Check your answers":
            break
        if phone.locator("form#answers input[type=radio]").count():
            tab_to(phone, "form#answers input[type=radio]")
            phone.keyboard.press("Space")
            chosen += 1
        go_on(phone)
    assert chosen > 3
    go_on(phone)
    expect(phone.locator("h1")).to_have_text("Thank you")


def test_enter_goes_on_where_other_languages_are_offered_too(phone: Page, live: LiveSite) -> None:
    """The way to the other languages is a button of the same form, and stands before the one that goes on."""
    with live.site.writing() as work:
        allow_drafts(work, lead_of(live.visit.id), live.visit.id, ["pl"])
    phone.goto(live.survey("parents_carers"))
    press_on(phone)
    expect(phone.locator("header .languages")).to_be_visible()
    phone.locator("form#answers input[type=radio]").first.focus()
    phone.keyboard.press("Space")
    here = phone.url
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    assert "/page/" in urlsplit(phone.url).path
    assert phone.url != here


def test_the_first_tab_is_the_way_out_and_the_second_leads_past_the_top(phone: Page, live: LiveSite) -> None:
    phone.goto(live.survey("young_people"))
    phone.keyboard.press("Tab")
    expect(phone.locator(":focus")).to_have_text("Leave this page")
    phone.keyboard.press("Tab")
    expect(phone.locator(":focus")).to_have_text("Go to the question")


def begin(page: Page) -> None:
    """Press Start, and wait for the first question: a script may send the form and lead on by itself."""
    with page.expect_navigation(url="**/page/*"):
        page.locator("form#answers button").first.click()


def test_the_skip_link_leads_past_the_top_to_the_question(phone: Page, live: LiveSite) -> None:
    phone.goto(live.survey("young_people"))
    begin(phone)
    tab_to(phone, "a.skip")
    phone.keyboard.press("Enter")
    passed = ["header a", "header button", "header summary"]
    for _ in range(3):
        phone.keyboard.press("Tab")
        assert not any(phone.locator(f"{part}:focus").count() for part in passed)
    assert phone.locator("main :focus").count()


def test_the_keyboard_can_go_back_through_a_page_as_it_came(phone: Page, live: LiveSite) -> None:
    phone.goto(live.survey("parents_carers"))
    begin(phone)
    places = []
    for _ in range(8):
        phone.keyboard.press("Tab")
        places.append(ask(phone, "focus", EDGE_RATIO)["at"])
    back = []
    for _ in range(7):
        phone.keyboard.press("Shift+Tab")
        back.append(ask(phone, "focus", EDGE_RATIO)["at"])
    assert back == places[-2::-1]


def test_leaving_deletes_the_draft_and_shows_a_neutral_page(phone: Page, live: LiveSite) -> None:
    phone.goto(live.survey("young_people"))
    press_on(phone)
    phone.locator("form#answers .row").first.click()
    press_on(phone)
    assert drafts(live) == 1
    phone.locator("button.leave").click()
    phone.wait_for_url(NEUTRAL_SITE)
    wait_for(lambda: drafts(live) == 0)


@pytest.mark.parametrize("phone", ["with scripts"], indirect=True)
def test_three_presses_of_shift_lead_away_and_the_page_is_gone_from_the_history(
    phone: Page, live: LiveSite
) -> None:
    phone.goto(live.survey("young_people"))
    press_on(phone)
    phone.locator("form#answers .row").first.click()
    press_on(phone)
    expect(phone.locator(".where")).to_contain_text("2 of")
    phone.wait_for_load_state()
    left_behind = phone.url
    for _ in range(3):
        phone.keyboard.press("Shift")
    phone.wait_for_url(NEUTRAL_SITE)
    wait_for(lambda: drafts(live) == 0)
    phone.go_back()
    assert phone.url != left_behind


@pytest.mark.parametrize("phone", ["with scripts"], indirect=True)
def test_capital_letters_do_not_lead_away(phone: Page, live: LiveSite) -> None:
    phone.goto(live.survey("young_people"))
    for letter in "ABC":
        phone.keyboard.press(f"Shift+{letter}")
    expect(phone.locator("form#answers")).to_be_visible()


def wait_for(happened: Callable[[], bool]) -> None:
    """The request that deletes the draft outlives its page by a moment."""
    for _ in range(100):
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("It never happened.")


def drafts(live: LiveSite) -> int:
    with live.site.reading() as work:
        return work.session.execute(select(func.count()).select_from(Draft)).scalar_one()
