"""Samples, subjects and labels without scripts: drawn by the lead, worked by the team, said in plain sentences."""

from pathlib import Path

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from survey_app.services.permissions import INSPECTOR, LEAD_INSPECTOR
from tests.builders import BuiltVisit, SettableClock, enter, make_person, sign_in, site_of
from tests.respondent import Respondent, send
from tests.survey_app.web.test_coding import desk, press, words

BLAME = "We waited two years for an autism assessment."
ODD = "Purple elephants sing"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The services behind these pages are proved on both databases; the pages themselves on one."""
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


def answered(app: Flask, visit: BuiltVisit, text: str = BLAME) -> None:
    send(Respondent(app.test_client(), visit.codes["parents_carers"]), {"would_change": text})


def test_a_sample_is_drawn_coded_by_two_and_compared(
    app: Flask, client: FlaskClient, visit: BuiltVisit, clock: SettableClock
) -> None:
    answered(app, visit)
    coders = [make_person(site_of(app), role, visit) for role in (LEAD_INSPECTOR, INSPECTOR)]
    enter(client, coders[0])
    page = desk(client, visit, "/double")
    assert "No sample has been drawn yet." in words(page)
    page = press(client, page, "/double", size="5", seed="3", coder=coders[0].id)
    assert "Choose two different people" in words(page, ".govuk-error-summary")
    page = press(client, page, "/double", size="5", seed="3", coder=[one.id for one in coders])
    assert "1 answer is drawn for the two coders." in words(page)
    for coder in coders:
        clock.forward(minutes=1)
        enter(client, coder)
        sample = words(desk(client, visit, "/double"), "table")
        assert "Go on coding" in sample
        page = client.get(link(desk(client, visit, "/double"), "Go on coding"))
        assert BLAME in words(page, "#answer-words")
        assert "machine" not in words(page, "article")
        page = press(client, page, "/code", words="two years", theme="transport", stance="negative")
        assert "“two years”" in words(page, ".code")
        page = press(client, page, "/read")
        page = press(client, page, "/finish")
    assert "How far the two coders agree" in words(page, "h1")
    assert "The 2 coders agree well on" in words(page)


def test_no_filter_tells_a_blind_coder_what_is_in_an_answer(
    app: Flask, client: FlaskClient, visit: BuiltVisit, clock: SettableClock
) -> None:
    """Otherwise the answers that a theme finds would say which of them the machine coded with it."""
    answered(app, visit)
    coders = [make_person(site_of(app), role, visit) for role in (LEAD_INSPECTOR, INSPECTOR)]
    enter(client, coders[0])
    press(client, desk(client, visit), "/decide", choice="accept")
    assert "1 answer was gone through" in words(desk(client, visit, "/labels"))
    doors = [
        f"/staff/visits/{visit.id}/answers?{asked}"
        for asked in ("theme=wait_neuro", "stance=negative", "theme=wait_neuro&stance=negative&everyone=yes")
    ]
    assert [people_shown(client.get(door)) for door in doors] == [1, 1, 1]
    drawing = desk(client, visit, "/double")
    press(client, drawing, "/double", size="5", seed="3", coder=[one.id for one in coders])
    for door in doors:
        page = client.get(door)
        assert people_shown(page) == 0
        assert "1 answer that you code without seeing other people’s codes is left out" in words(page)
    everything = client.get(f"/staff/visits/{visit.id}/answers")
    assert BLAME in words(everything, ".told")
    assert "themes are not shown to you yet" in words(everything, ".told")
    assert "is left out here until both coders have finished" in words(desk(client, visit))
    assert "No answer has been gone through" in words(desk(client, visit, "/labels"))
    clock.forward(minutes=1)
    sign_in(client, INSPECTOR, visit)
    assert [people_shown(client.get(door)) for door in doors] == [1, 1, 1]


def test_an_answer_that_is_not_in_the_sample_is_found_by_its_theme(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    for number in range(2):
        answered(app, visit, f"{BLAME} {number}")
    coders = [make_person(site_of(app), role, visit) for role in (LEAD_INSPECTOR, INSPECTOR)]
    enter(client, coders[0])
    drawing = desk(client, visit, "/double")
    press(client, drawing, "/double", size="1", seed="3", coder=[one.id for one in coders])
    assert people_shown(client.get(f"/staff/visits/{visit.id}/answers?theme=wait_neuro")) == 1


def people_shown(page: TestResponse) -> int:
    """How many people's answers are on a page."""
    return len(LexborHTMLParser(page.text).css("article.told"))


def link(page: TestResponse, text: str) -> str:
    """The address behind a link."""
    for one in LexborHTMLParser(page.text).css("main a"):
        if one.text().strip().startswith(text):
            return one.attributes["href"] or ""
    raise AssertionError(f"no link {text}")


def test_what_was_missed_is_read_and_estimated(app: Flask, client: FlaskClient, visit: BuiltVisit) -> None:
    for number in range(2):
        answered(app, visit, f"{ODD} {number}")
    sign_in(client, LEAD_INSPECTOR, visit)
    page = press(client, desk(client, visit, "/missed"), "/missed", purpose="uncoded", size="2", seed="1")
    assert "Nobody has read any of these 2 answers yet." in words(page)
    page = client.get(link(page, "Go on reading"))
    assert ODD in words(page, "#answer-words")
    page = press(client, page, "/" + page.request.path.rsplit("/", 1)[1], choice="missed", theme="transport")
    assert page.status_code == 409
    assert "praise, criticism" in words(page, ".govuk-error-summary")
    same = "/" + page.request.path.rsplit("/", 1)[1]
    page = press(client, page, same, choice="missed", theme="transport", stance="neutral", words="")
    page = press(client, page, same, choice="nothing")
    assert "All of this sample is read." in words(page)
    assert "1 of the 2 answers that people read had a theme." in words(page)


def test_an_unflagged_answer_becomes_a_concern(app: Flask, client: FlaskClient, visit: BuiltVisit) -> None:
    answered(app, visit, ODD)
    sign_in(client, LEAD_INSPECTOR, visit)
    page = press(client, desk(client, visit, "/missed"), "/missed", purpose="unflagged", size="1", seed="1")
    page = client.get(link(page, "Go on reading"))
    same = "/" + page.request.path.rsplit("/", 1)[1]
    page = press(client, page, same, choice="missed", category="neglect", level="")
    assert "Choose how soon" in words(page, ".govuk-error-summary")
    press(client, page, same, choice="missed", category="neglect", level="2")
    assert "1 concern waits" in words(client.get(f"/staff/visits/{visit.id}/concerns"))


def test_a_subject_becomes_a_theme_of_the_visit_with_one_press(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    for number in range(11):
        answered(app, visit, f"Zorbing with quoits {number}")
    sign_in(client, INSPECTOR, visit)
    page = press(client, desk(client, visit, "/subjects"), "/subjects")
    assert "11 answers say at least two of" in words(page)
    page = press(client, page, "/theme", label="", definition="x")
    assert "Give the theme a name" in words(page, ".govuk-error-summary")
    page = press(client, page, "/theme", label="Games <b>", definition="Places to play")
    assert "11 answers are coded with it." in words(page)
    assert "Games <b>" in words(page)
    assert "Games <b>" in words(client.get(f"/staff/visits/{visit.id}/results"))
    assert "Games <b>" in words(client.get(f"/staff/visits/{visit.id}/answers"))
    page = client.get(link(page, "Code its answers"), follow_redirects=True)
    assert "The words of Games <b>, a theme of this visit, are in it" in words(page, "#code-1")


def test_labelled_answers_leave_as_lines(app: Flask, client: FlaskClient, visit: BuiltVisit) -> None:
    answered(app, visit, ODD)
    sign_in(client, LEAD_INSPECTOR, visit)
    assert "No answer has been gone through" in words(desk(client, visit, "/labels"))
    press(client, desk(client, visit), "/next")
    page = desk(client, visit, "/labels")
    assert "1 answer was gone through" in words(page)
    file = press(client, page, "/labels")
    assert file.mimetype == "application/jsonl"
    assert "attachment" in file.headers["Content-Disposition"]
    assert orjson.loads(file.data)["text"] == ODD


def test_an_inspector_sees_no_buttons_of_the_lead(app: Flask, client: FlaskClient, visit: BuiltVisit) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    for more in ("/double", "/missed"):
        page = desk(client, visit, more)
        assert "Draw a sample" not in words(page)
        assert "The lead inspector can draw one." in words(page)
    assert "Labelled answers" not in words(desk(client, visit))
    assert desk(client, visit, "/labels").status_code == 404
