"""Letting go of what is no longer needed. Safe to run at any time, and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import CursorResult, Delete, Select, delete, or_, select

from survey_app.calendar.states import StoredState
from survey_app.services.news import let_go as let_go_of_addresses
from survey_app.services.paper_clearing import clear_unfinished, clear_waiting
from survey_app.services.work import Work
from survey_app.storage.drafts import Draft
from survey_app.storage.outbox import OutboxItem
from survey_app.storage.review_rounds import PracticeDraft, ReviewGroup, ReviewRound
from survey_app.storage.sent_keys import SentKey
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

# Somebody may still be told on the page that the survey has closed, and copy what they wrote.
DRAFTS_KEPT = timedelta(days=1)
SENT_MESSAGES_KEPT = timedelta(days=2)
OVER = (StoredState.ABANDONED.value, StoredState.ARCHIVED.value)


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many rows went."""

    drafts: int
    sent_keys: int
    messages: int
    paper_forms: int
    paper_pictures: int
    addresses: int


def tidy(work: Work, paper_days: int) -> Tidied:
    """Delete drafts that can never be sent, keys of forms that nobody sends again, messages that have left, and paper
    that nobody finished: what is typed and pictured of it is kept `paper_days` after its survey closed.
    """
    return Tidied(
        paper_forms=clear_unfinished(work, paper_days),
        paper_pictures=clear_waiting(work),
        addresses=let_go_of_addresses(work),
        drafts=_gone(work, delete(Draft).where(Draft.survey_id.in_(_over(work))))
        + _gone(work, delete(PracticeDraft).where(PracticeDraft.group_id.in_(_reviews_over(work)))),
        sent_keys=_gone(work, delete(SentKey).where(SentKey.expires_on < work.today)),
        messages=_gone(work, delete(OutboxItem).where(OutboxItem.done_at < work.now - SENT_MESSAGES_KEPT)),
    )


def _over(work: Work) -> Select[str]:
    closed = (Visit.standing == StoredState.SCHEDULED.value) & (Visit.grace_until < work.now - DRAFTS_KEPT)
    return (
        select(Survey.id)
        .join(Visit, Visit.id == Survey.visit_id)
        .where(or_(closed, Visit.standing.in_(OVER)))
    )


def _reviews_over(work: Work) -> Select[str]:
    """The groups whose review has ended: nobody practises with it any more."""
    closed = or_(ReviewRound.closes_at < work.now - DRAFTS_KEPT, ReviewRound.standing != "open")
    return select(ReviewGroup.id).join(ReviewRound, ReviewRound.id == ReviewGroup.round_id).where(closed)


def _gone(work: Work, statement: Delete) -> int:
    result: CursorResult[object] = work.connection.execute(statement)
    return result.rowcount
