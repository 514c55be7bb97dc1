"""The main job, end to end, in a real browser: poster, answers on a phone, the close, the inspector's desk."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from survey_app.services.permissions import INSPECTOR, LANO
from tests.builders import make_person
from tests.journeys.conftest import LiveSite, enter_in_browser

pytestmark = pytest.mark.browser

WORDS = "My teaching assistant is kind. I have waited two years for speech therapy. My step dad hits me."


def test_a_young_person_answers_from_the_poster_and_the_inspector_reads_it(
    phone: Page, desk: Page, live: LiveSite
) -> None:
    enter_in_browser(desk, live, make_person(live.site, LANO, live.visit))
    address = decoded_from_the_share_page(desk, live)
    assert address == live.survey("young_people")

    answer_all(phone, address)
    expect(phone.locator("h1")).to_have_text("Thank you")

    live.clock.set("2026-12-01T09:00")
    phone.goto(address)
    expect(phone.locator("h1")).to_have_text("This is now closed")

    desk.context.clear_cookies()
    enter_in_browser(desk, live, make_person(live.site, INSPECTOR, live.visit))
    desk.goto(f"{live.base}/staff/visits/{live.visit.id}/answers")
    expect(desk.locator("main")).to_contain_text("waited two years for speech therapy")
    expect(desk.locator("main")).to_contain_text("Speech and language therapy")
    expect(desk.locator("main")).to_contain_text("Physical abuse")
    assert desk.locator("main mark").count() >= 2


def decoded_from_the_share_page(desk: Page, live: LiveSite) -> str:
    """What a phone's camera reads from the officer's page."""
    desk.goto(f"{live.base}/staff/visits/{live.visit.id}/share")
    drawn = desk.locator(f"#channel-{live.visit.codes['young_people']} .staff-qr").screenshot()
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn)))
    assert len(found) == 1
    return found[0].text


def answer_all(phone: Page, address: str) -> None:
    """Open the link, choose the second option everywhere, write once, and send."""
    phone.goto(address)
    wrote = False
    for _ in range(40):
        assert_fits(phone)
        if phone.locator("h1").inner_text() == "Check your answers":
            break
        press_on(phone)
        first_row = phone.locator("form#answers .row").nth(1)
        if first_row.count():
            first_row.click()
        elif phone.locator("form#answers textarea").count() and not wrote:
            phone.fill("form#answers textarea", WORDS)
            wrote = True
    assert wrote
    press_on(phone)


def press_on(phone: Page) -> None:
    """Press the first button of the form that goes on, and wait for the page it leads to."""
    with phone.expect_navigation():
        phone.locator("form#answers button").first.click()


def assert_fits(phone: Page) -> None:
    """Nothing sticks out sideways, and everything to press is at least 44 pixels high."""
    width = phone.viewport_size["width"] if phone.viewport_size else 0
    for target in phone.locator(
        "main a, main button, .row, header a:not(.skip), header button, footer a"
    ).all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44, f"{target.inner_text()!r} is {box['height']} pixels high"
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width, f"{target.inner_text()!r} sticks out"
