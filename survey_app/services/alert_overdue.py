"""What the clock brings up by itself: concerns that are late, and those that wait for a second person.

The dispatcher asks each time it looks. One pass is one transaction: the message and the note that it was written.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from hashlib import blake2b

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.contact_requests import LATE_CONTACT, visits_with_late
from survey_app.services.letters import OVERDUE, PROPOSED
from survey_app.services.overdue_concerns import Late, late_concerns, note_alerted
from survey_app.services.safeguard import PROPOSED as WAITS_FOR_ANOTHER
from survey_app.services.work import Work
from survey_app.services.workshop import Workshop
from survey_app.storage.concerns import Concern, ConcernEvent
from survey_app.storage.outbox import OutboxItem

log = logging.getLogger("survey_app.mail")

AGAIN_AFTER = {1: timedelta(hours=4)}
AGAIN_OTHERWISE = timedelta(days=1)


def alert(shop: Workshop, calendar: WorkingCalendar) -> int:
    """Write the messages that are due now; how many there were."""
    try:
        with shop.writing() as work:
            return _tell_overdue(work, calendar) + _tell_proposed(work) + _tell_late_contact(work, calendar)
    except IntegrityError:
        # Two dispatchers that look at the same moment write the same rows, and the second one is refused.
        log.info("Another dispatcher has just written the messages about what is late.")
        return 0


def _tell_overdue(work: Work, calendar: WorkingCalendar) -> int:
    late = late_concerns(work, calendar)
    items = _written(work) if late else ()
    due = [
        one for one in late if _is_due(one, work) and not any(_speaks_for(item, one, work) for item in items)
    ]
    if not due:
        return 0
    for one in due:
        work.session.add(_overdue_item(work, one))
    note_alerted(work, [one.id for one in due])
    return len(due)


def _is_due(one: Late, work: Work) -> bool:
    if not one.told or one.alerted_at is None:
        return True
    return work.now - one.alerted_at >= _again_after(one)


def _again_after(one: Late) -> timedelta:
    return AGAIN_AFTER.get(one.level, AGAIN_OTHERWISE)


def _written(work: Work) -> tuple[OutboxItem, ...]:
    return tuple(work.session.scalars(select(OutboxItem).where(OutboxItem.sort == OVERDUE)))


def _speaks_for(item: OutboxItem, one: Late, work: Work) -> bool:
    """True when this message has not left yet, or left a short while ago: a mail server that was away for days is
    no reason to tell people twice in a minute when it is back.
    """
    if item.payload["concern"] != one.id:
        return False
    if item.done_at is None:
        return True
    return item.payload["step"] == one.step.name and work.now - item.done_at < _again_after(one)


def _overdue_item(work: Work, one: Late) -> OutboxItem:
    payload = {"concern": one.id, "visit": one.visit_id, "level": str(one.level), "step": one.step.name}
    told = one.alerted_at.isoformat() if one.alerted_at else ""
    return OutboxItem(
        id=_id(OVERDUE, one.id, one.step.name, told), sort=OVERDUE, payload=payload, due_at=work.now
    )


def _tell_proposed(work: Work) -> int:
    latest = (
        select(ConcernEvent.concern_id, func.max(ConcernEvent.number).label("number"))
        .where(ConcernEvent.action == "propose")
        .group_by(ConcernEvent.concern_id)
        .subquery()
    )
    statement = select(Concern, latest.c.number).join(latest, latest.c.concern_id == Concern.id)
    found = work.session.execute(statement.where(Concern.state == WAITS_FOR_ANOTHER)).all()
    return sum(_proposed_item(work, concern, number) for concern, number in found)


def _proposed_item(work: Work, concern: Concern, number: int) -> bool:
    """Write the message about one proposal; False while the one that was written before is still kept."""
    key = _id(PROPOSED, concern.id, str(number))
    if work.session.get(OutboxItem, key) is not None:
        return False
    payload = {"concern": concern.id, "visit": concern.visit_id, "by": concern.proposed_by}
    work.session.add(OutboxItem(id=key, sort=PROPOSED, payload=payload, due_at=work.now))
    return True


def _tell_late_contact(work: Work, calendar: WorkingCalendar) -> int:
    late = visits_with_late(work, calendar)
    waiting = select(OutboxItem).where(OutboxItem.sort == LATE_CONTACT, OutboxItem.done_at.is_(None))
    told = {item.payload["visit"] for item in work.session.scalars(waiting)} if late else set()
    return sum(_late_contact_item(work, visit) for visit in late if visit not in told)


def _late_contact_item(work: Work, visit_id: str) -> bool:
    """Write today's message that somebody of a visit still waits to be contacted; False when it has left."""
    key = _id(LATE_CONTACT, visit_id, work.today.isoformat())
    if work.session.get(OutboxItem, key) is not None:
        return False
    work.session.add(OutboxItem(id=key, sort=LATE_CONTACT, payload={"visit": visit_id}, due_at=work.now))
    return True


def _id(*parts: str) -> str:
    return blake2b("/".join(parts).encode(), digest_size=16).hexdigest()
