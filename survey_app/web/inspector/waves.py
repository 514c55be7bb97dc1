"""What is different? Two waves of the same surveys side by side; the address says which."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from analysis.compare import percent
from questionnaires.model import AUDIENCES
from survey_app.services.inspect import visit_of_results
from survey_app.services.waves import different, other_waves
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector.paragraphs import paragraph_title
from survey_app.web.inspector.words import side_parameters
from survey_app.web.site import site

blueprint = Blueprint("waves", __name__, url_prefix="/staff/visits/<visit_id>")


@blueprint.get("/what-is-different")
@staff_only("read_results")
def compared(visit_id: str) -> str:
    """This visit beside another one to the same area: the one in the address, or the newest."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        others = other_waves(work, person, visit_id)
        chosen = request.args.get("with", "") or (others[0].visit.id if others else "")
        found = different(work, person, visit_id, chosen) if chosen else None
    return render_template(
        "inspector/waves.html",
        visit=visit,
        others=others,
        chosen=chosen,
        found=found,
        audiences=AUDIENCES,
        paragraph_title=paragraph_title,
        percent=percent,
        side_parameters=side_parameters,
    )
