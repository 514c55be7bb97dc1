"""The first page, where a code is typed, and the site's own health."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey_app.web.site import Site
from tests.builders import BuiltVisit


def test_a_code_from_paper_leads_to_its_survey(client: FlaskClient, visit: BuiltVisit) -> None:
    code = visit.codes["parents_carers"]
    page = client.get("/")
    assert "Type your code" in page.text
    for typed in (code, code.upper(), f" {code[:3]}-{code[3:6]} {code[6:]} "):
        answer = client.get("/", query_string={"code": typed})
        assert (answer.status_code, answer.location) == (303, f"/s/{code}")
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize("typed", ["1", "!!!", "01 lio", "\U0001f642", "\x00", "../../staff"])
def test_what_can_be_no_code_is_said_and_may_be_typed_again(client: FlaskClient, typed: str) -> None:
    answer = client.get("/", query_string={"code": typed}, follow_redirects=True)
    assert answer.status_code == 404
    assert "We do not know this code" in answer.text
    assert 'name="code"' in answer.text


def test_an_unknown_code_leads_to_where_it_can_be_typed_again(client: FlaskClient) -> None:
    for path in ("/s/abcdefghjk", "/s/abcdefghjk/help", "/s/abcdefghjk/page/who", "/s/" + "a" * 3000):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Type your code again" in answer.text


def test_no_code_is_the_first_page(client: FlaskClient) -> None:
    assert client.get("/?code=").status_code == 200
    assert client.get("/?code=%20").status_code == 200


def test_a_very_long_code_stays_an_address(client: FlaskClient) -> None:
    answer = client.get("/", query_string={"code": "a" * 5000})
    assert answer.status_code == 303
    assert len(answer.location) < 100


def test_a_code_never_leads_elsewhere(client: FlaskClient) -> None:
    for typed in ("//evil.example", "https://evil.example/", "\\\\evil.example", "/%2fevil.example"):
        answer = client.get("/", query_string={"code": typed})
        assert answer.location.startswith("/s/")
        assert "evil.example" not in answer.location


def test_health_is_ok_while_the_database_answers(client: FlaskClient) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_health_says_when_the_database_is_damaged(app: Flask, site: Site) -> None:
    assert app.test_client().get("/health").status_code == 200
    site.database.dispose()
    Path(str(site.database.engine.url.database)).write_text("no database " * 500)
    answer = app.test_client().get("/health")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
