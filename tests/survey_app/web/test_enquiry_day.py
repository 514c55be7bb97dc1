"""The keep-in-touch summary of a day: the same on the page and in the Word file, and no answer in the file."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from survey_app.services.permissions import INSPECTOR
from survey_app.storage.journal import JournalEntry
from tests.builders import BuiltVisit, SettableClock, sign_in, site_of
from tests.survey_app.web.test_enquiry import TOLD, address_of, answered, at, made, press, words


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The services behind these pages are proved on both databases; the pages themselves on one."""
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


@pytest.fixture
def busy(app: Flask, client: FlaskClient, visit: BuiltVisit) -> str:
    """A line on which somebody worked today; its address."""
    response = answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    page = made(client, visit, state="testing", paragraph="50")
    line = address_of(page)
    add = client.get(at(visit, f"/add?response={response}&question=would_change"))
    press(client, add, "/add", line=line.rpartition("/")[2], way="for", note="Told by a parent")
    add = client.get(at(visit, "/add?figure=responses&everyone=yes"))
    page = press(client, add, "/add", line=line.rpartition("/")[2], way="against")
    page = press(client, page, "/say", remark="It may be one team only.")
    press(client, page, "/say", remark="Ask for waiting times.", to_do="yes")
    return line


def file_of(client: FlaskClient, visit: BuiltVisit, on: str = "") -> bytes:
    page = client.get(at(visit, f"/day?on={on}" if on else "/day"))
    answer = press(client, page, "/day/file")
    assert answer.mimetype.endswith("wordprocessingml.document")
    return answer.data


def paragraphs(file: bytes) -> list[str]:
    return [one.text for one in Document(BytesIO(file)).paragraphs]


def test_the_page_tells_what_changed_what_speaks_for_and_against_and_what_to_do(
    client: FlaskClient, visit: BuiltVisit, busy: str
) -> None:
    page = words(client.get(at(visit, "/day")))
    assert "Tuesday 24 November" in page
    for part in (
        "made the line.",
        "added 2 pieces of evidence.",
        "Speaks for it (1)",
        "Told by a parent",
        "Speaks against it (1)",
        "1 Number of people: everybody",
        "It may be one team only.",
        "Ask for waiting times.",
        "For the inspection team only.",
    ):
        assert part in page


def test_a_number_on_the_page_opens_the_answers_behind_it(
    client: FlaskClient, visit: BuiltVisit, busy: str
) -> None:
    page = LexborHTMLParser(client.get(at(visit, "/day")).text)
    (door,) = [a for a in page.css(".evidence a") if a.text() == "Answers behind the number"]
    assert "1 person" in words(client.get(door.attributes["href"] or ""), ".found")


def test_the_word_file_says_the_same_without_the_words_of_any_answer(
    client: FlaskClient, visit: BuiltVisit, busy: str
) -> None:
    file = file_of(client, visit)
    said = paragraphs(file)
    assert "Waiting for an assessment" in said
    assert "New. An answer to “What would you change?” (Parents and carers). Told by a parent" in said
    assert "Ask for waiting times." in said
    assert any("1 Number of people: everybody (counted on Tuesday 24 November, 10am)" in one for one in said)
    assert not any(TOLD[:12] in one for one in said)
    document = Document(BytesIO(file))
    assert document.sections[0].header.paragraphs[0].text.startswith("For the inspection team only.")
    headings = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings == ["Waiting for an assessment"]


def test_who_took_the_file_is_written_down(
    client: FlaskClient, app: Flask, visit: BuiltVisit, busy: str
) -> None:
    file_of(client, visit)
    with site_of(app).reading() as work:
        rows = list(
            work.session.scalars(select(JournalEntry).where(JournalEntry.action == "take_keep_in_touch"))
        )
    assert [row.detail for row in rows] == ["2026-11-24"]


def test_another_day_lists_the_line_as_quiet(
    client: FlaskClient, visit: BuiltVisit, clock: SettableClock, busy: str
) -> None:
    page = words(client.get(at(visit, "/day?on=2026-11-23")))
    assert "Nothing happened to any line on this day." in page
    assert "Waiting for an assessment (being tested)" in page
    assert "Waiting for an assessment (being tested)" in paragraphs(file_of(client, visit, "2026-11-23"))


def test_a_day_begins_at_midnight_in_london(
    client: FlaskClient, visit: BuiltVisit, clock: SettableClock
) -> None:
    clock.set("2026-06-30T23:59")
    sign_in(client, INSPECTOR, visit)
    line = made(client, visit)
    clock.set("2026-07-01T00:01")
    press(client, line, "/say", remark="Just after midnight.")
    assert "Just after midnight." in words(client.get(at(visit, "/day?on=2026-07-01")))
    assert "Just after midnight." not in words(client.get(at(visit, "/day?on=2026-06-30")))


@pytest.mark.parametrize("on", ["tomorrow", "2026-13-01", "2026-02-30", "9" * 400])
def test_a_day_that_is_none_is_said_to_be_none(client: FlaskClient, visit: BuiltVisit, on: str) -> None:
    sign_in(client, INSPECTOR, visit)
    page = client.get(at(visit, f"/day?on={on}"))
    assert page.status_code == 200
    assert "Choose a day like" in words(page, ".govuk-error-summary")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_opens_the_file(
    client: FlaskClient, visit: BuiltVisit, busy: str, tmp_path: Path
) -> None:
    path = tmp_path / "summary.docx"
    path.write_bytes(file_of(client, visit))
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(path)],
        check=True,
        capture_output=True,
    )
    assert "Ask for waiting times." in path.with_suffix(".txt").read_text(encoding="utf-8", errors="replace")
