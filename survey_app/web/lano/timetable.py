"""The timetable of a visit: its page, what is done, and the calendar that programs follow."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from survey_app.calendar.clock import parse_day
from survey_app.calendar.errors import UnreadableTime
from survey_app.services import calendar_links, distribution_log, reach_by_day, timetable
from survey_app.services.calendar_links import CalendarFile
from survey_app.services.describe_visit import visit_card
from survey_app.services.distribution_log import NOT_ASKED
from survey_app.services.errors import Refused
from survey_app.services.gaps import gaps_of
from survey_app.services.permissions import Person
from survey_app.services.work import Work
from survey_app.web.access import PUBLIC, open_to, signed_in, staff_only
from survey_app.web.site import site

blueprint = Blueprint("timetable", __name__)


@blueprint.get("/staff/visits/<visit_id>/timetable")
@staff_only("see_timetable")
def page(visit_id: str) -> str:
    """What is due today, what is late, what comes next; and every date with the paragraph it comes from."""
    return _page(visit_id)


@blueprint.post("/staff/visits/<visit_id>/timetable/done")
@staff_only("mark_done")
def done(visit_id: str) -> AnyResponse | tuple[str, int]:
    """Mark a milestone as done on a day, today unless one is given, or (`undo`) take that back."""
    milestone = request.form.get("milestone", "")
    if not milestone:
        return _back(visit_id)
    try:
        with site().writing() as work:
            if "undo" in request.form:
                timetable.mark_not_done(work, signed_in(), visit_id, milestone)
            else:
                timetable.mark_done(work, signed_in(), visit_id, milestone, _day_typed())
    except Refused as refused:
        return _page(visit_id, refused.sentence, milestone), 422
    return _back(visit_id, milestone)


@blueprint.post("/staff/visits/<visit_id>/timetable/address")
@staff_only("see_timetable")
def address(visit_id: str) -> AnyResponse:
    """Make this person's calendar address anew, or (`stop`) end it."""
    with site().writing() as work:
        if "stop" in request.form:
            calendar_links.end_link(work, signed_in(), visit_id)
            flash("The calendar address has ended. Programs that followed it get no more news.")
        else:
            calendar_links.make_link(work, signed_in(), visit_id)
            flash("The calendar address is ready. An address that you had before has ended.")
    return redirect(url_for("timetable.page", visit_id=visit_id, _anchor="calendar"))


@blueprint.get("/staff/visits/<visit_id>/timetable.ics")
@staff_only("see_timetable")
def file(visit_id: str) -> Response:
    """The same dates as a file for a calendar program."""
    with site().reading() as work:
        found = calendar_links.calendar_file(work, signed_in(), visit_id, site().calendar)
    response = Response(found.content, mimetype="text/calendar")
    response.headers.set("Content-Disposition", "attachment", filename=found.name)
    return response


@blueprint.get("/calendar/<key>.ics")
@open_to(PUBLIC)
def followed(key: str) -> AnyResponse:
    """The dates for a program that follows them by their secret address."""
    with site().reading() as work:
        found = calendar_links.followed_calendar(work, key, site().calendar)
    return _unless_known(found)


def _day_typed() -> date | None:
    """The day on which it was done; None where the form does not ask. Raises Refused."""
    typed = request.form.get("on")
    try:
        return None if typed is None else parse_day(typed)
    except UnreadableTime:
        raise Refused("Enter the day on which it was done, such as 2026-11-24.") from None


def _page(visit_id: str, problem: str = "", milestone: str = "") -> str:
    """The page; `problem` says why a `milestone` could not be marked, beside the day that was given."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        view = timetable.timetable_view(work, person, visit_id, site().calendar)
        look = _one_look(work, person, visit_id)
        key = calendar_links.key_of(work, person, visit_id)
    return render_template(
        "staff/lano/timetable.html",
        visit=visit,
        view=view,
        look=look,
        address=f"{site().settings.public_address}/calendar/{key}.ics" if key else "",
        may_mark=person.may("mark_done", visit_id),
        problem=problem,
        refused=milestone,
        typed=request.form.get("on", ""),
        problems=[{"text": problem, "href": f"#on-{milestone}"}] if problem else [],
    )


def _unless_known(found: CalendarFile) -> AnyResponse:
    """The file, or 304 where the program has this very one."""
    response = Response(found.content, mimetype="text/calendar")
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(found.mark, weak=True)
    return response.make_conditional(request)


def _one_look(work: Work, person: Person, visit_id: str) -> dict[str, object]:
    """What the first look says, as far as this person may know it."""
    look: dict[str, object] = {}
    if person.may("see_distribution", visit_id):
        entries = distribution_log.log_of(work, person, visit_id)
        look["not_asked"] = [entry.parts.name for entry in entries if entry.standing == NOT_ASKED]
        look["gaps"] = sum(gap.is_open for gap in gaps_of(work, person, visit_id))
    if person.may("see_reach", visit_id):
        look["band"] = reach_by_day.band_over_all(work, person, visit_id)
    return look


def _back(visit_id: str, milestone: str = "") -> AnyResponse:
    anchor = f"milestone-{milestone}" if milestone else None
    return redirect(url_for("timetable.page", visit_id=visit_id, _anchor=anchor))
