"""A partnership weighs each year how it works with families; two people never write over each other."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from survey_app.services.permissions import INSPECTOR, LANO
from survey_app.services.self_check import LONGEST_WORDS, QUALITY, sheet_of
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, csrf_token, make_visit, sign_in

FIRST, SECOND = (one.id for one in sheet_of(QUALITY).statements[:2])


def at(visit: BuiltVisit, more: str = "") -> str:
    return f"/staff/visits/{visit.id}/working-together{more}"


def edition(page: str) -> str:
    found = LexborHTMLParser(page).css_first("input[name=edition]")
    assert found is not None
    return str(found.attributes["value"])


def fill(client: FlaskClient, visit: BuiltVisit, year: int, seen: str = "", **said: str) -> TestResponse:
    """Send the sheet of a year as its page has it; `seen` is the edition of a page that was opened before."""
    page = client.get(at(visit, f"/{year}")).text
    sent = {name.replace("__", "-"): value for name, value in said.items()}
    data = {"csrf_token": csrf_token(page), "edition": seen or edition(page), **sent}
    return client.post(at(visit, f"/{year}"), data=data)


def weigh(statement: str, step: int, words: str = "") -> dict[str, str]:
    return {f"step__{statement}": str(step), f"words__{statement}": words}


def cells(page: str) -> dict[str, list[str]]:
    rows = LexborHTMLParser(page).css("tbody tr")
    read = {}
    for row in rows:
        head = row.css_first("th")
        assert head is not None
        read[head.text(strip=True)] = [" ".join(cell.text().split()) for cell in row.css("td")]
    return read


def test_an_empty_sheet_says_what_fills_it(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, LANO, visit)
    page = client.get(at(visit)).text
    assert "No year is filled in yet." in page
    assert "Fill in the sheet of 2026" in page
    assert "Nobody has filled this in yet." in client.get(at(visit, "/2026")).text
    assert "Working together" in client.get(f"/staff/visits/{visit.id}/timetable").text


def test_years_stand_side_by_side_with_words_and_a_mark(
    client: FlaskClient, visit: BuiltVisit, clock: SettableClock
) -> None:
    sign_in(client, LANO, visit)
    assert fill(client, visit, 2025, **weigh(FIRST, 2), **weigh(SECOND, 1)).status_code == 303
    assert fill(client, visit, 2026, **weigh(FIRST, 1), **weigh(SECOND, 3, "=A lift")).status_code == 303
    page = client.get(at(visit)).text
    texts = [one.text for one in sheet_of(QUALITY).statements]
    shown = cells(page)
    assert shown[texts[0]] == ["A start ▼ lower", "Mostly"]
    assert shown[texts[1]] == ["Yes ▲ higher=A lift", "A start"]
    assert shown[texts[2]] == ["Not weighed", "Not weighed"]
    assert "2026 beside 2025: higher 1, lower 1, the same 0." in page
    rows = list(csv.DictReader(io.StringIO(client.get(at(visit, "/sheets.csv")).text.removeprefix("\ufeff"))))
    of_second = {row["Year"]: row for row in rows if row["Statement"] == texts[1]}
    assert (of_second["2026"]["Step"], of_second["2026"]["What shows it"]) == ("3", "'=A lift")
    assert of_second["2025"]["In words"] == "A start"
    assert len(rows) == 2 * len(texts)


def test_two_people_never_write_over_each_other(app: Flask, client: FlaskClient, visit: BuiltVisit) -> None:
    other = app.test_client()
    sign_in(client, LANO, visit)
    sign_in(other, LANO, visit)
    seen = edition(other.get(at(visit, "/2026")).text)
    fill(client, visit, 2026, **weigh(FIRST, 3, "We asked 40 families."))
    late = fill(other, visit, 2026, seen=seen, **weigh(FIRST, 0, "Not so."))
    assert late.status_code == 409
    assert "Somebody else saved this sheet" in late.text
    assert "We asked 40 families." in late.text
    assert "Not so." in late.text
    assert "We asked 40 families." in client.get(at(visit)).text
    again = fill(other, visit, 2026, seen=edition(late.text), **weigh(FIRST, 1, "A start, we agree."))
    assert again.status_code == 303
    assert "A start, we agree." in client.get(at(visit)).text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose a step for at least 1 statement"),
        (weigh(FIRST, 7), "Choose a step for at least 1 statement"),
        (weigh(FIRST, 1, "x" * (LONGEST_WORDS + 1)), f"keep what shows it to {LONGEST_WORDS} letters"),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_on_the_page(
    client: FlaskClient, visit: BuiltVisit, sent: dict[str, str], sentence: str
) -> None:
    sign_in(client, LANO, visit)
    answer = fill(client, visit, 2026, **sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert all(words in answer.text for name, words in sent.items() if name.startswith("words"))
    assert "No year is filled in yet." in client.get(at(visit)).text


@pytest.mark.parametrize("year", ["2024", "2027", "0", "9" * 400])
def test_only_this_year_and_the_last_can_be_filled_in(
    client: FlaskClient, visit: BuiltVisit, year: str
) -> None:
    sign_in(client, LANO, visit)
    assert client.get(at(visit, f"/{year}")).status_code == 404


@pytest.mark.parametrize("made_up", ["", "-1", "٣", "1" * 4300])
def test_an_edition_that_is_made_up_writes_over_nothing(
    client: FlaskClient, visit: BuiltVisit, made_up: str
) -> None:
    sign_in(client, LANO, visit)
    fill(client, visit, 2026, **weigh(FIRST, 3, "Here first."))
    page = client.get(at(visit, "/2026")).text
    data = {"csrf_token": csrf_token(page), "edition": made_up, f"step-{FIRST}": "0"}
    assert client.post(at(visit, "/2026"), data=data).status_code == 409
    assert "Here first." in client.get(at(visit)).text


def test_sheets_belong_to_the_area_and_to_nobody_else(app: Flask, site: Site, visit: BuiltVisit) -> None:
    again = make_visit(site, title="Monitoring", area=visit.area)
    elsewhere = make_visit(site, title="Elsewhere", area="Harbour")
    here, later, there, inspector = (app.test_client() for _ in range(4))
    sign_in(here, LANO, visit)
    sign_in(later, LANO, again)
    sign_in(there, LANO, elsewhere)
    sign_in(inspector, INSPECTOR, visit)
    fill(here, visit, 2026, **weigh(FIRST, 3, "Ours alone."))
    assert "Ours alone." in later.get(at(again)).text
    assert "Ours alone." not in there.get(at(elsewhere)).text
    assert there.get(at(visit)).status_code == inspector.get(at(visit)).status_code == 404


def test_a_thematic_visit_has_no_sheet_and_says_so(app: Flask, site: Site) -> None:
    thematic = make_visit(site, kind="thematic-local-offer-2026")
    client = app.test_client()
    sign_in(client, LANO, thematic)
    assert "about all areas together" in client.get(at(thematic)).text
    assert client.get(at(thematic, "/2026")).status_code == 404
    assert client.get(at(thematic, "/sheets.csv")).status_code == 302
