"""The keep-in-touch summary of a day, as a page and as a Word file, for the team."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from analysis.keep_in_touch import word_file
from survey_app.services.enquiry_day import changes_in_words, day_of, to_take_away
from survey_app.services.inspect import visit_of_results
from survey_app.services.read_answers import scope_for
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector.enquiry_form import WORDS
from survey_app.web.inspector.enquiry_line import READING, doors
from survey_app.web.site import site

blueprint = Blueprint("enquiry_day", __name__, url_prefix="/staff/visits/<visit_id>/enquiry/day")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("")
@staff_only("enquire")
def day(visit_id: str) -> str:
    """What happened on a day: today, or the day in the address."""
    person, typed = signed_in(), request.args.get("on", "")
    with site().reading() as work:
        on = _day(typed) or work.today
        visit = visit_of_results(work, person, visit_id)
        found = day_of(work, person, visit_id, on)
        scope = scope_for(work, visit_id)
        behind = {
            piece.id: doors(work, person, scope, piece.figure)
            for line in found.lines
            for piece in line.page.standing
            if piece.figure
        }
    problem = "Choose a day like 2026-11-24." if typed and not _day(typed) else ""
    return render_template(
        "inspector/enquiry_day.html",
        visit=visit,
        day=found,
        today=work.today,
        doors=behind,
        changes_in_words=changes_in_words,
        problems=[{"text": problem, "href": "#on"}] if problem else [],
        **READING,
        **WORDS,
    )


@blueprint.post("/file")
@staff_only("enquire")
def file(visit_id: str) -> Response:
    """The same as a Word file without the words of any answer."""
    with site().writing() as work:
        on = _day(request.form.get("on", "")) or work.today
        summary = to_take_away(work, signed_in(), visit_id, on)
    told = {"Content-Disposition": f'attachment; filename="keep-in-touch-{on.isoformat()}.docx"'}
    return Response(word_file(summary), mimetype=WORD, headers=told)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if len(typed) == len("2026-11-24") else None
    except ValueError:
        return None
