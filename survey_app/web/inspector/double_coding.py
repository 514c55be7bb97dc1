"""Blind double coding: the lead draws a sample, two people code it, and then everybody sees how far they agree."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from questionnaires.model import AUDIENCES
from survey_app.services import double_coding
from survey_app.services.agreement_between_coders import agreement_on, corrected
from survey_app.services.draw_samples import team_of
from survey_app.services.errors import Refused
from survey_app.services.find_answers import STANCES
from survey_app.services.inspect import visit_of_results
from survey_app.services.read_answers import scope_for
from survey_app.services.visit_themes import every_label
from survey_app.services.work import Work
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector import typed
from survey_app.web.inspector.choices import theme_choices
from survey_app.web.inspector.drawing import drawn_words, filled, place_asked, size_and_seed
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("double_coding", __name__, url_prefix="/staff/visits/<visit_id>/coding/double")
Page = str | Response | tuple[str, int]
SUGGESTED_SIZE = 60


@blueprint.get("")
@staff_only("code_answers")
def samples(visit_id: str) -> str:
    """The samples, how far each coder is, and how far the counts can be trusted."""
    return _samples_page(visit_id)


@blueprint.post("")
@staff_only("draw_samples")
def draw(visit_id: str) -> Page:
    """Draw a sample for two coders."""
    person = signed_in()
    try:
        size, seed = size_and_seed()
        with site().writing() as work:
            scope = scope_for(work, visit_id)
            made = double_coding.draw_double(work, person, scope, size, seed, request.form.getlist("coder"))
            drawn = made.size
    except Refused as refused:
        return _samples_page(visit_id, refused.sentence), 409
    flash(f"{drawn_words(drawn)} for the two coders.")
    return redirect(url_for(".samples", visit_id=visit_id), 303)


@blueprint.get("/<sample_id>")
@staff_only("code_answers")
def code(visit_id: str, sample_id: str) -> str:
    """One answer of a sample, without anybody's codes but one's own."""
    return _code_page(visit_id, sample_id, place_asked())


@blueprint.post("/<sample_id>/code")
@staff_only("code_answers")
def give(visit_id: str, sample_id: str) -> Page:
    """Code words of an answer."""

    def act(work: Work, place: int) -> None:
        words, start = typed.quote()
        double_coding.give_code(work, signed_in(), visit_id, sample_id, place, words, typed.verdict(), start)

    return _changed(visit_id, sample_id, act, stay=True)


@blueprint.post("/<sample_id>/take-back")
@staff_only("code_answers")
def take_back(visit_id: str, sample_id: str) -> Page:
    """Take back a code of one's own."""

    def act(work: Work, place: int) -> None:
        double_coding.take_back(work, signed_in(), visit_id, sample_id, place, typed.word("code"))

    return _changed(visit_id, sample_id, act, stay=True)


@blueprint.post("/<sample_id>/read")
@staff_only("code_answers")
def read(visit_id: str, sample_id: str) -> Page:
    """All there is in this answer is coded: go to the next."""

    def act(work: Work, place: int) -> None:
        double_coding.have_read(work, signed_in(), visit_id, sample_id, place)

    return _changed(visit_id, sample_id, act, stay=False)


@blueprint.post("/<sample_id>/finish")
@staff_only("code_answers")
def finish(visit_id: str, sample_id: str) -> Response:
    """Finish one's part of a sample."""
    with site().writing() as work:
        both = double_coding.finish(work, signed_in(), visit_id, sample_id)
    if both:
        return redirect(url_for(".agreement", visit_id=visit_id, sample_id=sample_id), 303)
    flash("You have finished. Agreement shows here as soon as the other coder has finished too.")
    return redirect(url_for(".samples", visit_id=visit_id), 303)


@blueprint.get("/<sample_id>/agreement")
@staff_only("code_answers")
def agreement(visit_id: str, sample_id: str) -> str:
    """How far the two agree."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        card = double_coding.sample_card(work, person, visit_id, sample_id)
        found = agreement_on(work, person, visit_id, sample_id)
    return render_template("inspector/agreement.html", visit=visit, sample=card, found=found)


def _changed(visit_id: str, sample_id: str, act: Callable[[Work, int], None], stay: bool) -> Page:
    place = 0
    try:
        place = typed.whole("place")
        with site().writing() as work:
            act(work, place)
    except Refused as refused:
        return _code_page(visit_id, sample_id, place, refused.sentence), 409
    # An address without a place leads to the first answer that is not read.
    there = place if stay else None
    return redirect(url_for(".code", visit_id=visit_id, sample_id=sample_id, place=there), 303)


def _samples_page(visit_id: str, problem: str = "") -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        scope = scope_for(work, visit_id)
        cards = double_coding.double_samples(work, person, visit_id)
        shares = corrected(work, visit_id, list(scope.surveys))
        labels = every_label(work, visit_id)
        team = team_of(work, visit_id)
    return render_template(
        "inspector/double_samples.html",
        visit=visit,
        cards=cards,
        shares=sorted(((labels.get(theme, theme), one) for theme, one in shares.items()), key=lambda x: x[0]),
        team=team,
        chosen=request.form.getlist("coder"),
        may_draw=person.may("draw_samples", visit_id),
        filled=filled(SUGGESTED_SIZE),
        problems=[{"text": problem, "href": "#draw"}] if problem else [],
    )


def _code_page(visit_id: str, sample_id: str, place: int, problem: str = "") -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        scope = scope_for(work, visit_id)
        shown = double_coding.blind_page(work, person, scope, sample_id, place)
    return render_template(
        "inspector/double_code.html",
        visit=visit,
        shown=shown,
        themes=list(theme_choices(scope.own_themes)),
        problems=[{"text": problem, "href": "#words"}] if problem else [],
        typed={name: showable(request.form.get(name, "")) for name in ("words", "theme", "stance")},
        audiences=AUDIENCES,
        stances=STANCES,
    )
