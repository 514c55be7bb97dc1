"""Reading aloud with the browser's own voices: only local ones, only the page's words, only when asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from survey_app.services.languages import allow_drafts
from survey_app.web.media import EXTENSION, Media
from tests.accessibility.recorded import record
from tests.builders import lead_of
from tests.journeys.conftest import NEUTRAL_SITE, SMALL_PHONE, LiveSite
from tests.journeys.test_from_poster_to_inspector import assert_fits
from tests.survey_app.web.every_kind import ask_every_kind

pytestmark = pytest.mark.browser

FAKE = Path(__file__).with_name("fake_voices.js").read_text(encoding="utf-8")
LOCAL = {"name": "Local", "lang": "en-GB", "localService": True, "default": False}
OTHER_LOCAL = {"name": "Other", "lang": "en_US", "localService": True, "default": True}
CLOUD = {"name": "Cloud", "lang": "en-GB", "localService": False, "default": True}
FRENCH = {"name": "French", "lang": "fr-FR", "localService": True, "default": True}

ARABIC = {"name": "Arabic", "lang": "ar-SA", "localService": True, "default": False}
MARKED = "[...(CSS.highlights.get('aloud') ?? [])].map(String)"

Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, live: LiveSite) -> Iterator[Visit]:
    """Open a page of questions in a browser that has these voices; None leaves the browser as it is."""
    context = browser.new_context(viewport=SMALL_PHONE, has_touch=True)
    context.route(f"{NEUTRAL_SITE}**", lambda asked: asked.fulfill(body="Sunny"))

    def open_with(voices: list[dict[str, object]] | None, question: str = "listened_to") -> Page:
        if voices is not None:
            context.add_init_script(f"({FAKE})({json.dumps(voices)})")
        page = context.new_page()
        page.goto(f"{live.base}/s/{ask_every_kind(live.site, live.visit)}")
        with page.expect_navigation():
            page.locator("form#answers button").first.click()
        pages = {"listened_to": "listen", "why_not": "one_word", "kinds_of_help": "help"}
        page.goto(page.url.rpartition("/")[0] + f"/{pages[question]}")
        return page

    yield open_with
    context.close()


def read_button(page: Page):
    return page.get_by_role("button", name="Read aloud")


def spoken(page: Page) -> list[str]:
    return [said["text"].strip() for said in page.evaluate("voices.spoken")]


def begins(page: Page) -> None:
    """Wait until the voice speaks: it takes a breath after it was told to be quiet."""
    page.evaluate(
        "async () => { while (voices.speaks === null) await new Promise((go) => setTimeout(go, 20)); }"
    )


def to_the_end(page: Page) -> list[str]:
    """Let the voice come to the end of all it was told, a sentence at a time."""
    for _ in range(40):
        if page.evaluate("voices.speaks") is None:
            return spoken(page)
        page.evaluate("voices.end()")
    raise AssertionError("It never comes to an end.")


@pytest.mark.parametrize("voices", [None, [], [CLOUD], [FRENCH]], ids=["as it is", "none", "cloud", "French"])
def test_no_button_without_a_voice_of_this_device_for_the_language(
    visit: Visit, voices: list[dict[str, object]] | None
) -> None:
    page = visit(voices)
    expect(page.locator("legend")).to_be_visible()
    expect(page.locator(".aloud")).to_have_count(0)


def test_voices_that_come_late_bring_the_button_and_take_it_away(visit: Visit) -> None:
    page = visit([])
    expect(read_button(page)).to_have_count(0)
    page.evaluate("voice => voices.come([voice])", LOCAL)
    expect(read_button(page)).to_be_visible()
    page.evaluate("voices.come([])")
    expect(read_button(page)).to_be_hidden()
    page.evaluate("voice => voices.come([voice])", LOCAL)
    expect(read_button(page)).to_have_count(1)


def test_the_question_then_each_answer_is_read_in_turn_by_the_local_voice(visit: Visit) -> None:
    page = visit([CLOUD, OTHER_LOCAL, LOCAL, FRENCH])
    shown = [page.locator("legend").inner_text(), *page.locator(".row").all_inner_texts()]
    assert spoken(page) == [], "it began by itself"
    read_button(page).click()
    assert to_the_end(page) == [words.strip() for words in shown]
    assert {said["voice"] for said in page.evaluate("voices.spoken")} == {"Local"}
    expect(read_button(page)).to_be_visible()
    expect(page.get_by_role("button", name="Pause")).to_be_hidden()


def test_hints_are_read_and_what_somebody_wrote_is_not(visit: Visit) -> None:
    page = visit([LOCAL], "why_not")
    page.fill("form#answers [name=one_word]", "My secret words")
    read_button(page).click()
    said = to_the_end(page)
    assert said[0] == page.locator("form#answers label").first.inner_text().strip()
    assert any("Inspectors read what you write" in sentence for sentence in said)
    assert not any("secret" in sentence for sentence in said)
    assert len(said) > 3, "sentences are read one by one"


def test_the_word_that_is_read_is_marked(visit: Visit) -> None:
    page = visit([LOCAL])
    read_button(page).click()
    words = page.evaluate("voices.speaks")
    start = words.index(" ") + 1
    page.evaluate("start => voices.word(start, undefined)", start)
    assert page.evaluate(MARKED) == [words[start:].split(" ")[0]]
    page.evaluate("voices.word(0, 2)")
    assert page.evaluate(MARKED) == [words[:2]]
    page.evaluate("voices.word(900, 5)")
    assert page.evaluate(MARKED) == [""]
    page.evaluate("voices.end()")
    assert page.evaluate(MARKED) == []
    page.evaluate("voices.word(0, 2)")
    assert page.evaluate(MARKED) == [page.evaluate("voices.speaks")[:2]]


@pytest.mark.parametrize("by", ["button", "Escape"])
def test_it_stops_at_once(visit: Visit, by: str) -> None:
    page = visit([LOCAL])
    read_button(page).click()
    page.evaluate("voices.word(0, 2)")
    if by == "button":
        page.get_by_role("button", name="Stop").click()
    else:
        page.keyboard.press("Escape")
    assert page.evaluate("voices.speaks") is None
    assert page.evaluate("CSS.highlights.size") == 0
    expect(read_button(page)).to_be_focused() if by == "button" else expect(read_button(page)).to_be_visible()
    assert len(spoken(page)) == 1


def test_a_pause_goes_on_with_the_same_sentence(visit: Visit) -> None:
    page = visit([LOCAL])
    read_button(page).click()
    page.evaluate("voices.end()")
    pause = page.get_by_role("button", name="Pause")
    pause.click()
    expect(pause).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("voices.speaks") is None
    pause.click()
    expect(pause).to_have_attribute("aria-pressed", "false")
    begins(page)
    said = spoken(page)
    assert said[1] == said[2] != said[0]


def test_another_speed_says_the_sentence_again_at_that_speed(visit: Visit) -> None:
    page = visit([LOCAL])
    read_button(page).click()
    page.get_by_label("Speed").select_option("Slow")
    # The browser was speaking when it was told to be quiet, and must not drop what comes next.
    begins(page)
    rates = [said["rate"] for said in page.evaluate("voices.spoken")]
    assert rates == [1, 0.75]
    assert len(set(spoken(page))) == 1


def test_stopping_and_starting_again_begins_anew(visit: Visit) -> None:
    page = visit([LOCAL])
    read_button(page).click()
    page.evaluate("voices.end()")
    page.get_by_role("button", name="Stop").click()
    read_button(page).click()
    # A browser that has just been quiet may drop the first try.
    begins(page)
    said = spoken(page)
    assert said[-1] == said[0] != said[1]


def test_what_fails_is_said_and_can_be_tried_again(visit: Visit) -> None:
    page = visit([LOCAL])
    read_button(page).click()
    page.evaluate("voices.fail()")
    expect(page.locator(".aloud [role=status]")).to_have_text("This device cannot read it aloud now.")
    read_button(page).click()
    expect(page.locator(".aloud [role=status]")).to_have_text("")
    assert len(spoken(page)) == 2


def test_leaving_is_silent(visit: Visit) -> None:
    page = visit([LOCAL])
    read_button(page).click()
    said: list[bool] = []
    page.expose_function("told", lambda silent: said.append(silent))
    page.evaluate("addEventListener('leaving', () => told(voices.speaks === null))")
    page.locator("button.leave").click()
    page.wait_for_url(NEUTRAL_SITE)
    assert said == [True]


def test_the_keyboard_does_all_of_it(visit: Visit) -> None:
    page = visit([LOCAL])
    read_button(page).focus()
    page.keyboard.press("Enter")
    assert len(spoken(page)) == 1
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Speed")).to_be_focused()
    page.keyboard.press("Escape")
    expect(read_button(page)).to_be_focused()


def test_the_buttons_send_nothing_and_the_form_stays_as_it_was(visit: Visit) -> None:
    page = visit([LOCAL])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    here = page.url
    read_button(page).click()
    page.get_by_label("Speed").select_option("Fast")
    to_the_end(page)
    assert asked == []
    assert page.url == here
    assert page.evaluate("[...new FormData(document.querySelector('form#answers')).keys()]") == [
        "csrf_token",
        "seen",
    ]


def test_enter_in_a_box_goes_on_and_reads_nothing(visit: Visit) -> None:
    page = visit([LOCAL], "why_not")
    page.fill("form#answers [name=one_word]", "kind")
    here = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != here)


def test_a_question_that_a_person_reads_needs_no_machine(
    visit: Visit, live: LiveSite, tmp_path: Path
) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    live.app.extensions[EXTENSION] = Media(record(folder, "kinds_of_help.opus", "kinds_of_help-easy.opus"))
    page = visit([LOCAL], "kinds_of_help")
    expect(page.locator("audio")).to_have_count(1)
    expect(page.locator(".aloud")).to_have_count(0)


def test_each_language_has_its_own_voice(browser: Browser, live: LiveSite) -> None:
    with live.site.writing() as work:
        allow_drafts(work, lead_of(live.visit.id), live.visit.id, ["ar"])
    context = browser.new_context(viewport=SMALL_PHONE)
    context.add_init_script(f"({FAKE})({json.dumps([LOCAL])})")
    page = context.new_page()
    page.goto(live.survey("young_people"))
    with page.expect_navigation():
        page.get_by_role("button", name="العربية").click()
    with page.expect_navigation():
        page.locator("form#answers button.on").click()
    expect(page.locator("html[dir=rtl] legend")).to_be_visible()
    expect(page.locator(".aloud")).to_have_count(0)
    page.evaluate("voice => voices.come([voice])", ARABIC)
    page.locator(".aloud button").first.click()
    assert page.evaluate("voices.spoken.map((said) => [said.voice, said.lang])") == [["Arabic", "ar-SA"]]
    page.evaluate("voices.word(0, 3)")
    assert page.evaluate(MARKED) == [page.locator("legend").inner_text().strip()[:3]]
    context.close()


@pytest.mark.parametrize("size", [100, 300])
def test_every_control_is_large_and_fits_the_smallest_phone(visit: Visit, size: int, axe_script: str) -> None:
    page = visit([LOCAL])
    page.evaluate("size => document.documentElement.dataset.size = size", str(size))
    read_button(page).click()
    assert_fits(page)
    for control in page.locator(".aloud button, .aloud select").all():
        box = control.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["width"] >= 44
        assert box["x"] + box["width"] <= SMALL_PHONE["width"]
    page.evaluate(axe_script)
    rules = {"rules": {"target-size": {"enabled": True}}}
    found = page.evaluate("rules => axe.run(document, rules)", rules)
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []
