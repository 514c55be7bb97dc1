"""Whatever is sent by whoever has a code: kept, escaped, refused with a way on; never a fault of ours."""

import gzip
import hashlib
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from survey_app.services import publish
from survey_app.services.entry import as_typed
from survey_app.storage.drafts import Draft
from survey_app.storage.responses import Response
from survey_app.storage.surveys import Survey
from survey_app.storage.tables import metadata
from survey_app.web.access import RESPONDENT
from survey_app.web.showable import showable
from survey_app.web.site import Site
from tests.builders import BuiltVisit, csrf_token
from tests.pages import page_faults
from tests.respondent import ANSWERS, WORDS, Respondent, count
from tests.survey_app.web.hostile import EVERY_STRING, MARKUP, NOT_UNICODE, PATHS, TEMPLATES

SAMPLE = Path(__file__).resolve().parents[2] / "samples/questionnaires/every_kind"
START = {"age_band": "age_16_17", "kinds_of_help": "school", "listened_to": "ok"}
PAGE_OF = {
    "age_band": "age",
    "kinds_of_help": "help",
    "listened_to": "listen",
    "help_is_right": "help_works",
    "why_not": "help_works",
    "one_word": "one_word",
}
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def code(app: Flask, site: Site, visit: BuiltVisit) -> str:
    """A survey that asks one question of every kind."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(SAMPLE.glob("*.yaml"))}
    with site.writing() as work:
        made = publish.publish(work, texts, "builder@example.org")
        work.session.get_one(Survey, visit.surveys["young_people"]).version_digest = made.digest
    return visit.codes["young_people"]


@pytest.fixture
def plain(app: Flask, code: str) -> Respondent:
    """Somebody in the middle of it, in a browser that does not look at every page: hundreds come by here."""
    app.test_client_class = FlaskClient
    young = Respondent(app.test_client(), code)
    young.walk(START)
    return young


def put(young: Respondent, question: str, value: str | list[str]) -> TestResponse:
    """Answer one question on its own page; the reply before any redirect."""
    path = f"/s/{young.code}/page/{PAGE_OF[question]}"
    young.go(path)
    return young.client.post(path, data={"csrf_token": young.hidden()["csrf_token"], question: value})


def as_kept(text: str) -> str:
    return showable(text).strip()


def harmless(answer: TestResponse) -> None:
    """The page holds no element that the string brought with it, and no fault of ours."""
    assert answer.status_code < 500
    page = LexborHTMLParser(answer.text)
    assert not page.css(
        "script, iframe, base, meta[http-equiv], [onerror], [onload], [onfocus], math, plaintext"
    )
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
        assert saved.status_code in (303, 422), text
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
        assert answer.status_code == 422
        harmless(answer)
        assert "skip this question" in answer.text
        assert page_faults(answer.text) == []
    plain.go(f"/s/{plain.code}/page/{PAGE_OF[question]}")
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
    assert answer.status_code == 422
    assert page_faults(answer.text) == []


@on_sqlite
def test_too_long_and_strange_is_shown_again_whole(plain: Respondent) -> None:
    for text in ("\x00\x1b[31m" + "</textarea>" * 400, "\u202e" * 3001, "\U0001f642" * 3001, "x" * 20_000):
        answer = put(plain, "why_not", text)
        assert answer.status_code == 422
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


# Forged parts.


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
    assert "answers any more" in plain.text
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


# Shapes of requests.


@on_sqlite
@pytest.mark.parametrize("count_of_fields", [41, 3000])
def test_thousands_of_fields_are_refused(plain: Respondent, count_of_fields: int) -> None:
    path = f"/s/{plain.code}/page/help_works"
    plain.go(path)
    data = {f"field{n}": "x" for n in range(count_of_fields)}
    token = plain.hidden()["csrf_token"]
    answer = plain.client.post(path, data={"csrf_token": token, **data})
    assert answer.status_code == 400
    assert len(LexborHTMLParser(answer.text).css("textarea")) <= 40
    assert page_faults(answer.text) == []
    in_parts = plain.client.post(path, data={"csrf_token": token, **data}, content_type="multipart/form-data")
    assert in_parts.status_code == (413 if count_of_fields > 500 else 400)
    assert page_faults(in_parts.text) == []


@on_sqlite
@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "text/plain",
        "text/xml",
        "application/octet-stream",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=" + "x" * 500,
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=nonsense",
        "nonsense",
        ";;;",
        "",
    ],
)
def test_another_kind_of_body_is_refused_with_a_way_on(
    plain: Respondent, site: Site, content_type: str
) -> None:
    before = count(site, Draft)
    for path in (
        f"/s/{plain.code}",
        f"/s/{plain.code}/page/age",
        f"/s/{plain.code}/send",
        f"/s/{plain.code}/look",
    ):
        for body in (b'{"age_band": "age_11_15"}', b"--x\r\n\r\n", b"", b"\x00" * 100):
            answer = plain.client.post(path, data=body, content_type=content_type)
            assert answer.status_code == 400
            assert page_faults(answer.text) == []
    assert count(site, Draft) == before


@on_sqlite
def test_a_file_where_words_belong_is_no_answer(plain: Respondent, site: Site) -> None:
    path = f"/s/{plain.code}/page/help_works"
    plain.go(path)
    file = (b"words".hex().encode(), "../../x<script>.txt")
    from io import BytesIO

    data = {"csrf_token": plain.hidden()["csrf_token"], "why_not": (BytesIO(file[0]), file[1])}
    answer = plain.client.post(path, data=data, content_type="multipart/form-data")
    assert answer.status_code < 500
    plain.go(path)
    assert plain.shown_value("why_not") == [""]


@on_sqlite
def test_a_packed_body_is_not_unpacked(plain: Respondent) -> None:
    body = gzip.compress(b"why_not=" + b"x" * 1_000_000)
    answer = plain.client.post(
        f"/s/{plain.code}/page/help_works",
        data=body,
        content_type="application/x-www-form-urlencoded",
        headers={"Content-Encoding": "gzip"},
    )
    assert answer.status_code == 400


@on_sqlite
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
        {"X-Forwarded-For": "'; DROP TABLE x; --"},
        {"X-HTTP-Method-Override": "DELETE"},
        {"Accept-Language": "x" * 5000},
        {"Accept-Encoding": "gzip;q=nonsense, \u00ff"},
        {"If-None-Match": "*"},
        {"Range": "bytes=0-1"},
        {"Referer": "javascript:alert(1)"},
    ],
)
def test_headers_change_nothing_that_matters(plain: Respondent, headers: dict[str, str]) -> None:
    answer = plain.client.get(f"/s/{plain.code}/help", headers=headers)
    assert answer.status_code == 200
    assert b"evil.example" not in answer.data
    assert not any("evil.example" in value for value in answer.headers.values())
    started = plain.client.get("/", query_string={"code": plain.code}, headers=headers)
    assert started.location == f"/s/{plain.code}"


# Reading changes nothing.


def hash_of_every_table(site: Site) -> dict[str, str]:
    with site.reading() as work:
        return {
            table.name: hashlib.sha256(
                "\n".join(
                    sorted(repr(tuple(row)) for row in work.connection.execute(table.select()))
                ).encode()
            ).hexdigest()
            for table in metadata.sorted_tables
        }


def respondent_routes(app: Flask, code: str) -> list[str]:
    """The address of every route of those who answer that may be read, with a page and without."""
    rules = [
        r
        for r in app.url_map.iter_rules()
        if getattr(app.view_functions[r.endpoint], "audience", "") == RESPONDENT
    ]
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return [
            adapter.build(rule.endpoint, {name: {"code": code}.get(name, "age") for name in rule.arguments})
            for rule in rules
            if "GET" in (rule.methods or ())
        ]


def test_reading_changes_nothing_before_during_and_after(app: Flask, site: Site, code: str) -> None:
    app.test_client_class = FlaskClient
    routes = [*respondent_routes(app, code), "/", f"/?code={code}", "/health", "/s/nosuchcode"]
    assert len(routes) >= 10
    young = Respondent(app.test_client(), code)
    for step in (lambda: None, lambda: young.walk(START), lambda: young.press()):
        step()
        before = hash_of_every_table(site)
        for path in routes:
            for method in ("GET", "HEAD", "OPTIONS"):
                answer = young.client.open(path, method=method)
                assert answer.status_code < 500
                assert method == "GET" or answer.data == b""
        assert hash_of_every_table(site) == before
    assert young.heading == "Thank you"
    assert count(site, Response) == 1


@on_sqlite
def test_a_head_says_what_a_get_would(app: Flask, code: str) -> None:
    client = app.test_client()
    for path in (f"/s/{code}", f"/s/{code}/help", f"/s/{code}/check", "/", "/static/respondent.css"):
        read, asked = client.get(path), client.head(path)
        assert asked.status_code == read.status_code
        assert asked.data == b""
        assert asked.mimetype == read.mimetype


@on_sqlite
@pytest.mark.parametrize("london", ["2026-11-23T09:00", "2026-12-02T09:00"])
def test_a_head_of_a_closed_survey_is_no_error(app: Flask, code: str, clock, london: str) -> None:
    clock.set(london)
    client = app.test_client()
    for path in (f"/s/{code}", f"/s/{code}/check", f"/s/{code}/page/age"):
        assert client.head(path).status_code == client.get(path).status_code == 200


def test_a_whole_hostile_walk_is_never_a_fault(plain: Respondent) -> None:
    token = plain.hidden()["csrf_token"]
    for path in ("", "/page/age", "/page/help_works", "/send", "/look"):
        for text in EVERY_STRING[::9]:
            names = {"key": text, "mark": text, "back": text, "face": text, "theme": text, text or "x": text}
            answer = plain.client.post(f"/s/{plain.code}{path}", data={**names, "csrf_token": token})
            assert answer.status_code < 500
            plain.go(f"/s/{plain.code}/check")
            assert plain.page.status_code == 200
    assert set(ANSWERS) & set(PAGE_OF) >= {"age_band", "listened_to"}
