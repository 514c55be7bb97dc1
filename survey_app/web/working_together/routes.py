"""The sheet on which an area's partnership weighs each year how it works with families, beside the years before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from survey_app.services.compare_years import as_csv, compared
from survey_app.services.describe_visit import visit_card
from survey_app.services.errors import Refused
from survey_app.services.self_check import (
    LONGEST_WORDS,
    QUALITY,
    STEPS,
    FilledMeanwhile,
    Given,
    belongs_to_an_area,
    check_of_area,
    checks_of_area,
    keep_for_area,
    sheet_of,
    years_open,
)
from survey_app.web.access import signed_in, staff_only
from survey_app.web.sheet_form import differing, edition_in, given_in, problems_in
from survey_app.web.site import site

blueprint = Blueprint("working_together", __name__, url_prefix="/staff/visits/<visit_id>/working-together")
Page = str | AnyResponse | tuple[str, int]
BYTE_ORDER_MARK = "\ufeff"


class Theirs(NamedTuple):
    """What somebody else saved meanwhile: where it differs, and the edition that it is."""

    given: Mapping[str, Given]
    edition: int


@blueprint.get("")
@staff_only("check_working_together")
def sheets(visit_id: str) -> str:
    """Every year side by side; a visit of which findings are national only says so."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        if not belongs_to_an_area(work, person, visit_id):
            return render_template("staff/working_together/national.html", visit=visit)
        found = checks_of_area(work, person, visit_id)
        open_years = years_open(work)
    return render_template(
        "staff/working_together/sheets.html",
        visit=visit,
        sheet=sheet_of(QUALITY),
        years=compared(sheet_of(QUALITY), found),
        filled={one.year: one for one in found},
        open_years=open_years,
    )


@blueprint.get("/sheets.csv")
@staff_only("check_working_together")
def sheets_as_csv(visit_id: str) -> AnyResponse:
    """Every year for a spreadsheet."""
    person = signed_in()
    with site().reading() as work:
        if not belongs_to_an_area(work, person, visit_id):
            return redirect(url_for(".sheets", visit_id=visit_id))
        lines = as_csv(sheet_of(QUALITY), checks_of_area(work, person, visit_id))
    answer = Response(BYTE_ORDER_MARK + lines, mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename="working-together.csv")
    return answer


@blueprint.route("/<int:year>", methods=["GET", "POST"])
@staff_only("check_working_together")
def one_year(visit_id: str, year: int) -> Page:
    """Fill in the sheet of a year; when somebody else saved meanwhile, show both."""
    if request.method == "GET":
        return _year_page(visit_id, year)
    given = given_in(sheet_of(QUALITY), request.form)
    try:
        with site().writing() as work:
            keep_for_area(work, signed_in(), visit_id, year, edition_in(request.form), given)
    except FilledMeanwhile as met:
        theirs = Theirs(differing(sheet_of(QUALITY), given, met.now), met.now.edition)
        return _year_page(visit_id, year, given, met.sentence, theirs), 409
    except Refused as refused:
        return _year_page(visit_id, year, given, refused.sentence), 422
    flash(f"The sheet of {year} is saved.")
    return redirect(url_for(".sheets", visit_id=visit_id), 303)


def _year_page(
    visit_id: str,
    year: int,
    given: Mapping[str, Given] | None = None,
    problem: str = "",
    theirs: Theirs | None = None,
) -> str:
    person, sheet = signed_in(), sheet_of(QUALITY)
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        stored = check_of_area(work, person, visit_id, year)
    shown = stored.given if given is None else given
    typed = edition_in(request.form) if given is not None else stored.edition
    return render_template(
        "staff/working_together/year.html",
        visit=visit,
        year=year,
        sheet=sheet,
        steps=STEPS,
        filled=stored,
        given=shown,
        edition=theirs.edition if theirs else typed,
        theirs=theirs.given if theirs else {},
        longest=LONGEST_WORDS,
        problems=problems_in(sheet, shown, problem) if problem else [],
    )
