"""The rounds of a run: somebody walks through every page, and each check has its say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.accessibility_run import axe, measures
from tests.accessibility_run.after_stops import IN_ENGLISH
from tests.accessibility_run.desk import laid_out
from tests.accessibility_run.faults import Found
from tests.accessibility_run.listening import Listening
from tests.accessibility_run.looks import NARROW, WIDE, Look, Walk
from tests.accessibility_run.respondent_stops import respondent_stops
from tests.accessibility_run.staff_stops import before_signing_in, filled_team, pages_of
from tests.accessibility_run.stops import Stop
from tests.accessibility_run.together_stops import FACILITATOR
from tests.accessibility_run.validator import html_faults
from tests.accessibility_run.visitor import Visitor, visitor

HEIGHT, NOT_FOUND = 800, 404
AXE, CONTRAST, SIDEWAYS = "axe, WCAG 2.2 A to AAA", "every word at 7:1", "no sideways scrolling"
VALID, ELSEWHERE, EDGES = "html-validate", "nothing from elsewhere", "edges in forced colours"
CHOICE, FOCUS_FORCED = "the reader's colours and language", "focus: seen in forced colours"
FOCUS, REFLOW = "focus: reached, seen, never hidden, never trapped", "reflow at 320 x 256"
LARGE, LARGEST = "200 % text with spacing", "300 % text from the settings"
TARGETS = "targets of 44 pixels"
WEIGHT, SHARED_PHONE = "weight of pages", "nothing left on a shared phone"
STAFF_AXE, STAFF_VALID = "staff: axe, WCAG 2.2 A and AA", "staff: html-validate"
STAFF_SIDEWAYS, STAFF_CONTRAST = "staff: no sideways scrolling", "staff: every word at 4.5:1"
STAFF_REFLOW, STAFF_LARGE = "staff: reflow at 320 x 256", "staff: 200 % text with spacing"
STAFF_FOCUS, STAFF_WAY = "staff: focus: reached, seen, never hidden", "staff: finding the way"
ENGLISH_ONLY = (
    "question page: every kind",
    "the page of somebody who passes it on",
    FACILITATOR,
    *IN_ENGLISH,
)
MEASURED: Mapping[str, Callable[[Page], list[str]]] = {
    FOCUS: measures.focus,
    REFLOW: measures.reflow,
    LARGE: measures.large_and_spaced,
    LARGEST: measures.largest_text,
    TARGETS: measures.targets,
}
STAFF_MEASURED: Mapping[str, Callable[[Page], list[str]]] = {
    STAFF_WAY: measures.way,
    STAFF_FOCUS: measures.focus_on_a_desk,
    STAFF_REFLOW: measures.reflow,
    STAFF_LARGE: measures.large_on_a_desk,
}


def walk_round(browser: Browser, at: Listening, walk: Walk) -> Found:
    """Every page of a walk, in each of its looks; and the HTML itself, and what does not depend on colours."""
    found, sources = Found(), {}
    first = walk.looks[0]
    with visitor(browser, at, first.preferences) as who:
        for stop in respondent_stops(at):
            _arrive(stop, who)
            found.visited(stop.name, stop.endpoint)
            sources[stop.name] = who.source
            found.looked(
                CHOICE, stop.name, f"{first.theme}, {first.language}", _choice_lost(who, stop, first)
            )
            for look in walk.looks:
                _look(who.page, stop, look, found)
            if walk.measures:
                _measure(who.page, stop.name, first.language, found)
        found.looked(ELSEWHERE, "all pages", first.theme, who.elsewhere)
    for name, faults in html_faults(sources).items() if walk.validates else ():
        found.looked(VALID, name, first.language, faults)
    return found


def _arrive(stop: Stop, who: Visitor) -> None:
    """Go there; on a machine that is too busy for the browser's patience, once more with a new visit."""
    try:
        stop.arrive(who)
    except PlaywrightTimeout:
        who.forget()
        stop.arrive(who)


def _look(page: Page, stop: Stop, look: Look, found: Found) -> None:
    """Put the page into a look as the site's own cookie would: one attribute, or the device's forced colours."""
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", look.preferences.theme)
    page.emulate_media(
        forced_colors="active" if look.forced else "none", color_scheme="dark" if look.forced else "light"
    )
    for width in look.widths:
        _look_at(page, stop, look, width, found)
    if look.forced:
        found.looked(FOCUS_FORCED, stop.name, look.language, measures.focus(page))
        page.emulate_media(forced_colors="none", color_scheme="light")


def _choice_lost(who: Visitor, stop: Stop, look: Look) -> list[str]:
    """A page in other colours or another language than its reader chose."""
    theme, language = who.page.evaluate(
        "[document.documentElement.dataset.theme, document.documentElement.lang]"
    )
    lost = [] if theme == look.preferences.theme else [f"the colours are {theme}"]
    # The sample with every kind of question is written in English alone.
    english_only = stop.name.startswith(ENGLISH_ONLY)
    if not english_only and language.partition("-")[0] != look.language:
        lost.append(f"the language is {language}")
    return lost


def _look_at(page: Page, stop: Stop, look: Look, width: int, found: Found) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    how = look.at(width)
    found.looked(AXE, stop.name, how, axe.axe_faults(page, axe.RESPONDENT_RULES))
    found.looked(SIDEWAYS, stop.name, how, measures.sideways(page))
    # In forced colours the device answers for text; what we answer for are edges.
    if look.forced:
        found.looked(EDGES, stop.name, how, measures.edges(page))
    else:
        found.looked(CONTRAST, stop.name, how, measures.contrast(page))


def _measure(page: Page, name: str, language: str, found: Found) -> None:
    page.evaluate("document.documentElement.dataset.theme = 'default'")
    for check, measure in MEASURED.items():
        page.set_viewport_size({"width": NARROW, "height": HEIGHT})
        found.looked(check, name, language, measure(page))


def staff_round(browser: Browser, at: Listening, roles: Sequence[str]) -> Found:
    """Every page of staff as each of these roles, narrow and wide; what a role may not open is passed over."""
    found, sources = Found(), {}
    desk = laid_out(at, filled_team(at, f"Inspection for {roles[0]}"))
    with visitor(browser, at, width=WIDE) as who:
        stops = [
            *before_signing_in(at, desk.team),
            *(stop for role in roles for stop in pages_of(at, desk, role)),
        ]
        for stop in stops:
            if _opens(stop, who):
                found.visited(stop.name, stop.endpoint)
                sources[stop.name] = who.source
                _look_at_staff(who.page, stop.name, found)
        found.looked(ELSEWHERE, "staff pages", "default", who.elsewhere)
    for name, faults in html_faults(sources).items():
        found.looked(STAFF_VALID, name, "default", faults)
    return found


def _look_at_staff(page: Page, name: str, found: Found) -> None:
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found.looked(STAFF_AXE, name, str(width), axe.axe_faults(page, axe.STAFF_RULES))
        found.looked(STAFF_SIDEWAYS, name, str(width), measures.sideways(page))
        pale = measures.contrast(page, measures.STAFF_TEXT_RATIO)
        found.looked(STAFF_CONTRAST, name, str(width), pale)
    for check, measure in STAFF_MEASURED.items():
        page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        found.looked(check, name, "default", measure(page))


def _opens(stop: Stop, who: Visitor) -> bool:
    """Go there; False when this role may not, or when a file comes instead of a page. Errors are pages too."""
    try:
        _arrive(stop, who)
    except PlaywrightError as error:
        if "Download is starting" in str(error):
            return False
        raise
    return who.is_page and (who.status != NOT_FOUND or stop.endpoint.startswith("error."))
