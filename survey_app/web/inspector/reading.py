"""Reading everything that people wrote, one person at a time: marked, quoted, coded, and on to the next."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from questionnaires.model import AUDIENCES
from survey_app.services import mark_answers
from survey_app.services.errors import Refused
from survey_app.services.find_answers import STANCES, Scope
from survey_app.services.inspect import visit_of_results
from survey_app.services.read_answers import scope_for
from survey_app.services.read_through import (
    Wanted,
    following,
    note_read,
    paragraphs_asked,
    preceding,
    progress,
    resume,
    to_read,
)
from survey_app.services.safeguard import LEVELS
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector import typed
from survey_app.web.inspector.choices import Choices, question_choices
from survey_app.web.inspector.evidence_address import quote_address
from survey_app.web.inspector.paragraphs import paragraph_title
from survey_app.web.inspector.words import NEVER, NOT_YET
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("reading", __name__, url_prefix="/staff/visits/<visit_id>/reading")
WORDS: dict[str, Any] = {"audiences": AUDIENCES, "stances": STANCES, "levels": LEVELS}
Page = str | Response | tuple[str, int]
LONGEST = 64
HANDBOOK = "000/"


@blueprint.record_once
def _prepare_templates(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(reading_progress=reading_progress)


@blueprint.get("")
@staff_only("read_answers")
def next_one(visit_id: str) -> str | Response:
    """Go on where one left off; when there is nothing left, say so."""
    person, wanted = signed_in(), _read_wanted()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        scope = scope_for(work, visit_id, person)
        here = resume(work, person, scope, wanted)
        done = progress(work, person, scope, wanted)
    if here is not None:
        return redirect(_at(visit_id, here, wanted))
    return render_template(
        "inspector/reading_done.html",
        visit=visit,
        wanted=wanted,
        done=done,
        lists=_lists(scope, wanted),
        what_next=NOT_YET.get(visit.state, NEVER),
    )


@blueprint.get("/<response_id>")
@staff_only("read_answers")
def one(visit_id: str, response_id: str) -> str:
    """All that one person wrote."""
    return _page(visit_id, response_id)


@blueprint.post("/<response_id>/read")
@staff_only("read_answers")
def read(visit_id: str, response_id: str) -> Response:
    """Say that this was read, and go to the next."""
    with site().writing() as work:
        note_read(work, signed_in(), visit_id, response_id)
    return _onward(visit_id, response_id)


@blueprint.get("/<response_id>/next")
@staff_only("read_answers")
def pass_over(visit_id: str, response_id: str) -> Response:
    """Go to the next without saying that this was read."""
    return _onward(visit_id, response_id)


@blueprint.post("/<response_id>/<question>/mark")
@staff_only("read_answers")
def mark(visit_id: str, response_id: str, question: str) -> Page:
    """Mark words of one answer."""
    try:
        words, start = typed.quote()
        note = request.form.get("note", "")
        with site().writing() as work:
            mark_answers.mark(work, signed_in(), visit_id, response_id, question, words, note, start)
    except Refused as refused:
        return _page(visit_id, response_id, refused.sentence, question), 409
    flash("Your mark is kept.")
    return redirect(_at(visit_id, response_id, _read_wanted(), f"answer-{question}"), 303)


@blueprint.post("/<response_id>/unmark")
@staff_only("read_answers")
def unmark(visit_id: str, response_id: str) -> Page:
    """Take one's own mark away."""
    try:
        with site().writing() as work:
            mark_answers.unmark(work, signed_in(), visit_id, typed.word("mark"))
    except Refused as refused:
        return _page(visit_id, response_id, refused.sentence), 409
    flash("Your mark is taken away.")
    return redirect(_at(visit_id, response_id, _read_wanted()), 303)


def reading_progress(visit_id: str) -> dict[str, Any]:
    """How far the team has come with reading, for the page with results; where to go on."""
    person = signed_in()
    with site().reading() as work:
        done = progress(work, person, scope_for(work, visit_id, person), Wanted())
    return {"done": done, "href": url_for("reading.next_one", visit_id=visit_id)}


def _page(visit_id: str, response_id: str, problem: str = "", problem_in: str = "") -> str:
    person, wanted = signed_in(), _read_wanted()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        scope = scope_for(work, visit_id, person)
        shown = to_read(work, person, scope, wanted, response_id)
        before = preceding(work, person, scope, wanted, response_id)
        done = progress(work, person, scope, wanted)
    return render_template(
        "inspector/reading.html",
        visit=visit,
        shown=shown,
        told=shown.told,
        wanted=wanted,
        given=_parameters(wanted),
        before=_at(visit_id, before, wanted) if before else "",
        done=done,
        lists=_lists(scope, wanted),
        quote_address=partial(quote_address, visit_id, _parameters(wanted)),
        problems=[{"text": problem, "href": f"#words-{problem_in}" if problem_in else "#page"}]
        if problem
        else [],
        problem_in=problem_in,
        typed={name: showable(request.form.get(name, "")) for name in ("words", "note")},
        **WORDS,
    )


def _onward(visit_id: str, response_id: str) -> Response:
    person, wanted = signed_in(), _read_wanted()
    with site().reading() as work:
        scope = scope_for(work, visit_id, person)
        to_read(work, person, scope, wanted, response_id)
        there = following(work, person, scope, wanted, response_id)
    if there is None:
        return redirect(url_for(".next_one", visit_id=visit_id, **_parameters(wanted)), 303)
    return redirect(_at(visit_id, there, wanted), 303)


def _read_wanted() -> Wanted:
    """The filters of this request; what is too long is taken as something that nothing fits."""
    return Wanted(*(request.args.get(name, "")[: LONGEST + 1] for name in ("audience", "asked", "paragraph")))


def _parameters(wanted: Wanted) -> dict[str, Any]:
    given = {"audience": wanted.audience, "asked": wanted.question, "paragraph": wanted.paragraph}
    return {name: value for name, value in given.items() if value}


def _lists(scope: Scope, wanted: Wanted) -> Mapping[str, Choices]:
    """The choices of every filter, by the filter's name in the address."""
    there = dict.fromkeys(scope.surveys.values())
    return {
        "audience": [("", [(name, AUDIENCES.get(name, name)) for name in there])],
        "asked": list(question_choices(scope, wanted.audience, wanted.question)),
        "paragraph": [("", [(name, _paragraph_words(name)) for name in paragraphs_asked(scope)])],
    }


def _paragraph_words(name: str) -> str:
    """A paragraph of the handbook by its title; any other as it is named."""
    return paragraph_title(name.removeprefix(HANDBOOK)) if name.startswith(HANDBOOK) else name


def _at(visit_id: str, response_id: str, wanted: Wanted, place: str = "") -> str:
    where: dict[str, Any] = {"visit_id": visit_id, "response_id": response_id}
    return url_for(".one", _anchor=place or None, **where, **_parameters(wanted))
