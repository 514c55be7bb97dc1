"""A few words of an answer that a person made fit, shown to everybody once a group agrees and never before."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import inspect, select

from survey_app.services import redact
from survey_app.services.feedback_readers import invite_reader
from survey_app.services.permissions import INSPECTOR, LANO, LEAD_INSPECTOR, Person
from survey_app.storage.feedback import AgreedWords, FeedbackReader
from survey_app.storage.responses import FreeText
from survey_app.web.site import Site
from tests.builders import BuiltVisit, make_visit, sign_in
from tests.respondent import Respondent, send
from tests.survey_app.people import person

TEXT = "My teacher Marigold listens to me when I am worried."
FIT = "listens to me when I am worried"


@pytest.fixture
def visit(app: Flask, site: Site) -> BuiltVisit:
    built = make_visit(site)
    send(Respondent(app.test_client(), built.codes["young_people"]), {"going_well": TEXT})
    return built


def invited(site: Site, visit: BuiltVisit) -> FeedbackReader:
    with site.writing() as work:
        key = invite_reader(work, person(LANO, visit.id), visit.id, "forum", "The forum")
        return work.session.scalars(select(FeedbackReader).where(FeedbackReader.key == key)).one()


def place(site: Site) -> tuple[str, str]:
    with site.reading() as work:
        one = work.session.scalars(select(FreeText)).one()
        return one.response_id, one.question


def made_fit(site: Site, visit: BuiltVisit, who: Person) -> None:
    with site.writing() as work:
        shown = redact.answer_to_redact(work, who, visit.id, *place(site))
        hidden = redact.chosen(shown, (), [("Marigold", "person")])
        redact.keep(work, who, visit.id, *place(site), hidden)


def press(client: FlaskClient, form_at: str, to: str, **data: str) -> object:
    fields = LexborHTMLParser(client.get(form_at).text).css("input[type=hidden]")
    hidden = {str(f.attributes["name"]): f.attributes.get("value") or "" for f in fields}
    return client.post(to, data={**hidden, **data})


def offer(client: FlaskClient, site: Site, visit: BuiltVisit, said: str, group: str) -> int:
    page = f"/staff/visits/{visit.id}/take-away/words/{'/'.join(place(site))}"
    return int(press(client, page, f"{page}/offer", said=said, group=group).status_code)


def kept(site: Site) -> list[AgreedWords]:
    with site.reading() as work:
        return list(work.session.scalars(select(AgreedWords)))


@pytest.mark.parametrize(("pressed", "state", "left"), [("yes", "agreed", FIT), ("no", "refused", "")])
def test_a_group_decides_whether_words_are_shown(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit, pressed: str, state: str, left: str
) -> None:
    reader = invited(site, visit)
    made_fit(site, visit, person(INSPECTOR, visit.id))
    team = app.test_client()
    sign_in(team, INSPECTOR, visit)
    assert offer(team, site, visit, FIT, reader.id) == 303
    page = f"/before/{reader.key}"
    assert FIT in client.get(page).text
    assert press(client, page, f"{page}/words", **{pressed: pressed}).status_code == 303
    assert FIT not in client.get(page).text
    assert [(one.state, one.words) for one in kept(site)] == [(state, left)]


@pytest.mark.parametrize(
    "said", ["Marigold listens to me when", "listens", "something that nobody wrote", "x" * 600]
)
def test_only_words_as_they_may_be_shown_are_offered(
    app: Flask, site: Site, visit: BuiltVisit, said: str
) -> None:
    reader = invited(site, visit)
    made_fit(site, visit, person(LEAD_INSPECTOR, visit.id))
    team = app.test_client()
    sign_in(team, LEAD_INSPECTOR, visit)
    assert offer(team, site, visit, said, reader.id) == 409
    assert kept(site) == []


def test_nothing_is_offered_of_an_answer_that_nobody_made_fit(
    app: Flask, site: Site, visit: BuiltVisit
) -> None:
    reader = invited(site, visit)
    team = app.test_client()
    sign_in(team, INSPECTOR, visit)
    assert offer(team, site, visit, FIT, reader.id) == 409


def test_a_group_of_another_visit_is_not_asked_and_cannot_decide(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    mine, theirs = invited(site, visit), invited(site, make_visit(site, title="Other", area="Harbour"))
    made_fit(site, visit, person(INSPECTOR, visit.id))
    team = app.test_client()
    sign_in(team, INSPECTOR, visit)
    assert offer(team, site, visit, FIT, theirs.id) == 409
    assert offer(team, site, visit, FIT, mine.id) == 303
    answer = press(
        client, f"/before/{mine.key}", f"/before/{theirs.key}/words", yes="yes", words_id=kept(site)[0].id
    )
    assert answer.status_code == 404
    assert kept(site)[0].state == "offered"


def test_nothing_joins_the_words_to_their_answer(site: Site) -> None:
    with site.reading() as work:
        tables = {key["referred_table"] for key in inspect(work.connection).get_foreign_keys("agreed_words")}
        columns = {column["name"] for column in inspect(work.connection).get_columns("agreed_words")}
    assert tables == {"visits", "feedback_readers"}
    assert not columns & {"response_id", "question", "survey_id"}
