"""Packing what was chosen on days that are over, so that a new process need not read every response one by one.

A whole day of a survey is packed together: that tells nothing beyond the day that each response has anyway. A day
that is not packed, or has changed since, is read from its responses: no number depends on when this runs.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import delete, func, select

from analysis.packed_people import packed
from survey_app.services.codes_that_count import changes_of_codes
from survey_app.services.read_people import read_days
from survey_app.services.work import LONDON, Work
from survey_app.storage.packed import PackedDay
from survey_app.storage.responses import Response
from survey_app.storage.surveys import Survey

# Fewer are read row by row as quickly.
FEWEST = 200
# Whoever pressed the button just before midnight is stored by then.
SETTLED = timedelta(hours=1)
Day = tuple[str, date]


def days_to_pack(work: Work) -> list[Day]:
    """Each (survey, day) that is over and not packed as it is now."""
    before = (work.now - SETTLED).astimezone(LONDON).date()
    there = {
        (row.survey_id, row.received_on): (row.people, row.changes)
        for row in work.session.execute(
            select(PackedDay.survey_id, PackedDay.received_on, PackedDay.people, PackedDay.changes)
        )
    }
    visits = dict(work.session.execute(select(Survey.id, Survey.visit_id)).all())
    changes = {visit: changes_of_codes(work, visit) for visit in set(visits.values())}
    counts = (
        select(Response.survey_id, Response.received_on, func.count())
        .where(Response.received_on < before)
        .group_by(Response.survey_id, Response.received_on)
        .having(func.count() >= FEWEST)
    )
    return [
        (survey, day)
        for survey, day, people in work.session.execute(counts)
        if there.get((survey, day)) != (people, changes[visits[survey]])
    ]


def pack(work: Work, day: Day) -> PackedDay:
    """The responses of one day, packed; stores nothing."""
    survey = work.session.get_one(Survey, day[0])
    # Asked before the codes are read: should they change meanwhile, what is packed is out of date, and says so.
    changes = changes_of_codes(work, survey.visit_id)
    people = read_days(work, survey, [day[1]])
    return PackedDay(
        survey_id=survey.id,
        received_on=day[1],
        people=len(people),
        changes=changes,
        columns=packed(people),
    )


def keep_packed(work: Work, found: PackedDay) -> None:
    """Store a packed day in the place of an earlier one: quick, so that nobody who sends waits for it."""
    here = PackedDay.survey_id == found.survey_id, PackedDay.received_on == found.received_on
    work.session.execute(delete(PackedDay).where(*here))
    work.session.add(found)
