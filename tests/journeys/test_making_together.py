"""A youth group on phones: every question looked at and spoken of, with scripts and without, by keyboard, by axe."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from survey_app.storage.review_rounds import Reaction
from tests.journeys.conftest import PHONE, LiveSite
from tests.survey_app.reviews import make_group

TOTAL = 15


def assert_accessible(page: Page, axe_script: str) -> None:
    page.evaluate(axe_script)
    result: dict[str, Any] = page.evaluate("axe.run({rules: {'target-size': {enabled: true}}})")
    found = [(v["id"], [node["html"][:120] for node in v["nodes"][:2]]) for v in result["violations"]]
    assert not found, f"{page.url}: {found}"


def sorts(live: LiveSite) -> list[str]:
    with live.site.reading() as work:
        return sorted(work.session.scalars(select(Reaction.sort)))


@pytest.fixture
def address(live: LiveSite) -> str:
    return f"{live.base}/together/{make_group(live.site).code}"


def test_every_question_is_spoken_of_with_two_presses(phone: Page, live: LiveSite, address: str) -> None:
    phone.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    phone.goto(address)
    phone.click("button.on")
    for number in range(1, TOTAL + 1):
        phone.wait_for_url(f"**/{number}")
        phone.locator("input[value=understand]").check(force=True)
        phone.click("button.on")
    phone.wait_for_url("**/end")
    assert sorts(live) == ["understand"] * TOTAL
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_word_a_picture_and_a_comment_are_told_by_keyboard_alone(
    desk: Page, live: LiveSite, address: str
) -> None:
    desk.goto(f"{address}/4")
    for sort in ("hard_word", "picture", "comment"):
        desk.focus(f"input[value={sort}]")
        desk.keyboard.press("Space")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/words*")
    desk.focus("input[name=word][value=listening]")
    desk.keyboard.press("Space")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/picture*")
    desk.focus("input[name=q]")
    desk.keyboard.type("school")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**q=school*")
    desk.focus("input[name=picture]")
    desk.keyboard.press("Space")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/comment*")
    desk.focus("textarea")
    desk.keyboard.type("Say who you mean.")
    desk.focus("button.on")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/5")
    assert sorts(live) == ["comment", "hard_word", "hard_word", "picture", "picture"]


def test_axe_finds_nothing_on_any_page_of_a_group(
    browser: Browser, live: LiveSite, address: str, axe_script: str
) -> None:
    context = browser.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]}, bypass_csp=True
    )
    page = context.new_page()
    for end in (
        *("", "/4", "/4?as=paper", "/4?language=ar&face=easy_read_pictures", "/13", "/4/words", "/4/picture"),
        *("/4/picture?q=xyzzy", "/4/comment", "/end", "/replies", "/help?told=1", "/look", "/language"),
    ):
        page.goto(f"{address}{end}")
        for chooser in page.locator("details").all():
            chooser.evaluate("one => one.open = true")
        assert_accessible(page, axe_script)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()
