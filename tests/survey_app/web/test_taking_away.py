"""What leaves the team, through its pages: files that open, words only after two looks, and nothing of the area."""

from __future__ import annotations

import io
from pathlib import Path

import page as pdf_rules
import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select
from werkzeug.test import TestResponse

from survey_app.services.permissions import INSPECTOR, LANO, SAFEGUARDING_LEAD
from survey_app.storage.journal import JournalEntry
from survey_app.storage.reading import Redaction, TakenAway
from survey_app.storage.responses import FreeText
from survey_app.web.site import Site
from tests.builders import BuiltVisit, csrf_token, make_visit, sign_in, site_of
from tests.respondent import Respondent, send
from tests.survey_app.web.test_coding import press, words

TOLD = "My son Placeholder waits. Placeholder goes to Sometown Primary School in Meadow and Vale."


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The services behind these pages are proved on both databases; the pages themselves on one."""
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


def answered(app: Flask, visit: BuiltVisit, text: str = TOLD) -> None:
    send(
        Respondent(app.test_client(), visit.codes["parents_carers"]),
        {"would_change": text, "missing_help": text},
    )


def address(visit: BuiltVisit, more: str = "") -> str:
    return f"/staff/visits/{visit.id}/take-away{more}"


def answer_of(site: Site, visit: BuiltVisit) -> str:
    """The address of one of the answers in own words."""
    with site.reading() as work:
        statement = select(FreeText).where(FreeText.survey_id.in_(visit.surveys.values()))
        told = work.session.scalars(statement).first()
    assert told is not None
    return address(visit, f"/words/{told.response_id}/{told.question}")


def take(client: FlaskClient, visit: BuiltVisit, sort: str) -> TestResponse:
    token = csrf_token(client.get(address(visit)).text)
    return client.post(address(visit), data={"csrf_token": token, "sort": sort})


def spans(page: TestResponse) -> list[str]:
    return [str(box.attributes["value"]) for box in LexborHTMLParser(page.text).css("input[name=hide]")]


def make_fit(client: FlaskClient, at: str, **fields: object) -> TestResponse:
    """Tick every hint, add what is typed, look a second time and keep it."""
    first = client.get(at)
    hide = {"hide": spans(first)} | fields
    token = csrf_token(first.text)
    second = client.post(at, data={"csrf_token": token, **hide})
    assert second.status_code == 200, second.text
    return client.post(
        f"{at}/keep", data={"csrf_token": token, "looked": "yes", **hide}, follow_redirects=True
    )


def note_words(answer: TestResponse) -> str:
    opened = Document(io.BytesIO(answer.data))
    cells = [cell.text for found in opened.tables for row in found.rows for cell in row.cells]
    told = opened.core_properties
    return "\n".join([*(p.text for p in opened.paragraphs), *cells, told.title, told.author, told.subject])


def test_each_file_opens_and_that_it_left_is_written_down(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    for _ in range(12):
        answered(app, visit)
    who = sign_in(client, INSPECTOR, visit)
    assert "How this was made" in note_words(take(client, visit, "note"))
    assert "Views" in load_workbook(io.BytesIO(take(client, visit, "workbook").data)).sheetnames
    summary = take(client, visit, "summary")
    assert "attachment" in summary.headers["Content-Disposition"]
    assert "10 to 24" in PdfReader(io.BytesIO(summary.data)).pages[0].extract_text()
    page = client.get(address(visit))
    assert all(
        name in words(page) for name in ("Evidence note", "Figures", "Summary for everybody", who.email)
    )
    with site_of(app).reading() as work:
        noted = work.session.scalars(select(JournalEntry).where(JournalEntry.action == "take_away")).all()
        assert sorted(entry.detail for entry in noted) == ["note", "summary", "workbook"]
        assert {entry.by for entry in noted} == {who.email}


def test_the_summary_follows_the_rules_for_everybody(
    app: Flask, client: FlaskClient, visit: BuiltVisit, tmp_path: Path
) -> None:
    for _ in range(12):
        answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    file = tmp_path / "summary.pdf"
    file.write_bytes(take(client, visit, "summary").data)
    assert pdf_rules.validate_pdf(str(file), profile="ua1").is_compliant


def test_a_few_more_answers_change_nothing_in_the_next_file(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    for _ in range(12):
        answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    first = figures(take(client, visit, "workbook"))
    for _ in range(3):
        answered(app, visit)
    second = take(client, visit, "workbook")
    assert figures(second) == first
    assert "earlier figures at the moment" in words(client.get(address(visit)))
    for _ in range(9):
        answered(app, visit)
    assert figures(take(client, visit, "workbook")) != first


def figures(answer: TestResponse) -> list[tuple[object, ...]]:
    book = load_workbook(io.BytesIO(answer.data))
    rows = [
        row
        for name in ("Views", "Other questions", "Themes")
        for row in book[name].iter_rows(values_only=True)
    ]
    return [row[:6] for row in rows]


def test_words_leave_only_after_a_person_made_them_fit(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    assert "Placeholder" not in note_words(take(client, visit, "note"))
    page = make_fit(client, answer_of(site_of(app), visit))
    assert "My son [name] waits. [name] goes to [school] in [place]." in words(page)
    said = note_words(take(client, visit, "note"))
    assert "“My son [name] waits. [name] goes to [school] in [place].”" in said
    assert "Placeholder" not in said


def test_nothing_is_ticked_before_a_person_ticks_it(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    page = client.get(answer_of(site_of(app), visit))
    boxes = LexborHTMLParser(page.text).css("input[name=hide]")
    assert len(boxes) == 4
    assert not [box for box in boxes if "checked" in box.attributes]


def test_the_second_look_says_which_hints_are_still_in_it_and_keeps_nothing(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    at = answer_of(site_of(app), visit)
    first = client.get(at)
    second = client.post(at, data={"csrf_token": csrf_token(first.text), "hide": spans(first)[:1]})
    assert "“Sometown Primary School”, perhaps a school or service" in words(second, ".govuk-inset-text")
    assert kept(site_of(app)) == 0
    back = press(client, second, at, then="change")
    ticked = [
        box for box in LexborHTMLParser(back.text).css("input[name=hide]") if "checked" in box.attributes
    ]
    assert len(ticked) == 1


def test_nothing_is_kept_without_the_second_look(app: Flask, client: FlaskClient, visit: BuiltVisit) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    at = answer_of(site_of(app), visit)
    token = csrf_token(client.get(at).text)
    assert client.post(f"{at}/keep", data={"csrf_token": token}).status_code == 409
    assert kept(site_of(app)) == 0


def kept(site: Site) -> int:
    with site.reading() as work:
        return len(work.session.scalars(select(Redaction)).all())


def test_words_that_are_typed_are_replaced_everywhere(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit, "The taxi is late. No taxi, no school.")
    sign_in(client, INSPECTOR, visit)
    page = make_fit(client, answer_of(site_of(app), visit), **{"words-1": "TAXI", "kind-1": "other"})
    assert "The [other] is late. No [other], no school." in words(page)


def test_what_was_typed_wrongly_is_kept_on_the_page(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    at = answer_of(site_of(app), visit)
    token = csrf_token(client.get(at).text)
    page = client.post(at, data={"csrf_token": token, "words-2": "not in it", "kind-2": "place"})
    assert page.status_code == 409
    assert "“not in it” is not in the answer." in words(page, ".govuk-error-summary")
    assert LexborHTMLParser(page.text).css_first("#words-2").attributes["value"] == "not in it"


def test_words_can_be_taken_back(app: Flask, client: FlaskClient, visit: BuiltVisit) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    at = answer_of(site_of(app), visit)
    make_fit(client, at)
    page = press(client, client.get(at), "/take-back")
    assert "No answer was made fit" in words(page)
    assert kept(site_of(app)) == 0


def test_what_may_be_shown_is_sealed_like_the_answer(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    make_fit(client, answer_of(site_of(app), visit))
    with site_of(app).reading() as work:
        row = work.session.scalars(select(Redaction)).one()
        assert b"waits" not in row.sealed
        assert b"waits" not in b"".join(work.session.scalars(select(TakenAway.counts)))


def test_an_area_is_taken_out_of_what_is_shown_of_a_thematic_visit(app: Flask, client: FlaskClient) -> None:
    visit = thematic(app)
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    at = answer_of(site_of(app), visit)
    token = csrf_token(client.get(at).text)
    page = client.post(f"{at}/keep", data={"csrf_token": token, "looked": "yes"})
    assert page.status_code == 409
    assert "The name of the area is still in it." in words(page, ".govuk-error-summary")
    assert kept(site_of(app)) == 0


def thematic(app: Flask) -> BuiltVisit:
    return make_visit(
        site_of(app),
        kind="thematic-local-offer-2026",
        title="Visit to Meadow and Vale",
        area="Meadow and Vale",
    )


def test_answers_are_found_by_their_question(app: Flask, client: FlaskClient, visit: BuiltVisit) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    page = client.get(address(visit, "/words?question=would_change"))
    assert "Placeholder waits" in words(page)
    assert "Nobody answered this" in words(client.get(address(visit, "/words?question=nothing")))


def test_no_file_of_a_thematic_visit_names_its_area(app: Flask, client: FlaskClient) -> None:
    visit = thematic(app)
    for _ in range(12):
        answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    make_fit(client, answer_of(site_of(app), visit))
    for sort in ("note", "workbook", "summary"):
        answer = take(client, visit, sort)
        assert answer.status_code == 200
        assert "meadow" not in (answer.headers["Content-Disposition"] + everything(answer, sort)).lower()


def everything(answer: TestResponse, sort: str) -> str:
    if sort == "note":
        return note_words(answer)
    if sort == "summary":
        read = PdfReader(io.BytesIO(answer.data))
        return "".join(sheet.extract_text() for sheet in read.pages) + str(read.metadata)
    book = load_workbook(io.BytesIO(answer.data))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    return "".join([*cells, str(book.properties)])


@pytest.mark.parametrize("sort", ["", "everything", "note;summary"])
def test_what_nobody_offers_cannot_be_taken(
    client: FlaskClient, app: Flask, visit: BuiltVisit, sort: str
) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    page = take(client, visit, sort)
    assert page.status_code == 409
    assert "Choose what to take away." in words(page, ".govuk-error-summary")


@pytest.mark.parametrize("role", [LANO, SAFEGUARDING_LEAD])
def test_only_the_inspection_team_takes_anything_away(
    app: Flask, client: FlaskClient, visit: BuiltVisit, role: str
) -> None:
    answered(app, visit)
    sign_in(client, role, visit)
    assert client.get(address(visit)).status_code == 404
    assert client.get(answer_of(site_of(app), visit)).status_code == 404


def test_where_nobody_answered_the_page_says_why(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, INSPECTOR, visit)
    assert "so there is nothing to take away" in words(client.get(address(visit)))


def test_nobodys_words_become_part_of_the_page(app: Flask, client: FlaskClient, visit: BuiltVisit) -> None:
    answered(app, visit, "<script>alert(1)</script> My son Placeholder {{ 7*7 }}")
    sign_in(client, INSPECTOR, visit)
    at = answer_of(site_of(app), visit)
    pages = [client.get(at), make_fit(client, at), client.get(address(visit))]
    assert not [page for page in pages if "<script>alert" in page.text]
    assert "{{ 7*7 }}" in words(pages[0])
