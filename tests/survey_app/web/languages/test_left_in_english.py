"""A made-up language puts every message in brackets: what stands outside them was forgotten."""

from collections.abc import Iterator

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser

from survey_app.web.site import Site
from tests.builders import (
    BuiltVisit,
    SettableClock,
    csrf_token,
    make_visit,
)
from tests.respondent import Respondent, page_of
from tests.survey_app.moving import Table
from tests.survey_app.web.languages.speaking import (
    ERRORS,
    allow,
    every_page,
    language_of,
    left_in_english,
    speak,
)
from tests.translations import CLOSE, OPEN


@pytest.mark.parametrize("audience", ["young_people", "parents_carers", "practitioners"])
def test_nothing_of_english_is_left_on_any_page(
    site: Site, app: Flask, visit: BuiltVisit, audience: str
) -> None:
    allow(site, visit, "ar")
    reader = Respondent(app.test_client(), visit.codes[audience])
    speak(reader, "ar")
    for page in every_page(reader, site):
        assert language_of(page) == ("ar", "rtl"), page.path
        assert left_in_english(page.page.text) == [], page.path


@pytest.mark.parametrize("error", ERRORS)
def test_nothing_of_english_is_left_on_an_error_page(
    site: Site, app: Flask, visit: BuiltVisit, error: str
) -> None:
    allow(site, visit, "ar")
    reader = Respondent(app.test_client(), visit.codes["young_people"])
    speak(reader, "ar")
    reader.page = ERRORS[error](reader.client, reader.code)  # type: ignore[assignment]
    assert language_of(reader) == ("ar", "rtl")
    assert left_in_english(reader.page.text) == []


def test_nothing_of_english_is_left_on_the_way_back(site: Site, app: Flask, visit: BuiltVisit) -> None:
    """Saving for later, the seven words, coming back to them, and deleting."""
    allow(site, visit, "ar")
    reader = Respondent(app.test_client(), visit.codes["young_people"])
    speak(reader, "ar")
    for page in there_and_back(reader, site):
        assert language_of(page) == ("ar", "rtl"), page.path
        assert left_in_english(page.page.text) == [], page.path


def there_and_back(reader: Respondent, site: Site) -> Iterator[Respondent]:
    start = f"/s/{reader.code}"
    reader.go(f"{start}/come-back")
    for typed in ("abbey", "xqzzy " * 7, "abacus " * 7):
        reader.press({"words": typed})
        yield reader
    reader.go(start)
    reader.press()
    reader.go(f"{start}/page/{page_of(reader, site, 'age_band')}")
    reader.press({"age_band": "age_16_17"}, later="1")
    yield reader
    words = [node.text(strip=True) for node in LexborHTMLParser(reader.page.text).css("ol.words li")]
    reader.press()
    yield reader
    reader.go(f"{start}/come-back")
    reader.press({"words": " ".join(words)})
    yield reader
    reader.post(f"{start}/delete", {"csrf_token": csrf_token(reader.page.text)})
    yield reader


STATES = ("draft", "scheduled", "closing", "closed", "deferred", "paused", "abandoned", "archived")


@pytest.mark.parametrize("state", STATES)
def test_nothing_of_english_is_left_while_nobody_can_answer(
    site: Site, app: Flask, clock: SettableClock, state: str
) -> None:
    table = Table(site, clock, make_visit(site, live=False))
    allow(site, table.visit, "ar")
    table.come_to(state)
    client = app.test_client()
    client.set_cookie("look", "default.100.normal.system..ar")
    reader = Respondent(client, table.visit.codes["young_people"])
    assert language_of(reader) == ("ar", "rtl")
    assert left_in_english(reader.page.text) == []


def test_english_that_is_left_is_seen() -> None:
    page = (
        f'<html lang="ar"><title>{OPEN}x{CLOSE}</title><body><p>{OPEN}Good{CLOSE} bad <i lang="pl">Polski</i>'
    )
    assert left_in_english(page) == ["bad"]
    assert left_in_english('<html lang="ar"><title>ا</title><body><a aria-label="Help">ا</a>') == ["Help"]


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("pl", "wtorek, 1 grudnia, godz. 09:00"),
        ("ar", "الثلاثاء، 1 ديسمبر، 09:00"),
        ("ur", "منگل، 1 دسمبر، 09:00"),
    ],
)
def test_the_close_is_said_on_the_readers_calendar(
    site: Site, app: Flask, visit: BuiltVisit, language: str, says: str
) -> None:
    allow(site, visit, language)
    parent = Respondent(app.test_client(), visit.codes["parents_carers"])
    speak(parent, language)
    assert says in parent.text
