"""Every route, driven as every role, in their own visit and in another team's."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.routing import Rule

from survey_app.services import contact_requests, enquire, review_rounds
from survey_app.services.candidate_themes import make_theme
from survey_app.services.contact_requests import Wish
from survey_app.services.distribution_log import EntryParts, add_entry
from survey_app.services.draw_samples import DOUBLE, UNCODED, UNFLAGGED, draw
from survey_app.services.enquiry_evidence import add_figure
from survey_app.services.enquiry_figures import Figure
from survey_app.services.enquiry_shares import RESPONSES
from survey_app.services.enquiry_words import LineParts
from survey_app.services.entry import find_entry
from survey_app.services.feedback_entries import EntryParts as FeedbackParts
from survey_app.services.feedback_entries import add_entry as add_feedback
from survey_app.services.feedback_readers import invite_reader, readers_of
from survey_app.services.paper_forms import begin
from survey_app.services.paper_prints import Order, order_print
from survey_app.services.pass_on_links import make_helper_link
from survey_app.services.permissions import (
    ADMINISTRATOR,
    ALLOWED,
    INSPECTOR,
    LANO,
    LEAD_INSPECTOR,
    PAPER_ENTRY,
    ROLES,
    SAFEGUARDING_LEAD,
    Person,
)
from survey_app.services.plans import ActionParts, PlanParts, add_action, add_plan
from survey_app.services.read_answers import scope_for
from survey_app.services.review_rounds import GroupParts, RoundParts
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.concerns import Concern
from survey_app.storage.paper import PaperPicture
from survey_app.storage.responses import Response
from survey_app.storage.visits import Visit
from survey_app.web.access import LIBRARY_BLUEPRINTS, PUBLIC, RESPONDENT, STAFF, undeclared_routes
from survey_app.web.site import Site
from tests.builders import BuiltVisit, lead_of, make_person, make_visit, sign_in
from tests.respondent import Respondent

ABSENT = 404
# Whoever must get away quickly gets away, even from a page that is too old to be trusted with anything else.
MUST_ALWAYS_WORK = "respondent.leave"


@dataclass(frozen=True)
class Team:
    """A visit with one answer that raised a concern, and what names its parts in addresses."""

    visit: BuiltVisit
    names: dict[str, str]


@pytest.fixture
def teams(app: Flask, site: Site) -> tuple[Team, Team]:
    """One's own team and another."""
    return make_team(app, site, "Own visit", "Meadow"), make_team(app, site, "Other visit", "Harbour")


def make_team(app: Flask, site: Site, title: str, area: str) -> Team:
    visit = make_visit(site, title=title, area=area)
    respondent = Respondent(app.test_client(), visit.codes["young_people"])
    respondent.walk(
        {
            "would_change": "My step dad hits me and I am scared to go home.",
            "going_well": "Purple elephants sing.",
        }
    )
    respondent.press()
    with site.reading() as work:
        concern = work.session.scalars(select(Concern).where(Concern.visit_id == visit.id)).one()
        survey = visit.surveys["young_people"]
        response = work.session.scalars(select(Response).where(Response.survey_id == survey)).one()
        one_of_each = draw_one_of_each(site, visit)
        names = {
            **one_of_each,
            **line_with_a_figure(site, visit),
            "request_id": ask_for_contact(site, visit),
            **paper_on_the_desk(site, visit),
            **spread_by_somebody(site, visit),
            **came_of_it(site, visit),
            **review_of_questions(site, visit),
            "visit_id": visit.id,
            "code": visit.codes["young_people"],
            "year": "2026",
            "concern_id": concern.id,
            "response_id": response.id,
            "question": "would_change",
            "chart_name": "themes",
            "piece": "email",
            "print_id": "cards",
            "staff_id": make_person(site).id,
            "kind_id": "area-send-full-2024",
            "name": "extend",
            "questionnaire_id": "young-people",
        }
    return Team(visit, names)


def draw_one_of_each(site: Site, visit: BuiltVisit) -> dict[str, str]:
    """A sample of one answer for each thing that samples are drawn for, and a theme of the visit."""
    lead = lead_of(visit.id)
    with site.writing() as work:
        scope = scope_for(work, visit.id)
        return {
            "sample_id": draw(work, lead, scope, DOUBLE, 1, 1).id,
            "sample_uncoded": draw(work, lead, scope, UNCODED, 1, 1).id,
            "sample_unflagged": draw(work, lead, scope, UNFLAGGED, 1, 1).id,
            "theme_id": make_theme(work, lead, visit.id, "Lifts", "About lifts.", ["lift", "broken"], ()).id,
        }


def ask_for_contact(site: Site, visit: BuiltVisit) -> str:
    """Somebody who wants to be contacted."""
    lead = Person("lead", "lead@example.org", roles={visit.id: frozenset({SAFEGUARDING_LEAD})})
    made = random_id()
    with site.writing() as work:
        contact_requests.offer(work, lead, visit.id, True)
        entry = find_entry(work, visit.codes["young_people"])
        contact_requests.ask(work, entry, Wish("phone", "0", "Somebody"), made)
    return made


def paper_on_the_desk(site: Site, visit: BuiltVisit) -> dict[str, str]:
    """A printing of one form, which somebody types in."""
    typist = make_person(site, PAPER_ENTRY, visit)
    with site.writing() as work:
        order = Order(visit.surveys["young_people"], "standard", "en", 14, 1)
        code = order_print(work, lead_of(visit.id), visit.id, order)
        person = Person(typist.id, typist.email, roles={visit.id: frozenset({PAPER_ENTRY})})
        form_id = begin(work, person, visit.id, f"{code}-1", work.today)
        return {"print_code": code, "form_id": form_id, "picture_id": picture_of(work, visit, form_id)}


def came_of_it(site: Site, visit: BuiltVisit) -> dict[str, str]:
    """An entry of what came of it, and a group that reads first."""
    lead = lead_of(visit.id)
    with site.writing() as work:
        parts = FeedbackParts(theme="parent_voice", you_said="Nobody asks us.", we_did="We ask first.")
        entry = add_feedback(work, lead, visit.id, parts)
        invite_reader(work, lead, visit.id, "forum", "The forum")
        plan = add_plan(work, lead, visit.id, PlanParts(title="The plan"))
        action = ActionParts(what="A meeting.", who="The team", measure="People say so.")
        in_plan = {"plan_id": plan, "action_id": add_action(work, lead, visit.id, plan, action)}
        return {**in_plan, "feedback_id": entry, "reader_id": readers_of(work, lead, visit.id)[0].id}


def spread_by_somebody(site: Site, visit: BuiltVisit) -> dict[str, str]:
    """Somebody on the list of those who pass a survey on, and the key of a helper."""
    lead = lead_of(visit.id)
    with site.writing() as work:
        entry = add_entry(work, lead, visit.id, EntryParts("The college", ("post_16",)))
        return {
            "entry_id": entry,
            "key": make_helper_link(work, lead, visit.id, visit.codes["parents_carers"]),
        }


def review_of_questions(site: Site, visit: BuiltVisit) -> dict[str, str]:
    """A review of the visit's questions, with a group."""
    lead = lead_of(visit.id)
    with site.writing() as work:
        opened = review_rounds.open_round(work, lead, RoundParts(visit.id, "young-people", "Our words"))
        group = review_rounds.add_group(work, lead, opened.id, GroupParts("forum", "The forum"))
        names = {"file": "questionnaire.yaml", "number": "1"}
        return {"round_id": opened.id, "group_id": group.id, **names}


def picture_of(work: Work, visit: BuiltVisit, form_id: str) -> str:
    """A picture of one page of a form."""
    salt, made = work.session.get_one(Visit, visit.id).key_salt, random_id()
    sealed = work.keys.seal(salt, f"{visit.id}/paper-picture/{made}", "")
    picture = PaperPicture(id=made, visit_id=visit.id, form_id=form_id, page=1, state="read", sealed=sealed)
    picture.uploaded_by, picture.uploaded_at = "typist@example.org", work.now
    work.session.add(picture)
    return made


def line_with_a_figure(site: Site, visit: BuiltVisit) -> dict[str, str]:
    """A line of enquiry that rests on one figure."""
    lead = lead_of(visit.id)
    with site.writing() as work:
        line = enquire.start(work, lead, visit.id, LineParts("Lifts"))
        figure = add_figure(work, lead, visit.id, line, Figure(RESPONSES), "", "")
    return {"line_id": line, "evidence_id": figure}


def staff_rules(app: Flask) -> list[Rule]:
    return [r for r in app.url_map.iter_rules() if audience_of(app, r) == STAFF]


def audience_of(app: Flask, rule: Rule) -> str:
    return getattr(app.view_functions[rule.endpoint], "audience", "")


def action_of(app: Flask, rule: Rule) -> str:
    """The action of a route; a review belongs to a visit that its address does not name."""
    if rule.endpoint == "review_end.serve":
        return "correct_questionnaire"
    if "round_id" in rule.arguments:
        return "lead_reviews"
    return str(app.view_functions[rule.endpoint].action)  # type: ignore[attr-defined]


def address(app: Flask, rule: Rule, team: Team) -> str:
    unknown = rule.arguments - set(team.names)
    assert not unknown, f"Say in this test what stands for {unknown} in {rule}."
    with app.test_request_context():
        built = app.url_map.bind("localhost").build(rule.endpoint, {a: team.names[a] for a in rule.arguments})
    return built


def token_for(client: FlaskClient) -> str:
    """A token that belongs to this browser, as a form of ours would carry."""
    with client.session_transaction() as cookie:
        raw = cookie.setdefault("csrf_token", "a" * 40)
    return str(URLSafeTimedSerializer(client.application.secret_key, salt="wtf-csrf-token").dumps(raw))


def knock(client: FlaskClient, method: str, at: str) -> int:
    if method == "GET":
        return client.get(at).status_code
    return client.post(at, data={"csrf_token": token_for(client)}).status_code


def test_every_route_says_whom_it_is_for(app: Flask) -> None:
    assert undeclared_routes(app) == []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] not in LIBRARY_BLUEPRINTS:
            assert audience_of(app, rule) in (PUBLIC, RESPONDENT, STAFF), rule


def test_every_staff_route_names_an_action_of_the_table(app: Flask) -> None:
    for rule in staff_rules(app):
        assert action_of(app, rule) in {"", *ALLOWED}, rule


@pytest.mark.parametrize("role", [LANO, INSPECTOR, LEAD_INSPECTOR, SAFEGUARDING_LEAD, ADMINISTRATOR])
def test_each_role_opens_what_the_table_allows_and_nothing_else(
    app: Flask, teams: tuple[Team, Team], role: str
) -> None:
    own, other = teams
    client = app.test_client()
    sign_in(client, role, own.visit)
    wrong = []
    for rule in staff_rules(app):
        action = action_of(app, rule)
        for team in (own, other):
            allowed = not action or (
                role in ALLOWED[action]
                and (team is own or role == ADMINISTRATOR or not rule.arguments & {"visit_id", "round_id"})
            )
            for method in sorted(rule.methods & {"GET", "POST"}):
                status = knock(client, method, address(app, rule, team))
                if (status != ABSENT) != allowed or status >= 500:
                    wrong.append(f"{method} {rule} ({'own' if team is own else 'other'}): {status}")
    assert not wrong, f"{ROLES[role]}: " + "; ".join(wrong)


def test_a_stranger_is_led_to_the_sign_in_or_finds_nothing(app: Flask, teams: tuple[Team, Team]) -> None:
    for rule in staff_rules(app):
        for method in sorted(rule.methods & {"GET", "POST"}):
            client = app.test_client()
            status = knock(client, method, address(app, rule, teams[0]))
            assert status == (302 if method == "GET" else ABSENT), f"{method} {rule}: {status}"


def test_another_teams_visit_looks_like_one_that_does_not_exist(app: Flask, teams: tuple[Team, Team]) -> None:
    own, other = teams
    client = app.test_client()
    sign_in(client, INSPECTOR, own.visit)
    theirs = client.get(f"/staff/visits/{other.visit.id}/results")
    nobodys = client.get("/staff/visits/00000000000000000000000000000000/results")
    assert theirs.status_code == nobodys.status_code == ABSENT
    assert theirs.data == nobodys.data


def test_no_form_works_without_its_token(app: Flask, teams: tuple[Team, Team]) -> None:
    client = app.test_client()
    sign_in(client, LEAD_INSPECTOR, teams[0].visit)
    for rule in app.url_map.iter_rules():
        names = {**teams[0].names, "page_id": "x", "token": "x"}
        if rule.endpoint == MUST_ALWAYS_WORK:
            continue
        if "POST" in rule.methods and rule.arguments <= set(names):
            at = app.url_map.bind("localhost").build(rule.endpoint, {a: names[a] for a in rule.arguments})
            answer = client.post(at, data={})
            assert answer.status_code in (400, ABSENT), f"{rule}: {answer.status_code}"


def test_nothing_changes_when_pages_are_only_looked_at(
    app: Flask, site: Site, teams: tuple[Team, Team]
) -> None:
    all_but_staff = [t for t in Response.metadata.sorted_tables if t.name != "staff"]
    for role in (LANO, LEAD_INSPECTOR, SAFEGUARDING_LEAD, ADMINISTRATOR):
        client = app.test_client()
        sign_in(client, role, teams[0].visit)
        before = contents(site, all_but_staff)
        for rule in staff_rules(app):
            if "GET" in rule.methods:
                client.get(address(app, rule, teams[0]))
        assert contents(site, all_but_staff) == before


def contents(site: Site, tables: list) -> list[list[str]]:  # type: ignore[type-arg]
    with site.reading() as work:
        return [sorted(str(row) for row in work.connection.execute(table.select())) for table in tables]
