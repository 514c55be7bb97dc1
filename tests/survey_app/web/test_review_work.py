"""A review on its pages: answers, words that change in place, the yes of a group, and a file that says who."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from survey_app.services.key_holders import member_behind
from survey_app.services.permissions import ADMINISTRATOR, LEAD_INSPECTOR
from survey_app.services.publish import version_of
from survey_app.services.react import Said, Seat, Shown, keep_comment, keep_sorts, seat_id
from survey_app.services.review_rounds import GroupParts, RoundParts, add_group, open_round
from survey_app.storage.review_rounds import ReviewGroup, ReviewRound
from survey_app.storage.surveys import Survey
from survey_app.web.site import Site
from tests.builders import BuiltVisit, csrf_token, sign_in
from tests.survey_app.people import person

BOX = "easy_read.yaml:questions/listened_to/text"
NEW = "Do people listen to you?"
HOSTILE = '"><script>alert(1)</script> {{ 7 * 7 }}'


@pytest.fixture
def group(site: Site, visit: BuiltVisit) -> ReviewGroup:
    """A group that must approve the words of the visit's young people's questions."""
    lead = person(LEAD_INSPECTOR, visit.id)
    with site.writing() as work:
        found = open_round(work, lead, RoundParts(visit.id, "young-people", "Our words"), site.calendar)
        parts = GroupParts("youth_group", "The youth group", "a young people's forum", must_approve=True)
        return add_group(work, lead, found.id, parts)


@pytest.fixture
def lead(app: Flask, visit: BuiltVisit) -> FlaskClient:
    client = app.test_client()
    sign_in(client, LEAD_INSPECTOR, visit)
    return client


def react(site: Site, group: ReviewGroup, sort: str, words: str = "") -> None:
    with site.writing() as work:
        holder = member_behind(work, group.code, "react")
        asked = version_of(work, holder.round.draft_digest)
        seat = Seat(holder, seat_id(work, holder, "one"), asked, asked.questions["listened_to"])
        keep_sorts(work, seat, (), (sort,))
        if words:
            keep_comment(work, seat, Shown(Said().mark), words, ())


def at(group: ReviewGroup, page: str) -> str:
    return f"/staff/reviews/{group.round_id}/{page}"


def send(client: FlaskClient, address: str, to: str = "", **data: object) -> TestResponse:
    """Send a form of a page with what it holds already, and other values for some fields."""
    tree = LexborHTMLParser(client.get(address).text)
    filled: dict[str, object] = {"csrf_token": csrf_token(client.get(address).text)}
    for box in tree.css("textarea[name], input[type=hidden][name]"):
        filled.setdefault(str(box.attributes["name"]), box.text() or box.attributes.get("value") or "")
    return client.post(to or address, data={**filled, **data})


def picks(client: FlaskClient, group: ReviewGroup) -> list[str]:
    found = re.findall(r'name="pick" value="([^"]*)"', client.get(at(group, "work")).text)
    return [html.unescape(value) for value in found]


def answer(client: FlaskClient, group: ReviewGroup, **more: object) -> TestResponse:
    given = {
        "answer": "kept",
        "words": "We have to.",
        "easy": "We must ask this.",
        "pick": picks(client, group),
    }
    return send(client, at(group, "work"), **{**given, **more})


def change(client: FlaskClient, group: ReviewGroup, words: str = NEW, **more: object) -> TestResponse:
    given = {BOX: words, "why": "It is shorter.", "group": group.id}
    return send(client, at(group, "words/listened_to"), **{**given, **more})


def say(client: FlaskClient, group: ReviewGroup, said: str = "yes", note: str = "") -> TestResponse:
    return send(client, f"/together/f/{group.facilitator_key}/approve", said=said, note=note)


def text(answered: TestResponse) -> str:
    return " ".join(LexborHTMLParser(answered.text).text().split())


def test_a_review_goes_from_a_reaction_to_the_words_that_are_asked(
    app: Flask, site: Site, visit: BuiltVisit, group: ReviewGroup, lead: FlaskClient
) -> None:
    react(site, group, "not_understood")
    assert "Do not understand it" in text(lead.get(at(group, "work")))
    assert change(lead, group).status_code == 303
    assert answer(lead, group, answer="changed", words="", easy="We changed it.").status_code == 303
    assert "Without an answer: 0" in text(lead.get(at(group, "work")))
    visitor = app.test_client()
    assert f"It is now: {NEW}" in text(visitor.get(f"/together/f/{group.facilitator_key}/approve"))
    assert "not said yes yet" in text(lead.get(at(group, "differences")))
    assert say(visitor, group).status_code == 303
    assert send(lead, at(group, "differences"), at(group, "approve")).status_code == 303
    assert "a young people's forum" in lead.get(at(group, "files/questionnaire.yaml")).text
    assert send(lead, at(group, "differences"), at(group, "serve"), why="They chose it.").status_code == 303
    with site.reading() as work:
        survey = work.session.get_one(Survey, visit.surveys["young_people"])
        assert survey.version_digest == work.session.get_one(ReviewRound, group.round_id).draft_digest


def test_a_worry_is_read_first_and_says_what_to_do(site: Site, group: ReviewGroup, lead: FlaskClient) -> None:
    react(site, group, "missing", "My uncle hits me at night and I am scared.")
    page = text(lead.get(at(group, "work")))
    assert page.index("Read this first") < page.index("My uncle hits me")
    assert "Follow the safeguarding procedure" in page


def test_an_answer_without_easy_read_keeps_what_was_typed_and_ticked(
    site: Site, group: ReviewGroup, lead: FlaskClient
) -> None:
    react(site, group, "upsets")
    refused = answer(lead, group, easy="", words="Because of " + HOSTILE)
    assert refused.status_code == 422
    assert "easy read too" in text(refused)
    assert "Because of " + HOSTILE in text(refused)
    assert "<script>alert" not in refused.text
    assert " checked" in refused.text


def test_the_easy_read_of_an_answer_is_checked_before_it_is_given(
    site: Site, group: ReviewGroup, lead: FlaskClient
) -> None:
    react(site, group, "upsets")
    long = "We considered the implications of this question and decided that we cannot alter it at this point in time."
    assert "Make 2 sentences" in text(answer(lead, group, easy=long, check="1"))
    assert "Without an answer: 1" in text(lead.get(at(group, "work")))


def test_words_are_checked_and_the_page_is_shown_before_they_change(
    site: Site, group: ReviewGroup, lead: FlaskClient
) -> None:
    long = "Would you say that the professionals who are around you are listening to you sufficiently often or not?"
    checked = change(lead, group, long, check="1")
    assert "Make 2 sentences" in text(checked)
    assert long in str(LexborHTMLParser(checked.text).css_first("iframe").attributes["srcdoc"])
    assert long not in lead.get(at(group, "words/listened_to")).text


def test_words_that_are_hostile_arrive_as_words(group: ReviewGroup, lead: FlaskClient) -> None:
    assert change(lead, group, HOSTILE).status_code == 303
    page = lead.get(at(group, "differences"))
    assert HOSTILE in text(page)
    assert "<script>alert" not in page.text


def test_two_who_change_the_same_words_see_both(group: ReviewGroup, lead: FlaskClient) -> None:
    assert change(lead, group).status_code == 303
    stopped = change(lead, group, "Are you heard?", edition="1")
    assert stopped.status_code == 409
    assert f"As it stands now: {NEW}" in text(stopped)
    assert "Are you heard?" in text(stopped)
    assert 'name="edition" value="2"' in stopped.text


def test_a_picture_that_there_is_not_is_not_written(group: ReviewGroup, lead: FlaskClient) -> None:
    refused = change(lead, group, **{"easy_read.yaml:questions/listened_to/picture": ""})
    assert refused.status_code == 422
    assert "no picture" in text(refused)


def test_not_yet_says_why_and_the_lead_reads_it(app: Flask, group: ReviewGroup, lead: FlaskClient) -> None:
    visitor = app.test_client()
    assert say(visitor, group, "not_yet").status_code == 422
    assert say(visitor, group, "not_yet", "Say it shorter.").status_code == 303
    assert "Say it shorter." in text(lead.get(at(group, "differences")))
    assert send(lead, at(group, "differences"), at(group, "approve"), edition="1").status_code == 409


def test_a_yes_is_for_those_words_only(app: Flask, group: ReviewGroup, lead: FlaskClient) -> None:
    visitor = app.test_client()
    say(visitor, group)
    change(lead, group)
    assert "Please ask it again" in text(visitor.get(f"/together/f/{group.facilitator_key}/approve"))


@pytest.mark.parametrize("page", ["work", "words/listened_to", "differences", "files/questionnaire.yaml"])
def test_a_lead_of_another_visit_finds_nothing(app: Flask, group: ReviewGroup, page: str) -> None:
    other = app.test_client()
    sign_in(other, LEAD_INSPECTOR)
    assert other.get(at(group, page)).status_code == 404


def test_neither_a_members_code_nor_another_key_opens_approval(app: Flask, group: ReviewGroup) -> None:
    client = app.test_client()
    for key in (group.code, group.id, group.round_id, "0" * 32, "x"):
        assert client.get(f"/together/f/{key}/approve").status_code == 404


@pytest.mark.parametrize("page", ["words/no_such", "files/no.yaml", "files/..%2fx"])
def test_what_there_is_not_is_not_found(group: ReviewGroup, lead: FlaskClient, page: str) -> None:
    assert lead.get(at(group, page)).status_code == 404


def test_the_first_page_changes_like_a_question(group: ReviewGroup, lead: FlaskClient) -> None:
    box = "easy_read.yaml:intro/0"
    sent = send(lead, at(group, "words/first-page"), **{box: "Inspectors ask about your help."})
    assert sent.status_code == 303
    assert "Sentence 1 of the introduction" in text(lead.get(at(group, "differences")))


def test_an_administrator_opens_every_review(app: Flask, group: ReviewGroup) -> None:
    client = app.test_client()
    sign_in(client, ADMINISTRATOR)
    assert client.get(at(group, "work")).status_code == 200
    # What a visit asks is for its lead inspector to decide.
    assert send(client, at(group, "differences"), at(group, "serve"), why="x").status_code == 404
