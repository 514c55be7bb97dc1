"""The coding desk: one answer at a time, what the machine found in it, and what people decided."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from questionnaires.model import AUDIENCES
from survey_app.services import code_answers
from survey_app.services import labels as labelled
from survey_app.services.code_answers import Place
from survey_app.services.coded_answer import CodedAnswer, coded_answer
from survey_app.services.coding_queue import Wanted, following, preceding, progress, resume
from survey_app.services.disagreements import disagreements
from survey_app.services.errors import Refused
from survey_app.services.find_answers import STANCES
from survey_app.services.inspect import visit_of_results
from survey_app.services.read_answers import scope_for
from survey_app.services.work import Work
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector import typed
from survey_app.web.inspector.choices import theme_choices
from survey_app.web.inspector.coding_filters import lists, parameters, read_wanted
from survey_app.web.inspector.words import NEVER, NOT_YET
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("coding", __name__, url_prefix="/staff/visits/<visit_id>/coding")
WORDS: dict[str, Any] = {"audiences": AUDIENCES, "stances": STANCES}
Page = str | Response | tuple[str, int]


@blueprint.get("")
@staff_only("code_answers")
def desk(visit_id: str) -> str | Response:
    """Go on where one left off; when nothing is left, say so."""
    person, wanted = signed_in(), read_wanted()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        scope = scope_for(work, visit_id, person)
        here = resume(work, person, scope, wanted)
        done = progress(work, person, scope, wanted)
    if here is not None:
        return redirect(_at(visit_id, here[0], here[1], wanted))
    return render_template(
        "inspector/coding_done.html",
        visit=visit,
        wanted=wanted,
        done=done,
        lists=lists(scope, wanted, AUDIENCES),
        blind=len(scope.blind),
        what_next=NOT_YET.get(visit.state, NEVER),
        **WORDS,
    )


@blueprint.get("/<response_id>/<question>")
@staff_only("code_answers")
def answer(visit_id: str, response_id: str, question: str) -> str:
    """One answer with its codes."""
    return _page(visit_id, response_id, question)


@blueprint.post("/<response_id>/<question>/decide")
@staff_only("code_answers")
def decide(visit_id: str, response_id: str, question: str) -> Page:
    """Accept, reject or recode one code."""
    try:
        place = Place(typed.whole("start"), typed.whole("end"), typed.word("found"))
        choice = request.form.get("choice", "")
        with site().writing() as work:
            _decide(work, visit_id, response_id, question, place, choice)
    except Refused as refused:
        return _page(visit_id, response_id, question, refused.sentence), 409
    return redirect(_at(visit_id, response_id, question, read_wanted(), _then()), 303)


@blueprint.post("/<response_id>/<question>/add")
@staff_only("code_answers")
def add(visit_id: str, response_id: str, question: str) -> Page:
    """Code words that nobody has coded."""
    try:
        words, start = typed.quote()
        with site().writing() as work:
            code_answers.add(
                work, signed_in(), visit_id, response_id, question, words, typed.verdict(), start
            )
    except Refused as refused:
        return _page(visit_id, response_id, question, refused.sentence, problem_at="words"), 409
    flash("Your code is added.")
    return redirect(_at(visit_id, response_id, question, read_wanted(), "add"), 303)


@blueprint.post("/<response_id>/<question>/next")
@staff_only("code_answers")
def next_answer(visit_id: str, response_id: str, question: str) -> Response:
    """Say that this answer was looked through, and go to the next."""
    person, wanted = signed_in(), read_wanted()
    with site().writing() as work:
        code_answers.look_through(work, person, visit_id, response_id, question)
    with site().reading() as work:
        scope = scope_for(work, visit_id, person)
        there = following(work, person, scope, wanted, (response_id, question))
    if there is None:
        return redirect(url_for(".desk", visit_id=visit_id, **parameters(wanted)), 303)
    return redirect(_at(visit_id, there[0], there[1], wanted), 303)


@blueprint.get("/disagreements")
@staff_only("code_answers")
def differ(visit_id: str) -> str:
    """The codes about which people differ."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        scope = scope_for(work, visit_id, person)
        found = disagreements(work, person, scope)
    may_settle = person.may("settle_codes", visit_id)
    return render_template(
        "inspector/coding_disagreements.html", visit=visit, found=found, may_settle=may_settle, **WORDS
    )


@blueprint.get("/labels")
@staff_only("take_labels")
def labels(visit_id: str) -> str:
    """What can be taken away for training, and what it holds."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        ready = sum(1 for _ in labelled.labels(work, person, visit_id))
    return render_template("inspector/labels.html", visit=visit, ready=ready)


@blueprint.post("/labels")
@staff_only("take_labels")
def take_labels(visit_id: str) -> Response:
    """Labelled lines, one for each answer that people went through. That they were taken is written down."""
    person = signed_in()
    with site().writing() as work:
        labelled.note_labels(work, person, visit_id)
    with site().reading() as work:
        reference = visit_of_results(work, person, visit_id).reference
        lines = b"".join(labelled.as_lines(labelled.labels(work, person, visit_id)))
    told = {"Content-Disposition": f'attachment; filename="labels-{reference}.jsonl"'}
    return Response(lines, mimetype="application/jsonl", headers=told)


def _decide(work: Work, visit_id: str, response_id: str, question: str, place: Place, choice: str) -> None:
    person = signed_in()
    if choice == "accept":
        code_answers.accept(work, person, visit_id, response_id, question, place)
    elif choice == "reject":
        code_answers.reject(work, person, visit_id, response_id, question, place)
    elif choice == "recode":
        verdict = typed.verdict()
        if not verdict.theme:
            raise Refused("Choose a theme.")
        code_answers.decide(work, person, visit_id, response_id, question, place, verdict)
    else:
        raise Refused("Choose accept, reject or recode.")


def _page(
    visit_id: str, response_id: str, question: str, problem: str = "", problem_at: str = "codes"
) -> str:
    person, wanted = signed_in(), read_wanted()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        scope = scope_for(work, visit_id, person)
        shown = coded_answer(work, person, scope, response_id, question)
        before = preceding(work, person, scope, wanted, (response_id, question))
        done = progress(work, person, scope, wanted)
    return render_template(
        "inspector/coding.html",
        visit=visit,
        shown=shown,
        wanted=wanted,
        given=parameters(wanted),
        before=_at(visit_id, before[0], before[1], wanted) if before else "",
        done=done,
        lists=lists(scope, wanted, AUDIENCES),
        blind=len(scope.blind),
        themes=list(theme_choices(scope.own_themes)),
        problems=[{"text": problem, "href": f"#{problem_at}"}] if problem else [],
        typed={name: showable(request.form.get(name, "")) for name in ("words", "theme", "stance")},
        undecided=_undecided(shown),
        may_settle=person.may("settle_codes", visit_id),
        **WORDS,
    )


def _undecided(shown: CodedAnswer) -> int:
    """The number of the code to begin with, the first that waits; 0 when none does."""
    return next((card.number for card in shown.cards if card.state in ("waiting", "disputed")), 0)


def _at(visit_id: str, response_id: str, question: str, wanted: Wanted, place: str = "") -> str:
    where: dict[str, Any] = {"visit_id": visit_id, "response_id": response_id, "question": question}
    return url_for(".answer", _anchor=place or None, **where, **parameters(wanted))


def _then() -> str:
    """Where on the page to go on after a decision."""
    said = request.form.get("then", "")
    return said if re.fullmatch(r"code-\d{1,4}|next", said) else "codes"
