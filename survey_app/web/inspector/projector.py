"""Charts on a wall: one at a time in large type, for a meeting of the team."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from survey_app.calendar.clock import london_day
from survey_app.calendar.wording import say_day
from survey_app.services.inspect import results, visit_of_results
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector.charts_data import drawn_charts
from survey_app.web.inspector.words import nothing_yet
from survey_app.web.site import site

blueprint = Blueprint("projector", __name__, url_prefix="/staff/visits/<visit_id>/projector")
DARK = "dark"


@blueprint.get("")
@staff_only("read_results")
def show(visit_id: str) -> str:
    """One chart, with ways to the one before, the next, and the other light."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        charts = list(drawn_charts(results(work, person, visit_id)))
        day = say_day(london_day(work.now), with_year=True)
    here = _place([one.name for one in charts])
    dark = request.args.get("light") == DARK
    where: dict[str, Any] = {"visit_id": visit_id, "light": DARK if dark else None}
    ways = {
        "before": url_for(".show", chart=charts[here - 1].name, **where) if here > 0 else "",
        "after": url_for(".show", chart=charts[here + 1].name, **where) if here + 1 < len(charts) else "",
        "light": url_for(
            ".show",
            visit_id=visit_id,
            chart=charts[here].name if charts else None,
            light=None if dark else DARK,
        ),
        "results": url_for("inspector.dashboard", visit_id=visit_id),
    }
    return render_template(
        "inspector/projector.html",
        visit=visit,
        shown=charts[here] if charts else None,
        number=here + 1,
        total=len(charts),
        ways=ways,
        dark=dark,
        day=day,
        why_empty=nothing_yet(visit),
    )


def _place(names: list[str]) -> int:
    """The place of the chart that the address names; the first when it names none that is there."""
    said = request.args.get("chart", "")
    return names.index(said) if said in names else 0
