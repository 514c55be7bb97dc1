"""Whatever is typed by whoever has a code comes back as it was, escaped, or is refused with a way on."""

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from survey_app.storage.responses import Response
from survey_app.web.showable import showable
from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.pages import page_faults
from tests.respondent import Respondent, count
from tests.survey_app.web.every_kind import PAGE_OF, START, as_kept, ask_every_kind, at_the_end_of, put
from tests.survey_app.web.hostile import EVERY_STRING, MARKUP, NOT_UNICODE, TEMPLATES

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def code(site: Site, visit: BuiltVisit) -> str:
    return ask_every_kind(site, visit)


@pytest.fixture
def plain(app: Flask, code: str) -> Respondent:
    return at_the_end_of(app, code)


def harmless(answer: TestResponse) -> None:
    """The page holds no element that the string brought with it, and no fault of ours."""
    assert answer.status_code < 500
    page = LexborHTMLParser(answer.text)
    scripts = [node.attributes.get("src") or "" for node in page.css("script")]
    assert all(source.startswith("/static/") for source in scripts)
    assert not page.css("iframe, base, meta[http-equiv], [onerror], [onload], [onfocus], math, plaintext")
    assert len(page.css("h1")) == 1
    assert len(page.css("title")) == 1
    assert "evil.example" not in " ".join(node.attributes.get("href") or "" for node in page.css("[href]"))


@on_sqlite
@pytest.mark.slow
def test_own_words_come_back_as_they_were_on_the_page_and_on_the_check_page(plain: Respondent) -> None:
    wrong = []
    for number, text in enumerate(EVERY_STRING):
        saved = put(plain, "why_not", text)
        if saved.status_code != 303:
            wrong.append((number, text, saved.status_code))
            continue
        plain.go(f"/s/{plain.code}/page/help_works")
        harmless(plain.page)
        if plain.shown_value("why_not") != [as_kept(text)]:
            wrong.append((number, text, plain.shown_value("why_not")))
        plain.go(f"/s/{plain.code}/check")
        harmless(plain.page)
        words = [node.text() for node in LexborHTMLParser(plain.page.text).css("dd span[dir=auto]")]
        if as_kept(text) and as_kept(text) not in words:
            wrong.append((number, text, words))
    assert wrong == []


@on_sqlite
@pytest.mark.slow
def test_a_short_text_comes_back_as_it_was(plain: Respondent) -> None:
    put(plain, "help_is_right", "no")
    wrong = []
    for number, text in enumerate(EVERY_STRING):
        saved = put(plain, "one_word", text)
        assert saved.status_code == 303 or plain.came_back, text
        plain.client.delete_cookie("given_back", path=f"/s/{plain.code}/page/one_word")
        plain.go(f"/s/{plain.code}/page/one_word")
        harmless(plain.page)
        box = plain.form().css_first("input[name=one_word]")
        assert box
        if saved.status_code == 303 and (box.attributes.get("value") or "") != as_kept(text):
            wrong.append((number, text, box.attributes.get("value")))
    assert wrong == []


@on_sqlite
def test_hostile_words_make_no_faulty_page(plain: Respondent) -> None:
    for text in (*MARKUP, *TEMPLATES[:4], "\x00\x0b", "\u202eback"):
        put(plain, "why_not", text)
        for path in ("page/help_works", "check"):
            plain.go(f"/s/{plain.code}/{path}")
            assert page_faults(plain.page.text) == [], text


@on_sqlite
def test_nothing_is_worked_out(plain: Respondent) -> None:
    for text in TEMPLATES:
        put(plain, "why_not", text)
        plain.go(f"/s/{plain.code}/check")
        assert as_kept(text) in [node.text() for node in LexborHTMLParser(plain.page.text).css("dd span")]


@on_sqlite
@pytest.mark.parametrize("question", ["age_band", "kinds_of_help", "listened_to", "help_is_right"])
def test_an_option_that_is_not_offered_is_never_taken(plain: Respondent, question: str) -> None:
    for text in EVERY_STRING[::4]:
        answer = put(plain, question, text)
        assert plain.came_back or answer.status_code == 422
        harmless(answer)
        assert "skip this question" in answer.text
        assert page_faults(answer.text) == []
    page = f"/s/{plain.code}/page/{PAGE_OF[question]}"
    plain.client.delete_cookie("given_back", path=page)
    plain.go(page)
    assert plain.shown_value(question) == ([START[question]] if question in START else [])


@on_sqlite
@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("age_band", ["age_11_15", "age_16_17"]),
        ("kinds_of_help", ["school", "none"]),
        ("kinds_of_help", ["school", "other"]),
        ("listened_to", ["ok"] * 2),
        ("help_is_right", ["yes", "no"]),
        ("why_not", ["one", "two"]),
    ],
)
def test_answers_that_contradict_each_other_are_not_taken(
    plain: Respondent, question: str, values: list[str]
) -> None:
    answer = put(plain, question, values)
    assert plain.came_back
    assert page_faults(answer.text) == []


@on_sqlite
def test_too_long_and_strange_is_shown_again_whole(plain: Respondent) -> None:
    for text in ("\x00\x1b[31m" + "</textarea>" * 400, "\u202e" * 3001, "\U0001f642" * 3001, "x" * 20_000):
        answer = put(plain, "why_not", text)
        assert plain.came_back or answer.status_code == 422
        harmless(answer)
        assert page_faults(answer.text) == []
        box = LexborHTMLParser(answer.text).css_first("textarea[name=why_not]")
        assert box
        assert box.text().removeprefix("\n") == showable(text)


@on_sqlite
@pytest.mark.parametrize("sent", NOT_UNICODE)
def test_bytes_that_are_no_text_do_no_harm(plain: Respondent, sent: bytes) -> None:
    path = f"/s/{plain.code}/page/help_works"
    plain.go(path)
    body = b"csrf_token=" + plain.hidden()["csrf_token"].encode() + b"&why_not=waited+" + sent
    kind = "application/x-www-form-urlencoded"
    saved = plain.client.post(path, data=body, content_type=kind).status_code
    plain.go(path)
    if sent.isascii():
        assert saved == 303
        assert plain.shown_value("why_not")[0].startswith("waited")
    else:
        assert saved == 400, "no browser sends bytes that are not ASCII in such a form"
    forged = plain.client.post(path, data=body + b"&" + sent + b"=1", content_type=kind)
    assert forged.status_code == 400
    for address in (
        f"/s/{plain.code}/page/",
        f"/s/{plain.code}/",
        "/s/",
        "/?code=",
        f"/s/{plain.code}/look?back=",
    ):
        answer = plain.client.get(address + sent.decode("latin-1"))
        assert answer.status_code < 500


def test_what_was_sent_can_be_stored_and_read_again(plain: Respondent, site: Site) -> None:
    put(plain, "help_is_right", "no")
    put(plain, "why_not", "\x00'; DROP TABLE responses; --<script>\U0001f642\u202e")
    plain.go(f"/s/{plain.code}/check")
    plain.press()
    assert plain.heading == "Thank you"
    assert count(site, Response) == 1
