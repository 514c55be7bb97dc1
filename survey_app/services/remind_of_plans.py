"""Reminding those who write a plan that it has to be published: ten, five and one working day before, and once after.

The dispatcher asks each time it looks; each day's message is written once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, time
from hashlib import blake2b

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from survey_app.calendar.clock import to_london
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.letters import PLAN_DUE
from survey_app.services.plans import due_day
from survey_app.services.work import Work
from survey_app.services.workshop import Workshop
from survey_app.storage.outbox import OutboxItem
from survey_app.storage.plans import Plan

log = logging.getLogger("survey_app.mail")

# Working days from the day of the message to the day on which the plan is due.
BEFORE = (10, 5, 1)
FROM, UNTIL = time(9), time(17)


def remind_of_plans(shop: Workshop, calendar: WorkingCalendar) -> int:
    """Write the messages that are due today; how many there were."""
    try:
        with shop.writing() as work:
            return sum(_write(work, plan, due) for plan, due in _due(work, calendar))
    except IntegrityError:
        log.info("Another dispatcher has just written the reminders of plans.")
        return 0


def _due(work: Work, calendar: WorkingCalendar) -> Iterator[tuple[Plan, date]]:
    clock = to_london(work.now).time()
    if not (FROM <= clock < UNTIL and calendar.is_working_day(work.today)):
        return
    days = {calendar.add_working_days(work.today, ahead) for ahead in BEFORE}
    for plan in work.session.scalars(select(Plan).where(Plan.published_at.is_(None)).order_by(Plan.id)):
        due = due_day(plan)
        if due and (due in days or _first_day_after(calendar, due) == work.today):
            yield plan, due


def _first_day_after(calendar: WorkingCalendar, due: date) -> date:
    return calendar.add_working_days(due, 1)


def _write(work: Work, plan: Plan, due: date) -> int:
    key = blake2b(f"{PLAN_DUE}/{plan.id}/{work.today}".encode(), digest_size=16).hexdigest()
    if work.session.get(OutboxItem, key) is not None:
        return 0
    payload = {"visit": plan.visit_id, "plan": plan.id, "due": due.isoformat()}
    work.session.add(OutboxItem(id=key, sort=PLAN_DUE, payload=payload, due_at=work.now))
    return 1
