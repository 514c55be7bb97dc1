"""The checks of pages can fail: each finds the fault that was made for it, and leaves a good page alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility_run import axe, measures
from tests.accessibility_run.validator import html_faults

pytestmark = pytest.mark.browser

GOOD = """<!doctype html><html lang="en"><head><title>A page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body{{margin:0;font-size:20px;line-height:1.5;background:#fff;color:#111}}
a,button,.row{{display:inline-block;min-height:44px;min-width:44px}}
button,.row{{border:2px solid #333;background:#fff;color:#111}}
:focus-visible,.row:has(:focus-visible){{outline:4px solid #70f}}
.row{{display:block;position:relative;margin:8px}} .row:has(:checked){{border-width:4px}}
.row input{{position:absolute;opacity:0}}
.mark{{display:inline-block;width:28px;height:28px;border:2px solid #333}} :checked+.mark{{border-color:#70f}}
{css}</style></head>
<body><main><h1>A page</h1><p>Some words.</p><form><fieldset><legend>Which?</legend>
<label class="row"><input type="radio" name="a" value="1"><span class="mark"></span><span>One</span></label>
<label class="row"><input type="radio" name="a" value="2"><span class="mark"></span><span>Two</span></label>
</fieldset><p><button>Next</button> <a href="#x" id="x">Back to it</a></p></form>{more}</main></body></html>"""

Check = Callable[[Page], list[str]]


def by_axe(page: Page) -> list[str]:
    """Everything that axe finds on a respondent's page."""
    return axe.axe_faults(page, axe.RESPONDENT_RULES)


FAULTS: dict[str, tuple[Check, str, str, str]] = {
    "pale words": (measures.contrast, "p{color:#777}", "", "4.48:1"),
    "pale words on a tint": (measures.contrast, "p{background:#ccc;color:#555}", "", "4.6"),
    "too wide": (measures.reflow, ".mark{width:400px}", "", "pixels too wide"),
    "cut off": (measures.large_and_spaced, "h1{height:30px;overflow:hidden}", "", "cut off: <h1>"),
    "large words stick out": (measures.largest_text, "[data-size] h1{min-width:900px}", "", "too wide"),
    "a small button": (
        measures.targets,
        "button{min-height:20px;padding:0;font-size:10px}",
        "",
        "<button> Next",
    ),
    "no ring": (measures.focus, "button:focus-visible{outline:0}", "", "no ring around <button>"),
    "a pale ring": (measures.focus, "a:focus-visible{outline-color:#eee}", "", "hard to see around <a>"),
    "a focus that changes nothing": (
        measures.focus_on_a_desk,
        "a:focus-visible{outline-color:#eee}",
        "",
        "hard to see around <a>",
    ),
    "two h1": (measures.way, "", "<h1>Another</h1>", "2 h1"),
    "a menu without a name": (measures.way, "", '<nav><a href="#x">One</a></nav>', "no name: <nav>"),
    "a menu with two places": (
        measures.way,
        "",
        '<nav aria-label="Menu"><a href="#x" aria-current="page">1</a><a href="#x" aria-current="page">2</a></nav>',
        "2 places marked",
    ),
    "a bar that hides": (
        measures.focus,
        ".bar{position:fixed;inset:0 0 0 0;background:#fff}",
        '<p class="bar">Over everything</p>',
        "lies over",
    ),
    "never reached": (
        measures.focus,
        "",
        '<a href="#x" id="z">z</a><script>z.onfocus=()=>z.blur()</script>',
        "reaches",
    ),
    "jumps": (measures.focus, "", '<a href="#x" tabindex="2">First</a>', "jumps back"),
    "no edges": (measures.edges, ".row{border-color:#fff}", "", "no edge around"),
    "a choice that does not show": (
        measures.edges,
        ".row:has(:checked){border-width:2px}",
        "",
        "the same edge",
    ),
    "no words for a picture": (by_axe, "", "<img src='data:,'>", "image-alt"),
    "below AAA": (by_axe, "p{color:#666}", "", "contrast-enhanced"),
    "targets by axe": (
        by_axe,
        ".tiny{min-width:0;min-height:0;font-size:8px;margin:0;padding:0;border:0;line-height:1}",
        '<button class="tiny">a</button><button class="tiny">b</button>',
        "target-size",
    ),
}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(page: Page, name: str) -> None:
    check, css, more, said = FAULTS[name]
    page.set_viewport_size({"width": 320, "height": 800})
    page.set_content(GOOD.format(css=css, more=more))
    found = check(page)
    assert found
    assert said in "; ".join(found)


def test_staff_may_see_the_focus_by_another_ground(page: Page) -> None:
    css = "a:focus-visible{outline:0;background:#fd0;box-shadow:0 4px #0b0c0c}"
    page.set_content(GOOD.format(css=css, more=""))
    assert measures.focus_on_a_desk(page) == []
    assert measures.focus(page) != []


@pytest.mark.parametrize("check", list(dict.fromkeys(fault[0] for fault in FAULTS.values())))
def test_a_good_page_has_none(page: Page, check: Check) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.set_content(GOOD.format(css="", more=""))
    assert check(page) == []


def test_the_validator_finds_what_the_standard_forbids() -> None:
    good = GOOD.format(css="", more="").replace("<style>", "<style nonce='x'>")
    nested, twice = good.replace("Some words.", "<div>no</div>"), good.replace('id="x"', 'id="x" id="y"')
    found = html_faults({"nested": nested, "twice": twice})
    assert any("<div>" in fault for fault in found["nested"])
    assert any("no-dup-attr" in fault for fault in found["twice"])
