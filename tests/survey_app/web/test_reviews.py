"""Whoever leads a review opens it, asks groups, passes their links on and gives them more time; nobody else can."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select
from werkzeug.test import TestResponse

from survey_app.services.permissions import ADMINISTRATOR, INSPECTOR, LEAD_INSPECTOR
from survey_app.storage.review_rounds import ReviewGroup, ReviewRound
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, csrf_token, sign_in

OPENING = {
    "place": "national",
    "questionnaire": "young-people",
    "title": "Our words",
    "note": "What is hard?",
    "working_days": "10",
}
ASKING = {"kind": "youth_group", "name": "The youth group", "credit": "a young people’s group"}


def send(client: FlaskClient, at: str, data: dict[str, str]) -> TestResponse:
    """Fill in the form of a page."""
    return client.post(at, data={"csrf_token": csrf_token(client.get(at).text), **data})


def opened(client: FlaskClient, **more: str) -> str:
    """Open a review; the address of its page."""
    answer = send(client, "/staff/reviews/new", {**OPENING, **more})
    assert answer.status_code == 303, LexborHTMLParser(answer.text).text()
    return str(answer.location)


def groups(site: Site) -> list[ReviewGroup]:
    with site.reading() as work:
        return list(work.session.scalars(select(ReviewGroup)))


def test_an_administrator_opens_a_review_and_passes_links_on(
    app: Flask, site: Site, client: FlaskClient
) -> None:
    sign_in(client, ADMINISTRATOR)
    page = opened(client)
    assert "Open until Tuesday 8 December, 5pm" in client.get(page).text
    assert send(client, f"{page}/groups/new", ASKING).status_code == 303
    (group,) = groups(site)
    shown = client.get(page).text
    assert f"/together/{group.code}" in shown
    assert f"/together/f/{group.facilitator_key}" in shown
    assert "Took part by the link: <b>0</b>" in shown
    picture = client.get(f"{page}/groups/{group.id}/qr.png")
    assert picture.data.startswith(b"\x89PNG")
    assert "Our words" in client.get("/staff/reviews").text
    member = app.test_client().get(f"/together/{group.code}")
    assert "What is hard?" in member.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": " "}, "Give it a title."),
        ({"title": "x" * 201}, "Make the title shorter"),
        ({"working_days": "0"}, "Enter a number from 1 to 60."),
        ({"working_days": "ten"}, "Enter a number from 1 to 60."),
        ({"working_days": "9" * 5000}, "Enter a number from 1 to 60."),
        ({"questionnaire": "made-up"}, "Choose one from the list."),
        ({"place": "made-up"}, "Choose one from the list."),
        ({"note": "x" * 1001}, "Make it shorter"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_rest_is_kept(
    client: FlaskClient, wrong: dict[str, str], sentence: str
) -> None:
    sign_in(client, ADMINISTRATOR)
    answer = send(client, "/staff/reviews/new", {**OPENING, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    kept = {"title", "working_days"} - set(wrong)
    page = LexborHTMLParser(answer.text)
    for name in kept:
        field = page.css_first(f"[name={name}]")
        assert field is not None
        assert field.attributes["value"] == OPENING[name]


def test_a_lead_inspector_reviews_for_their_own_visit_alone(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    sign_in(client, LEAD_INSPECTOR, visit)
    form = client.get("/staff/reviews/new").text
    assert "The national questions" not in form
    assert send(client, "/staff/reviews/new", OPENING).status_code == 422
    opened(client, place=visit.id)
    with site.reading() as work:
        assert work.session.scalars(select(ReviewRound.visit_id)).all() == [visit.id]


def test_an_inspector_reads_who_opens_reviews_and_opens_none(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    sign_in(client, INSPECTOR, visit)
    assert "opened by lead inspectors and partnership leads" in client.get("/staff/reviews").text
    page = client.get("/staff/reviews/new")
    assert "opened by lead inspectors and partnership leads" in page.text
    with site.reading() as work:
        assert work.session.scalars(select(ReviewRound)).all() == []


def test_a_group_without_a_kind_or_with_a_taken_name_is_refused(client: FlaskClient, site: Site) -> None:
    sign_in(client, ADMINISTRATOR)
    page = opened(client)
    send(client, f"{page}/groups/new", ASKING)
    again = send(client, f"{page}/groups/new", ASKING)
    assert again.status_code == 422
    assert "There is already a group" in again.text
    assert 'value="The youth group"' in again.text
    none = send(client, f"{page}/groups/new", {**ASKING, "kind": ""})
    assert "Choose what kind of group it is." in none.text
    assert len(groups(site)) == 1


def test_a_date_moves_later_and_never_earlier(client: FlaskClient, clock: SettableClock) -> None:
    sign_in(client, ADMINISTRATOR)
    page = opened(client)
    earlier = send(client, f"{page}/later", {"day": "2026-12-07"})
    assert earlier.status_code == 422
    assert "Tuesday 8 December, 5pm" in earlier.text
    assert send(client, f"{page}/later", {"day": "no day"}).status_code == 422
    assert send(client, f"{page}/later", {"day": "2026-12-10"}).status_code == 303
    assert "Open until Thursday 10 December, 5pm" in client.get(page).text


def test_a_review_is_withdrawn_with_a_reason_and_its_group_reads_that_it_stopped(
    app: Flask, site: Site, client: FlaskClient
) -> None:
    sign_in(client, ADMINISTRATOR)
    page = opened(client)
    send(client, f"{page}/groups/new", ASKING)
    assert send(client, f"{page}/withdraw", {"why": " "}).status_code == 422
    assert send(client, f"{page}/withdraw", {"why": "Not needed"}).status_code == 303
    assert "Withdrawn" in client.get(page).text
    member = app.test_client().get(f"/together/{groups(site)[0].code}").text
    assert "This has been stopped" in member
    assert "Not needed" not in member
    assert re.search("Ask a group</", client.get(page).text) is None


def test_a_review_of_another_visit_looks_like_one_that_does_not_exist(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    sign_in(client, ADMINISTRATOR)
    national = opened(client)
    lead = app.test_client()
    sign_in(lead, LEAD_INSPECTOR, visit)
    nobodys = lead.get("/staff/reviews/00000000000000000000000000000000")
    for end in ("", "/groups/new", "/later", "/withdraw"):
        answer = lead.get(f"{national}{end}")
        assert answer.status_code == 404
        assert answer.data == nobodys.data
