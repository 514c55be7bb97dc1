"""Forged pages, fields, keys and cookies: refused with a way on, never believed, never a fault of ours."""

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser

from survey_app.services.entry import as_typed
from survey_app.storage.drafts import Draft
from survey_app.storage.responses import Response
from survey_app.web.site import Site
from tests.builders import BuiltVisit, csrf_token
from tests.pages import page_faults
from tests.respondent import WORDS, Respondent, count
from tests.survey_app.web.every_kind import ask_every_kind, at_the_end_of
from tests.survey_app.web.hostile import EVERY_STRING, MARKUP, PATHS

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def code(site: Site, visit: BuiltVisit) -> str:
    return ask_every_kind(site, visit)


@pytest.fixture
def plain(app: Flask, code: str) -> Respondent:
    return at_the_end_of(app, code)


@on_sqlite
@pytest.mark.parametrize(
    "page_id", ["none", "age'--", "{{7*7}}", "..", "%00", "%0d%0a", "a" * 3000, "help works"]
)
def test_a_page_that_is_not_there_has_a_way_on(plain: Respondent, page_id: str) -> None:
    token = plain.hidden()["csrf_token"]
    path = f"/s/{plain.code}/page/{page_id}"
    for answer in (
        plain.client.get(path),
        plain.client.post(path, data={"csrf_token": token, "age_band": WORDS}),
    ):
        assert answer.status_code == 404
        assert page_faults(answer.text) == []
        assert LexborHTMLParser(answer.text).css(f"a[href='/s/{plain.code}']")
    assert WORDS in answer.text


@on_sqlite
def test_a_field_of_another_page_is_refused_and_given_back(plain: Respondent) -> None:
    path = f"/s/{plain.code}/page/age"
    plain.go(path)
    data = {"csrf_token": plain.hidden()["csrf_token"], "age_band": "age_11_15", "why_not": WORDS}
    answer = plain.client.post(path, data=data)
    assert answer.status_code == 400
    assert WORDS in answer.text
    plain.go(path)
    assert plain.shown_value("age_band") == ["age_16_17"]


@on_sqlite
@pytest.mark.parametrize("key", ["", "x", "0" * 32, "'", "\U0001f642", "x" * 5000])
@pytest.mark.parametrize("mark", ["", "0" * 64])
def test_a_forged_key_or_mark_sends_nothing(plain: Respondent, site: Site, key: str, mark: str) -> None:
    form = plain.hidden()
    plain.post(f"/s/{plain.code}/send", {**form, "key": key, "mark": mark})
    assert plain.page.status_code == 200
    assert "changed in another tab" in plain.text
    assert count(site, Response) == 0


def test_a_stolen_form_does_nothing_in_another_browser(plain: Respondent, app: Flask, site: Site) -> None:
    stolen = plain.hidden()
    other = Respondent(app.test_client(), plain.code)
    other.walk({"listened_to": "bad"})
    other.post(f"/s/{plain.code}/send", {**stolen, "csrf_token": other.hidden()["csrf_token"]})
    assert "changed in another tab" in other.text
    stranger = app.test_client()
    token = csrf_token(stranger.get(f"/s/{plain.code}").text)
    assert stranger.post(f"/s/{plain.code}/send", data={**stolen, "csrf_token": token}).status_code == 410
    assert count(site, Response) == 0


@on_sqlite
@pytest.mark.parametrize("place", [0, 5, 40, -2, -20, -40])
def test_a_tampered_session_is_as_if_there_were_none(plain: Respondent, site: Site, place: int) -> None:
    (cookie,) = (one for one in (plain.client._cookies or {}).values() if one.key == "visit")
    letters = list(cookie.value)
    letters[place] = "A" if letters[place] != "A" else "B"
    plain.client.set_cookie("visit", "".join(letters))
    form = plain.hidden()
    plain.go(f"/s/{plain.code}/page/help_works")
    assert plain.page.status_code == 404
    assert "not in this browser" in plain.text
    plain.post(f"/s/{plain.code}/send", form)
    assert plain.page.status_code == 400
    assert count(site, Response) == 0


@on_sqlite
@pytest.mark.parametrize(
    "cookie", ["", "x", ".", "..", "a.b.c", "e30.x.y", "%00", "{}", "null", "=" * 50, "." * 3000]
)
def test_a_made_up_session_is_as_if_there_were_none(app: Flask, code: str, cookie: str) -> None:
    client = app.test_client()
    client.set_cookie("visit", cookie)
    client.set_cookie("look", cookie)
    assert client.get(f"/s/{code}").status_code == 200
    assert client.get(f"/s/{code}/check").status_code == 404


def test_a_draft_that_was_changed_in_the_table_is_not_believed(plain: Respondent, site: Site) -> None:
    with site.writing() as work:
        sealed = work.connection.execute(Draft.__table__.select()).one().sealed
        changed = bytes((sealed[0] ^ 1,)) + sealed[1:]
        work.connection.execute(Draft.__table__.update().values(sealed=changed))
    plain.go(f"/s/{plain.code}/check")
    assert plain.page.status_code == 200
    assert "not answered a question yet" in plain.text


@on_sqlite
@pytest.mark.parametrize(
    "look",
    ["dark.150.wide.reading.easy_read.en", "x.y.z", "<script>", "dark" + "." * 500, "dark.'onload='.a.b.c.d"],
)
def test_a_look_cookie_changes_looks_only(app: Flask, code: str, look: str) -> None:
    client = app.test_client()
    client.set_cookie("look", look)
    answer = client.get(f"/s/{code}")
    assert answer.status_code == 200
    assert page_faults(answer.text) == []


@on_sqlite
def test_no_way_back_leads_elsewhere(plain: Respondent) -> None:
    here = f"/s/{plain.code}"
    others = [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        here + "evil",
        "/staff",
        "javascript:x",
    ]
    for back in [*others, *(f"{here}/{path}" for path in PATHS), *(f"{here}/{text}" for text in MARKUP)]:
        page = plain.client.get(f"{here}/look", query_string={"back": back})
        assert page_faults(page.text) == [], back
        assert LexborHTMLParser(page.text).css_first("a.back").attributes["href"].startswith(here)
        kept = plain.client.post(f"{here}/look", data={"csrf_token": csrf_token(page.text), "back": back})
        assert kept.status_code == 303
        assert kept.location == here or kept.location.startswith(f"{here}/")
        assert "x" not in {cookie.key for cookie in (plain.client._cookies or {}).values()}


def test_codes_with_anything_in_them_are_unknown_or_the_code(app: Flask, code: str) -> None:
    client = app.test_client()
    for text in [*EVERY_STRING[::5], "'" + code, code + "\x00", code.upper()]:
        answer = (
            client.get(f"/s/{text}") if text.isascii() and text.isprintable() else client.get("/s/" + text)
        )
        if answer.status_code == 308:
            continue
        assert answer.status_code == (200 if as_typed(text) == code and "/" not in text else 404), repr(text)
