"""Until when paper that nobody finishes is kept: a number of days after the survey closed, or after the last touch."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import func, select

from survey_app.calendar.clock import london_day
from survey_app.calendar.states import StoredState
from survey_app.services.work import Work
from survey_app.storage.paper import PaperEntry, PaperPicture
from survey_app.storage.visits import Visit

WAITING_DAYS = 14
"""A picture of which nobody has said which page it shows: the sheet is still there, to be taken again."""
OVER = frozenset({StoredState.ABANDONED.value, StoredState.ARCHIVED.value})


def kept_until(visit: Visit, touched: date, days: int) -> date | None:
    """The last day on which what is typed or pictured of an unfinished form is kept.

    `days` after the survey closed, or after somebody last worked on the form where that was later. None while nobody
    knows when the survey closes.
    """
    if visit.standing in OVER:
        return touched + timedelta(days)
    if visit.standing != StoredState.SCHEDULED or visit.grace_until is None:
        return None
    return max(touched, london_day(visit.grace_until)) + timedelta(days)


def waits_until(sent: date) -> date:
    """The last day on which a picture is kept that belongs to no form."""
    return sent + timedelta(WAITING_DAYS)


def last_touched(work: Work, forms: Collection[str]) -> dict[str, date]:
    """The day on which each form was last typed or pictured, of those of which anything is typed or pictured."""
    touched: dict[str, date] = {}
    for column, at in ((PaperEntry.form_id, PaperEntry.at), (PaperPicture.form_id, PaperPicture.uploaded_at)):
        for form_id, latest in work.session.execute(
            select(column, func.max(at)).where(column.in_(forms)).group_by(column)
        ):
            if form_id is not None:
                touched[form_id] = max(touched.get(form_id, date.min), london_day(latest))
    return touched
