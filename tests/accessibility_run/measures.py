"""What axe does not measure: contrast of every word, sideways scrolling, cut-off text, targets, focus, edges."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

IN_PAGE = Path(__file__).with_name("in_page.js")
TEXT_RATIO, STAFF_TEXT_RATIO, EDGE_RATIO, TARGET = 7, 4.5, 3, 44
HEIGHT = 800
# WCAG 1.4.10: 1280 x 1024 at 400 per cent.
REFLOW = {"width": 320, "height": 256}
# WCAG 1.4.4 and 1.4.12 together.
LARGE_AND_SPACED = (
    "html{font-size:200% !important}"
    "*{line-height:1.5 !important;letter-spacing:.12em !important;word-spacing:.16em !important}"
    "p{margin-bottom:2em !important}"
)
MOST_TABS = 1_000
# The browser puts stops of its own inside these.
HAVE_STOPS_INSIDE = (
    *("<audio>", "<video>", "<iframe>"),
    *("<input type=date>", "<input type=datetime-local>", "<input type=time>"),
)


@cache
def _source() -> str:
    return IN_PAGE.read_text(encoding="utf-8")


def ask(page: Page, what: str, *given: object) -> Any:
    """What a function of in_page.js says about the page."""
    if not page.evaluate("'inPage' in window"):
        page.evaluate(_source())
    return page.evaluate("([what, given]) => window.inPage[what](...given)", [what, list(given)])


def contrast(page: Page, least: float = TEXT_RATIO) -> list[str]:
    """Words with less than 7:1 (or another ratio) against what lies behind them."""
    found: list[str] = ask(page, "text_contrast", least)
    return found


def sideways(page: Page) -> list[str]:
    """Whether the page must be scrolled sideways at its present width."""
    found: list[str] = ask(page, "sideways")
    return found


def reflow(page: Page) -> list[str]:
    """Sideways scrolling at 320 x 256."""
    page.set_viewport_size(REFLOW)  # type: ignore[arg-type]
    return sideways(page)


def large_and_spaced(page: Page, widths: tuple[int, ...] = (320, 1280)) -> list[str]:
    """Text at 200 per cent with the spacing of WCAG 1.4.12: nothing cut off, nothing to scroll for sideways."""
    ask(page, "styled", LARGE_AND_SPACED)
    found: list[str] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{width}: {fault}" for fault in [*ask(page, "clipped"), *sideways(page)]]
    ask(page, "styled", "")
    return found


def large_on_a_desk(page: Page) -> list[str]:
    """The same at 1280 pixels alone: as WCAG asks, and no stricter, for pages that people work with at a desk."""
    return large_and_spaced(page, (1280,))


def largest_text(page: Page) -> list[str]:
    """The largest size of our own settings: 300 per cent."""
    page.evaluate("document.documentElement.dataset.size = '300'")
    found: list[str] = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{width}: {fault}" for fault in [*ask(page, "clipped"), *sideways(page)]]
    page.evaluate("delete document.documentElement.dataset.size")
    return found


def targets(page: Page) -> list[str]:
    """What can be pressed and is less than 44 pixels wide or high."""
    found: list[str] = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{width}: {fault}" for fault in ask(page, "small_targets", TARGET)]
    return found


def edges(page: Page) -> list[str]:
    """Rows, marks, boxes and buttons without an edge, or that look the same when chosen."""
    found: list[str] = ask(page, "edges", EDGE_RATIO)
    return found


def focus(page: Page, or_looks_else: bool = False) -> list[str]:
    """Tab through the whole page: every stop reached in order, seen, in front, and none that holds the key.

    Seen is what has a ring; with `or_looks_else` also what gets another ground, a shadow or a thicker edge.
    """
    # A page that comes with its focus on a message is looked at from its top all the same.
    page.evaluate(
        "() => { const body = document.body; body.tabIndex = -1; body.focus(); body.removeAttribute('tabindex'); "
        "body.blur(); scrollTo(0, 0); }"
    )
    expected = ask(page, "tab_stops")
    found: list[str] = []
    met: list[dict[str, Any]] = []
    for stop in _stops(page, or_looks_else):
        if met and stop["at"] == met[-1]["at"]:
            if not stop["name"].startswith(HAVE_STOPS_INSIDE):
                return [*found, f"the Tab key stays at {stop['name']}"]
            continue
        met.append(stop)
        found += stop["found"]
    places = [stop["at"] for stop in met]
    # Begun in the middle of its round, an order that numbers make looks like the order of the page.
    numbered = page.evaluate("[...document.querySelectorAll('[tabindex]')].some(each => each.tabIndex > 0)")
    if numbered or places != sorted(places):
        found.append("the Tab key jumps back and forth")
    if met and met[-1]["name"].startswith(HAVE_STOPS_INSIDE) and len(met) < expected:
        found.append("the Tab key never leaves the player")
    if len({stop["group"] for stop in met}) < expected:
        found.append(f"the Tab key reaches {len(met)} of {expected} places")
    return found


def focus_on_a_desk(page: Page) -> list[str]:
    """The same for staff, whose design system shows the focus by yellow ground and a black line."""
    return focus(page, or_looks_else=True)


def way(page: Page) -> list[str]:
    """One h1 in one main part, menus with names that mark one place at most, and a skip link as the first stop."""
    found: list[str] = ask(page, "way")
    return found


def _stops(page: Page, or_looks_else: bool) -> Iterator[dict[str, Any]]:
    first = None
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        stop = ask(page, "focus", EDGE_RATIO, or_looks_else)
        if stop is None or stop["at"] == first:
            return
        first = first if first is not None else stop["at"]
        yield stop
