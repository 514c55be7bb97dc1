"""The coding desk without scripts, as inspectors use it: every choice is a button, every problem is a sentence."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from survey_app.services.permissions import INSPECTOR, LANO, LEAD_INSPECTOR, SAFEGUARDING_LEAD
from tests.builders import BuiltVisit, SettableClock, csrf_token, enter, make_person, sign_in, site_of
from tests.respondent import Respondent, send

BLAME = "We waited two years for an autism assessment."
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} We waited two years for an autism assessment. </mark>"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The services behind these pages are proved on both databases; the pages themselves on one."""
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


def answered(app: Flask, visit: BuiltVisit, text: str = BLAME) -> None:
    send(Respondent(app.test_client(), visit.codes["parents_carers"]), {"would_change": text})


def desk(client: FlaskClient, visit: BuiltVisit, more: str = "") -> TestResponse:
    return client.get(f"/staff/visits/{visit.id}/coding{more}", follow_redirects=True)


def words(page: TestResponse, selector: str = "main") -> str:
    found = LexborHTMLParser(page.text).css_first(selector)
    assert found is not None, f"nothing at {selector}"
    return " ".join(found.text().split())


def press(client: FlaskClient, page: TestResponse, action: str, **fields: str) -> TestResponse:
    """Fill in the first form whose address ends so, and press a button of it."""
    tree = LexborHTMLParser(page.text)
    form = next(
        form
        for form in tree.css("form")
        if (form.attributes["action"] or "").partition("?")[0].endswith(action)
    )
    hidden = {
        str(one.attributes["name"]): one.attributes["value"] or "" for one in form.css("input[type=hidden]")
    }
    return client.post(form.attributes["action"] or "", data=hidden | fields, follow_redirects=True)


def test_an_answer_is_accepted_rejected_and_recoded_by_plain_buttons(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit)
    who = sign_in(client, INSPECTOR, visit)
    page = desk(client, visit)
    assert BLAME[:20] in words(page, "#answer-words")
    assert "The machine suggested" in words(page, "#code-1")
    assert "Not decided yet" in words(page, "#code-1")
    page = press(client, page, "/decide", choice="reject")
    assert "Rejected" in words(page, "#code-1")
    assert f"{who.email} (you): not this theme" in words(page, "#code-1")
    page = press(client, page, "/decide", choice="accept")
    assert "Accepted" in words(page, "#code-1")
    page = press(client, page, "/decide", choice="recode", theme="transport", stance="positive")
    assert "Recoded" in words(page, "#code-1")
    assert "Praise" in words(page, "#code-1 h3")


def test_words_are_coded_and_what_was_typed_wrongly_is_kept(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    page = press(
        client, desk(client, visit), "/add", words="three years", theme="transport", stance="neutral"
    )
    assert page.status_code == 409
    assert "These words are not in the answer." in words(page, ".govuk-error-summary")
    assert words(page, "textarea#words") == "three years"
    page = press(client, page, "/add", words="two years", theme="transport", stance="neutral")
    assert page.status_code == 200
    assert "Added by a person" in words(page, ".code--added")
    assert "“two years”" in words(page, ".code--added")


def test_next_marks_the_answer_and_goes_on_under_the_same_filters(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    for number in range(2):
        answered(app, visit, f"{BLAME} {number}")
    sign_in(client, INSPECTOR, visit)
    first = desk(client, visit, "?asked=would_change&only=unseen")
    assert "The team has looked at 0 of 2 answers that fit, you at 0." in words(first)
    second = press(client, first, "/next")
    assert words(second, "#answer-words") != words(first, "#answer-words")
    assert "looked at 1 of 2 answers that fit" in words(second)
    done = press(client, second, "/next")
    assert "The team has looked at all 2 answers that fit." in words(done)


def test_a_colleague_sees_the_progress_and_begins_elsewhere(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    for number in range(2):
        answered(app, visit, f"{BLAME} {number}")
    sign_in(client, INSPECTOR, visit)
    mine = desk(client, visit)
    press(client, mine, "/next")
    colleague = app.test_client()
    sign_in(colleague, LEAD_INSPECTOR, visit)
    theirs = desk(colleague, visit)
    assert "looked at 1 of 2 answers, you at 0" in words(theirs)
    assert words(theirs, "#answer-words") != words(mine, "#answer-words")


def test_two_who_differ_are_listed_and_the_lead_settles_it(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit)
    for choice in ("accept", "reject"):
        sign_in(client, INSPECTOR, visit)
        press(client, desk(client, visit), "/decide", choice=choice)
    assert "People differ about 1 code" in words(desk(client, visit, "/disagreements"))
    sign_in(client, LEAD_INSPECTOR, visit)
    page = desk(client, visit)
    assert "People disagree" in words(page, "#code-1")
    assert "What you decide now settles it." in words(page, "#code-1")
    page = press(client, page, "/decide", choice="accept")
    assert "settled it" in words(page, "#code-1")
    assert "Nobody disagrees" in words(desk(client, visit, "/disagreements"))


def test_the_results_say_how_many_codes_people_decided(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    results = f"/staff/visits/{visit.id}/results"
    assert "Nobody has decided about any code yet" in words(client.get(results))
    press(client, desk(client, visit), "/decide", choice="reject")
    assert "they kept or added 0 codes and rejected 1" in words(client.get(results))


def test_nobodys_words_become_part_of_the_page(app: Flask, client: FlaskClient, visit: BuiltVisit) -> None:
    answered(app, visit, HOSTILE)
    sign_in(client, INSPECTOR, visit)
    page = desk(client, visit)
    assert "<script>alert" not in page.text
    assert "{{ 7*7 }}" in words(page, "#answer-words")


@pytest.mark.parametrize(
    "fields",
    [
        {"choice": "accept", "start": "x", "end": "3", "found": "transport"},
        {"choice": "accept", "start": "-1", "end": "99999999999", "found": "\x00"},
        {"choice": "burn", "start": "0", "end": "3", "found": "transport"},
        {
            "choice": "recode",
            "start": "0",
            "end": "3",
            "found": "transport",
            "theme": "<b>",
            "stance": "\x00",
        },
        {},
    ],
)
def test_a_form_that_is_not_whole_is_refused_on_the_same_page(
    app: Flask, client: FlaskClient, visit: BuiltVisit, fields: dict[str, str]
) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    page = desk(client, visit)
    answer = client.post(f"{page.request.path}/decide", data={"csrf_token": csrf_token(page.text)} | fields)
    assert answer.status_code in (400, 409)
    if answer.status_code == 409:
        assert BLAME[:20] in words(answer, "#answer-words")


@pytest.mark.parametrize(
    "more", ["?theme=%00", "?asked=" + "x" * 500, "?audience=nobody&only=what", "/%00/%00"]
)
def test_addresses_that_name_nothing(app: Flask, client: FlaskClient, visit: BuiltVisit, more: str) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    assert desk(client, visit, more).status_code in (200, 400, 404)


@pytest.mark.parametrize("role", [LANO, SAFEGUARDING_LEAD])
def test_only_the_inspection_team_codes(
    app: Flask, client: FlaskClient, visit: BuiltVisit, role: str
) -> None:
    answered(app, visit)
    sign_in(client, role, visit)
    assert desk(client, visit).status_code == 404


def test_where_there_is_nothing_to_code_the_page_says_why(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, INSPECTOR, visit)
    assert "There is no answer in anybody’s own words to code." in words(desk(client, visit))
    assert "The surveys are open." in words(desk(client, visit))


def test_one_goes_on_where_one_left_off(
    app: Flask, client: FlaskClient, visit: BuiltVisit, clock: SettableClock
) -> None:
    for number in range(5):
        answered(app, visit, f"{BLAME} {number}")
    who = make_person(site_of(app), INSPECTOR, visit)
    enter(client, who)
    there = press(client, press(client, desk(client, visit), "/next"), "/next")
    another = app.test_client()
    clock.forward(minutes=1)
    enter(another, who)
    assert desk(another, visit).request.path == there.request.path
