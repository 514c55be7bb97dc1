"""Requests of every shape: refused with a way on, and reading changes nothing."""

import gzip
import hashlib
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from survey_app.storage.drafts import Draft
from survey_app.storage.responses import Response
from survey_app.storage.tables import metadata
from survey_app.web.access import RESPONDENT
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock
from tests.pages import page_faults
from tests.respondent import Respondent, count
from tests.survey_app.web.every_kind import START, ask_every_kind, at_the_end_of
from tests.survey_app.web.hostile import EVERY_STRING

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def code(site: Site, visit: BuiltVisit) -> str:
    return ask_every_kind(site, visit)


@pytest.fixture
def plain(app: Flask, code: str) -> Respondent:
    return at_the_end_of(app, code)


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
    file = (BytesIO(b"words"), "../../x<script>.txt")
    data = {"csrf_token": plain.hidden()["csrf_token"], "why_not": file}
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
def test_a_head_of_a_closed_survey_is_no_error(
    app: Flask, code: str, clock: SettableClock, london: str
) -> None:
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
