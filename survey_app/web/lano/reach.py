"""How far the surveys have reached, in bands; what the area expects; and the links of helpers."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from survey_app.services import pass_on_links, reach_by_day
from survey_app.services.describe_visit import visit_card
from survey_app.services.distribute import CHANNEL_KINDS
from survey_app.services.errors import Refused
from survey_app.web.access import signed_in, staff_only
from survey_app.web.lano.addresses import audience_words
from survey_app.web.lano.numbers_typed import whole_number
from survey_app.web.site import site

blueprint = Blueprint("reach", __name__)


@blueprint.get("/staff/visits/<visit_id>/reach")
@staff_only("see_reach")
def page(visit_id: str) -> str:
    """Bands by audience, channel and day, the share of those expected, and a forecast."""
    return _page(visit_id)


@blueprint.post("/staff/visits/<visit_id>/reach/expected")
@staff_only("give_expected")
def expected(visit_id: str) -> AnyResponse | tuple[str, int]:
    """Keep how many people a survey is for."""
    survey = request.form.get("survey", "")
    typed, source = request.form.get("number", ""), request.form.get("source", "")
    if not survey:
        return redirect(url_for("reach.page", visit_id=visit_id))
    try:
        with site().writing() as work:
            number = whole_number(typed)
            reach_by_day.give_expected(work, signed_in(), visit_id, survey, number, source)
    except Refused as refused:
        return _page(visit_id, refused.sentence, survey, typed, source), 422
    flash("The number is kept." if number else "The number is taken away.")
    return redirect(url_for("reach.page", visit_id=visit_id, _anchor=f"survey-{survey}"))


@blueprint.post("/staff/visits/<visit_id>/channels/<code>/helper")
@staff_only("make_channel")
def helper(visit_id: str, code: str) -> AnyResponse:
    """Make the link of a channel's helper anew, or (`stop`) end it."""
    with site().writing() as work:
        if "stop" in request.form:
            pass_on_links.end_helper_link(work, signed_in(), visit_id, code)
            flash("The helper's link has ended.")
        else:
            pass_on_links.make_helper_link(work, signed_in(), visit_id, code)
            flash("The helper's link is ready. One that was given out before has ended.")
    return redirect(url_for("reach.page", visit_id=visit_id, _anchor=f"channel-{code}"))


def _page(visit_id: str, problem: str = "", survey: str = "", number: str = "", source: str = "") -> str:
    person = signed_in()
    may_help = person.may("make_channel", visit_id)
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        found = reach_by_day.reach_page(work, person, visit_id)
        keys = pass_on_links.helper_keys(work, person, visit_id) if may_help else {}
    return render_template(
        "staff/lano/reach.html",
        visit=visit,
        page=found,
        kinds=CHANNEL_KINDS,
        audience_words=audience_words,
        helpers={code: f"{site().settings.public_address}/for/{key}" for code, key in keys.items()},
        may_help=may_help,
        may_expect=person.may("give_expected", visit_id),
        problems=[{"text": problem, "href": f"#number-{survey}"}] if problem else [],
        typed={"survey": survey, "number": number, "source": source},
    )
