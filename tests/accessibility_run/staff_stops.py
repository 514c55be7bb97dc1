"""Every page that a member of staff can open, as each role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from flask.testing import FlaskClient
from werkzeug.routing import Rule

from survey_app.services.distribute import reach
from survey_app.services.permissions import (
    ADMINISTRATOR,
    INSPECTOR,
    LANO,
    LEAD_INSPECTOR,
    PAPER_ENTRY,
    PARTNERSHIP_LEAD,
    SAFEGUARDING_LEAD,
)
from tests.accessibility_run.desk import Desk
from tests.accessibility_run.desk_stops import desk_stops
from tests.accessibility_run.listening import Listening
from tests.accessibility_run.stops import Stop, at_address
from tests.accessibility_run.visitor import Visitor
from tests.builders import BuiltPerson, lead_of, make_person
from tests.respondent import WORDS, Respondent
from tests.survey_app.services.test_partnership_lead import impact_wave
from tests.survey_app.web.test_access import Team, address, make_team, staff_rules

ROLES = (LANO, PARTNERSHIP_LEAD, PAPER_ENTRY, INSPECTOR, LEAD_INSPECTOR, SAFEGUARDING_LEAD, ADMINISTRATOR)
# Enough of each audience for numbers to be shown.
ANSWERS_EACH = 6
# Whose pages stand in many states: between them they open everything on the desk.
AT_THE_DESK = (LEAD_INSPECTOR, SAFEGUARDING_LEAD)
# Routes of a library, which carry no action of ours.
ACCOUNT = {
    "security.verify": "/staff/confirm",
    "security.two_factor_setup": "/staff/second-step/set-up",
    "security.mf_recovery_codes": "/staff/recovery-codes",
}
# A visit can be paused and resumed only by turns; the other moves are always there for the lead.
MOVES = ("extend", "pause", "defer", "abandon")


def filled_team(at: Listening, title: str) -> Team:
    """A visit with answers of every audience and a concern."""
    team = make_team(at.app, at.site, title, "Harbour and Hill")
    for code in team.visit.codes.values():
        for _ in range(ANSWERS_EACH):
            _answer_all(Respondent(FlaskClient(at.app, at.app.response_class), code))
    return team


def _answer_all(answering: Respondent) -> None:
    """Choose the first option of each question, write into each box, and send."""
    answering.press()
    while not answering.path.endswith("/sent"):
        offered = {name: answering.options(name) for name in answering.names()}
        answering.press({name: options[0] if options else WORDS for name, options in offered.items()})


def before_signing_in(at: Listening, team: Team) -> Iterator[Stop]:
    """The pages on the way in, right and wrong."""
    person = make_person(at.site, INSPECTOR, team.visit)
    login, second = "security.login", "security.two_factor_token_validation"

    def wrong_password(visitor: Visitor) -> None:
        _type_password(visitor, person.email, "wrong wrong wrong")

    def password(visitor: Visitor) -> None:
        _type_password(visitor, person.email, person.password)

    def wrong_code(visitor: Visitor) -> None:
        password(visitor)
        _type(visitor, "code", "000000")

    def too_old(visitor: Visitor) -> None:
        visitor.go("/staff/sign-in")
        visitor.send_form("main form", csrf_token="old")

    def recovery(visitor: Visitor) -> None:
        password(visitor)
        visitor.go("/staff/second-step/recovery-code")

    yield Stop("staff: sign in", login, at_address("/staff/sign-in"))
    yield Stop("staff: sign in, refused", login, wrong_password)
    yield Stop("staff: page too old", "error.form_too_old", too_old)
    yield Stop("staff: second step", second, password)
    yield Stop("staff: second step, refused", second, wrong_code)
    yield Stop("staff: recovery code", "security.mf_recovery", recovery)
    yield Stop("staff: help", "account.help_page", at_address("/staff/help"))
    yield Stop("staff: no such page", "error.not_found", at_address("/staff/nothing"))
    yield Stop("staff: invitation that is over", "account.invitation", at_address("/staff/invitation/x"))


def pages_of(at: Listening, desk: Desk, role: str) -> Iterator[Stop]:
    """Every page of staff, opened as one role; signing in is a stop on the way."""
    team = owned_by_partnership(at, desk.team) if role == PARTNERSHIP_LEAD else desk.team
    person = make_person(at.site, role, team.visit)
    if role in AT_THE_DESK:
        desk.open_to(at.site, person, role)
    said = role.replace("_", " ")
    yield Stop(f"staff, {said}: after signing in", "account.visits", lambda visitor: enter(visitor, person))
    for rule in _pages(at):
        yield Stop(f"staff, {said}: {rule.endpoint}", rule.endpoint, at_address(address(at.app, rule, team)))
    for endpoint, place in ACCOUNT.items():
        yield Stop(f"staff, {said}: {endpoint}", endpoint, at_address(place))
    for move in MOVES:
        place = f"/staff/visits/{team.visit.id}/window/{move}"
        yield Stop(f"staff, {said}: admin.window_move, {move}", "admin.window_move", at_address(place))
    for name, place in _with_problems(team).items():
        yield Stop(f"staff, {said}: {name}, sent empty", name, _sent_empty(place))
    for stop in desk_stops(desk) if role in AT_THE_DESK else ():
        yield replace(stop, name=f"staff, {said}: {stop.name}")


def owned_by_partnership(at: Listening, team: Team) -> Team:
    """The same team in a visit that the partnership owns: only there has it a lead of its own."""
    visit_id = impact_wave(at.site)
    with at.site.writing() as work:
        codes = [survey.main_code for survey in reach(work, lead_of(visit_id), visit_id)]
    visit = replace(team.visit, id=visit_id)
    return Team(visit, {**team.names, "visit_id": visit_id, "code": codes[0]})


def _pages(at: Listening) -> list[Rule]:
    return [rule for rule in staff_rules(at.app) if "GET" in (rule.methods or ())]


def _with_problems(team: Team) -> dict[str, str]:
    return {
        "lano.new_channel": f"/staff/visits/{team.visit.id}/share/new",
        "admin.staff_invite": "/staff/admin/staff/invite",
        "admin.visit_new": "/staff/admin/visits/new/area-send-full-2024",
        "admin.window_move": f"/staff/visits/{team.visit.id}/window/extend",
    }


def enter(visitor: Visitor, person: BuiltPerson) -> None:
    """Sign in: address, password, code."""
    visitor.forget()
    _type_password(visitor, person.email, person.password)
    _type(visitor, "code", person.code(visitor.at.clock.shows))


def _type_password(visitor: Visitor, email: str, password: str) -> None:
    visitor.go("/staff/sign-in")
    visitor.page.fill("input[name=email]", email)
    _type(visitor, "password", password)


def _type(visitor: Visitor, name: str, words: str) -> None:
    """Fill in a field and press Enter in it."""
    visitor.page.fill(f"input[name={name}]", words)
    with visitor.page.expect_navigation():
        visitor.page.press(f"input[name={name}]", "Enter")


def _sent_empty(place: str) -> Callable[[Visitor], None]:
    def arrive(visitor: Visitor) -> None:
        visitor.go(place)
        form = "main form[method=post]"
        if visitor.page.locator(form).count():
            visitor.page.evaluate(
                "(form) => document.querySelectorAll(form + ' input:not([type=hidden]), ' + form + ' textarea')"
                ".forEach(field => { field.value = ''; field.checked = false })",
                form,
            )
            visitor.send_form(form)

    return arrive
