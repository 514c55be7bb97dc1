"""When something goes wrong on a page of staff: their own frame, what to do now, and what they typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from survey_app.services.permissions import ADMINISTRATOR, INSPECTOR, LEAD_INSPECTOR
from survey_app.storage.database import DatabaseAway
from survey_app.web.site import EXTENSION, Site
from tests.builders import BuiltVisit, enter, make_person, make_visit, sign_in, site_of
from tests.respondent import Respondent, send
from tests.survey_app.web.test_coding import desk, press, words

BLAME = "We waited two years for an autism assessment."
TYPED = "two <years> of waiting"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What these pages say hangs on no database."""
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


def of_staff(page: TestResponse) -> bool:
    tree = LexborHTMLParser(page.text)
    sheets = [one.attributes["href"] or "" for one in tree.css("link[rel=stylesheet]")]
    return tree.css_first(".staff-header") is not None and not any("respondent" in one for one in sheets)


def boxes(page: TestResponse) -> list[str]:
    return [one.text().strip() for one in LexborHTMLParser(page.text).css("textarea")]


def blind_to_an_answer(app: Flask, client: FlaskClient, visit: BuiltVisit) -> TestResponse:
    """The page of an answer that the reader began to code blind after they opened it."""
    send(Respondent(app.test_client(), visit.codes["parents_carers"]), {"would_change": BLAME})
    coders = [make_person(site_of(app), role, visit) for role in (LEAD_INSPECTOR, INSPECTOR)]
    enter(client, coders[0])
    opened = desk(client, visit)
    drawing = desk(client, visit, "/double")
    press(client, drawing, "/double", size="5", seed="3", coder=[one.id for one in coders])  # type: ignore[arg-type]
    return opened


def test_what_cannot_be_done_any_more_keeps_what_was_typed(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    opened = blind_to_an_answer(app, client, visit)
    page = press(client, opened, "/add", words=TYPED, theme="transport", stance="negative")
    assert page.status_code == 409
    assert of_staff(page)
    assert "without seeing other people’s codes" in words(page)
    assert TYPED in boxes(page)
    assert visit.id not in boxes(page)


@pytest.mark.parametrize(("action", "choice"), [("/next", ""), ("/decide", "accept")])
def test_a_refusal_has_the_frame_of_staff(
    app: Flask, client: FlaskClient, visit: BuiltVisit, action: str, choice: str
) -> None:
    page = press(client, blind_to_an_answer(app, client, visit), action, choice=choice)
    assert page.status_code == 409
    assert of_staff(page)
    assert boxes(page) == []
    onward = client.get(f"/staff/visits/{visit.id}/coding", follow_redirects=True)
    assert f"/staff/visits/{visit.id}/coding" in {
        one.attributes["href"] for one in LexborHTMLParser(page.text).css("main a")
    }
    assert onward.status_code == 200


def test_a_form_from_before_can_be_sent_again_and_counts(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    app.config["WTF_CSRF_CHECK_DEFAULT"] = True
    send(Respondent(app.test_client(), visit.codes["parents_carers"]), {"would_change": BLAME})
    sign_in(client, INSPECTOR, visit)
    page = press(
        client, desk(client, visit), "/add", words="two years", theme="transport", stance="negative",
        csrf_token="old",
    )  # fmt: skip
    assert page.status_code == 400
    assert of_staff(page)
    assert "two years" in boxes(page)
    page = press(client, page, "/add")
    assert "Your code is added." in words(page)


@pytest.mark.parametrize("role", [INSPECTOR, ADMINISTRATOR])
@pytest.mark.parametrize(
    "path",
    [
        "/staff/nothing",
        "/staff/visits/{other}",
        "/staff/visits/{other}/results",
        "/staff/visits/{other}/answers",
        "/staff/visits/{other}/coding",
        "/staff/visits/{other}/coding/double",
        "/staff/visits/{other}/coding/missed",
        "/staff/visits/{other}/concerns",
        "/staff/visits/{other}/share",
        "/staff/visits/{other}/coding/nobody/nothing",
        "/staff/admin/staff/nobody",
        "/staff/questions/nothing",
    ],
)
def test_what_is_not_there_for_somebody_has_the_frame_of_staff(
    site: Site, client: FlaskClient, visit: BuiltVisit, role: str, path: str
) -> None:
    sign_in(client, role, visit)
    page = client.get(path.format(other=make_visit(site, area="Harbour").id))
    if page.status_code != 200:
        assert page.status_code == 404
        assert of_staff(page)
        assert "Page not found" in words(page, "h1")
        assert "/staff" in {one.attributes["href"] for one in LexborHTMLParser(page.text).css("main a")}


def test_nothing_is_typed_into_a_page_that_takes_no_form(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, INSPECTOR, visit)
    page = client.delete(f"/staff/visits/{visit.id}/results")
    assert page.status_code in (400, 405)
    assert of_staff(page)


class _Away:
    """A site whose database is gone."""

    def __init__(self, site: Site) -> None:
        self.settings = site.settings

    @contextmanager
    def reading(self) -> Iterator[None]:
        raise DatabaseAway("gone")
        yield

    writing = reading


def test_staff_are_told_that_the_database_is_away(
    app: Flask, client: FlaskClient, visit: BuiltVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, INSPECTOR, visit)
    with monkeypatch.context() as swapped:
        swapped.setitem(app.extensions, EXTENSION, _Away(site_of(app)))
        page = client.get(f"/staff/visits/{visit.id}/results")
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert of_staff(page)
    assert "cannot reach its database" in words(page, "h1")


def test_those_who_answer_keep_their_own_pages(client: FlaskClient) -> None:
    page = client.get("/s/nothing")
    assert page.status_code == 404
    assert not of_staff(page)
