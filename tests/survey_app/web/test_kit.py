"""The kit of a link: every piece with the right link and deadline, changed but never unlocked."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from survey_app.kit.pieces import PIECES
from survey_app.services.open_and_close import extend, find_visit
from survey_app.services.pass_on_links import end_helper_link, make_helper_link
from survey_app.storage.kit_edits import KitEdit
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, lead_of, post, sign_in

DEADLINE = "Tuesday 1 December, 9am"


@pytest.fixture
def officer(app: Flask, visit: BuiltVisit) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "lano", visit)
    return client


def at(visit: BuiltVisit, audience: str = "parents_carers", rest: str = "", language: str = "en") -> str:
    return f"/staff/visits/{visit.id}/kit/{visit.codes[audience]}{rest}?language={language}"


def words(client: FlaskClient, address: str, piece: str) -> str:
    found = LexborHTMLParser(client.get(address).text).css_first(f"#words-{piece}")
    assert found is not None
    return found.text().strip()


@pytest.mark.parametrize("audience", ["young_people", "parents_carers", "practitioners"])
@pytest.mark.parametrize("language", ["en", "easy"])
def test_every_piece_has_the_deadline_and_the_link_of_this_channel(
    officer: FlaskClient, visit: BuiltVisit, audience: str, language: str
) -> None:
    for piece in PIECES:
        said = words(officer, at(visit, audience, language=language), piece)
        assert DEADLINE in said, piece
        assert "{" not in said, piece
        if piece != "signing":
            assert f"localhost/s/{visit.codes[audience]}" in said, piece


def test_the_mail_opens_with_subject_and_words(officer: FlaskClient, visit: BuiltVisit) -> None:
    page = LexborHTMLParser(officer.get(at(visit)).text)
    (address,) = (a.attributes["href"] for a in page.css("a[href^=mailto]"))
    sent = parse_qs(urlsplit(address or "").query)
    assert DEADLINE in sent["subject"][0]
    assert f"localhost/s/{visit.codes['parents_carers']}" in sent["body"][0]
    assert "\r\n\r\n" in sent["body"][0]


def test_a_text_message_fits_whatever_the_deadline(
    officer: FlaskClient, site: Site, visit: BuiltVisit, clock: SettableClock
) -> None:
    for audience in ("young_people", "parents_carers", "practitioners"):
        assert len(words(officer, at(visit, audience), "text_message")) <= 160


def test_words_of_ones_own_keep_link_and_deadline_also_when_the_close_moves(
    officer: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    own = {"body": "Please answer <b>now</b>: {link} until {deadline}.", "subject": "Hello", "edition": "0"}
    page = post(officer, at(visit, rest="/email/words"), own, follow_redirects=True).text
    assert "your words are kept" in page
    assert "&lt;b&gt;now&lt;/b&gt;" in page
    assert f"until {DEADLINE}." in words(officer, at(visit), "email")
    lead = lead_of(visit.id)
    with site.writing() as work:
        stored = find_visit(work, lead, visit.id)
        assert stored.closes_at is not None
        extend(work, stored, stored.closes_at + timedelta(days=1), lead, "Letters came late.")
    assert "until Wednesday 2 December, 9am." in words(officer, at(visit), "email")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("Answer until {deadline}.", "Keep {link}"),
        ("Answer here: {link}", "Keep {deadline}"),
        ("{link} {deadline} {name}", "{name} stands for nothing"),
        ("{link} {deadline} and a lonely { brace", "stands alone"),
        ("   ", "is empty"),
        ("{link} {deadline}" + "x" * 4000, "Make it shorter"),
    ],
)
def test_what_would_mislead_is_refused_and_kept_in_the_form(
    officer: FlaskClient, site: Site, visit: BuiltVisit, body: str, sentence: str
) -> None:
    sent = {"heading": "Kept heading", "body": body, "edition": "0"}
    answer = post(officer, at(visit, rest="/newsletter/words"), sent)
    assert (answer.status_code, sentence in answer.text, "Kept heading" in answer.text) == (422, True, True)
    with site.reading() as work:
        assert work.session.scalars(select(KitEdit)).all() == []


def test_a_text_message_of_ones_own_is_counted_with_everything_filled_in(
    officer: FlaskClient, visit: BuiltVisit
) -> None:
    sent = {"body": "{link} {deadline} " + "a" * 120, "edition": "0"}
    answer = post(officer, at(visit, rest="/text_message/words"), sent)
    assert "Make it 160 or fewer" in answer.text


def test_nobody_writes_over_a_change_unseen(app: Flask, officer: FlaskClient, visit: BuiltVisit) -> None:
    own = {"heading": "First", "body": "{link} {deadline}", "edition": "0"}
    post(officer, at(visit, rest="/newsletter/words"), own)
    answer = post(officer, at(visit, rest="/newsletter/words"), {**own, "heading": "Second"})
    assert "changed these words meanwhile" in answer.text
    assert "First" in words(officer, at(visit), "newsletter")


def test_the_kits_own_words_come_back(officer: FlaskClient, visit: BuiltVisit) -> None:
    before = words(officer, at(visit), "newsletter")
    own = {"heading": "Mine", "body": "{link} {deadline}", "edition": "0"}
    post(officer, at(visit, rest="/newsletter/words"), own)
    post(officer, at(visit, rest="/newsletter/kits-words"), {}, page=at(visit))
    assert words(officer, at(visit), "newsletter") == before


def test_where_paper_is_had_is_said_once_for_every_piece(officer: FlaskClient, visit: BuiltVisit) -> None:
    own = {
        "paper": "Paper lies in every library.",
        "help": "Ask at the desk.",
        "back": "Put it into the box.",
        "edition": "0",
    }
    post(officer, at(visit, rest="/paper-and-help"), own)
    for piece in ("email", "letter", "poster", "card", "phone_script"):
        assert "Paper lies in every library." in words(officer, at(visit), piece)
    assert "Paper lies" not in words(officer, at(visit, "young_people"), "email")
    wrong = post(officer, at(visit, rest="/paper-and-help"), {**own, "help": "", "edition": "1"})
    assert "Write a sentence" in wrong.text


def test_a_language_that_the_survey_does_not_speak_is_not_there(
    officer: FlaskClient, visit: BuiltVisit
) -> None:
    assert officer.get(at(visit, language="pl")).status_code == 404
    assert officer.get(at(visit, language="xx")).status_code == 404
    assert officer.get(at(visit, rest="/nothing/words")).status_code == 404
    assert officer.get(f"/staff/visits/{visit.id}/kit/nothing").status_code == 404


def test_inspectors_see_the_kit_and_do_not_change_it(app: Flask, visit: BuiltVisit) -> None:
    client = app.test_client()
    sign_in(client, "inspector", visit)
    assert "Change the words" not in client.get(at(visit)).text
    assert client.get(at(visit, rest="/email/words")).status_code == 404


def test_sheets_and_everything_at_once_come_as_files(officer: FlaskClient, visit: BuiltVisit) -> None:
    sheet = officer.get(at(visit, rest="/poster-a4.pdf"))
    assert sheet.data.startswith(b"%PDF-")
    assert "poster-a4.pdf" in sheet.headers["Content-Disposition"]
    assert officer.get(at(visit, rest="/nothing.pdf")).status_code == 404
    with ZipFile(BytesIO(officer.get(at(visit, rest="/everything.zip")).data)) as file:
        said = file.read("parents-carers/english/email.txt").decode()
    assert f"localhost/s/{visit.codes['parents_carers']}" in said


def test_words_that_no_font_can_set_are_a_sentence_and_not_a_crash(
    officer: FlaskClient, visit: BuiltVisit
) -> None:
    own = {"heading": "Hello \U0001f984", "body": "{link} {deadline}", "sign_off": "Bye", "edition": "0"}
    post(officer, at(visit, rest="/letter/words"), own)
    answer = officer.get(at(visit, rest="/letter.pdf"), follow_redirects=True)
    assert "no font here has" in answer.text


def test_a_helper_without_an_account_has_the_kit_of_their_own_link_only(
    app: Flask, officer: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    code, lead = visit.codes["parents_carers"], lead_of(visit.id)
    with site.writing() as work:
        key = make_helper_link(work, lead, visit.id, code)
    helper = app.test_client()
    page = helper.get(f"/for/{key}").text
    assert f"localhost/s/{code}" in page
    assert visit.codes["young_people"] not in page
    assert DEADLINE in page
    assert helper.get(f"/for/{key}?language=pl").status_code == 404
    assert helper.get(f"/for/{key}/poster-a4.pdf").data.startswith(b"%PDF-")
    assert helper.get(f"/for/{key}/nothing.pdf").status_code == 404
    with site.writing() as work:
        end_helper_link(work, lead, visit.id, code)
    assert helper.get(f"/for/{key}").status_code == 404
    assert helper.get(f"/for/{key}/poster-a4.pdf").status_code == 404
