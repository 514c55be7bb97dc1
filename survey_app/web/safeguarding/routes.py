"""Concerns: the queue, one concern with its words in context, the whole answer, and what was done."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from questionnaires.model import AUDIENCES
from survey_app.services import safeguard
from survey_app.services.errors import Refused
from survey_app.services.find_answers import STANCES
from survey_app.services.inspect import visit_of_results
from survey_app.services.read_concerns import ConcernFile, open_concern, read_whole_answer
from survey_app.services.safeguard import DECISIONS, LEVELS
from survey_app.web.access import signed_in, staff_only
from survey_app.web.safeguarding.forms import DecisionForm
from survey_app.web.site import site

blueprint = Blueprint("safeguarding", __name__, url_prefix="/staff/visits/<visit_id>/concerns")
WORDS = {"levels": LEVELS, "decisions": DECISIONS, "audiences": AUDIENCES, "stances": STANCES}


@blueprint.get("")
@staff_only("read_concerns")
def queue(visit_id: str) -> str:
    """Every concern of the visit: those that wait first, the gravest of them first."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        concerns = safeguard.queue(work, person, visit_id)
    waiting = [concern for concern in concerns if concern.state != "decided"]
    decided = [concern for concern in concerns if concern.state == "decided"]
    return render_template("safeguarding/queue.html", visit=visit, waiting=waiting, decided=decided, **WORDS)


@blueprint.get("/<concern_id>")
@staff_only("read_concerns")
def concern(visit_id: str, concern_id: str) -> str:
    """One concern: what raised it, the words in their context, and what was done."""
    return _page(visit_id, concern_id, DecisionForm())


@blueprint.post("/<concern_id>/claim")
@staff_only("work_concerns")
def claim(visit_id: str, concern_id: str) -> str | Response | tuple[str, int]:
    """Say "I am dealing with this"."""
    try:
        with site().writing() as work:
            safeguard.find_concern(work, signed_in(), visit_id, concern_id)
            safeguard.claim(work, signed_in(), visit_id, concern_id)
    except Refused as refused:
        return _page(visit_id, concern_id, DecisionForm(formdata=None), refused.sentence), 409
    flash("You have taken this concern.")
    return redirect(url_for(".concern", visit_id=visit_id, concern_id=concern_id), 303)


@blueprint.post("/<concern_id>/whole")
@staff_only("work_concerns")
def whole(visit_id: str, concern_id: str) -> str:
    """The whole answer. That it was opened is written down, so this is a POST."""
    person = signed_in()
    with site().writing() as work:
        read = read_whole_answer(work, person, visit_id, concern_id)
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        found = open_concern(work, person, visit_id, concern_id)
    form = DecisionForm(formdata=None)
    return render_template(
        "safeguarding/whole.html", visit=visit, read=read, concern=found, form=form, **WORDS
    )


@blueprint.post("/<concern_id>/decide")
@staff_only("work_concerns")
def decide(visit_id: str, concern_id: str) -> str | Response | tuple[str, int]:
    """Record what was done and why."""
    form = DecisionForm()
    if not form.validate_on_submit():
        return _page(visit_id, concern_id, form), 400
    try:
        with site().writing() as work:
            safeguard.decide(
                work, signed_in(), visit_id, concern_id, form.decision.data, form.reason.data or ""
            )
    except Refused as refused:
        return _page(visit_id, concern_id, form, refused.sentence), 409
    flash("Your decision is recorded.")
    return redirect(url_for(".queue", visit_id=visit_id), 303)


def _page(visit_id: str, concern_id: str, form: DecisionForm, refusal: str = "") -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        found: ConcernFile = open_concern(work, person, visit_id, concern_id)
    return render_template(
        "safeguarding/concern.html", visit=visit, concern=found, form=form, refusal=refusal, **WORDS
    )
