"""Somebody who writes questions pastes them, reads what is wrong, mends it, and sees them on a phone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from accessibility.phone_screen import question_height
from questionnaires.definitions import shipped_definitions
from questionnaires.loader import load_questionnaire
from questionnaires.model import Questionnaire
from tests.builders import make_person
from tests.journeys.conftest import LiveSite, enter_in_browser

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests/samples/questionnaires/every_kind"
NODE = Path(sys.executable).with_name("node")
AT_AA = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
WIDTHS = (320, 390, 1280)


@pytest.fixture
def author(desk: Page, live: LiveSite) -> Iterator[Page]:
    """The screen of an inspector who is signed in; anything the browser complains of is a fault."""
    complaints: list[str] = []
    desk.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    enter_in_browser(desk, live, make_person(live.site, "inspector", live.visit))
    yield desk
    # Chromium notes a page with the status 422 as a failed load, and what a click in a closed frame may not do.
    expected = ("422", "frame is sandboxed")
    assert [said for said in complaints if not any(words in said for words in expected)] == []


def test_a_fault_is_read_with_its_line_and_mended_and_the_pages_are_seen(
    author: Page, live: LiveSite
) -> None:
    main = (SAMPLE / "questionnaire.yaml").read_text(encoding="utf-8")
    easy = (SAMPLE / "easy_read.yaml").read_text(encoding="utf-8")
    author.goto(f"{live.base}/staff")
    author.click("nav >> text=Questions")
    author.click("text=Try out questions of your own")
    author.fill("#questionnaire", main.replace("kind: several", "kind: many"))
    author.fill("#easy_read", easy)
    author.click("text=Check and show")

    line = 1 + main.split("\n").index("            kind: several")
    assert author.title().startswith("Problem: ")
    summary = author.text_content(".govuk-error-summary") or ""
    assert f'questionnaire.yaml:{line}:19: "many" is not a kind of question that we know.' in summary
    author.click(f'a[data-line="{line}"]')
    marked = author.evaluate(
        "() => { const b = document.activeElement; return b.value.slice(b.selectionStart, b.selectionEnd) }"
    )
    assert marked == "many"
    author.keyboard.type("several")
    author.click("text=Check and show")

    author.locator("iframe").nth(3).wait_for()
    author.evaluate("for (const frame of document.querySelectorAll('iframe')) frame.loading = 'eager'")
    second = author.frame_locator("iframe >> nth=2")
    second.locator("legend svg").first.wait_for()
    assert second.locator("h1").inner_text() == "What help do you get?"
    paper = second.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert paper == "rgb(253, 248, 240)", "the frame has the respondents' own style sheet"
    before = author.frames[1].url
    second.locator("text=Next").click()
    assert (author.frames[1].url, second.locator("h1").count()) == (before, 1), (
        "nothing in a frame leads away"
    )


def test_a_choice_of_colours_and_words_is_kept_with_what_was_pasted(author: Page, live: LiveSite) -> None:
    author.goto(f"{live.base}/staff/try-questions")
    author.set_input_files("#questionnaire_file", SAMPLE / "questionnaire.yaml")
    author.set_input_files("#easy_read_file", SAMPLE / "easy_read.yaml")
    author.click("text=Check and show")
    author.select_option("#theme", "dark")
    author.select_option("#face", "standard")
    author.click("button >> text=/^Show$/")
    first = author.frame_locator("iframe >> nth=0")
    assert first.locator("html").get_attribute("data-theme") == "dark"
    assert first.locator("svg").count() == 0
    assert author.input_value("#theme") == "dark"


@pytest.mark.parametrize(
    "address",
    [
        "/staff/questions",
        "/staff/questions/young-people",
        "/staff/questions/parents-and-carers?language=ar&theme=yellow_on_black&text_size=300&rule=one-screen",
        "/staff/try-questions",
    ],
)
def test_axe_and_the_validator_find_nothing(
    author: Page, live: LiveSite, axe_script: str, address: str
) -> None:
    sent = author.goto(f"{live.base}{address}")
    assert sent is not None
    assert faults(author, sent.text(), axe_script) == []


@pytest.mark.parametrize("name", ["broken/many_at_once", "every_kind"])
def test_axe_and_the_validator_find_nothing_in_what_was_tried(
    author: Page, live: LiveSite, axe_script: str, name: str
) -> None:
    folder = SAMPLE.parent / name
    easy = (folder / "easy_read.yaml").read_text(encoding="utf-8")
    author.goto(f"{live.base}/staff/try-questions")
    author.fill("#questionnaire", (folder / "questionnaire.yaml").read_text(encoding="utf-8"))
    author.fill("#easy_read", easy.replace("text: What help", "text: Don't they utilise or/and"))
    with author.expect_navigation() as sent:
        author.click("text=Check and show")
    assert faults(author, sent.value.text(), axe_script) == []


def faults(page: Page, html: str, axe_script: str) -> list[str]:
    """What axe (A and AA) and html-validate find, and whether anything sticks out at the side, narrow and wide."""
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(axe_script)
        result = page.evaluate(f"axe.run(document, {AT_AA})")
        for violation in result["violations"]:
            found += [f"{width}: {violation['id']}: {node['html'][:120]}" for node in violation["nodes"]]
        if (over := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            found.append(f"{width}: the page is {over} pixels too wide")
    return found + validated(html)


def validated(html: str) -> list[str]:
    run = subprocess.run(
        [NODE, "tests/node/validate.mjs"],
        input=json.dumps({"page": html}),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    found: list[str] = json.loads(run.stdout)["page"]
    return found


def test_heights_that_authors_are_told_are_near_those_that_a_browser_draws(
    author: Page, live: LiveSite
) -> None:
    for name in ("young-people", "parents-and-carers"):
        questionnaire = load_questionnaire(shipped_definitions()[name])
        author.goto(f"{live.base}/staff/questions/{name}")
        author.evaluate("for (const frame of document.querySelectorAll('iframe')) frame.loading = 'eager'")
        author.wait_for_function(DRAWN)
        drawn: dict[str, float] = author.evaluate(HEIGHTS)
        for question, told in told_heights(questionnaire).items():
            assert told == pytest.approx(drawn[question], rel=0.25), f"{name}: {question}"


DRAWN = """[...document.querySelectorAll('iframe')].every(
  frame => getComputedStyle(frame.contentDocument.body).fontSize === '20px')"""
# Less the words before a text box, which are not the author's.
HEIGHTS = """Object.fromEntries([...document.querySelectorAll('iframe')].flatMap(frame => {
  const high = part => part ? part.getBoundingClientRect().height : 0;
  return [...frame.contentDocument.querySelectorAll('fieldset, .text')].map(
    part => [part.id || part.querySelector('[name]').name, high(part) - high(part.querySelector('.safe'))]);
}))"""


def told_heights(questionnaire: Questionnaire) -> dict[str, int]:
    easy = questionnaire.faces["easy_read"].questions
    return {q.id: question_height(easy[q.id], q.kind) for q in questionnaire.questions.values()}
