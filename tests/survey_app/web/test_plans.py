"""Plans that people can read: every action has easy words and a picture beside it before anybody reads it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from survey_app.services.permissions import INSPECTOR, LANO
from survey_app.storage.feedback import PublicPage
from survey_app.storage.plans import PlanAction
from survey_app.web.site import Site
from tests.builders import BuiltVisit, make_visit, sign_in

ACTION = {
    "weakness": "Families wait too long",
    "what": "Two more therapists begin in spring.",
    "easy_what": "2 more people will help you to talk.",
    "who": "The therapy team",
    "working_days": "60",
    "measure": "Fewer families wait longer than 18 weeks.",
    "easy_measure": "You wait less.",
    "picture": "wait",
    "state": "planned",
}
PLAN = {"sort": "strategic", "title": "Our strategy", "easy_title": "Our plan", "counted_from": "2026-11-02"}


@pytest.fixture
def visit(site: Site) -> BuiltVisit:
    return make_visit(site)


@pytest.fixture
def desk(app: Flask, visit: BuiltVisit) -> FlaskClient:
    client = app.test_client()
    sign_in(client, LANO, visit)
    return client


def post(client: FlaskClient, form_at: str, to: str = "", **data: str) -> object:
    fields = LexborHTMLParser(client.get(form_at).text).css("main form input[type=hidden]")
    hidden = {str(f.attributes["name"]): f.attributes.get("value") or "" for f in fields}
    return client.post(to or form_at, data={**hidden, **data})


def begin(desk: FlaskClient, visit: BuiltVisit, **parts: str) -> str:
    made = post(desk, f"/staff/visits/{visit.id}/plans/new", **{**PLAN, **parts})
    assert made.status_code == 303, made.text
    return str(made.location)


def public(client: FlaskClient, site: Site, visit: BuiltVisit, page: str = "plan") -> str:
    with site.reading() as work:
        code = work.session.scalars(select(PublicPage.code).where(PublicPage.visit_id == visit.id)).one()
    return client.get(f"/after/{code}/{page}").text


def test_a_plan_is_read_by_everybody_once_it_is_published_in_both_versions(
    client: FlaskClient, site: Site, visit: BuiltVisit, desk: FlaskClient
) -> None:
    plan = begin(desk, visit)
    assert post(desk, f"{plan}/actions/new", **ACTION).status_code == 303
    assert ACTION["what"] not in public(client, site, visit)
    assert post(desk, plan, f"{plan}/publish").status_code == 303
    assert ACTION["what"] in public(client, site, visit)
    easy = public(client, site, visit, "plan/young-people")
    assert ACTION["easy_what"] in easy
    assert ACTION["what"] not in easy


@pytest.mark.parametrize("lacking", ["easy_what", "easy_measure", "picture", "working_days"])
def test_an_action_without_its_young_peoples_version_or_its_day_keeps_the_plan_back(
    desk: FlaskClient, visit: BuiltVisit, lacking: str
) -> None:
    plan = begin(desk, visit)
    post(desk, f"{plan}/actions/new", **{**ACTION, lacking: ""})
    refused = post(desk, plan, f"{plan}/publish")
    assert refused.status_code == 422
    assert "not ready" in refused.text


def test_working_days_are_counted_from_the_report_over_weekends_and_bank_holidays(
    desk: FlaskClient, visit: BuiltVisit
) -> None:
    plan = begin(desk, visit)
    post(desk, f"{plan}/actions/new", **{**ACTION, "working_days": "40"})
    # 40 working days from Monday 2 November 2026, with bank holidays on 25 and 28 December.
    assert "Wednesday 30 December 2026" in desk.get(plan).text
    # 35 working days from the report.
    assert "Monday 21 December 2026" in desk.get(plan).text


def test_two_who_change_an_action_at_once_lose_nothing(
    desk: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    plan = begin(desk, visit)
    post(desk, f"{plan}/actions/new", **ACTION)
    with site.reading() as work:
        action = work.session.scalars(select(PlanAction.id)).one()
    address = f"{plan}/actions/{action}"
    post(desk, address, **{**ACTION, "what": "First."})
    second = post(desk, address, **{**ACTION, "what": "Second.", "edition": "1"})
    assert second.status_code == 422
    assert "Second." in second.text
    with site.reading() as work:
        assert work.session.scalars(select(PlanAction.what)).one() == "First."


@pytest.mark.parametrize(
    "typed", [{"working_days": "0"}, {"working_days": "many"}, {"state": "magic"}, {"what": ""}]
)
def test_an_action_that_cannot_be_is_refused_and_stays_on_the_page(
    desk: FlaskClient, site: Site, visit: BuiltVisit, typed: dict[str, str]
) -> None:
    plan = begin(desk, visit)
    refused = post(desk, f"{plan}/actions/new", **{**ACTION, **typed})
    assert refused.status_code == 422
    assert ACTION["measure"] in refused.text
    with site.reading() as work:
        assert work.session.scalars(select(PlanAction)).all() == []


def test_inspectors_and_thematic_visits_have_no_plans(app: Flask, site: Site, visit: BuiltVisit) -> None:
    client = app.test_client()
    sign_in(client, INSPECTOR, visit)
    assert client.get(f"/staff/visits/{visit.id}/plans").status_code == 404
    far = make_visit(site, kind="thematic-local-offer-2026", title="Thematic visit", area="Far and Away")
    other = app.test_client()
    sign_in(other, LANO, far)
    assert other.get(f"/staff/visits/{far.id}/plans").status_code == 404
    assert "Far and Away" not in public(client, site, far)
