"""The rounds of a run: somebody walks through every page in one look, and each check has its say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from tests.accessibility_run import axe, measures
from tests.accessibility_run.faults import Found
from tests.accessibility_run.listening import Listening
from tests.accessibility_run.looks import FORCED, NARROW, WIDE, Look
from tests.accessibility_run.respondent_stops import respondent_stops
from tests.accessibility_run.staff_stops import before_signing_in, filled_team, pages_of
from tests.accessibility_run.stops import Stop
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
ENGLISH_ONLY = "question page: every kind"
MEASURED: Mapping[str, Callable[[Page], list[str]]] = {
    FOCUS: measures.focus,
    REFLOW: measures.reflow,
    LARGE: measures.large_and_spaced,
    LARGEST: measures.largest_text,
    TARGETS: measures.targets,
}


def look_round(browser: Browser, at: Listening, look: Look) -> Found:
    """Every page in this look: axe, contrast and width; and in the default theme the HTML itself."""
    found, sources = Found(), {}
    with visitor(browser, at, look.preferences, look.forced) as who:
        for stop in respondent_stops(at):
            stop.arrive(who)
            found.visited(stop.name, stop.endpoint)
            sources[stop.name] = who.source
            found.looked(CHOICE, stop.name, f"{look.theme}, {look.language}", _choice_lost(who, stop, look))
            for width in look.widths:
                _look_at(who.page, stop, look, width, found)
        found.looked(ELSEWHERE, "all pages", look.theme, who.elsewhere)
    if look.theme == "default":
        for name, faults in html_faults(sources).items():
            found.looked(VALID, name, look.language, faults)
    return found


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


def measure_round(browser: Browser, at: Listening, language: str) -> Found:
    """Every page of a language, with the checks that do not depend on colours."""
    found = Found()
    look = Look(language=language)
    with visitor(browser, at, look.preferences) as who:
        for stop in respondent_stops(at):
            stop.arrive(who)
            found.visited(stop.name, stop.endpoint)
            _measure(who, stop.name, language, found)
    return found


def _measure(who: Visitor, name: str, language: str, found: Found) -> None:
    for check, measure in MEASURED.items():
        who.page.set_viewport_size({"width": 320, "height": HEIGHT})
        found.looked(check, name, language, measure(who.page))


def forced_focus_round(browser: Browser, at: Listening, language: str) -> Found:
    """The ring of the focus on every page, in forced colours."""
    found = Found()
    with visitor(browser, at, Look(FORCED, language).preferences, forced=True) as who:
        for stop in respondent_stops(at):
            stop.arrive(who)
            found.looked(FOCUS_FORCED, stop.name, language, measures.focus(who.page))
    return found


def staff_round(browser: Browser, at: Listening, roles: Sequence[str]) -> Found:
    """Every page of staff as each of these roles, narrow and wide; what a role may not open is passed over."""
    found, sources = Found(), {}
    team = filled_team(at)
    with visitor(browser, at, width=WIDE) as who:
        stops = [*before_signing_in(at, team), *(stop for role in roles for stop in pages_of(at, team, role))]
        for stop in stops:
            if not _opens(stop, who):
                continue
            found.visited(stop.name, stop.endpoint)
            sources[stop.name] = who.source
            for width in (NARROW, WIDE):
                who.page.set_viewport_size({"width": width, "height": HEIGHT})
                found.looked(STAFF_AXE, stop.name, str(width), axe.axe_faults(who.page, axe.STAFF_RULES))
                found.looked(STAFF_SIDEWAYS, stop.name, str(width), measures.sideways(who.page))
                pale = measures.contrast(who.page, measures.STAFF_TEXT_RATIO)
                found.looked(STAFF_CONTRAST, stop.name, str(width), pale)
        found.looked(ELSEWHERE, "staff pages", "default", who.elsewhere)
    for name, faults in html_faults(sources).items():
        found.looked(STAFF_VALID, name, "default", faults)
    return found


def _opens(stop: Stop, who: Visitor) -> bool:
    """Go there; False when this role may not, or when a file comes instead of a page."""
    try:
        stop.arrive(who)
    except PlaywrightError as error:
        if "Download is starting" in str(error):
            return False
        raise
    return who.status != NOT_FOUND and who.is_page
