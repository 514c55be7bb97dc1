"""A script that asks is told where to go on to; everybody else is sent there."""

import pytest
from flask.testing import FlaskClient

from survey_app.web.going_on import ASKED, TOLD
from tests.builders import BuiltVisit, csrf_token

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def start(client: FlaskClient, visit: BuiltVisit) -> str:
    return f"/s/{visit.codes['young_people']}"


def test_a_script_is_told_and_the_cookie_comes_along(client: FlaskClient, start: str) -> None:
    token = csrf_token(client.get(start).text)
    answer = client.post(start, data={"csrf_token": token}, headers={ASKED: "1"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert "Location" not in answer.headers
    assert answer.headers[TOLD].startswith(f"{start}/page/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get(answer.headers[TOLD]).status_code == 200


def test_a_form_is_sent_on(client: FlaskClient, start: str) -> None:
    answer = client.post(start, data={"csrf_token": csrf_token(client.get(start).text)})
    assert answer.status_code == 303
    assert TOLD not in answer.headers


def test_what_went_wrong_is_a_page_to_a_script_too(client: FlaskClient, start: str) -> None:
    answer = client.post(start, data={"csrf_token": "none"}, headers={ASKED: "1"})
    assert answer.status_code == 400
    assert TOLD not in answer.headers
    assert "<h1>" in answer.text


def test_another_site_is_never_told(client: FlaskClient, start: str) -> None:
    token = csrf_token(client.get(start).text)
    answer = client.post(f"{start}/leave", data={"csrf_token": token}, headers={ASKED: "1"})
    assert answer.status_code == 303
    assert TOLD not in answer.headers
    assert answer.location.startswith("https://")


def test_looking_at_a_page_is_as_ever(client: FlaskClient, start: str) -> None:
    answer = client.get(f"{start}/sent", headers={ASKED: "1"})
    assert answer.status_code == 303
    assert TOLD not in answer.headers
