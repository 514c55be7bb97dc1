"""What the plain guide to one visit is filled in with: its area, and its own dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from survey_app.calendar.errors import CalendarError
from survey_app.calendar.timetables import DatedMilestone
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.guides.guide import TOLD
from survey_app.services.inspect import is_national
from survey_app.services.public_page import PublicView
from survey_app.services.timetable import dated_rows
from survey_app.services.work import Work
from survey_app.storage.areas import Area
from survey_app.storage.visits import Visit


@dataclass(frozen=True, slots=True)
class GuideParts:
    """All that a guide tells of one visit. `filled` has empty words where findings are national.

    `opens_at` and `closes_at` are instants in UTC, None while the visit has no dates; then `milestones` is empty.
    """

    kind: str
    filled: Mapping[str, str]
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    milestones: tuple[DatedMilestone, ...] = ()


def guide_parts(work: Work, view: PublicView, address: str) -> GuideParts:
    """The parts of the guide to this visit; without the area's name where findings are national."""
    visit = work.session.get_one(Visit, view.visit_id)
    area = work.session.get_one(Area, visit.area_id)
    national = is_national(visit.kind)
    filled = {
        "area": "" if national else area.name,
        "address": "" if national else address,
        "front_door": "" if national else area.front_door,
    }
    return GuideParts(visit.kind, filled, visit.opens_at, visit.closes_at, _milestones(visit))


def _milestones(visit: Visit) -> tuple[DatedMilestone, ...]:
    if visit.opens_at is None or visit.closes_at is None:
        return ()
    try:
        rows = dated_rows(visit, WorkingCalendar())
    except CalendarError:
        return ()
    return tuple(row for row in rows if row.id in TOLD)
