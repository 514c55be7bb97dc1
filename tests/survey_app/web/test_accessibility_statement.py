"""The accessibility statement tells what the last test looked at, and cannot tell of pages that are not there."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from survey_app.web import errors
from survey_app.web.public.last_test import CHECKS, RESULTS, LastTest, last_test
from tests.accessibility_run import rounds
from tests.accessibility_run.faults import Found
from tests.accessibility_run.results import Run
from tests.accessibility_run.shipped import BEGIN, COUNTED_AS, DOCUMENT, END, line_of, ship

ERROR = "error."
# Health is a word for machines.
SHOWS_NO_PAGE = {"public.health"}
# Pages that came after the last run; the statement itself says so, under this name.
NOT_TESTED_YET = {"respondent.ask_contact", "respondent.contact_asked", "respondent.who_chose"}
NAMED = "Asking to be contacted"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One database is enough: nothing of this is stored."""
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


def spoken(html: str) -> str:
    page = LexborHTMLParser(html).css_first("main")
    assert page is not None
    return " ".join(page.text().split())


def test_it_tells_what_the_last_run_found(client: FlaskClient) -> None:
    told = json.loads(RESULTS.read_text(encoding="utf-8"))
    page = spoken(client.get("/accessibility").text)
    day = date.fromisoformat(told["on"])
    assert f"{day.day} {day:%B %Y}" in page
    assert f"Pages: {len(told['pages'])}." in page
    assert f"{told['looked']['axe']:,} times. Faults: {told['found'].get('axe', 0)}" in page
    assert told["versions"]["axe-core"] in page


def test_the_first_page_leads_there(client: FlaskClient) -> None:
    links = LexborHTMLParser(client.get("/").text).css("a[href='/accessibility']")
    assert len(links) == 1


def test_no_tested_page_has_gone(app: Flask) -> None:
    gone = [
        f"{name}: {endpoint}"
        for name, endpoint in last_test().pages.items()
        if endpoint not in app.view_functions and not is_error_page(endpoint)
    ]
    assert not gone, f"Run `make accessibility` again: these pages are not there any more: {gone}"


def is_error_page(endpoint: str) -> bool:
    return endpoint.startswith(ERROR) and hasattr(errors, endpoint.removeprefix(ERROR))


def test_every_page_of_those_who_answer_was_tested_or_is_named_as_not_tested(app: Flask) -> None:
    shown = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.endpoint.startswith(("respondent.", "public."))
    }
    tested = set(last_test().pages.values())
    said = NOT_TESTED_YET if NAMED in {fault.page for fault in last_test().faults} else set()
    never = shown - tested - SHOWS_NO_PAGE - said
    assert not never, f"Give these a stop in tests/accessibility_run and run `make accessibility`: {never}"


def test_every_check_of_a_run_has_a_line_in_the_statement() -> None:
    assert {line_of(name) for name in (*COUNTED_AS, rounds.STAFF_AXE)} == set(CHECKS)


def made_run() -> Run:
    found = Found()
    found.visited("start", "respondent.start")
    found.looked(rounds.AXE, "start", "default, en, 320", [])
    found.looked(rounds.CONTRAST, "start", "default, en, 320", ["3.10:1 in <p> Pale"])
    found.looked(rounds.STAFF_AXE, "staff: sign in", "320", [])
    return Run(found, date(2026, 11, 22), 61.0, {"axe-core": "4.14.1"}, [])


def shipped(tmp_path: Path) -> LastTest:
    results, document = tmp_path / "results.json", tmp_path / "document.md"
    document.write_text(f"Before.\n{BEGIN}\nold\n{END}\nAfter.\n", encoding="utf-8")
    ship(made_run(), ("en", "ar"), results, document)
    return last_test(results)


def test_what_a_run_found_is_what_the_site_reads(tmp_path: Path) -> None:
    read = shipped(tmp_path)
    assert read.pages == {"start": "respondent.start"}
    assert {(check.id, check.looked, check.found) for check in read.checks} == {
        ("axe", 1, 0),
        ("colours", 1, 1),
        ("staff", 1, 0),
    }
    written = (tmp_path / "document.md").read_text(encoding="utf-8")
    assert written.startswith("Before.\n")
    assert written.endswith(f"{END}\nAfter.\n")
    assert "old" not in written
    assert "| every word at 7:1 | 1 | 1 |" in written


def test_a_known_fault_is_told_with_what_can_be_done(app: Flask, tmp_path: Path) -> None:
    read = shipped(tmp_path)
    with app.test_request_context("/accessibility"):
        html = render_template("public/accessibility.html", test=read, languages=[], day="22 November 2026")
    page = spoken(html)
    assert "3.10:1" in page
    assert "Choose other colours in “How it looks”." in page
    assert "found none" not in page


def test_the_document_tells_of_the_same_run() -> None:
    told = last_test()
    block = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert f"{told.on.day} {told.on:%B %Y}, {len(told.pages)} pages" in block
