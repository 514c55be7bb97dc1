"""Concerns: the queue, one concern with its words in context, the whole answer, and each step of working it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from questionnaires.model import AUDIENCES
from survey_app.calendar.concern_clock import ALLOWED
from survey_app.services import work_concerns
from survey_app.services.concern_figures import MEASURES, as_csv, concern_figures, note_taken
from survey_app.services.concern_queue import LISTS, WAITING, Wanted, queue_page
from survey_app.services.concern_routes import ROUTES, SHORT
from survey_app.services.errors import Refused
from survey_app.services.find_answers import STANCES
from survey_app.services.inspect import visit_of_results
from survey_app.services.permissions import Person
from survey_app.services.read_concerns import ConcernFile, open_concern, read_whole_answer
from survey_app.services.safeguard import CLAIMED, DECISIONS, LEVELS, PROPOSED, WATCH, find_concern, name_of
from survey_app.services.work import Work
from survey_app.web.access import signed_in, staff_only
from survey_app.web.safeguarding.forms import BackForm, DecisionForm
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("safeguarding", __name__, url_prefix="/staff/visits/<visit_id>/concerns")
WORDS: dict[str, Any] = {
    "levels": LEVELS,
    "decisions": DECISIONS,
    "audiences": AUDIENCES,
    "stances": STANCES,
    "routes": ROUTES,
    "short_routes": SHORT,
    "actions": work_concerns.STEPS,
    "name_of": name_of,
}
Page = str | Response | tuple[str, int]


@blueprint.get("")
@staff_only("read_concerns")
def queue(visit_id: str) -> str:
    """A page of the concerns of the visit; the address says which."""
    person, wanted = signed_in(), _wanted()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        page = queue_page(work, person, visit_id, site().calendar, wanted)
    return render_template(
        "safeguarding/queue.html",
        visit=visit,
        page=page,
        wanted=wanted,
        lists=LISTS,
        raised=[level for level in LEVELS if level < WATCH],
        allowed=ALLOWED,
        **WORDS,
    )


@blueprint.get("/figures")
@staff_only("report_concerns")
def figures(visit_id: str) -> str:
    """What became of the concerns, in numbers."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        found = concern_figures(work, person, visit_id, site().calendar)
    return render_template("safeguarding/figures.html", visit=visit, figures=found, measures=MEASURES)


@blueprint.post("/figures")
@staff_only("report_concerns")
def take_figures(visit_id: str) -> Response:
    """The same as a file. That it was taken is written down."""
    person = signed_in()
    with site().writing() as work:
        note_taken(work, person, visit_id)
        reference = visit_of_results(work, person, visit_id).reference
        lines = as_csv(concern_figures(work, person, visit_id, site().calendar))
    told = {"Content-Disposition": f'attachment; filename="concerns-{reference}-not-for-publication.csv"'}
    return Response(lines, mimetype="text/csv", headers=told)


@blueprint.get("/<concern_id>")
@staff_only("read_concerns")
def concern(visit_id: str, concern_id: str) -> str:
    """One concern: what raised it, the words in their context, and what was done."""
    return _page(visit_id, concern_id)


@blueprint.post("/<concern_id>/whole")
@staff_only("work_concerns")
def whole(visit_id: str, concern_id: str) -> str:
    """The whole answer. That it was opened is written down, so this is a POST."""
    person = signed_in()
    with site().writing() as work:
        read = read_whole_answer(work, person, visit_id, concern_id)
    return _page(visit_id, concern_id, template="safeguarding/whole.html", read=read)


@blueprint.post("/<concern_id>/claim")
@staff_only("work_concerns")
def claim(visit_id: str, concern_id: str) -> Page:
    """Say "I am dealing with this"."""
    return _step(visit_id, concern_id, work_concerns.claim, "You have taken this concern.")


@blueprint.post("/<concern_id>/hand-back")
@staff_only("work_concerns")
def hand_back(visit_id: str, concern_id: str) -> Page:
    """Let others take it."""

    def back(work: Work, person: Person, visit_id: str, concern_id: str) -> None:
        work_concerns.hand_back(work, person, visit_id, concern_id, _why())

    return _step(visit_id, concern_id, back, "Nobody has this concern now. Others can take it.", "why")


@blueprint.post("/<concern_id>/decide")
@staff_only("work_concerns")
def decide(visit_id: str, concern_id: str) -> Page:
    """Record how it ends and why; the gravest ones wait for a second person then."""
    form = DecisionForm()
    if not form.validate_on_submit():
        return _page(visit_id, concern_id, form), 400
    try:
        with site().writing() as work:
            state = work_concerns.decide(work, signed_in(), visit_id, concern_id, form.ending())
    except Refused as refused:
        return _page(visit_id, concern_id, form, refused.sentence), 409
    if state == PROPOSED:
        flash("Your proposal is recorded. Another person has to confirm it before the concern is closed.")
        return redirect(url_for(".concern", visit_id=visit_id, concern_id=concern_id), 303)
    flash("Your decision is recorded.")
    return redirect(url_for(".queue", visit_id=visit_id), 303)


@blueprint.post("/<concern_id>/confirm")
@staff_only("work_concerns")
def confirm(visit_id: str, concern_id: str) -> Page:
    """Close what another person proposed to close."""

    def close(work: Work, person: Person, visit_id: str, concern_id: str) -> None:
        work_concerns.confirm(work, person, visit_id, concern_id, _number(request.form.get("proposal", "")))

    return _step(visit_id, concern_id, close, "You confirmed it. The concern is closed.")


@blueprint.post("/<concern_id>/send-back")
@staff_only("work_concerns")
def send_back(visit_id: str, concern_id: str) -> Page:
    """Say why what was proposed does not do."""

    def back(work: Work, person: Person, visit_id: str, concern_id: str) -> None:
        work_concerns.send_back(work, person, visit_id, concern_id, _why())

    return _step(visit_id, concern_id, back, "It is sent back, and waits for a decision again.", "why")


@blueprint.post("/<concern_id>/reopen")
@staff_only("work_concerns")
def reopen(visit_id: str, concern_id: str) -> Page:
    """Let a decided concern wait for a decision again."""

    def again(work: Work, person: Person, visit_id: str, concern_id: str) -> None:
        work_concerns.reopen(work, person, visit_id, concern_id, _why())

    return _step(visit_id, concern_id, again, "It is open again, and waits for a decision.", "why")


def _step(
    visit_id: str,
    concern_id: str,
    step: Callable[[Work, Person, str, str], None],
    done: str,
    at: str = "page",
) -> Page:
    """Take a step in one transaction; where it is refused, say why on the page, with what was typed."""
    form = BackForm()
    if not form.validate_on_submit():
        return _page(visit_id, concern_id, back=form), 400
    try:
        with site().writing() as work:
            find_concern(work, signed_in(), visit_id, concern_id)
            step(work, signed_in(), visit_id, concern_id)
    except Refused as refused:
        return _page(visit_id, concern_id, refusal=refused.sentence, back=form, at=at), 409
    flash(done)
    return redirect(url_for(".concern", visit_id=visit_id, concern_id=concern_id), 303)


def _page(
    visit_id: str,
    concern_id: str,
    form: DecisionForm | None = None,
    refusal: str = "",
    *,
    template: str = "safeguarding/concern.html",
    back: BackForm | None = None,
    at: str = "decision",
    **more: Any,
) -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        found = open_concern(work, person, visit_id, concern_id, site().calendar)
    if form is None:
        form = DecisionForm(formdata=None, route=found.about.suggested.route)
    return render_template(
        template,
        visit=visit,
        found=found,
        form=form,
        back_form=back or BackForm(formdata=None),
        refusals=[{"text": refusal, "href": f"#{_anchor(found, at, person)}"}] if refusal else [],
        may_confirm=found.proposed and found.concern.proposed_by != person.email,
        **more,
        **WORDS,
    )


def _anchor(found: ConcernFile, at: str, person: Person) -> str:
    """The field that a refusal leads to, or the page where that field is not there any more."""
    mine = found.concern.claimed_by == person.email
    asks_why = found.proposed or found.decided or (found.concern.state == CLAIMED and not mine)
    there = {"decision": not found.decided and not found.proposed, "why": asks_why}
    return at if there.get(at) else "page"


def _wanted() -> Wanted:
    """What the address asks for; what it cannot mean is left out."""
    show, level = request.args.get("show", ""), request.args.get("level", "")
    return Wanted(
        show if show in LISTS else WAITING,
        int(level) if level in {str(one) for one in LEVELS} else 0,
        _number(request.args.get("page", "")) or 1,
    )


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


def _why() -> str:
    return showable(request.form.get("why", ""))
