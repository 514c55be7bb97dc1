"""Putting evidence into a line of enquiry and taking it out: words of an answer, a figure, a note; counting again."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.services import enquire, enquiry_evidence
from survey_app.services.enquiry_evidence import Excerpt, excerpt_of, told_by
from survey_app.services.enquiry_figures import Counted, Figure, count, earlier_of
from survey_app.services.enquiry_lines import frozen_again, lines_of
from survey_app.services.enquiry_words import FOR, LineParts
from survey_app.services.errors import Refused
from survey_app.services.inspect import visit_of_results
from survey_app.services.read_answers import scope_for
from survey_app.services.work import Work
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector.enquiry_form import LONGEST_ID, WORDS, an_id, said
from survey_app.web.inspector.enquiry_line import READING, Doors, doors, show_line
from survey_app.web.inspector.evidence_address import way_back_to_reading
from survey_app.web.inspector.figure_in_address import address_of_figure, figure_asked
from survey_app.web.site import site

blueprint = Blueprint("enquiry_evidence", __name__, url_prefix="/staff/visits/<visit_id>/enquiry")
Page = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address wants to add: words of an answer, or a figure."""

    response: str
    question: str
    start: int | None
    end: int | None
    figure: Figure | None

    @property
    def anything(self) -> bool:
        """False when the address names nothing."""
        return bool(self.response or self.figure)


@dataclass(frozen=True, slots=True)
class Offered:
    """The same, as it stands now: an excerpt, or a count with the answers behind it."""

    excerpt: Excerpt | None = None
    counted: Counted | None = None
    doors: Doors = ()


@blueprint.get("/add")
@staff_only("enquire")
def add(visit_id: str) -> Page:
    """What would be added, and the lines to choose from."""
    asked = _asked()
    if not asked.anything:
        return redirect(url_for("enquiry.lines", visit_id=visit_id))
    try:
        return _page(visit_id, asked)
    except Refused as refused:
        return _page(visit_id, asked, refused.sentence, without=True), 409


@blueprint.post("/add")
@staff_only("enquire")
def put_in(visit_id: str) -> Page:
    """Add it to a line, or to a new one: both or neither."""
    asked = _asked()
    if not asked.anything:
        return redirect(url_for("enquiry.lines", visit_id=visit_id), 303)
    try:
        with site().writing() as work:
            line_id = an_id("line") or _new_line(work, visit_id)
            _put(work, visit_id, line_id, asked)
    except Refused as refused:
        return _page(visit_id, asked, refused.sentence, without=asked.figure is not None), 409
    back = way_back_to_reading(visit_id, asked.response, asked.question)
    if back:
        flash("It is added to the line of enquiry.")
        return redirect(back, 303)
    flash("It is added to this line of enquiry.")
    return redirect(url_for("enquiry.line", visit_id=visit_id, line_id=line_id, _anchor="evidence"), 303)


@blueprint.post("/<line_id>/note")
@staff_only("enquire")
def note(visit_id: str, line_id: str) -> Page:
    """Add what somebody saw, heard or read elsewhere."""
    try:
        with site().writing() as work:
            enquiry_evidence.add_note(work, signed_in(), visit_id, line_id, an_id("way"), said("note"))
    except Refused as refused:
        return show_line(visit_id, line_id, refused.sentence, "note"), 409
    return redirect(url_for("enquiry.line", visit_id=visit_id, line_id=line_id, _anchor="evidence"), 303)


@blueprint.post("/<line_id>/take-out")
@staff_only("enquire")
def take_out(visit_id: str, line_id: str) -> Page:
    """Let a piece of evidence not count any more."""
    try:
        evidence_id = an_id("evidence")
        if not evidence_id:
            raise Refused("Choose what does not count any more.")
        with site().writing() as work:
            enquiry_evidence.take_out(work, signed_in(), visit_id, line_id, evidence_id, said("why"))
    except Refused as refused:
        return show_line(visit_id, line_id, refused.sentence, "evidence"), 409
    flash("It does not count any more. It stays to be seen below.")
    return redirect(url_for("enquiry.line", visit_id=visit_id, line_id=line_id, _anchor="evidence"), 303)


@blueprint.get("/<line_id>/figures/<evidence_id>")
@staff_only("enquire")
def figure(visit_id: str, line_id: str, evidence_id: str) -> str:
    """A frozen figure beside what it is now."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        piece, again = frozen_again(work, person, visit_id, line_id, evidence_id)
        behind = doors(work, person, scope_for(work, visit_id), piece.figure) if piece.figure else ()
    return render_template(
        "inspector/enquiry_figure.html",
        visit=visit,
        line_id=line_id,
        piece=piece,
        again=again,
        doors=behind,
        address_of_figure=address_of_figure,
        **WORDS,
    )


def _asked() -> Asked:
    return Asked(
        response=request.args.get("response", "")[:LONGEST_ID],
        question=request.args.get("question", "")[:LONGEST_ID],
        start=_place("start"),
        end=_place("end"),
        figure=figure_asked(),
    )


def _place(name: str) -> int | None:
    typed = request.args.get(name, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else None


def _new_line(work: Work, visit_id: str) -> str:
    return enquire.start(work, signed_in(), visit_id, LineParts(said("title"), question=said("asks")))


def _put(work: Work, visit_id: str, line_id: str, asked: Asked) -> None:
    person, way, note_said = signed_in(), an_id("way"), said("note")
    if asked.figure:
        enquiry_evidence.add_figure(work, person, visit_id, line_id, asked.figure, way, note_said)
        return
    start = request.form.get("start", "")
    enquiry_evidence.add_words(
        work,
        person,
        visit_id,
        line_id,
        asked.response,
        asked.question,
        request.form.get("words", ""),
        int(start) if start.isascii() and start.isdecimal() and len(start) < 7 else asked.start,
        way,
        note_said,
    )


def _page(visit_id: str, asked: Asked, problem: str = "", *, without: bool = False) -> str:
    """The form; `without` what cannot be shown, such as a figure that cannot be counted."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        found = lines_of(work, person, visit_id)
        offered = Offered() if without else _offered(work, visit_id, asked)
    first = request.method == "GET"
    chosen = offered.excerpt.words if offered.excerpt and asked.start is not None else ""
    return render_template(
        "inspector/enquiry_add.html",
        visit=visit,
        found=found,
        asked=asked,
        offered=offered,
        here=request.full_path.rstrip("?"),
        reading=way_back_to_reading(visit_id, asked.response, asked.question),
        typed={
            "line": an_id("line"),
            "title": said("title"),
            "asks": said("asks"),
            "note": said("note"),
            "way": FOR if first else an_id("way"),
            "words": chosen if first else said("words"),
            "start": asked.start if first else said("start"),
        },
        problems=[{"text": problem, "href": "#page" if without else "#line"}] if problem else [],
        **READING,
        **WORDS,
    )


def _offered(work: Work, visit_id: str, asked: Asked) -> Offered:
    person = signed_in()
    if asked.figure:
        earlier = earlier_of(work, person, visit_id, asked.figure)
        scope = scope_for(work, visit_id)
        counted = count(work, scope, asked.figure, earlier)
        return Offered(counted=counted, doors=doors(work, person, scope, asked.figure))
    told = told_by(work, person, visit_id, asked.response)
    return Offered(excerpt_of(told, asked.question, asked.start, asked.end))
