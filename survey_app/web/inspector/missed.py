"""What was missed: random answers in which nothing was found, read by people, with the estimate for all of them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from analysis.safeguarding.categories import CATEGORIES
from questionnaires.model import AUDIENCES
from survey_app.services import missed
from survey_app.services.draw_samples import UNCODED, UNFLAGGED
from survey_app.services.errors import Refused
from survey_app.services.find_answers import STANCES
from survey_app.services.inspect import visit_of_results
from survey_app.services.read_answers import scope_for
from survey_app.services.safeguard import LEVELS, WATCH
from survey_app.services.work import Work
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector import typed
from survey_app.web.inspector.choices import theme_choices
from survey_app.web.inspector.drawing import drawn_words, filled, place_asked, size_and_seed
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("missed", __name__, url_prefix="/staff/visits/<visit_id>/coding")
Page = str | Response | tuple[str, int]
SUGGESTED_SIZE = 50
RAISED = {level: words for level, words in LEVELS.items() if level < WATCH}


@blueprint.get("/missed")
@staff_only("code_answers")
def samples(visit_id: str) -> str:
    """The samples that this person may read, with what each says."""
    return _samples_page(visit_id)


@blueprint.post("/missed")
@staff_only("draw_samples")
def draw(visit_id: str) -> Page:
    """Draw answers in which nothing was found."""
    try:
        size, seed = size_and_seed()
        with site().writing() as work:
            scope = scope_for(work, visit_id)
            made = missed.draw_missed(work, signed_in(), scope, typed.word("purpose"), size, seed)
            drawn = made.size
    except Refused as refused:
        return _samples_page(visit_id, refused.sentence), 409
    flash(f"{drawn_words(drawn)}.")
    return redirect(url_for(".samples", visit_id=visit_id), 303)


@blueprint.get("/missed/<sample_uncoded>")
@staff_only("code_answers")
def uncoded(visit_id: str, sample_uncoded: str) -> str:
    """One answer without a theme."""
    return _page(visit_id, UNCODED, sample_uncoded, place_asked())


@blueprint.post("/missed/<sample_uncoded>")
@staff_only("code_answers")
def read_uncoded(visit_id: str, sample_uncoded: str) -> Page:
    """Nothing was missed in it, or a theme was."""

    def act(work: Work, place: int) -> None:
        if request.form.get("choice") == "nothing":
            missed.nothing_missed(work, signed_in(), visit_id, UNCODED, sample_uncoded, place)
        else:
            words, start = typed.quote()
            missed.theme_missed(
                work, signed_in(), visit_id, sample_uncoded, place, words, typed.verdict(), start
            )

    return _changed(visit_id, UNCODED, sample_uncoded, act)


@blueprint.get("/unflagged/<sample_unflagged>")
@staff_only("read_unflagged")
def unflagged(visit_id: str, sample_unflagged: str) -> str:
    """One answer without a safeguarding flag."""
    return _page(visit_id, UNFLAGGED, sample_unflagged, place_asked())


@blueprint.post("/unflagged/<sample_unflagged>")
@staff_only("read_unflagged")
def read_unflagged(visit_id: str, sample_unflagged: str) -> Page:
    """Nothing was missed in it, or it becomes a concern."""

    def act(work: Work, place: int) -> None:
        if request.form.get("choice") == "nothing":
            missed.nothing_missed(work, signed_in(), visit_id, UNFLAGGED, sample_unflagged, place)
        else:
            level = typed.whole("level", "Choose how soon a person has to read it.")
            missed.harm_missed(
                work, signed_in(), visit_id, sample_unflagged, place, typed.word("category"), level
            )

    return _changed(visit_id, UNFLAGGED, sample_unflagged, act)


def _changed(visit_id: str, purpose: str, sample_id: str, act: Callable[[Work, int], None]) -> Page:
    place = 0
    try:
        place = typed.whole("place")
        with site().writing() as work:
            act(work, place)
    except Refused as refused:
        return _page(visit_id, purpose, sample_id, place, refused.sentence), 409
    with site().reading() as work:
        person = signed_in()
        shown = missed.missed_page(work, person, scope_for(work, visit_id, person), purpose, sample_id)
    if shown.read_before:
        flash("All of this sample is read.")
        return redirect(url_for(".samples", visit_id=visit_id), 303)
    return redirect(_address(visit_id, purpose, sample_id), 303)


def _samples_page(visit_id: str, problem: str = "") -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        found = missed.missed_samples(work, person, visit_id)
    return render_template(
        "inspector/missed_samples.html",
        visit=visit,
        found=[(one, _address(visit_id, one.drawn.purpose, one.drawn.id)) for one in found],
        purposes={UNCODED: "Answers without a theme", UNFLAGGED: "Answers without a safeguarding flag"},
        may_draw=person.may("draw_samples", visit_id),
        purpose=request.form.get("purpose", UNCODED),
        filled=filled(SUGGESTED_SIZE),
        problems=[{"text": problem, "href": "#draw"}] if problem else [],
    )


def _page(visit_id: str, purpose: str, sample_id: str, place: int, problem: str = "") -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        scope = scope_for(work, visit_id, person)
        shown = missed.missed_page(work, person, scope, purpose, sample_id, place)
    return render_template(
        "inspector/missed.html",
        visit=visit,
        shown=shown,
        here=_address(visit_id, purpose, sample_id),
        for_themes=purpose == UNCODED,
        themes=list(theme_choices(scope.own_themes)),
        categories=sorted(CATEGORIES.items(), key=lambda pair: pair[1]),
        levels=RAISED,
        problems=[{"text": problem, "href": "#answer-words"}] if problem else [],
        typed={
            name: showable(request.form.get(name, ""))
            for name in ("words", "theme", "stance", "category", "level")
        },
        audiences=AUDIENCES,
        stances=STANCES,
    )


def _address(visit_id: str, purpose: str, sample_id: str) -> str:
    if purpose == UNCODED:
        return url_for(".uncoded", visit_id=visit_id, sample_uncoded=sample_id)
    return url_for(".unflagged", visit_id=visit_id, sample_unflagged=sample_id)
