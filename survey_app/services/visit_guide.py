"""The plain guide to one visit, from its own dates."""

from __future__ import annotations

from questionnaires.visit_kinds import CLOSES, OPENS
from survey_app.calendar.errors import CalendarError
from survey_app.calendar.timetables import DatedMilestone
from survey_app.calendar.wording import say, say_milestone
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.guides.guide import Guide, guide
from survey_app.services.inspect import is_national
from survey_app.services.public_page import PublicView
from survey_app.services.timetable import dated_rows
from survey_app.services.work import Work
from survey_app.storage.areas import Area
from survey_app.storage.visits import Visit

# The dates that a family wants to know, of all that a timetable holds.
TOLD = {
    "forum-meeting": "Inspectors meet the parent carer forum",
    "on-site": "Inspectors are here",
    "publication": "The report comes out, usually about now",
    "monitoring": "Inspectors come back, if they were very worried",
}


def guide_to(work: Work, view: PublicView, reader: str, address: str) -> Guide:
    """The guide for families or young people; without the area's name where findings are national."""
    visit = work.session.get_one(Visit, view.visit_id)
    area = work.session.get_one(Area, visit.area_id)
    national = is_national(visit.kind)
    filled = {
        "area": "" if national else area.name,
        "address": "" if national else address,
        "front_door": "" if national else area.front_door,
    }
    return guide(visit.kind, reader, filled, _when(visit))


def _when(visit: Visit) -> tuple[str, ...]:
    """The visit's dates, a sentence each; none while it has no dates."""
    if visit.opens_at is None or visit.closes_at is None:
        return ()
    lines = [f"You can answer from {say(visit.opens_at)} to {say(visit.closes_at)}."]
    try:
        rows = dated_rows(visit, WorkingCalendar())
    except CalendarError:
        return tuple(lines)
    lines += [_line(row) for row in rows if row.id in TOLD and row.id not in (OPENS, CLOSES)]
    return tuple(lines)


def _line(row: DatedMilestone) -> str:
    return f"{TOLD[row.id]}: {say_milestone(row)}."
