"""Reminding those who were asked to pass a survey on: on working days, three times at most, never after the close.

The dispatcher asks each time it looks. One pass is one transaction: the message and the note that it was written.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import time
from hashlib import blake2b

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from survey_app.calendar.clock import to_london
from survey_app.calendar.states import VisitState
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.letters import REMINDER, still_to_be_reminded
from survey_app.services.open_and_close import state_of
from survey_app.services.work import Work
from survey_app.services.workshop import Workshop
from survey_app.storage.distribution import DistributionEntry
from survey_app.storage.outbox import OutboxItem
from survey_app.storage.visits import Visit

log = logging.getLogger("survey_app.mail")

MOST_REMINDERS = 3
FROM, UNTIL = time(9), time(17)


def remind(shop: Workshop, calendar: WorkingCalendar) -> int:
    """Write the reminders that are due now, and take back those that came too late; how many were written."""
    try:
        with shop.writing() as work:
            _take_back(work)
            return sum(_write(work, entry) for entry in _due(work, calendar))
    except IntegrityError:
        # Two dispatchers that look at the same moment write the same rows, and the second one is refused.
        log.info("Another dispatcher has just written the reminders.")
        return 0


def _due(work: Work, calendar: WorkingCalendar) -> Iterator[DistributionEntry]:
    """Entries that were asked on an earlier day, have not answered, and were not reminded today."""
    clock = to_london(work.now).time()
    if not (FROM <= clock < UNTIL and calendar.is_working_day(work.today)):
        return
    statement = (
        select(DistributionEntry, Visit)
        .join(Visit, Visit.id == DistributionEntry.visit_id)
        .where(DistributionEntry.remind, DistributionEntry.email != "")
        .where(DistributionEntry.asked_on < work.today, DistributionEntry.reminders < MOST_REMINDERS)
        .where(
            or_(DistributionEntry.reminded_on.is_(None), DistributionEntry.reminded_on < work.today),
            Visit.closes_at > work.now,
        )
        .order_by(DistributionEntry.id)
        .with_for_update(of=DistributionEntry)
    )
    for entry, visit in work.session.execute(statement):
        if state_of(work, visit) is VisitState.OPEN and still_to_be_reminded(entry):
            yield entry


def _write(work: Work, entry: DistributionEntry) -> int:
    day = work.today.isoformat()
    key = blake2b(f"{REMINDER}/{entry.id}/{day}".encode(), digest_size=16).hexdigest()
    if work.session.get(OutboxItem, key) is not None:
        return 0
    payload = {"visit": entry.visit_id, "entry": entry.id, "day": day}
    work.session.add(OutboxItem(id=key, sort=REMINDER, payload=payload, due_at=work.now))
    entry.reminded_on = work.today
    entry.reminders += 1
    return 1


def _take_back(work: Work) -> None:
    """Reminders of an earlier day that never left, or whose reason is gone: nobody wants them now."""
    free = or_(OutboxItem.leased_until.is_(None), OutboxItem.leased_until <= work.now)
    waiting = select(OutboxItem).where(OutboxItem.sort == REMINDER, OutboxItem.done_at.is_(None), free)
    over = [item.id for item in work.session.scalars(waiting) if not _wanted(work, item)]
    if over:
        work.session.execute(delete(OutboxItem).where(OutboxItem.id.in_(over)))


def _wanted(work: Work, item: OutboxItem) -> bool:
    entry = work.session.get(DistributionEntry, item.payload["entry"])
    visit = work.session.get_one(Visit, item.payload["visit"])
    if entry is None or item.payload["day"] != work.today.isoformat():
        return False
    return state_of(work, visit) is VisitState.OPEN and still_to_be_reminded(entry)
