"""Lines of enquiry: all of a visit, one with all that belongs to it, making and changing one, talking about it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from survey_app.services import enquire
from survey_app.services.enquire import ChangedMeanwhile, team_of
from survey_app.services.enquiry_lines import line_page, lines_of
from survey_app.services.enquiry_words import KEY_GONE, LineParts
from survey_app.services.errors import Refused
from survey_app.services.inspect import visit_of_results
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector import typed
from survey_app.web.inspector.enquiry_form import WORDS, choices, parts_sent, said
from survey_app.web.inspector.enquiry_line import show_line
from survey_app.web.inspector.evidence_address import evidence_address, figure_address
from survey_app.web.inspector.paragraphs import paragraph_title
from survey_app.web.site import site

blueprint = Blueprint("enquiry", __name__, url_prefix="/staff/visits/<visit_id>/enquiry")
Page = str | Response | tuple[str, int]
CHANGED, NOT_CHANGED = "The line is changed.", "Nothing was different, so nothing is changed."
SAVED_OVER = "Others changed other parts of this line meanwhile. Their changes are kept, and so are yours."


@blueprint.record_once
def _prepare_templates(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(evidence_address=evidence_address, figure_address=figure_address)


@blueprint.get("")
@staff_only("enquire")
def lines(visit_id: str) -> str:
    """Every line of the visit; the address holds what narrows the list."""
    person = signed_in()
    wanted = {name: request.args.get(name, "")[:255] for name in ("state", "owner", "paragraph")}
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        found = lines_of(work, person, visit_id, **wanted)
        team = team_of(work, visit_id)
    offered = choices(team, LineParts("", owner=wanted["owner"], paragraph=wanted["paragraph"][:16]))
    return render_template(
        "inspector/enquiry.html",
        visit=visit,
        found=found,
        wanted=wanted,
        lists={name: offered[name] for name in ("state", "owner", "paragraph")},
        paragraph_title=paragraph_title,
        **WORDS,
    )


@blueprint.get("/new")
@staff_only("enquire")
def new(visit_id: str) -> str:
    """The form of a new line."""
    return _form(visit_id, LineParts(""))


@blueprint.post("/new")
@staff_only("enquire")
def start(visit_id: str) -> Page:
    """Make a line."""
    parts = parts_sent()
    try:
        with site().writing() as work:
            line_id = enquire.start(work, signed_in(), visit_id, parts)
    except Refused as refused:
        return _form(visit_id, parts, problem=refused.sentence), 409
    flash("The line of enquiry is made.")
    return redirect(url_for(".line", visit_id=visit_id, line_id=line_id), 303)


@blueprint.get("/<line_id>")
@staff_only("enquire")
def line(visit_id: str, line_id: str) -> str:
    """One line: what it asks, what it rests on, what was said and what happened."""
    return show_line(visit_id, line_id)


@blueprint.get("/<line_id>/change")
@staff_only("enquire")
def edit(visit_id: str, line_id: str) -> str:
    """The form of a line as it stands."""
    person = signed_in()
    with site().reading() as work:
        card = line_page(work, person, visit_id, line_id).card
    problem = "" if card.readable else KEY_GONE
    return _form(visit_id, card.parts, line_id, card.revision, problem)


@blueprint.post("/<line_id>/change")
@staff_only("enquire")
def change(visit_id: str, line_id: str) -> Page:
    """Change a line; where somebody else changed the same part meanwhile, show both."""
    parts, seen = parts_sent(), 0
    try:
        seen = typed.whole("revision")
        with site().writing() as work:
            changed = enquire.change(work, signed_in(), visit_id, line_id, seen, parts)
            overtaken = changed and enquire.line_row(work, visit_id, line_id).revision != seen + 1
    except ChangedMeanwhile as meanwhile:
        with site().writing() as work:
            enquire.note_clash(work, signed_in(), visit_id, line_id, meanwhile.clashes)
        return _form(
            visit_id, meanwhile.merged, line_id, meanwhile.revision, meanwhile.sentence, meanwhile
        ), 409
    except Refused as refused:
        return _form(visit_id, parts, line_id, seen, refused.sentence), 409
    flash(SAVED_OVER if overtaken else CHANGED if changed else NOT_CHANGED)
    return redirect(url_for(".line", visit_id=visit_id, line_id=line_id), 303)


@blueprint.post("/<line_id>/say")
@staff_only("enquire")
def say_to_team(visit_id: str, line_id: str) -> Page:
    """Say something to the team, or what is to be done next."""
    try:
        with site().writing() as work:
            to_do = request.form.get("to_do") == "yes"
            enquire.say_to_team(work, signed_in(), visit_id, line_id, said("remark"), to_do)
    except Refused as refused:
        return show_line(visit_id, line_id, refused.sentence, "remark"), 409
    return redirect(url_for(".line", visit_id=visit_id, line_id=line_id, _anchor="talk"), 303)


@blueprint.post("/<line_id>/done")
@staff_only("enquire")
def done(visit_id: str, line_id: str) -> Page:
    """Say that what was to be done is done."""
    try:
        with site().writing() as work:
            enquire.mark_done(work, signed_in(), visit_id, line_id, typed.whole("number"))
    except Refused as refused:
        return show_line(visit_id, line_id, refused.sentence, "talk"), 409
    return redirect(url_for(".line", visit_id=visit_id, line_id=line_id, _anchor="talk"), 303)


def _form(
    visit_id: str,
    parts: LineParts,
    line_id: str = "",
    revision: int = 0,
    problem: str = "",
    meanwhile: ChangedMeanwhile | None = None,
) -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        team = team_of(work, visit_id)
    return render_template(
        "inspector/enquiry_form.html",
        visit=visit,
        parts=parts,
        line_id=line_id,
        revision=revision,
        meanwhile=meanwhile,
        lists=choices(team, parts),
        problems=[{"text": problem, "href": f"#{meanwhile.clashes[0].part if meanwhile else 'title'}"}]
        if problem
        else [],
        **WORDS,
    )
