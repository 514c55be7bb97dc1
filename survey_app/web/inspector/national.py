"""Thematic visits: what all areas said together."""

from __future__ import annotations

from flask import Blueprint, render_template

from analysis.compare import percent
from questionnaires.model import AUDIENCES
from survey_app.services.inspect import visit_of_results
from survey_app.services.national import national_findings
from survey_app.web.access import signed_in, staff_only
from survey_app.web.site import site

blueprint = Blueprint("national", __name__, url_prefix="/staff/visits/<visit_id>")


@blueprint.get("/all-areas")
@staff_only("read_results")
def findings(visit_id: str) -> str:
    """The findings of every visit of this kind together; no area is named."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        found = national_findings(work, person, visit_id)
    return render_template(
        "inspector/national.html", visit=visit, found=found, audiences=AUDIENCES, percent=percent
    )
