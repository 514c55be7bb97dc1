"""A comment on a question that a person must read at once: whoever leads the review is told, without a word of it."""

from __future__ import annotations

from sqlalchemy import select

from survey_app.services.work import Work
from survey_app.storage.outbox import OutboxItem
from survey_app.storage.review_rounds import ReviewRound

WORRY = "review_worry"


def ask_to_read(work: Work, asked: ReviewRound) -> None:
    """Tell them, once for all comments of the same hour that have not been told of yet."""
    hour = work.now.replace(minute=0, second=0, microsecond=0)
    waiting = select(OutboxItem).where(
        OutboxItem.sort == WORRY, OutboxItem.due_at == hour, OutboxItem.leased_until.is_(None)
    )
    if all(item.payload["round"] != asked.id for item in work.session.scalars(waiting)):
        payload = {"round": asked.id, "visit": asked.visit_id or "", "to": asked.led_by}
        work.session.add(OutboxItem(sort=WORRY, payload=payload, due_at=hour))
