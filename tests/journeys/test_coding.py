"""Coding in a real browser: by keyboard alone, by mouse, and two people blind; axe finds nothing on the way."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from survey_app.services.permissions import INSPECTOR, LEAD_INSPECTOR
from tests.builders import make_person
from tests.journeys.conftest import LiveSite, enter_in_browser
from tests.respondent import Respondent, send

pytestmark = pytest.mark.browser

PHONE, DESK = 390, 1280
# A picture of two code units first, so that places would slip if anybody counted in those.
TEXT = "\U0001f642 We waited two years for an autism assessment. The bus is late. The bus is cold."


def answered(live: LiveSite, text: str = TEXT) -> None:
    client = FlaskClient(live.app, live.app.response_class)
    send(Respondent(client, live.visit.codes["parents_carers"]), {"would_change": text})


def coding(live: LiveSite, more: str = "") -> str:
    return f"{live.base}/staff/visits/{live.visit.id}/coding{more}"


def assert_accessible(page: Page, axe_script: str) -> None:
    page.evaluate(axe_script)
    result: dict[str, Any] = page.evaluate("axe.run({rules: {'target-size': {enabled: true}}})")
    assert [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in result["violations"]] == []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def press(page: Page, key: str) -> None:
    """Press a key that sends something, and wait for the page that comes."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_an_answer_is_coded_by_keyboard_alone(desk: Page, live: LiveSite, axe_script: str) -> None:
    answered(live)
    enter_in_browser(desk, live, make_person(live.site, INSPECTOR, live.visit))
    desk.goto(coding(live))
    codes = desk.locator(".code").count()
    assert codes
    expect(desk.locator("#code-1")).to_have_attribute("aria-current", "true")
    expect(desk.locator("[aria-live]")).to_contain_text("Code 1 of")
    expect(desk.locator("#code-1")).not_to_be_focused()
    press(desk, "a")
    expect(desk.locator("#code-1 .code__state")).to_have_text("Accepted")
    expect(desk.locator("#code-2" if codes > 1 else "#next")).to_be_focused()
    desk.locator("#code-1").focus()
    press(desk, "r")
    expect(desk.locator("#code-1 .code__state")).to_have_text("Rejected")
    desk.locator("#code-1").focus()
    desk.keyboard.press("c")
    expect(desk.locator("#theme-1")).to_be_focused()
    assert_accessible(desk, axe_script)
    desk.locator("#theme-1").select_option("transport")
    desk.locator("#stance-1").select_option("negative")
    desk.keyboard.press("a")
    expect(desk.locator("#code-1 .code__state")).to_have_text("Rejected")
    desk.locator("#code-1 button[value=recode]").focus()
    press(desk, "Enter")
    expect(desk.locator("#code-1 .code__state")).to_have_text("Recoded")
    desk.locator("h1").click()
    press(desk, "n")
    expect(desk.locator("main")).to_contain_text("The team has looked at the 1 answer that fits.")


def test_words_are_chosen_with_shift_and_arrows_and_their_place_is_kept(desk: Page, live: LiveSite) -> None:
    answered(live)
    enter_in_browser(desk, live, make_person(live.site, INSPECTOR, live.visit))
    desk.goto(coding(live))
    desk.locator("h1").click()
    desk.keyboard.press("+")
    whole = desk.locator("#whole-text")
    expect(whole).to_be_focused()
    last = TEXT.rindex("The bus")
    whole.evaluate(
        "(box, start) => box.setSelectionRange(start, start)", len(TEXT[:last].encode("utf-16-le")) // 2
    )
    for _ in "The bus":
        desk.keyboard.press("Shift+ArrowRight")
    expect(desk.locator("#words")).to_have_value("The bus")
    desk.locator("#add-theme").select_option("commissioning")
    desk.locator("#add-stance").select_option("negative")
    desk.locator("#add-stance").press("Tab")
    press(desk, "Enter")
    added = desk.locator(".code--added")
    expect(added.locator(".code__words")).to_have_text("“The bus”")
    assert added.locator("input[name=start]").get_attribute("value") == str(last)


def test_words_are_chosen_with_the_mouse_across_a_mark(desk: Page, live: LiveSite) -> None:
    answered(live)
    enter_in_browser(desk, live, make_person(live.site, INSPECTOR, live.visit))
    desk.goto(coding(live))
    desk.evaluate(
        """() => {
            const words = document.querySelector("#answer-words");
            getSelection().selectAllChildren(words);
            words.dispatchEvent(new MouseEvent("mouseup", {bubbles: true}));
        }"""
    )
    expect(desk.locator("#words")).to_have_value(TEXT)


def test_keys_can_be_switched_off_and_never_take_letters_that_are_typed(desk: Page, live: LiveSite) -> None:
    answered(live)
    enter_in_browser(desk, live, make_person(live.site, INSPECTOR, live.visit))
    desk.goto(coding(live))
    desk.locator("#add summary").click()
    desk.locator("#words").type("jar")
    expect(desk.locator("#words")).to_have_value("jar")
    desk.locator("h1").click()
    desk.keyboard.press("?")
    desk.locator("label[for=use-keys]").click()
    desk.reload()
    for key in "ja":
        desk.keyboard.press(key)
    expect(desk.locator("#code-1")).not_to_be_focused()
    expect(desk.locator(".code[aria-current]")).to_have_count(0)
    expect(desk.locator("#code-1 .code__state")).to_have_text("Not decided yet")


def test_no_key_decides_where_nothing_waits_until_a_code_is_chosen(desk: Page, live: LiveSite) -> None:
    answered(live, "We waited two years for an autism assessment.")
    enter_in_browser(desk, live, make_person(live.site, INSPECTOR, live.visit))
    desk.goto(coding(live))
    for _ in range(desk.locator(".code").count()):
        press(desk, "r")
    expect(desk.locator("#next")).to_be_focused()
    for address in (desk.url, desk.url.partition("#")[0]):
        desk.goto(address)
        desk.reload()
        desk.keyboard.press("a")
        expect(desk.locator("#code-1 .code__state")).to_have_text("Rejected")
    desk.keyboard.press("j")
    press(desk, "a")
    expect(desk.locator("#code-1 .code__state")).to_have_text("Accepted")


def test_two_people_code_blind_and_then_see_how_far_they_agree(
    desk: Page, live: LiveSite, axe_script: str
) -> None:
    answered(live)
    team = [make_person(live.site, role, live.visit) for role in (LEAD_INSPECTOR, INSPECTOR)]
    enter_in_browser(desk, live, team[0])
    desk.goto(coding(live, "/double"))
    for box in desk.locator("input[name=coder]").all():
        box.check()
    assert_accessible(desk, axe_script)
    desk.get_by_role("button", name="Draw the sample").click()
    for person in team:
        desk.context.clear_cookies()
        live.clock.forward(minutes=1)
        enter_in_browser(desk, live, person)
        desk.goto(coding(live, "/double"))
        desk.get_by_role("link", name="Go on coding").click()
        expect(desk.locator("main mark")).to_have_count(0)
        desk.locator("#add-theme").select_option("transport")
        desk.locator("#add-stance").select_option("negative")
        desk.get_by_role("button", name="Add this code").click()
        assert_accessible(desk, axe_script)
        desk.get_by_role("button", name="Keep these codes").click()
        desk.get_by_role("button", name="Finish this sample").click()
    expect(desk.locator("h1")).to_have_text("How far the two coders agree")
    expect(desk.locator("main")).to_contain_text("The 2 coders agree well on")
    assert_accessible(desk, axe_script)
