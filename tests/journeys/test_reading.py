"""Reading, the charts on a wall and their pictures in a real browser, by keyboard; axe finds nothing on the way."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from survey_app.services.permissions import INSPECTOR
from tests.benchmarks.filled_visit import fill
from tests.builders import make_person
from tests.journeys.conftest import LiveSite, enter_in_browser
from tests.journeys.test_coding import TEXT, answered, assert_accessible, press

pytestmark = pytest.mark.browser

OTHER = "The bus is never on time."
ANSWERS, LEAST_WIDTH = 60, 2_000


@pytest.fixture
def inspector(desk: Page, live: LiveSite) -> Page:
    """An inspector of the visit, signed in."""
    enter_in_browser(desk, live, make_person(live.site, INSPECTOR, live.visit))
    return desk


def page_of(live: LiveSite, place: str) -> str:
    return f"{live.base}/staff/visits/{live.visit.id}/{place}"


def test_people_are_read_one_after_another_by_keyboard_alone(
    inspector: Page, live: LiveSite, axe_script: str
) -> None:
    for text in (TEXT, OTHER):
        answered(live, text)
    inspector.goto(page_of(live, "reading"))
    assert_accessible(inspector, axe_script)
    first = inspector.locator("blockquote.words").inner_text()
    press(inspector, "r")
    expect(inspector.locator("main")).to_contain_text("The team has read 1 of 2 people")
    expect(inspector.locator("blockquote.words")).not_to_have_text(first)
    press(inspector, "p")
    assert inspector.locator("blockquote.words").inner_text() == first
    press(inspector, "n")
    press(inspector, "r")
    expect(inspector.locator("main")).to_contain_text("You have read everything that people wrote.")
    assert_accessible(inspector, axe_script)


def test_words_are_chosen_with_shift_and_arrows_marked_and_quoted(
    inspector: Page, live: LiveSite, axe_script: str
) -> None:
    answered(live)
    inspector.goto(page_of(live, "reading"))
    inspector.keyboard.press("m")
    whole = inspector.locator("#whole-would_change")
    expect(whole).to_be_focused()
    last = TEXT.rindex("The bus")
    whole.evaluate(
        "(box, start) => box.setSelectionRange(start, start)", len(TEXT[:last].encode("utf-16-le")) // 2
    )
    for _ in "The bus":
        inspector.keyboard.press("Shift+ArrowRight")
    inspector.keyboard.type("no word of the answer can be changed here")
    expect(whole).to_have_value(TEXT)
    expect(inspector.locator("#words-would_change")).to_have_value("The bus")
    assert_accessible(inspector, axe_script)
    inspector.locator("#note-would_change").press("Tab")
    press(inspector, "Enter")
    marked = inspector.locator(".reading-marks li")
    expect(marked.locator(".reading-marks__words")).to_have_text("“The bus”")
    quote = marked.get_by_role("link", name="Quote")
    assert f"start={last}&end={last + len('The bus')}" in (quote.get_attribute("href") or "")
    quote.focus()
    press(inspector, "Enter")
    expect(inspector.locator("main")).to_contain_text("The bus")
    assert_accessible(inspector, axe_script)


def test_the_list_of_keys_opens_and_letters_that_are_typed_stay_letters(
    inspector: Page, live: LiveSite
) -> None:
    answered(live)
    inspector.goto(page_of(live, "reading"))
    here = inspector.url
    inspector.keyboard.press("?")
    expect(inspector.locator("#keys > summary")).to_be_focused()
    inspector.keyboard.press("m")
    inspector.locator("#note-would_change").focus()
    inspector.keyboard.type("rnpq")
    expect(inspector.locator("#note-would_change")).to_have_value("rnpq")
    assert inspector.url == here


def filled(live: LiveSite) -> None:
    with live.site.writing() as work:
        fill(work, live.visit.id, ANSWERS)


def test_charts_on_a_wall_turn_with_the_arrow_keys(inspector: Page, live: LiveSite, axe_script: str) -> None:
    filled(live)
    inspector.goto(page_of(live, "projector"))
    first = inspector.locator("h1").inner_text()
    assert_accessible(inspector, axe_script)
    press(inspector, "ArrowRight")
    expect(inspector.locator(".count")).to_contain_text("2 of ")
    press(inspector, "ArrowLeft")
    expect(inspector.locator("h1")).to_have_text(first)
    press(inspector, "d")
    expect(inspector.locator("html")).to_have_class("dark")
    inspector.locator("summary").press("Enter")
    expect(inspector.locator("table")).to_be_visible()
    assert_accessible(inspector, axe_script)
    press(inspector, "Escape")
    expect(inspector.locator("h1")).to_have_text("Results")


def test_the_picture_of_a_chart_is_sharp(inspector: Page, live: LiveSite, tmp_path: Path) -> None:
    filled(live)
    inspector.goto(page_of(live, "projector?chart=themes"))
    with inspector.expect_download() as coming:
        inspector.get_by_role("link", name="Picture (PNG)").press("Enter")
    saved = tmp_path / "chart.png"
    coming.value.save_as(saved)
    content = saved.read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    assert coming.value.suggested_filename.endswith("-themes.png")
    assert content.startswith(b"\x89PNG")
    assert width >= LEAST_WIDTH
    assert height > width / 4
