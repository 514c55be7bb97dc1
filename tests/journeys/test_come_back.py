"""Save on one phone, come back on another, send; and nothing of it stays on the first phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from survey_app.services.seven_words import easy_words
from survey_app.storage.drafts import Draft
from survey_app.storage.responses import Response
from tests.journeys.conftest import NEUTRAL_SITE, PHONE, SMALL_PHONE, LiveSite

pytestmark = pytest.mark.browser
CANARY = "zebra crossing by the canal"


@pytest.fixture
def second_phone(browser: Browser) -> Iterator[Page]:
    """Another phone, with scripts."""
    context = browser.new_context(viewport=PHONE, has_touch=True)
    yield context.new_page()
    context.close()


def count(live: LiveSite, table: type) -> int:
    with live.site.reading() as work:
        return work.session.execute(select(func.count()).select_from(table)).scalar_one()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def to_the_first_box(page: Page, live: LiveSite) -> None:
    """From the link to the first question that is answered in one's own words."""
    page.goto(live.survey("young_people"))
    press(page, "Start")
    page.wait_for_url("**/page/*")
    while not page.locator("form#answers textarea").count():
        before = page.url
        page.locator("form#answers button").first.click()
        page.wait_for_url(lambda url, before=before: url != before)


def save_for_later(page: Page, live: LiveSite) -> list[str]:
    """Write something, save it for later, and read the words."""
    to_the_first_box(page, live)
    page.locator("form#answers textarea").first.fill(CANARY)
    press(page, "Save and come back later")
    page.wait_for_url("**/words")
    expect(page.locator("h1")).to_have_text("Your answers are saved")
    return page.locator("ol.words li").all_inner_texts()


def finish(page: Page) -> None:
    """Go on without changing anything, look at everything, and send."""
    page.wait_for_url("**/page/*")
    while "/page/" in page.url:
        before = page.url
        page.locator("form#answers button").first.click()
        page.wait_for_url(lambda url, before=before: url != before)
    expect(page.locator("main")).to_contain_text(CANARY)
    press(page, "Send my answers")
    page.wait_for_url("**/sent")
    expect(page.locator("h1")).to_have_text("Thank you")


def test_saved_on_one_phone_sent_from_another(phone: Page, second_phone: Page, live: LiveSite) -> None:
    words = save_for_later(phone, live)
    assert len(words) == 7
    press(phone, "I have my words")
    phone.wait_for_url("**/saved")
    expect(phone.locator("h1")).to_have_text("You can come back later")

    second_phone.goto(live.survey("young_people"))
    second_phone.get_by_role("link", name="I have 7 words").click()
    second_phone.get_by_label("I have 7 words").fill("\n".join(words).upper())
    press(second_phone, "Open my answers")
    second_phone.wait_for_url("**/welcome-back")
    expect(second_phone.locator("h1")).to_have_text("Welcome back")
    press(second_phone, "Go on with my answers")
    finish(second_phone)
    assert (count(live, Response), count(live, Draft)) == (1, 0)


def test_a_reload_keeps_the_words(phone: Page, live: LiveSite) -> None:
    words = save_for_later(phone, live)
    phone.reload()
    assert phone.locator("ol.words li").all_inner_texts() == words


@pytest.mark.parametrize("away", ["I have my words", "Leave this page"])
def test_back_shows_the_next_child_neither_the_words_nor_the_answers(
    phone: Page, live: LiveSite, away: str
) -> None:
    words = save_for_later(phone, live)
    press(phone, away)
    phone.wait_for_url(NEUTRAL_SITE if away == "Leave this page" else "**/saved")
    looked_at = 0
    while looked_at < 6 and phone.go_back() is not None:
        looked_at += 1
        shown = phone.content()
        assert CANARY not in shown
        assert not any(f"<li>{word}</li>" in shown for word in words)
    assert looked_at >= 3
    assert count(live, Draft) == 1


def test_the_words_fit_on_one_printed_page_without_buttons(phone: Page, live: LiveSite) -> None:
    words = save_for_later(phone, live)
    phone.emulate_media(media="print")
    for word in words:
        expect(phone.get_by_text(word, exact=True)).to_be_visible()
    expect(phone.get_by_role("button")).to_have_count(0)


FIT = """words => {
  const list = document.querySelector("ol.words");
  list.replaceChildren(...words.map(word => { const li = document.createElement("li"); li.append(word); return li; }));
  const line = parseFloat(getComputedStyle(list).lineHeight);
  const broken = [...list.children].filter(li => li.getBoundingClientRect().height > line * 1.5);
  return [broken.length, list.scrollWidth - list.clientWidth];
}"""


@pytest.mark.parametrize("spacing", ["normal", "wide"])
def test_no_word_is_broken_at_the_largest_size_on_the_smallest_phone(
    second_phone: Page, live: LiveSite, spacing: str
) -> None:
    second_phone.set_viewport_size(SMALL_PHONE)
    second_phone.goto(f"{live.survey('young_people')}/look")
    second_phone.locator("input[name=text_size][value='300']").check(force=True)
    second_phone.locator(f"input[name=spacing][value={spacing}]").check(force=True)
    press(second_phone, "Use this")
    second_phone.wait_for_load_state()
    save_for_later(second_phone, live)
    assert second_phone.evaluate(FIT, list(easy_words())) == [0, 0]


def test_two_tabs_are_shown_to_each_other(phone: Page, live: LiveSite) -> None:
    to_the_first_box(phone, live)
    other = phone.context.new_page()
    other.goto(phone.url)
    other.locator("form#answers textarea").first.fill("The other tab")
    other.locator("form#answers button").first.click()
    other.wait_for_url(lambda url: url != phone.url)
    phone.locator("form#answers textarea").first.fill(CANARY)
    press(phone, "Next")
    phone.get_by_role("alert").wait_for()
    expect(phone.get_by_role("alert")).to_contain_text("The other tab")
    expect(phone.locator("form#answers textarea").first).to_have_value(CANARY)
    here = phone.url
    press(phone, "Keep the other answer")
    phone.wait_for_url(lambda url: url != here)
    phone.goto(here)
    expect(phone.locator("form#answers textarea").first).to_have_value("The other tab")
