"""Reading everything that people wrote, without scripts: each step is a link or a button and the address keeps it."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from survey_app.services.permissions import INSPECTOR, LANO, LEAD_INSPECTOR
from tests.builders import BuiltVisit, csrf_token, sign_in
from tests.respondent import Respondent, send
from tests.survey_app.web.test_coding import press, words

BLAME = "We waited two years for an autism assessment."


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The services behind these pages are proved on both databases; the pages themselves on one."""
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


def answered(app: Flask, visit: BuiltVisit, text: str = BLAME, who: str = "parents_carers") -> None:
    send(Respondent(app.test_client(), visit.codes[who]), {"would_change": text})


def opened(client: FlaskClient, visit: BuiltVisit, more: str = "") -> TestResponse:
    return client.get(f"/staff/visits/{visit.id}/reading{more}", follow_redirects=True)


def href(page: TestResponse, selector: str) -> str:
    found = LexborHTMLParser(page.text).css_first(selector)
    assert found is not None, f"nothing at {selector}"
    return found.attributes["href"] or ""


def test_everybody_is_read_once_and_the_page_says_how_far_the_team_is(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    for number in range(2):
        answered(app, visit, f"{BLAME} {number}")
    who = sign_in(client, INSPECTOR, visit)
    first = opened(client, visit)
    assert "The team has read 0 of 2 people who wrote, you 0." in words(first)
    assert "Nobody has read this yet." in words(first)
    second = press(client, first, "/read")
    assert words(second, "blockquote") != words(first, "blockquote")
    assert "The team has read 1 of 2 people" in words(second)
    back = client.get(href(second, "[data-key=p]"))
    assert words(back, "blockquote") == words(first, "blockquote")
    assert f"Read by {who.email}." in words(back)
    done = press(client, second, "/read")
    assert "You have read everything that people wrote." in words(done)
    assert "The team has read the words of 2 of the 2 people" in words(
        client.get(f"/staff/visits/{visit.id}/results")
    )


def test_passing_over_marks_nothing_and_comes_back(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    for number in range(2):
        answered(app, visit, f"{BLAME} {number}")
    sign_in(client, INSPECTOR, visit)
    first = opened(client, visit)
    second = client.get(href(first, "[data-key=n]"), follow_redirects=True)
    assert "The team has read 0 of 2 people" in words(second)
    again = press(client, second, "/read")
    assert words(again, "blockquote") == words(first, "blockquote")


def test_filters_stay_in_the_address(app: Flask, client: FlaskClient, visit: BuiltVisit) -> None:
    answered(app, visit)
    answered(app, visit, "Purple elephants sing.", "young_people")
    sign_in(client, INSPECTOR, visit)
    page = opened(client, visit, "?audience=young_people&asked=would_change")
    assert "Purple elephants" in words(page, "blockquote")
    assert "fits your filters" in words(page, "article")
    assert "0 of 1 person who wrote what fits" in words(page)
    done = press(client, page, "/read")
    assert "You have read everything that fits." in words(done)
    assert "audience=young_people" in done.request.query_string.decode()
    assert "Nobody’s words fit" in words(opened(client, visit, "?paragraph=made-up"))


def test_words_are_marked_quoted_and_coded_from_here(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit)
    sign_in(client, LEAD_INSPECTOR, visit)
    page = opened(client, visit)
    wrong = press(client, page, "/mark", words="three years", note="<b>Why?</b>")
    assert wrong.status_code == 409
    assert "These words are not in the answer." in words(wrong, ".govuk-error-summary")
    assert words(wrong, "textarea[name=words]") == "three years"
    assert words(wrong, "textarea[name=note]") == "<b>Why?</b>"
    page = press(client, wrong, "/mark", words="two years", note="<b>Why?</b>")
    assert "“two years” <b>Why?</b>" in words(page, ".reading-marks")
    quoted = client.get(href(page, ".reading-marks a"))
    assert "two years" in words(quoted)
    assert client.get(href(page, "[data-key=c]")).status_code == 200
    page = press(client, page, "/unmark")
    assert LexborHTMLParser(page.text).css_first(".reading-marks") is None


def test_a_concern_shows_only_that_a_person_has_it(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit, "My step dad hits me and I am scared to go home.", "young_people")
    sign_in(client, INSPECTOR, visit)
    page = opened(client, visit)
    assert "A person is dealing with something in these words." in words(page, "article")
    assert LexborHTMLParser(page.text).css_first(".kind--flag, .said--flag") is None


def test_nothing_written_says_why_and_others_find_nothing(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, INSPECTOR, visit)
    assert "No one has written anything in their own words." in words(opened(client, visit))
    sign_in(client, LANO, visit)
    assert opened(client, visit).status_code == 404


def test_who_quotes_from_the_reading_list_goes_on_reading_with_the_same_filters(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    page = opened(client, visit, "?audience=parents_carers")
    quote = href(page, '.reading-does a[data-key="q"]')
    form = client.get(quote)
    there = href(form, ".govuk-back-link")
    assert "/reading/" in there
    assert "audience=parents_carers" in there
    token = csrf_token(form.text)
    kept = client.post(
        quote, data={"csrf_token": token, "title": "Waits", "way": "for"}, follow_redirects=True
    )
    assert "It is added to the line of enquiry." in kept.text
    assert "I have read this: next person" in kept.text
    assert kept.request.args.get("audience") == "parents_carers"


@pytest.mark.parametrize("made_up", ["//elsewhere.example/", "../../sign-out", "%0d%0aX: y"])
def test_the_way_back_leads_nowhere_else(
    app: Flask, client: FlaskClient, visit: BuiltVisit, made_up: str
) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    quote = href(opened(client, visit), '.reading-does a[data-key="q"]')
    back = href(
        client.get(f"{quote}&reading_audience={made_up}&reading_paragraph={made_up}"), ".govuk-back-link"
    )
    assert back.startswith(f"/staff/visits/{visit.id}/reading/")


def test_an_answer_leads_to_where_it_is_redacted_to_take_away(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    listed = client.get(f"/staff/visits/{visit.id}/answers")
    for page in (opened(client, visit), listed):
        links = [str(a.attributes["href"]) for a in LexborHTMLParser(page.text).css("main a")]
        (redact,) = [link for link in links if "/words/" in link]
        shown = client.get(redact)
        assert shown.status_code == 200
        assert BLAME.split(".")[0][:20] in shown.text
