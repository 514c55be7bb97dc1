"""How people worked together on a review: how practice went, the numbers, and the sheet on which they weigh it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from survey_app.services import measure_working_together as measuring
from survey_app.services.errors import Refused
from survey_app.services.practice_figures import FEWEST_RUNS, figures_for_lead, notes_of, tried_by
from survey_app.services.review_rounds import draft_of, find_round
from survey_app.services.self_check import (
    LONGEST_WORDS,
    LUNDY,
    STEPS,
    FilledMeanwhile,
    Given,
    check_of_round,
    keep_for_round,
    sheet_of,
)
from survey_app.web.access import signed_in, staff_only
from survey_app.web.sheet_form import differing, edition_in, given_in, problems_in
from survey_app.web.site import site

blueprint = Blueprint("review_measures", __name__, url_prefix="/staff/reviews")
Page = str | AnyResponse | tuple[str, int]
BYTE_ORDER_MARK = "\ufeff"


class Theirs(NamedTuple):
    """What somebody else saved meanwhile: where it differs, and the edition that it is."""

    given: Mapping[str, Given]
    edition: int


@blueprint.get("/measure")
@staff_only("review_questions")
def over_rounds() -> str:
    """Every review that this person leads, in numbers."""
    with site().reading() as work:
        found = measuring.measure_all(work, signed_in(), site().calendar)
    return render_template(
        "co_producer/measure_all.html", found=found, ends=measuring.ENDS, note=measuring.THE_SAME_PERSON
    )


@blueprint.get("/measure.csv")
@staff_only("review_questions")
def over_rounds_as_csv() -> Response:
    """The same for a spreadsheet."""
    with site().reading() as work:
        found = measuring.measure_all(work, signed_in(), site().calendar)
    return _csv(measuring.all_as_csv(found), "reviews.csv")


@blueprint.get("/<round_id>/measure")
@staff_only("review_questions")
def one_round(round_id: str) -> str:
    """One review in numbers."""
    with site().reading() as work:
        found = measuring.measure(work, signed_in(), round_id, site().calendar)
    return render_template(
        "co_producer/measure.html",
        found=found,
        round=found.round,
        ends=measuring.ENDS,
        sorts=measuring.SORTS,
        note=measuring.THE_SAME_PERSON,
    )


@blueprint.get("/<round_id>/measure.csv")
@staff_only("review_questions")
def one_round_as_csv(round_id: str) -> Response:
    """The same for a spreadsheet."""
    with site().reading() as work:
        found = measuring.measure(work, signed_in(), round_id, site().calendar)
    return _csv(measuring.as_csv(found), "review.csv")


@blueprint.get("/<round_id>/practice")
@staff_only("review_questions")
def practice(round_id: str) -> str:
    """How practice went: time on each page, where people stopped, and what they noted."""
    person = signed_in()
    with site().reading() as work:
        found = find_round(work, person, round_id)
        return render_template(
            "co_producer/measure_practice.html",
            round=found,
            figures=figures_for_lead(work, person, found),
            fewest=FEWEST_RUNS,
            tried=tried_by(work, found),
            notes=notes_of(work, person, found),
            asked=draft_of(work, found).questions,
        )


@blueprint.route("/<round_id>/self-check", methods=["GET", "POST"])
@staff_only("review_questions")
def self_check(round_id: str) -> Page:
    """Weigh how the review was done; when somebody else saved meanwhile, show both."""
    if request.method == "GET":
        return _sheet_page(round_id)
    given = given_in(sheet_of(LUNDY), request.form)
    try:
        with site().writing() as work:
            keep_for_round(work, signed_in(), round_id, edition_in(request.form), given)
    except FilledMeanwhile as met:
        theirs = Theirs(differing(sheet_of(LUNDY), given, met.now), met.now.edition)
        return _sheet_page(round_id, given, met.sentence, theirs), 409
    except Refused as refused:
        return _sheet_page(round_id, given, refused.sentence), 422
    flash("The sheet is saved.")
    return redirect(url_for(".self_check", round_id=round_id), 303)


def _sheet_page(
    round_id: str, given: Mapping[str, Given] | None = None, problem: str = "", theirs: Theirs | None = None
) -> str:
    with site().reading() as work:
        found = find_round(work, signed_in(), round_id)
        stored = check_of_round(work, signed_in(), round_id)
    shown = stored.given if given is None else given
    typed = edition_in(request.form) if given is not None else stored.edition
    return render_template(
        "co_producer/measure_sheet.html",
        round=found,
        sheet=sheet_of(LUNDY),
        steps=STEPS,
        filled=stored,
        given=shown,
        edition=theirs.edition if theirs else typed,
        theirs=theirs.given if theirs else {},
        longest=LONGEST_WORDS,
        problems=problems_in(sheet_of(LUNDY), shown, problem) if problem else [],
    )


def _csv(lines: str, name: str) -> Response:
    answer = Response(BYTE_ORDER_MARK + lines, mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
