"""A partnership writes its plans: actions with a young people's version beside each."""

from __future__ import annotations

from dataclasses import fields

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accessibility.symbols import load_symbols
from survey_app.services import plans
from survey_app.services.describe_visit import visit_card
from survey_app.services.errors import NotFound, Refused
from survey_app.services.feedback_entries import entries_of
from survey_app.services.plans import Action, ActionParts, PlanParts, PlanView
from survey_app.services.public_page import code_of
from survey_app.web.access import signed_in, staff_only
from survey_app.web.form_choices import choices
from survey_app.web.plans.forms import ActionForm, PlanForm
from survey_app.web.site import site

blueprint = Blueprint("plans", __name__, url_prefix="/staff/visits/<visit_id>/plans")
Page = str | Response | tuple[str, int]


@blueprint.get("")
@staff_only("write_plan")
def all_plans(visit_id: str) -> str:
    """The plans of this visit, with what is late."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        found = plans.plans_of(work, person, visit_id)
    return render_template("staff/plans/plans.html", visit=visit, plans=found, sorts=plans.SORTS)


@blueprint.route("/new", methods=["GET", "POST"])
@staff_only("write_plan")
def new(visit_id: str) -> Page:
    """Begin a plan."""
    form = PlanForm()
    if request.method == "POST" and form.validate_on_submit():
        try:
            with site().writing() as work:
                plan_id = plans.add_plan(work, signed_in(), visit_id, _plan_parts(form))
            return redirect(url_for(".plan", visit_id=visit_id, plan_id=plan_id), 303)
        except Refused as refused:
            form.form_errors.append(refused.sentence)
    drawn = _form(visit_id, form, "Begin a plan", url_for(".all_plans", visit_id=visit_id))
    return (drawn, 422) if request.method == "POST" else drawn


@blueprint.get("/<plan_id>")
@staff_only("write_plan")
def plan(visit_id: str, plan_id: str) -> str:
    """One plan with its actions."""
    return _plan(visit_id, plan_id)


@blueprint.route("/<plan_id>/words", methods=["GET", "POST"])
@staff_only("write_plan")
def words(visit_id: str, plan_id: str) -> Page:
    """Change what stands around the actions."""
    with site().reading() as work:
        view = plans.find_plan(work, signed_in(), visit_id, plan_id)
    given = {one.name: getattr(view.parts, one.name) for one in fields(PlanParts)}
    form = PlanForm(data={**given, "edition": view.edition}) if request.method == "GET" else PlanForm()
    here = url_for(".plan", visit_id=visit_id, plan_id=plan_id)
    if request.method == "POST" and form.validate_on_submit():
        try:
            with site().writing() as work:
                seen = _edition(form.edition.data)
                plans.change_plan(work, signed_in(), visit_id, plan_id, seen, _plan_parts(form))
            return redirect(here, 303)
        except Refused as refused:
            form.form_errors.append(refused.sentence)
            form.edition.data = str(view.edition)
    drawn = _form(visit_id, form, "Words of the plan", here)
    return (drawn, 422) if request.method == "POST" else drawn


@blueprint.route("/<plan_id>/actions/new", methods=["GET", "POST"])
@staff_only("write_plan")
def new_action(visit_id: str, plan_id: str) -> Page:
    """Add an action."""
    with site().reading() as work:
        plans.find_plan(work, signed_in(), visit_id, plan_id)
    form = _action_form(visit_id)
    here = url_for(".plan", visit_id=visit_id, plan_id=plan_id)
    if request.method == "POST" and form.validate_on_submit():
        try:
            with site().writing() as work:
                plans.add_action(work, signed_in(), visit_id, plan_id, _action_parts(form))
            return redirect(here, 303)
        except Refused as refused:
            form.form_errors.append(refused.sentence)
    drawn = _form(visit_id, form, "Add an action", here)
    return (drawn, 422) if request.method == "POST" else drawn


@blueprint.route("/<plan_id>/actions/<action_id>", methods=["GET", "POST"])
@staff_only("write_plan")
def action(visit_id: str, plan_id: str, action_id: str) -> Page:
    """Change an action, or take it out."""
    found = _found(visit_id, plan_id, action_id)
    here = url_for(".plan", visit_id=visit_id, plan_id=plan_id)
    form = _action_form(visit_id, found if request.method == "GET" else None)
    if request.method == "POST" and form.validate_on_submit():
        try:
            with site().writing() as work:
                if "remove" in request.form:
                    plans.remove_action(work, signed_in(), visit_id, plan_id, action_id)
                else:
                    seen, parts = _edition(form.edition.data), _action_parts(form)
                    plans.change_action(work, signed_in(), visit_id, plan_id, action_id, seen, parts)
            return redirect(here, 303)
        except Refused as refused:
            form.form_errors.append(refused.sentence)
            form.edition.data = str(found.edition)
    drawn = _form(visit_id, form, "Change an action", here, found)
    return (drawn, 422) if request.method == "POST" else drawn


@blueprint.post("/<plan_id>/publish")
@staff_only("publish_plan")
def publish(visit_id: str, plan_id: str) -> Page:
    """Let everybody read it."""
    try:
        with site().writing() as work:
            plans.publish_plan(work, signed_in(), visit_id, plan_id)
    except Refused as refused:
        return _plan(visit_id, plan_id, refused.sentence), 422
    return redirect(url_for(".plan", visit_id=visit_id, plan_id=plan_id), 303)


def _plan(visit_id: str, plan_id: str, problem: str = "") -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        view: PlanView = plans.find_plan(work, person, visit_id, plan_id)
        code = code_of(work, visit_id)
    return render_template(
        "staff/plans/plan.html",
        visit=visit,
        plan=view,
        code=code,
        sorts=plans.SORTS,
        may_publish=person.may("publish_plan", visit_id),
        problems=[{"text": problem, "href": "#publish"}] if problem else [],
    )


def _form(
    visit_id: str, form: PlanForm | ActionForm, heading: str, back: str, now: Action | None = None
) -> str:
    with site().reading() as work:
        visit = visit_card(work, signed_in(), visit_id)
    return render_template(
        "staff/plans/form.html", visit=visit, form=form, heading=heading, back=back, action=now
    )


def _found(visit_id: str, plan_id: str, action_id: str) -> Action:
    with site().reading() as work:
        view = plans.find_plan(work, signed_in(), visit_id, plan_id)
    found = next((one for one in view.actions if one.id == action_id), None)
    if found is None:
        raise NotFound(action_id)
    return found


def _action_form(visit_id: str, now: Action | None = None) -> ActionForm:
    given = {one.name: getattr(now.parts, one.name) for one in fields(ActionParts)} if now else {}
    form = ActionForm(data={**given, "edition": now.edition}) if now else ActionForm()
    with site().reading() as work:
        there = entries_of(work, signed_in(), visit_id)
    form.entries.choices = choices([(one.id, one.parts.you_said[:100]) for one in there])
    symbols = load_symbols(site().settings.symbols).values()
    drawn = sorted({symbol.name: symbol.description for symbol in symbols}.items())
    form.picture.choices = choices(
        [("", "No picture yet"), *((n, f"{n.replace('_', ' ')}: {d}") for n, d in drawn)]
    )
    return form


def _plan_parts(form: PlanForm) -> PlanParts:
    typed = {one.name: form[one.name].data for one in fields(PlanParts)}
    return PlanParts(**{name: value for name, value in typed.items() if value is not None})


def _action_parts(form: ActionForm) -> ActionParts:
    typed = {one.name: form[one.name].data for one in fields(ActionParts)}
    typed["entries"] = tuple(typed["entries"] or ())
    return ActionParts(**{name: value for name, value in typed.items() if value is not None})


def _edition(typed: object) -> int:
    """The edition that the page showed; none that ever was where it is made up."""
    said = str(typed or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0
