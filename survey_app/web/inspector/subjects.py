"""Subjects that no theme covers: what uncoded answers speak of, and making a theme of the visit of one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from questionnaires.model import AUDIENCES
from survey_app.services import candidate_themes
from survey_app.services.errors import Refused
from survey_app.services.inspect import visit_of_results
from survey_app.services.read_answers import scope_for
from survey_app.services.visit_themes import own_themes
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector import typed
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("subjects", __name__, url_prefix="/staff/visits/<visit_id>/coding/subjects")
Page = str | Response | tuple[str, int]
LONGEST = 4_000


@blueprint.get("")
@staff_only("code_answers")
def candidates(visit_id: str) -> str:
    """What the newest look found, and the themes of this visit."""
    return _page(visit_id)


@blueprint.post("")
@staff_only("code_answers")
def look(visit_id: str) -> Response:
    """Look through the uncoded answers anew."""
    person = signed_in()
    with site().reading() as work:
        found = candidate_themes.look(work, person, scope_for(work, visit_id), seed=0)
    with site().writing() as work:
        candidate_themes.keep(work, person, visit_id, found)
    return redirect(url_for(".candidates", visit_id=visit_id), 303)


@blueprint.post("/theme")
@staff_only("code_answers")
def make(visit_id: str) -> Page:
    """Make a theme of a subject; the answers that say two of its words are coded with it."""
    person = signed_in()
    try:
        number = typed.whole("number")
        with site().reading() as work:
            words = candidate_themes.words_of_candidate(work, visit_id, number, _words("candidate"))
            said = candidate_themes.answers_saying(work, person, scope_for(work, visit_id), words)
        with site().writing() as work:
            candidate_themes.words_of_candidate(work, visit_id, number, _words("candidate"))
            candidate_themes.make_theme(
                work, person, visit_id, _words("label"), _words("definition"), words, said, number
            )
    except Refused as refused:
        return _page(visit_id, refused.sentence), 409
    flash(
        f"The theme is made, and {len(said)} {'answer is' if len(said) == 1 else 'answers are'} coded with it."
    )
    return redirect(url_for(".candidates", visit_id=visit_id), 303)


@blueprint.post("/<theme_id>")
@staff_only("code_answers")
def change(visit_id: str, theme_id: str) -> Page:
    """Change what a theme is called, or code the answers that came since."""
    try:
        if request.form.get("choice") == "again":
            return _code_again(visit_id, theme_id)
        with site().writing() as work:
            candidate_themes.change_theme(
                work, signed_in(), visit_id, theme_id, _words("label"), _words("definition")
            )
    except Refused as refused:
        return _page(visit_id, refused.sentence), 409
    flash("The theme is changed.")
    return redirect(url_for(".candidates", visit_id=visit_id), 303)


def _code_again(visit_id: str, theme_id: str) -> Response:
    person = signed_in()
    with site().reading() as work:
        theme = candidate_themes.find_theme(work, person, visit_id, theme_id)
        said = candidate_themes.answers_saying(work, person, scope_for(work, visit_id), theme.words)
    with site().writing() as work:
        theme = candidate_themes.find_theme(work, person, visit_id, theme_id)
        new = candidate_themes.code_with(work, theme, said)
        candidate_themes.note_coding(work, person, visit_id, theme_id)
    flash(f"{new} more {'answer is' if new == 1 else 'answers are'} coded with it.")
    return redirect(url_for(".candidates", visit_id=visit_id), 303)


def _page(visit_id: str, problem: str = "") -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        scope = scope_for(work, visit_id, person)
        kept = candidate_themes.newest_look(work, person, visit_id)
        themes = own_themes(work, visit_id)
        names = [name for one in (kept.found["candidates"] if kept else ()) for name in one["examples"]]
        shown = candidate_themes.examples(work, scope, names)
    return render_template(
        "inspector/subjects.html",
        visit=visit,
        kept=kept,
        themes=themes,
        examples=shown,
        typed={name: showable(_words(name)) for name in ("number", "label", "definition")},
        problems=[{"text": problem, "href": "#subjects"}] if problem else [],
        audiences=AUDIENCES,
    )


def _words(name: str) -> str:
    return request.form.get(name, "")[:LONGEST]
