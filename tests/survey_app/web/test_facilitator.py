"""A facilitator writes down what a group said: how many, never who, and nothing of another group."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from survey_app.services.review_words import open_words
from survey_app.storage.outbox import OutboxItem
from survey_app.storage.review_rounds import Reaction, ReviewGroup, ReviewRound, ReviewSession
from survey_app.web.site import Site
from tests.respondent import Respondent
from tests.survey_app.reviews import make_group
from tests.tagged_text import read_aloud

HARM = "One of them said: my uncle hits me at night and I am scared."


@pytest.fixture
def group(site: Site) -> ReviewGroup:
    return make_group(site)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def token(client: FlaskClient, address: str) -> str:
    field = LexborHTMLParser(client.get(address).text).css_first("input[name=csrf_token]")
    assert field is not None
    return str(field.attributes["value"])


def home(group: ReviewGroup) -> str:
    return f"/together/f/{group.facilitator_key}"


def meet(client: FlaskClient, group: ReviewGroup, took_part: str = "8", **more: str) -> str:
    """Begin a meeting; the address of its list of questions."""
    data = {"held_on": "2026-11-23", "how": "paper", "took_part": took_part, **more}
    answer = client.post(home(group), data={"csrf_token": token(client, home(group)), **data})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def say(client: FlaskClient, meeting: str, number: int, **said: str) -> object:
    address = f"{meeting}/{number}"
    return client.post(address, data={"csrf_token": token(client, address), **said})


def reactions(site: Site) -> list[Reaction]:
    with site.reading() as work:
        return list(work.session.scalars(select(Reaction).order_by(Reaction.sort, Reaction.subject)))


def test_what_eight_people_said_is_kept_by_number_and_sealed(
    client: FlaskClient, site: Site, group: ReviewGroup
) -> None:
    meeting = meet(client, group, held_on=today(site))
    say(
        client,
        meeting,
        1,
        understand="6",
        hard_word="2",
        hard_words="survey, support",
        comment="They laughed.",
    )
    found = reactions(site)
    assert {(one.sort, one.subject, one.people) for one in found} == {
        ("understand", "", 6),
        ("hard_word", "", 2),
        ("hard_word", "survey", 1),
        ("hard_word", "support", 1),
        ("comment", "", 1),
    }
    with site.reading() as work:
        [comment] = [one for one in found if one.sort == "comment"]
        assert open_words(work, comment.round_id, comment.id, comment.sealed) == "They laughed."


def today(site: Site) -> str:
    with site.reading() as work:
        return work.today.isoformat()


def test_writing_a_question_down_again_takes_the_place_of_the_first(
    client: FlaskClient, site: Site, group: ReviewGroup
) -> None:
    meeting = meet(client, group, held_on=today(site))
    for count in ("5", "7"):
        say(client, meeting, 2, understand=count)
    assert [one.people for one in reactions(site)] == [7]
    assert "Written down." in client.get(meeting).text


@pytest.mark.parametrize("count", ["9", "-1", "many", "1000000"])
def test_more_than_took_part_is_refused_and_stays_on_the_page(
    client: FlaskClient, site: Site, group: ReviewGroup, count: str
) -> None:
    meeting = meet(client, group, held_on=today(site))
    answer = say(client, meeting, 1, understand=count, comment="Keep me.")
    assert answer.status_code == 422
    assert "Keep me." in answer.text
    assert f'value="{count}"' in answer.text
    assert reactions(site) == []


@pytest.mark.parametrize(
    "typed", [{"took_part": "0"}, {"took_part": "x"}, {"how": "by magic"}, {"held_on": "2999-01-01"}]
)
def test_a_meeting_that_cannot_be_is_refused(
    client: FlaskClient, site: Site, group: ReviewGroup, typed: dict[str, str]
) -> None:
    data = {"held_on": today(site), "how": "paper", "took_part": "8", **typed}
    answer = client.post(home(group), data={"csrf_token": token(client, home(group)), **data})
    assert answer.status_code == 422
    assert "Please look again" in answer.text
    with site.reading() as work:
        assert work.session.scalars(select(ReviewSession)).all() == []


def test_a_comment_that_tells_of_harm_reaches_whoever_leads(
    client: FlaskClient, site: Site, group: ReviewGroup
) -> None:
    meeting = meet(client, group, held_on=today(site))
    say(client, meeting, 1, comment=HARM)
    [kept] = reactions(site)
    assert kept.worry in (1, 2)
    with site.reading() as work:
        [item] = work.session.scalars(select(OutboxItem).where(OutboxItem.sort == "review_worry"))
        assert "uncle" not in str(item.payload)


def test_the_key_of_one_group_opens_nothing_of_another(
    client: FlaskClient, site: Site, group: ReviewGroup
) -> None:
    other = make_group(site, "Another group")
    theirs = meet(client, other, held_on=today(site)).rsplit("/", 1)[-1]
    mine = home(group)
    assert client.get(f"{mine}/meetings/{theirs}").status_code == 404
    assert client.get(f"{mine}/meetings/{theirs}/1").status_code == 404
    form = {"csrf_token": token(client, mine)}
    assert client.post(f"{mine}/meetings/{theirs}/1", data=form).status_code == 404
    assert client.post(f"{mine}/meetings/{theirs}/remove", data=form).status_code == 404
    assert client.get(f"/together/f/{group.code}").status_code == 404


def test_nothing_is_added_once_the_review_is_over(
    client: FlaskClient, site: Site, group: ReviewGroup
) -> None:
    meeting = meet(client, group, held_on=today(site))
    with site.writing() as work:
        work.session.get_one(ReviewRound, group.round_id).standing = "withdrawn"
    answer = say(client, meeting, 1, understand="3")
    assert answer.status_code == 422
    assert "is over" in answer.text
    assert reactions(site) == []


def test_a_meeting_can_be_taken_back(client: FlaskClient, site: Site, group: ReviewGroup) -> None:
    meeting = meet(client, group, held_on=today(site))
    say(client, meeting, 1, understand="3")
    client.post(f"{meeting}/remove", data={"csrf_token": token(client, meeting)})
    assert reactions(site) == []


@pytest.mark.parametrize("number", ["0", "99", "x", "1.5", "\u0663"])
def test_a_question_that_is_not_asked_is_not_found(
    client: FlaskClient, site: Site, group: ReviewGroup, number: str
) -> None:
    meeting = meet(client, group, held_on=today(site))
    assert client.get(f"{meeting}/{number}").status_code == 404


def test_figures_of_practice_wait_until_nobody_can_be_told_from_them(
    app: Flask, client: FlaskClient, group: ReviewGroup
) -> None:
    for tried in range(5):
        assert ("tries" in client.get(home(group)).text) is (tried >= 5)
        somebody = Respondent(app.test_client(), group.code)
        somebody.press()
        somebody.press()
    assert "5 tries, 0 to the end" in client.get(home(group)).text


def test_the_sheet_has_every_question_with_its_boxes(client: FlaskClient, group: ReviewGroup) -> None:
    made = client.get(f"{home(group)}/sheet-18.pdf")
    assert made.mimetype == "application/pdf"
    words = " ".join(read_aloud(made.data))
    assert words.count("I do not understand it") > 10
    assert "Please do not write your name." in words
    assert client.get(f"{home(group)}/sheet-3.pdf").status_code == 404
