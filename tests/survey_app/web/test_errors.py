"""When something fails: the right status, kind words, what was typed, a way on, and nothing told to a log."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, request
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import event, update

from survey_app.services.errors import NotTakingAnswers, Refused
from survey_app.storage.channels import Channel
from survey_app.storage.database import DatabaseAway
from survey_app.storage.drafts import Draft
from survey_app.storage.responses import Response
from survey_app.web.access import PUBLIC, open_to
from survey_app.web.site import EXTENSION, Site
from tests.builders import BuiltVisit, SettableClock, csrf_token, make_app, make_visit, post, sign_in, site_of
from tests.pages import LookingClient
from tests.postgres import TemporaryPostgres
from tests.respondent import ANSWERS, WORDS, Respondent, count, page_of

CANARY = "canary-77 my brother's secret"


@contextmanager
def written_by_somebody_else(site: Site) -> Iterator[None]:
    """Another process holds SQLite's only pen for longer than we wait."""
    site.database.dispose()
    event.listen(site.database.engine, "connect", lambda driver, _: driver.execute("PRAGMA busy_timeout=50"))
    other = sqlite3.connect(str(site.database.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def at_own_words(young: Respondent, site: Site) -> None:
    """Go to the page that asks for own words."""
    young.press()
    young.go(f"/s/{young.code}/page/{page_of(young, site, 'would_change')}")


def has_help(young: Respondent) -> bool:
    return bool(LexborHTMLParser(young.page.text).css("footer a[href^='tel:']"))


# The database.


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_page_that_cannot_be_saved_is_kept_and_can_be_sent_again(young: Respondent, site: Site) -> None:
    at_own_words(young, site)
    with written_by_somebody_else(site):
        for _ in range(2):
            young.press({"would_change": WORDS})
            assert young.came_back
            assert "Not saved yet" in young.text
            assert young.shown_value("would_change") == [WORDS]
            assert has_help(young)
    young.press({"would_change": WORDS})
    assert not young.came_back
    young.go(f"/s/{young.code}/check")
    assert WORDS in young.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_answers_that_cannot_be_stored_are_not_thanked_for_until_they_are(
    young: Respondent, site: Site
) -> None:
    young.walk(ANSWERS)
    with written_by_somebody_else(site):
        young.press()
        assert young.page.status_code == 503
        assert "Thank you" not in young.page.text
        assert count(site, Response) == 0
        young.go(f"/s/{young.code}/sent")
        assert young.heading != "Thank you"
        young.go(f"/s/{young.code}/check")
        assert WORDS in young.text
    young.press()
    assert young.heading == "Thank you"
    assert count(site, Response) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_leaving_works_while_nothing_can_be_written(young: Respondent, site: Site) -> None:
    at_own_words(young, site)
    young.press({"would_change": WORDS})
    token = young.hidden()["csrf_token"]
    with written_by_somebody_else(site):
        away = young.client.post(f"/s/{young.code}/leave", data={"csrf_token": token})
    assert away.status_code == 303
    assert away.location.startswith("https://")
    with young.client.session_transaction() as cookie:
        assert dict(cookie) == {"left": True}


@pytest.mark.postgres
def test_a_server_that_stops_loses_nothing_that_was_typed(clock: SettableClock) -> None:
    with TemporaryPostgres() as server:
        app = make_app(server.url(server.create_database()), clock)
        app.test_client_class = LookingClient
        site, visit = site_of(app), make_visit(site_of(app))
        young = Respondent(app.test_client(), visit.codes["young_people"])
        at_own_words(young, site)
        server.server.stop()
        young.press({"would_change": WORDS})
        assert young.page.status_code == 503
        assert WORDS in young.text
        leaver = app.test_client()
        assert leaver.post(f"/s/{young.code}/leave").status_code == 303
        asked = leaver.get(f"/s/{young.code}")
        assert asked.status_code == 503
        assert f'href="/s/{young.code}"' in asked.text
        server.server.start()
        young.press()
        if young.came_back:
            # The first connection after a stop may be a dead one; a browser sends what the box holds.
            assert young.page.status_code == 200
            young.press({"would_change": young.shown_value("would_change")})
        assert not young.came_back
        young.go(f"/s/{young.code}/check")
        assert WORDS in young.text
        server.server.stop()
        form = young.hidden()
        young.press()
        assert young.page.status_code == 503
        server.server.start()
        for _ in range(3):
            young.post(f"/s/{young.code}/send", form)
        assert young.heading == "Thank you"
        assert count(site, Response) == 1
        site.database.dispose()


# Faults of our own.


@pytest.fixture
def failing(app: Flask) -> Flask:
    """The site with routes that go wrong in their own ways."""

    @open_to(PUBLIC)
    def fails() -> str:
        raise RuntimeError(f"{CANARY} {request.form}")

    @open_to(PUBLIC)
    def fails_twice() -> str:
        raise NotTakingAnswers(CANARY)

    @open_to(PUBLIC)
    def says_no() -> str:
        raise Refused("Choose a later time <b>.")

    for view in (fails, fails_twice, says_no):
        app.add_url_rule(f"/{view.__name__}", view.__name__, view, methods=["GET", "POST"])
    return app


class _Away:
    """A site whose database is gone."""

    @contextmanager
    def reading(self) -> Iterator[None]:
        raise DatabaseAway("gone")
        yield


def sent_to(app: Flask, path: str, **fields: str):
    client = app.test_client()
    token = csrf_token(client.get("/staff/sign-in").text)
    return client.post(path, data={"csrf_token": token, **fields})


def test_an_unexpected_fault_tells_nobody_anything(failing: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = sent_to(failing, "/fails", own_words=CANARY, password="canary-78")
    assert answer.status_code == 500
    page = LexborHTMLParser(answer.text)
    assert [box.text().strip() for box in page.css("textarea")] == [CANARY]
    assert "Traceback" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "canary" not in caplog.text
    assert "Traceback" not in caplog.text
    assert "Unexpected RuntimeError at fails:" in caplog.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_fault_in_an_error_page_is_still_a_page(
    failing: Flask, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    client = failing.test_client()
    token = csrf_token(client.get("/staff/sign-in").text)
    with caplog.at_level(logging.DEBUG):
        answer = client.open("/fails_twice", method=method, data={"csrf_token": token, "own_words": CANARY})
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert (CANARY.replace("'", "&#39;") in answer.text) == (method == "POST")
    assert "canary" not in caplog.text
    assert "Traceback" not in caplog.text


def test_a_database_that_goes_away_during_an_error_page_is_said_as_such(
    failing: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = failing.test_client()
    token = csrf_token(client.get("/staff/sign-in").text)
    with monkeypatch.context() as swapped:
        swapped.setitem(failing.extensions, EXTENSION, _Away())
        answer = client.post("/fails_twice", data={"csrf_token": token, "own_words": CANARY})
    assert answer.status_code == 503
    assert "We cannot save your answers just now" in answer.text


def test_a_refusal_is_a_sentence_and_not_markup(failing: Flask) -> None:
    answer = failing.test_client().get("/says_no")
    assert answer.status_code == 409
    assert "Choose a later time &lt;b&gt;." in answer.text


def test_no_log_says_what_was_answered_or_by_whom(
    young: Respondent, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    young.client.environ_base.update(REMOTE_ADDR="127.9.8.7", HTTP_USER_AGENT="canary-79")
    with caplog.at_level(logging.DEBUG):
        young.walk({**ANSWERS, "would_change": f"my uncle hits me, {CANARY}"})
        young.press()
        young.go(f"/s/{young.code}/page/none")
        young.post(f"/s/{young.code}/send", {"own_words": CANARY})
    for told in ("canary", "127.9.8.7", young.code, "age_16_17", "hits"):
        assert told not in caplog.text


@pytest.mark.parametrize("name", ["Schools\x00", "Schools \U0001f642", "x" * 121])
def test_no_character_that_staff_type_is_a_fault_of_ours(app: Flask, visit: BuiltVisit, name: str) -> None:
    client = app.test_client()
    sign_in(client, "lano", visit)
    page = f"/staff/visits/{visit.id}/share/new"
    answer = post(client, page, {"survey": visit.surveys["young_people"], "kind": "school", "name": name})
    assert answer.status_code < 500


@pytest.mark.parametrize("visit_id", ["%00", "x" * 2000, "'", "\U0001f642"])
def test_no_made_up_visit_is_a_fault_of_ours(app: Flask, visit_id: str) -> None:
    client = app.test_client()
    sign_in(client, "administrator")
    for path in (
        f"/staff/visits/{visit_id}",
        f"/staff/admin/visits/{visit_id}",
        f"/staff/admin/staff/{visit_id}",
        f"/staff/admin/journal?by={visit_id}",
    ):
        assert client.get(path).status_code in ((200, 400) if "?by=" in path else (400, 404))


# What a respondent meets.


def test_a_page_from_before_is_given_back_with_a_form_that_works(young: Respondent, site: Site) -> None:
    at_own_words(young, site)
    address = young.path
    young.post(address, {"would_change": WORDS})
    assert young.came_back
    assert "Not saved yet" in young.text
    assert has_help(young)
    young.press({"would_change": WORDS})
    assert not young.came_back
    young.go(address)
    assert young.shown_value("would_change") == [WORDS]


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "\U0001f642", "." * 500])
def test_a_forged_token_stores_nothing(young: Respondent, site: Site, token: str) -> None:
    at_own_words(young, site)
    young.press({"would_change": WORDS, "csrf_token": token})
    assert young.came_back
    assert count(site, Draft) == 0


def test_after_a_form_sent_with_other_answers_one_can_answer_again(young: Respondent, site: Site) -> None:
    young.walk(ANSWERS)
    cookies, form = dict(young.client._cookies or {}), young.hidden()
    young.press()
    young.client._cookies = cookies
    young.post(f"/s/{young.code}/send", {**form, "mark": "0" * 64})
    assert young.page.status_code == 409
    young.go(f"/s/{young.code}")
    young.walk({"listened_to": "bad"})
    assert young.heading == "Check your answers"
    young.press()
    assert young.heading == "Thank you"
    assert count(site, Response) == 2


def test_sending_an_old_form_again_keeps_what_was_begun_since(young: Respondent, site: Site) -> None:
    young.walk(ANSWERS)
    old = young.hidden()
    young.press()
    young.go(f"/s/{young.code}")
    young.walk({"listened_to": "bad"})
    young.post(f"/s/{young.code}/send", {**old, "csrf_token": young.hidden()["csrf_token"]})
    assert young.heading == "Thank you"
    young.go(f"/s/{young.code}/check")
    young.press()
    assert count(site, Response) == 2


def test_who_began_before_the_close_can_still_open_the_first_page(
    young: Respondent, clock: SettableClock, app: Flask
) -> None:
    clock.set("2026-12-01T08:59")
    young.press()
    clock.set("2026-12-01T09:30")
    young.go(f"/s/{young.code}")
    assert "Tuesday 1 December, 10am" in young.text
    young.press()
    assert young.page.status_code == 200
    assert "/page/" in young.path
    late = Respondent(app.test_client(), young.code)
    assert late.heading == "This is now closed"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/s/{code}/page/none", 404),
        ("GET", "/s/{code}/page/%00", 404),
        ("GET", "/s/{code}/check", 404),
        ("GET", "/s/{code}/send", 405),
        ("PUT", "/s/{code}", 405),
        ("GET", "/s/{code}/none", 404),
        ("GET", "/none", 404),
    ],
)
def test_every_wrong_turn_has_a_way_on(
    app: Flask, visit: BuiltVisit, method: str, path: str, status: int
) -> None:
    answer = app.test_client().open(path.format(code=visit.codes["young_people"]), method=method)
    assert answer.status_code == status
    ways = LexborHTMLParser(answer.text).css("main a[href], main form")
    assert ways
    assert ("Allow" in answer.headers) == (status == 405)


def test_a_body_that_is_too_large_has_a_way_on_and_help(young: Respondent, site: Site) -> None:
    at_own_words(young, site)
    young.press({"would_change": "x" * 300 * 1024})
    assert young.page.status_code == 413
    assert "make it shorter" in young.text
    assert f'href="/s/{young.code}"' in young.page.text
    assert has_help(young)


def test_a_code_that_is_gone_from_the_tables_is_an_unknown_code(young: Respondent, site: Site) -> None:
    young.press()
    with site.writing() as work:
        work.session.execute(update(Channel).where(Channel.code == young.code).values(code="zzzzzzzzzz"))
    young.go(young.path)
    assert young.page.status_code == 404
    assert "We do not know this code" in young.text
