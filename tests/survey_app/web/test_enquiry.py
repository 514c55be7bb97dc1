"""Lines of enquiry without scripts, as inspectors use them: made, changed, argued about, and traced to the answers."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select
from werkzeug.test import TestResponse

from survey_app.services.permissions import INSPECTOR, LANO, LEAD_INSPECTOR, SAFEGUARDING_LEAD
from survey_app.storage.responses import Response
from tests.builders import BuiltVisit, make_visit, sign_in, site_of
from tests.respondent import Respondent, send

TOLD = "We waited two years for an autism assessment. The bus driver is kind."
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} '; DROP TABLE lines_of_enquiry; --"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The services behind these pages are proved on both databases; the pages themselves on one."""
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


def answered(app: Flask, visit: BuiltVisit, text: str = TOLD) -> str:
    """A parent's answer; the response's id."""
    before = set(response_ids(app))
    send(Respondent(app.test_client(), visit.codes["parents_carers"]), {"would_change": text})
    (new,) = set(response_ids(app)) - before
    return new


def response_ids(app: Flask) -> list[str]:
    with site_of(app).reading() as work:
        return list(work.session.scalars(select(Response.id)))


def at(visit: BuiltVisit, more: str = "") -> str:
    return f"/staff/visits/{visit.id}/enquiry{more}"


def words(page: TestResponse, selector: str = "main") -> str:
    found = LexborHTMLParser(page.text).css_first(selector)
    assert found is not None, f"nothing at {selector}"
    return " ".join(found.text().split())


def press(
    client: FlaskClient, page: TestResponse, action: str, number: int = 0, **fields: str
) -> TestResponse:
    """Fill in the form whose address ends so, as a browser would send it, and press its button."""
    forms = [
        form
        for form in LexborHTMLParser(page.text).css("form[method=post]")
        if (form.attributes["action"] or "").partition("?")[0].endswith(action)
    ]
    form = forms[number]
    sent = {
        str(one.attributes["name"]): one.attributes["value"] or ""
        for one in form.css("input:not([type=radio]):not([type=checkbox])")
    }
    sent |= {str(one.attributes["name"]): one.text().removeprefix("\n") for one in form.css("textarea[name]")}
    sent |= {
        str(one.attributes["name"]): one.attributes["value"] or ""
        for one in form.css("input[type=radio][checked]")
    }
    for one in form.css("select"):
        chosen = one.css_first("option[selected]") or one.css_first("option")
        sent[str(one.attributes["name"])] = chosen.attributes["value"] or ""
    return client.post(form.attributes["action"] or "", data=sent | fields, follow_redirects=True)


def made(client: FlaskClient, visit: BuiltVisit, **fields: str) -> TestResponse:
    given = {"title": "Waiting for an assessment", "question": "How long do families wait?"} | fields
    return press(client, client.get(at(visit, "/new")), "/new", **given)


def address_of(page: TestResponse) -> str:
    return page.request.path


def test_a_line_is_made_shown_to_the_team_and_changed(client: FlaskClient, visit: BuiltVisit) -> None:
    who = sign_in(client, INSPECTOR, visit)
    assert "The team has no lines of enquiry yet." in words(client.get(at(visit)))
    page = made(client, visit, owner=who.email, paragraph="50", activity="tracking")
    assert words(page, "h1") == "Waiting for an assessment"
    assert "Tracking meeting" in words(page, ".line-facts")
    page = press(client, client.get(address_of(page) + "/change"), "/change", state="testing")
    assert words(page, ".line-state") == "Being tested"
    assert "Emerging Being tested" in words(page, ".line-changes")
    sign_in(client, LEAD_INSPECTOR, visit)
    listed = words(client.get(at(visit)), "table")
    assert "Waiting for an assessment" in listed
    assert "Being tested" in listed
    assert "No line fits." in words(client.get(at(visit, "?state=dropped")))


def test_what_cannot_be_kept_stays_in_the_form(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, INSPECTOR, visit)
    page = made(client, visit, title="", question="Who waits?")
    assert page.status_code == 409
    assert "Give the line a title." in words(page, ".govuk-error-summary")
    assert words(page, "textarea#question") == "Who waits?"
    page = made(client, visit, state="dropped")
    assert "Say why the line is dropped." in words(page, ".govuk-error-summary")
    page = made(client, visit, title="x" * 121)
    assert "Title has 121 characters. Use 120 or fewer." in words(page, ".govuk-error-summary")
    for name, value in (
        ("state", "won"),
        ("owner", "stranger@example.org"),
        ("activity", "x"),
        ("paragraph", "../x"),
    ):
        assert made(client, visit, **{name: value}).status_code == 409


def test_words_of_an_answer_go_into_a_new_line_and_lead_back_to_it(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    response = answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    whole = client.get(f"/staff/visits/{visit.id}/answers/{response}")
    link = LexborHTMLParser(whole.text).css_first("a.add-to-line")
    add = client.get(link.attributes["href"] or "")
    assert TOLD in words(add, ".evidence blockquote")
    page = press(
        client, add, "/add", title="Waiting", words="We waited two years", note="Said twice", way="for"
    )
    assert words(page, "h1") == "Waiting"
    assert words(page, ".evidence blockquote") == "We waited two years"
    assert "Said twice" in words(page, ".evidence")
    assert "Speaks for it (1)" in words(page)
    links = {
        one.text(): one.attributes["href"] or "" for one in LexborHTMLParser(page.text).css(".evidence a")
    }
    assert "We waited" in words(client.get(links["Everything this person sent"]))
    assert "We waited" in words(client.get(links["Its codes"], follow_redirects=True))
    whole = client.get(f"/staff/visits/{visit.id}/answers/{response}")
    assert "Waiting" in words(whole, ".lines-behind")


def test_an_address_with_a_place_adds_just_those_words_to_a_line_that_is_there(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    response = answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    line = address_of(made(client, visit)).rpartition("/")[2]
    start = TOLD.index("The bus")
    add = client.get(
        at(visit, f"/add?response={response}&question=would_change&start={start}&end={len(TOLD)}")
    )
    page = press(client, add, "/add", line=line, way="against")
    assert words(page, ".evidence blockquote") == TOLD[start:]
    assert "Speaks against it (1)" in words(page)
    again = press(client, add, "/add", line=line, way="against")
    assert len(LexborHTMLParser(again.text).css(".evidence")) == 1


def test_words_that_are_not_in_the_answer_are_refused_and_kept(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    response = answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    add = client.get(at(visit, f"/add?response={response}&question=would_change"))
    page = press(client, add, "/add", title="Waiting", words="We waited nine years", note="Mine")
    assert page.status_code == 409
    assert "These words are not in the answer." in words(page, ".govuk-error-summary")
    assert words(page, "textarea#words") == "We waited nine years"
    assert words(page, "textarea#note") == "Mine"
    assert "The team has no lines of enquiry yet." in words(client.get(at(visit))), "both or neither"


def test_a_frozen_figure_opens_its_answers_and_says_how_it_differs(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    add = client.get(at(visit, "/add?figure=responses&audience=parents_carers&everyone=yes"))
    assert "1 Number of people: parents and carers" in words(add, ".line-figure")
    page = press(client, add, "/add", title="Few families", way="")
    assert "1 Number of people" in words(page, ".evidence")
    links = {
        one.text().partition(":")[0]: one.attributes["href"] or ""
        for one in LexborHTMLParser(page.text).css(".evidence a")
    }
    assert "We waited" in words(client.get(links["Answers behind the number"]))
    assert "Nothing: the number is the same" in words(client.get(links["Count it again"]))
    answered(app, visit, "We are happy.")
    again = words(client.get(links["Count it again"]))
    assert "It was 1. It is 2 now." in again
    assert "1 person more had answered" in again
    assert "1 Number of people" in words(client.get(address_of(page)), ".evidence"), (
        "the line keeps what it rested on"
    )


def test_every_number_on_the_results_and_the_answers_can_be_added(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit)
    sign_in(client, INSPECTOR, visit)
    results = LexborHTMLParser(client.get(f"/staff/visits/{visit.id}/results").text)
    shares = [link.attributes["href"] or "" for link in results.css(".add-shares a")]
    assert shares
    assert {client.get(address).status_code for address in shares} == {200}
    doors = dict.fromkeys(link.attributes["href"] or "" for link in results.css("a.door"))
    assert doors
    for door in doors:
        page = client.get(door)
        (link,) = LexborHTMLParser(page.text).css("#found > p a.add-to-line")
        number = words(page, ".found strong")
        figure = words(client.get(link.attributes["href"] or ""), ".line-figure strong")
        assert figure == number or f"({number} of " in figure


@pytest.mark.parametrize(
    "query",
    [
        "figure=won",
        "figure=positive",
        "figure=positive&question=nothing",
        "figure=theme",
        "figure=theme&theme=x&level=9",
    ],
)
def test_a_figure_that_nobody_can_count_is_refused(
    client: FlaskClient, visit: BuiltVisit, query: str
) -> None:
    sign_in(client, INSPECTOR, visit)
    page = client.get(at(visit, f"/add?{query}"))
    assert page.status_code == 409
    assert "This cannot be counted" in words(page, ".govuk-error-summary")


def test_evidence_is_taken_out_with_a_reason_and_stays_to_be_seen(
    client: FlaskClient, visit: BuiltVisit
) -> None:
    sign_in(client, INSPECTOR, visit)
    page = press(client, made(client, visit), "/note", note="The plan was two years old.", way="for")
    assert "Speaks for it (1)" in words(page)
    refused = press(client, page, "/take-out")
    assert "Say why it does not count any more." in words(refused, ".govuk-error-summary")
    page = press(client, page, "/take-out", why="Another child")
    assert "It rests on nothing yet." in words(page)
    assert "1 taken out" in words(page)
    assert "took evidence out: Another child" in words(page, ".line-history")


def test_the_team_talks_and_what_is_to_do_is_done_once(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, INSPECTOR, visit)
    page = press(client, made(client, visit), "/say", remark="I doubt it.")
    assert "I doubt it." in words(page, ".line-talk")
    page = press(client, page, "/say", remark="Ask for waiting times.", to_do="yes")
    assert "Ask for waiting times." in words(page, ".line-to-do")
    page = press(client, page, "/done")
    assert LexborHTMLParser(page.text).css_first(".line-to-do") is None
    empty = press(client, page, "/say", remark=" ")
    assert "Write what you want to say." in words(empty, ".govuk-error-summary")


def test_two_people_who_change_the_same_part_see_both_versions(
    client: FlaskClient, visit: BuiltVisit
) -> None:
    first = sign_in(client, INSPECTOR, visit)
    line = address_of(made(client, visit))
    theirs, mine = client.get(line + "/change"), client.get(line + "/change")
    press(client, theirs, "/change", hypothesis="Waits have grown.", state="testing")
    clash = press(client, mine, "/change", hypothesis="Waits are the same.", question="Who waits longest?")
    assert clash.status_code == 409
    assert f"{first.email} changed this line while you did." in words(clash, ".govuk-error-summary")
    both = words(clash, "#hypothesis-versions")
    assert "Waits have grown." in both
    assert "Waits are the same." in both
    assert words(clash, "textarea#question") == "Who waits longest?"
    assert "Waits have grown." in words(client.get(line), ".line-facts"), "nothing was written over"
    assert "Waits are the same." in words(client.get(line), ".line-history"), "nor lost if they go away now"
    page = press(client, clash, "/change", hypothesis="Waits have grown for some.")
    assert "Waits have grown for some." in words(page, ".line-facts")
    assert words(page, ".line-state") == "Being tested", "their other change is kept"
    assert "Who waits longest?" in words(page, ".line-facts")


def test_two_people_who_change_other_parts_both_keep_them(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, INSPECTOR, visit)
    line = address_of(made(client, visit))
    theirs, mine = client.get(line + "/change"), client.get(line + "/change")
    press(client, theirs, "/change", state="testing")
    page = press(client, mine, "/change", activity="document")
    assert "Their changes are kept, and so are yours" in words(page)
    assert words(page, ".line-state") == "Being tested"
    assert "Document" in words(page, ".line-facts")


def test_words_are_shown_as_words(app: Flask, client: FlaskClient, visit: BuiltVisit) -> None:
    response = answered(app, visit, HOSTILE)
    sign_in(client, INSPECTOR, visit)
    add = client.get(at(visit, f"/add?response={response}&question=would_change"))
    page = press(client, add, "/add", title=HOSTILE, note=HOSTILE)
    page = press(client, page, "/say", remark=HOSTILE)
    assert "<script>alert" not in page.text
    assert HOSTILE in words(page, ".line-talk")
    assert HOSTILE in words(page, ".evidence blockquote")
    assert "<script>alert" not in client.get(at(visit)).text


@pytest.mark.parametrize("role", [LANO, SAFEGUARDING_LEAD])
def test_the_local_area_and_the_safeguarding_lead_see_no_line(
    client: FlaskClient, visit: BuiltVisit, role: str
) -> None:
    sign_in(client, INSPECTOR, visit)
    line = address_of(made(client, visit))
    sign_in(client, role, visit)
    for address in (at(visit), at(visit, "/new"), at(visit, "/add"), line, line + "/change"):
        assert client.get(address).status_code == 404


def test_no_page_of_a_thematic_visit_names_its_area(client: FlaskClient, app: Flask) -> None:
    visit = make_visit(
        site_of(app), kind="thematic-local-offer-2026", area="Harbour and Hill", title="Harbour visit"
    )
    sign_in(client, INSPECTOR, visit)
    line = address_of(made(client, visit))
    for address in (at(visit), at(visit, "/new"), line, line + "/change"):
        page = client.get(address)
        assert page.status_code == 200
        assert not re.search("Harbour", page.text)
