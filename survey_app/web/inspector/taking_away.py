"""What leaves the team: a Word note, a workbook and a summary, and the words in them that a person made fit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from analysis.evidence import Evidence
from analysis.evidence_note import write_note
from analysis.evidence_workbook import write_workbook_of
from analysis.redaction_hints import KINDS, Hint, replaced
from analysis.summary_pdf import CannotSetType, write_summary
from questionnaires.kinds import is_text
from questionnaires.model import AUDIENCES
from survey_app.services import agreed_words, redact, take_away
from survey_app.services.errors import Refused
from survey_app.services.find_answers import Scope, Wanted
from survey_app.services.inspect import visit_of_results
from survey_app.services.read_answers import answers_page, scope_for
from survey_app.services.redact import ToRedact
from survey_app.services.take_away import NOTE, PUBLIC, SUMMARY, WORKBOOK
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector import typed
from survey_app.web.inspector.filters import pages_around, read_filters
from survey_app.web.inspector.paragraphs import paragraph_title
from survey_app.web.inspector.words import NEVER, NOT_YET
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("taking_away", __name__, url_prefix="/staff/visits/<visit_id>/take-away")
Page = str | Response | tuple[str, int]
OFFICE = "application/vnd.openxmlformats-officedocument"
SORTS = {
    NOTE: ("evidence-note", "docx", f"{OFFICE}.wordprocessingml.document"),
    WORKBOOK: ("figures", "xlsx", f"{OFFICE}.spreadsheetml.sheet"),
    SUMMARY: ("summary", "pdf", "application/pdf"),
}
NAMES = {
    NOTE: "Evidence note",
    WORKBOOK: "Figures",
    SUMMARY: "Summary for everybody",
    PUBLIC: "Figures of the public page",
}
ROWS_TO_TYPE = 3
WORDS: dict[str, Any] = {"audiences": AUDIENCES, "kinds": KINDS}


@blueprint.get("")
@staff_only("take_away")
def choices(visit_id: str) -> str:
    """What can be taken away now, and what was taken so far."""
    return _choices(visit_id)


@blueprint.post("")
@staff_only("take_away")
def take(visit_id: str) -> Page:
    """One of the files. Its figures are kept, so that later ones cannot be subtracted from them."""
    sort = request.form.get("sort", "")
    if sort not in SORTS:
        return _choices(visit_id, "Choose what to take away."), 409
    try:
        with site().writing() as work:
            evidence, at = take_away.publish(work, signed_in(), visit_id, sort), work.now
        # Written after the commit: a large file takes a second, and nobody's answer should wait for it.
        content = _write(evidence, sort, at)
    except CannotSetType as problem:
        return _choices(visit_id, str(problem)), 409
    name, ending, kind = SORTS[sort]
    answer = Response(content, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}-{evidence.reference}.{ending}")
    return answer


@blueprint.get("/words")
@staff_only("redact_answers")
def words(visit_id: str) -> str:
    """The words that may be shown, those that the team marked, and a way to every other answer."""
    person, asked = signed_in(), read_filters()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        fit = redact.fit_to_show(work, person, visit_id)
        marked = redact.marked(work, person, visit_id)
        wanted = Wanted(question=asked.wanted.question)
        page = answers_page(work, person, visit_id, wanted, asked.page) if wanted.question else None
        scope = scope_for(work, visit_id, person)
    return render_template(
        "inspector/taking_words.html",
        visit=visit,
        fit=fit,
        marked=marked,
        page=page,
        wanted=wanted,
        questions=_own_words(scope),
        numbers=pages_around(page.number, page.last) if page else (),
        what_next=NOT_YET.get(visit.state, NEVER),
        **WORDS,
    )


@blueprint.get("/words/<response_id>/<question>")
@staff_only("redact_answers")
def answer(visit_id: str, response_id: str, question: str) -> str:
    """One answer, with hints for what could say who somebody is."""
    return _answer(visit_id, response_id, question)


@blueprint.post("/words/<response_id>/<question>")
@staff_only("redact_answers")
def look_again(visit_id: str, response_id: str, question: str) -> Page:
    """The answer as it would be shown, for a second look; nothing is kept yet."""
    if request.form.get("then") == "change":
        return _answer(visit_id, response_id, question)
    try:
        with site().reading() as work:
            person = signed_in()
            visit = visit_of_results(work, person, visit_id)
            shown = redact.answer_to_redact(work, person, visit_id, response_id, question)
            hidden = redact.chosen(shown, *_asked())
    except Refused as refused:
        return _answer(visit_id, response_id, question, refused.sentence), 409
    return render_template(
        "inspector/taking_second_look.html",
        visit=visit,
        shown=shown,
        text=replaced(shown.text, hidden),
        left=_left(shown, hidden),
        spans=request.form.getlist("hide"),
        rows=_rows(),
        **WORDS,
    )


@blueprint.post("/words/<response_id>/<question>/keep")
@staff_only("redact_answers")
def keep(visit_id: str, response_id: str, question: str) -> Page:
    """Keep it as what may be shown, after both looks."""
    person = signed_in()
    try:
        with site().writing() as work:
            shown = redact.answer_to_redact(work, person, visit_id, response_id, question)
            if request.form.get("looked") != "yes":
                raise Refused("Look at the words a second time before you keep them.")
            redact.keep(work, person, visit_id, response_id, question, redact.chosen(shown, *_asked()))
    except Refused as refused:
        return _answer(visit_id, response_id, question, refused.sentence), 409
    flash("These words may be shown now. They stand in the next evidence note.")
    return redirect(url_for(".words", visit_id=visit_id), 303)


@blueprint.post("/words/<response_id>/<question>/offer")
@staff_only("offer_words")
def offer(visit_id: str, response_id: str, question: str) -> Page:
    """Ask a group whether some of these words may stand on the public page."""
    said, group = (request.form.get(name, "") for name in ("said", "group"))
    try:
        with site().writing() as work:
            agreed_words.offer(work, signed_in(), visit_id, response_id, question, said, group)
    except Refused as refused:
        return _answer(visit_id, response_id, question, refused.sentence), 409
    flash("The group is asked. The words are shown only if it agrees.")
    return redirect(url_for(".words", visit_id=visit_id), 303)


@blueprint.post("/words/<response_id>/<question>/take-back")
@staff_only("redact_answers")
def take_back(visit_id: str, response_id: str, question: str) -> Page:
    """These words may not be shown any more."""
    try:
        with site().writing() as work:
            redact.take_back(work, signed_in(), visit_id, response_id, question)
    except Refused as refused:
        return _answer(visit_id, response_id, question, refused.sentence), 409
    flash("These words stand in no note that is made from now on.")
    return redirect(url_for(".words", visit_id=visit_id), 303)


def _write(evidence: Evidence, sort: str, at: datetime) -> bytes:
    if sort == NOTE:
        return write_note(evidence, paragraph_title)
    if sort == WORKBOOK:
        return write_workbook_of(evidence)
    return write_summary(evidence, paragraph_title, at)


def _choices(visit_id: str, problem: str = "") -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        ready = take_away.ready(work, person, visit_id)
        taken = take_away.taken(work, person, visit_id)
    return render_template(
        "inspector/taking_away.html",
        visit=visit,
        ready=ready,
        taken=taken,
        names=NAMES,
        sections=list(ready.sections(paragraph_title)),
        problems=[{"text": problem, "href": "#take"}] if problem else [],
        what_next=NOT_YET.get(visit.state, NEVER),
    )


def _answer(visit_id: str, response_id: str, question: str, problem: str = "") -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        try:
            shown = redact.answer_to_redact(work, person, visit_id, response_id, question)
        except Refused as refused:
            shown, problem = None, refused.sentence
        may_offer = person.may("offer_words", visit_id)
        groups = agreed_words.groups_to_ask(work, person, visit_id) if may_offer else ()
    return render_template(
        "inspector/taking_redact.html",
        visit=visit,
        groups=groups,
        shown=shown,
        pieces=_pieces(shown) if shown else (),
        ticked=request.form.getlist("hide"),
        rows=_rows(),
        problems=[{"text": problem, "href": "#words-1" if shown else "#page"}] if problem else [],
        **WORDS,
    )


def _asked() -> tuple[list[str], list[tuple[str, str]]]:
    return request.form.getlist("hide"), _rows()


def _rows() -> list[tuple[str, str]]:
    """Words that somebody typed, each with what it is."""
    return [
        (
            showable(request.form.get(f"words-{number}", ""))[: typed.LONGEST_QUOTE],
            typed.word(f"kind-{number}"),
        )
        for number in range(1, ROWS_TO_TYPE + 1)
    ]


def _pieces(shown: ToRedact) -> list[tuple[str, Hint | None]]:
    """The text in pieces, those that a hint stands on with it."""
    pieces: list[tuple[str, Hint | None]] = []
    last = 0
    for hint in shown.hints:
        pieces += [(shown.text[last : hint.start], None), (shown.text[hint.start : hint.end], hint)]
        last = hint.end
    return [*pieces, (shown.text[last:], None)]


def _left(shown: ToRedact, hidden: tuple[Hint, ...]) -> list[tuple[str, str]]:
    """The words of the hints that were not chosen, with what they may be."""
    return [
        (shown.text[hint.start : hint.end], hint.kind)
        for hint in shown.hints
        if not any(hint.start < one.end and one.start < hint.end for one in hidden)
    ]


def _own_words(scope: Scope) -> list[tuple[str, str]]:
    """The questions that are answered in own words, with their wording."""
    return [
        (name, next(iter(asked.values())).text)
        for name, asked in scope.questions.items()
        if any(is_text(question) for question in asked.values())
    ]
