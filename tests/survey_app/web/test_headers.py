"""Every response carries the headers, whatever happened; small pages are packed."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey_app.storage.database import DatabaseAway
from survey_app.web.access import PUBLIC, open_to
from survey_app.web.headers import EVERYWHERE, SECURE_LINE, content_policy
from tests.builders import SettableClock, make_app, make_visit, site_of
from tests.respondent import Respondent

LEAVE_TO = "https://www.bbc.co.uk"


@pytest.fixture(scope="module")
def broken_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with a visit, and two routes that fail: one by itself, one because the database went away."""
    folder: Path = tmp_path_factory.mktemp("headers")
    app = make_app(f"sqlite:///{folder / 'site.db'}", SettableClock())

    @open_to(PUBLIC)
    def fails() -> str:
        raise RuntimeError("canary")

    @open_to(PUBLIC)
    def is_away() -> str:
        raise DatabaseAway("canary")

    app.add_url_rule("/fails", "fails", fails)
    app.add_url_rule("/away", "away", is_away)
    app.config["CODE"] = make_visit(site_of(app)).codes["young_people"]
    yield app
    site_of(app).database.dispose()


@pytest.fixture
def browser(broken_app: Flask) -> FlaskClient:
    broken_app.test_client_class = FlaskClient
    return broken_app.test_client()


REQUESTS = [
    ("GET", "/", 200),
    ("GET", "/?code=abc", 303),
    ("GET", "/health", 200),
    ("GET", "/s/{code}", 200),
    ("GET", "/s/{code}/help", 200),
    ("GET", "/s/{code}/sent", 303),
    ("GET", "/s/{code}/check", 404),
    ("GET", "/s/nosuchcode", 404),
    ("GET", "/s/{code}/no/such/page", 404),
    ("GET", "/no/such/page", 404),
    ("GET", "/staff", 302),
    ("GET", "/static/respondent.css", 200),
    ("GET", "/static/none.css", 404),
    ("HEAD", "/", 200),
    ("HEAD", "/s/{code}", 200),
    ("OPTIONS", "/s/{code}", 200),
    ("POST", "/", 405),
    ("PUT", "/s/{code}", 405),
    ("DELETE", "/s/{code}/send", 405),
    ("TRACE", "/s/{code}", 405),
    ("POST", "/s/{code}", 400),
    ("POST", "/s/{code}/leave", 303),
    ("GET", "/fails", 500),
    ("GET", "/away", 503),
]


@pytest.mark.parametrize(("method", "path", "status"), REQUESTS)
def test_every_response_has_every_header(browser: FlaskClient, method: str, path: str, status: int) -> None:
    code = browser.application.config["CODE"]
    response = browser.open(path.format(code=code), method=method)
    assert response.status_code == status
    for name, value in EVERYWHERE.items():
        assert response.headers.getlist(name) == [value], name
    assert response.headers.getlist("Content-Security-Policy") == [content_policy(LEAVE_TO)]
    assert "Server" not in response.headers
    assert "X-Powered-By" not in response.headers


def test_a_body_that_is_too_large_gets_the_headers_too(browser: FlaskClient) -> None:
    code = browser.application.config["CODE"]
    response = browser.post(f"/s/{code}", data={"a": "x" * 300 * 1024})
    assert response.status_code == 413
    assert set(EVERYWHERE) <= set(response.headers.keys())
    assert "too much at once" in response.text


def test_the_policy_begins_with_nothing_and_allows_no_inline() -> None:
    policy = content_policy("https://weather.example/today?x=1")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "form-action 'self' https://weather.example;" in policy
    for kind in ("script-src", "style-src", "connect-src", "font-src"):
        assert f"{kind} 'self';" in policy


@pytest.mark.parametrize(
    ("address", "secure"), [("https://voices.example", True), ("http://localhost", False)]
)
def test_browsers_are_held_to_a_secure_line_only_over_https(
    tmp_path: Path, address: str, secure: bool
) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'site.db'}", SettableClock(), public_address=address)
    code = make_visit(site_of(app)).codes["young_people"]
    for path in ("/", "/no/such/page", "/static/respondent.css", f"/s/{code}"):
        response = app.test_client().get(path, base_url=address)
        assert response.headers.getlist("Strict-Transport-Security") == ([SECURE_LINE] if secure else [])
    cookie = response.headers["Set-Cookie"]
    assert ("Secure" in cookie, cookie.startswith("__Host-visit=")) == (secure, secure)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert not {"Expires", "Max-Age", "Domain"} & set(re.split("[;=] ?", cookie))
    site_of(app).database.dispose()


def test_only_named_content_is_kept_by_browsers(browser: FlaskClient) -> None:
    page = browser.get(f"/s/{browser.application.config['CODE']}")
    assert page.headers["Cache-Control"] == "no-store"
    styles = re.search(r'href="(/static/respondent.css\?v=[0-9a-f]+)"', page.text)
    assert styles
    assert "immutable" in browser.get(styles[1]).headers["Cache-Control"]
    assert browser.get("/static/respondent.css?v=other").headers["Cache-Control"] == "no-cache"


def test_pages_are_packed_for_those_who_ask_and_are_the_same_inside(browser: FlaskClient) -> None:
    path = f"/s/{browser.application.config['CODE']}/help"
    plain = browser.get(path)
    packed = browser.get(path, headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    assert packed.data[4:8] == bytes(4), "the time is packed with the page"
    token = re.compile(r'value="[^"]{60,}"')
    assert token.sub("", gzip.decompress(packed.data).decode()) == token.sub("", plain.text)


def test_error_pages_are_packed_too(browser: FlaskClient) -> None:
    answer = browser.get("/s/nosuchcode", headers={"Accept-Encoding": "gzip"})
    assert "We do not know this code" in gzip.decompress(answer.data).decode()


def test_an_empty_answer_is_left_as_it_is(browser: FlaskClient) -> None:
    page = browser.get("/static/respondent.css")
    again = browser.get(
        "/static/respondent.css", headers={"If-None-Match": page.headers["ETag"], "Accept-Encoding": "gzip"}
    )
    assert (again.status_code, again.data) == (304, b"")
    assert "Content-Encoding" not in again.headers


def test_a_whole_visit_sets_two_cookies_and_no_more(broken_app: Flask) -> None:
    client = broken_app.test_client()
    young = Respondent(client, broken_app.config["CODE"])
    young.walk({"listened_to": "ok"})
    young.press()
    assert {cookie.key for cookie in (client._cookies or {}).values()} == {"visit"}
