"""Typing in what came back on paper: the desk, one form, and where two people differed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accessibility.easy_read import Reading
from questionnaires.model import AUDIENCES
from questionnaires.rules import Answers, AnswerValue
from survey_app.calendar.wording import say_day
from survey_app.services import paper_entry
from survey_app.services.describe_visit import visit_card
from survey_app.services.errors import Refused
from survey_app.services.paper_entry import hand_in, keep, settle
from survey_app.services.paper_forms import (
    ACCEPTED,
    DIFFER,
    SECOND,
    STATES,
    TYPING,
    Sheet,
    begin,
    desk,
    name_of,
    sheet,
)
from survey_app.services.paper_pictures import read_pictures
from survey_app.services.paper_waiting import waiting
from survey_app.services.take_part import read_page
from survey_app.web.access import signed_in, staff_only
from survey_app.web.fields.table import sentence
from survey_app.web.paper.forms import AsideForm, BeginForm
from survey_app.web.paper.on_paper import OnPaper, on_paper
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("paper", __name__, url_prefix="/staff/visits/<visit_id>/paper")
Page = str | Response | tuple[str, int]
# Before each question's id in a form, so that no question can take the name of a field of ours.
FIELD = "answer-"
CANNOT_WAIT = "Kept. Something on this form cannot wait: type the rest of it and hand it in now."
# Before what is typed of a form is deleted, the list of forms says so this long.
WARNED = timedelta(days=7)
AFTERWARDS = {
    ACCEPTED: "The form is stored. Nothing leads from the sheet to its answers any more.",
    SECOND: "The form is typed. A second person types it now, to see whether both read the same.",
    DIFFER: "Two people typed this form differently. Look at the sheet together.",
}


@blueprint.get("")
@staff_only("enter_paper")
def at_desk(visit_id: str) -> str:
    """What waits on the desk, and the way to the next form."""
    return _desk(visit_id, BeginForm())


@blueprint.post("")
@staff_only("enter_paper")
def take(visit_id: str) -> Page:
    """Take a form on the desk."""
    form = BeginForm()
    if not form.validate_on_submit() or form.received_on.data is None:
        return _desk(visit_id, form), 422
    try:
        with site().writing() as work:
            form_id = begin(
                work, signed_in(), visit_id, form.name.data or "", form.received_on.data, form.copied.data
            )
    except Refused as refused:
        form.name.errors = [refused.sentence]
        return _desk(visit_id, form), 422
    return redirect(url_for(".entry", visit_id=visit_id, form_id=form_id))


@blueprint.get("/before-you-type")
@staff_only("enter_paper")
def before_you_type(visit_id: str) -> str:
    """What whoever types must know: they will read what people disclose."""
    with site().reading() as work:
        visit = visit_card(work, signed_in(), visit_id)
    return render_template("staff/paper/before_you_type.html", visit=visit)


@blueprint.get("/forms/<form_id>")
@staff_only("enter_paper")
def entry(visit_id: str, form_id: str) -> Page:
    """One form, as on the paper, with what this person has typed of it."""
    person = signed_in()
    with site().reading() as work:
        on = sheet(work, person, visit_id, form_id)
        answers = paper_entry.typed_answers(work, person, on)
    if on.form.state == DIFFER:
        return redirect(url_for(".differ", visit_id=visit_id, form_id=form_id))
    return _entry(visit_id, on, answers, {})


@blueprint.post("/forms/<form_id>")
@staff_only("enter_paper")
def type_in(visit_id: str, form_id: str) -> Page:
    """Keep what is typed so far, or hand the whole form in."""
    person, done = signed_in(), request.form.get("then") == "done"
    with site().reading() as work:
        on = sheet(work, person, visit_id, form_id)
    answers, problems = _read(on)
    if problems:
        return _entry(visit_id, on, _typed(on), problems), 422
    try:
        with site().writing() as work:
            on = sheet(work, person, visit_id, form_id)
            urgent = not done and keep(work, person, on, answers)
            state = hand_in(work, person, on, answers) if done else ""
    except Refused as refused:
        return _entry(visit_id, on, answers, {}, refused.sentence), 422
    if not done:
        flash(CANNOT_WAIT if urgent else "Kept. Go on whenever you like.", "problem" if urgent else "message")
        return redirect(url_for(".entry", visit_id=visit_id, form_id=form_id))
    flash(AFTERWARDS[state])
    return _onwards(visit_id, form_id, state)


@blueprint.get("/forms/<form_id>/two-readings")
@staff_only("enter_paper")
def differ(visit_id: str, form_id: str) -> str:
    """Where two people typed differently, side by side."""
    return _differ(visit_id, form_id)


@blueprint.post("/forms/<form_id>/two-readings")
@staff_only("enter_paper")
def agree(visit_id: str, form_id: str) -> Page:
    """Store the form as two people agreed."""
    person = signed_in()
    try:
        with site().writing() as work:
            on = sheet(work, person, visit_id, form_id)
            apart = {one.question: one for one in paper_entry.differences(work, person, on)}
            said = {name: request.form.get(FIELD + name, "") for name in apart}
            if not set(said.values()) <= {"first", "second", "neither"}:
                raise Refused("Choose for every question what the sheet says.")
            chosen: dict[str, AnswerValue] = {}
            for name, which in said.items():
                value = {"first": apart[name].first, "second": apart[name].second}.get(which)
                if value:
                    chosen[name] = value
            settle(work, person, on, chosen)
    except Refused as refused:
        return _differ(visit_id, form_id, refused.sentence), 422
    flash(AFTERWARDS[ACCEPTED])
    return redirect(url_for(".at_desk", visit_id=visit_id))


@blueprint.route("/forms/<form_id>/aside", methods=["GET", "POST"])
@staff_only("enter_paper")
def aside(visit_id: str, form_id: str) -> Page:
    """Say why a form gives no answers."""
    person, form = signed_in(), AsideForm()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        on = sheet(work, person, visit_id, form_id)
    if form.validate_on_submit():
        try:
            with site().writing() as work:
                paper_entry.put_aside(work, person, sheet(work, person, visit_id, form_id), form.why.data)
        except Refused as refused:
            form.why.errors = [refused.sentence]
        else:
            flash("The form is put aside. It counts as come back, and gives no answers.")
            return redirect(url_for(".at_desk", visit_id=visit_id))
    page = render_template("staff/paper/aside.html", visit=visit, form=form, name=_name(on), form_id=form_id)
    return (page, 422) if form.errors else page


def _desk(visit_id: str, form: BeginForm) -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        found = desk(work, person, visit_id, site().settings.paper_days)
        pictures = waiting(work, person, visit_id)
        today = work.today
    return render_template(
        "staff/paper/desk.html",
        visit=visit,
        desk=found,
        pictures=pictures,
        soon=[card for card in found.waiting if card.kept_until and card.kept_until < today + WARNED],
        today=today,
        days=site().settings.paper_days,
        form=form,
        states=STATES,
        audiences=AUDIENCES,
        say_day=say_day,
    )


def _entry(visit_id: str, on: Sheet, answers: Answers, problems: Mapping[str, str], refused: str = "") -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        seen = read_pictures(work, person, on)
    # What was read is a beginning for the first person; the second types without it, or two would be one.
    first = on.form.state == TYPING
    return render_template(
        "staff/paper/entry.html",
        visit=visit,
        on=on,
        name=_name(on),
        pages=_pages(on),
        answers=(answers or seen.answers) if seen and first and not (problems or refused) else answers,
        wrong=problems,
        refused=refused,
        seen=seen,
        asks=seen.asks if seen and first else {},
        first=first,
        prefix=FIELD,
        audiences=AUDIENCES,
    )


def _differ(visit_id: str, form_id: str, refused: str = "") -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        on = sheet(work, person, visit_id, form_id)
        apart = paper_entry.differences(work, person, on)
        seen = read_pictures(work, person, on)
    asked = {one.id: one for page in _pages(on) for one in page.questions}
    return render_template(
        "staff/paper/two_readings.html",
        visit=visit,
        name=_name(on),
        rows=[(asked[q.question], *map(asked[q.question].said, (q.first, q.second))) for q in apart],
        form_id=form_id,
        refused=refused,
        seen=seen,
        prefix=FIELD,
    )


def _onwards(visit_id: str, form_id: str, state: str) -> Response:
    if state == DIFFER:
        return redirect(url_for(".differ", visit_id=visit_id, form_id=form_id))
    return redirect(url_for(".at_desk", visit_id=visit_id))


def _pages(on: Sheet) -> tuple[OnPaper, ...]:
    return on_paper(on.questionnaire, Reading(on.printed.face, on.printed.language))


def _name(on: Sheet) -> str:
    return name_of(on.printed.code, on.form.number)


def _read(on: Sheet) -> tuple[dict[str, AnswerValue], dict[str, str]]:
    """The whole form, read as the pages of those who answer are; and what is wrong, by question."""
    sent = {name: request.form.getlist(FIELD + name) for name in on.questionnaire.questions}
    answers: dict[str, AnswerValue] = {}
    problems: dict[str, str] = {}
    for page in on.questionnaire.pages:
        read = read_page(page, sent)
        answers.update({name: value for name, value in read.answers.items() if value})
        problems.update({name: sentence(problem) for name, problem in read.problems.items()})
    return answers, problems


def _typed(on: Sheet) -> dict[str, AnswerValue]:
    """What was typed, just as it came, to be shown again."""
    typed: dict[str, AnswerValue] = {}
    for name, question in on.questionnaire.questions.items():
        values = [showable(value) for value in request.form.getlist(FIELD + name) if value]
        if values:
            typed[name] = tuple(values) if question.options else values[0]
    return typed
