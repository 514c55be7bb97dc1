"""People who take part by a link, without an account: members of a group, its facilitator, and who reads first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from survey_app.services.entry import as_typed
from survey_app.services.errors import NotFound
from survey_app.services.permissions import CO_PRODUCER, FACILITATOR, FEEDBACK_READER, Person, require
from survey_app.services.work import Work
from survey_app.storage.feedback import FeedbackReader
from survey_app.storage.review_rounds import ReviewGroup, ReviewRound


@dataclass(frozen=True, slots=True)
class GroupHolder:
    """Somebody who holds a link of a group, with the group and the round that it is asked about."""

    person: Person
    group: ReviewGroup
    round: ReviewRound


@dataclass(frozen=True, slots=True)
class ReaderHolder:
    """Somebody who speaks for a group that reads what came of it before it is published."""

    person: Person
    reader: FeedbackReader


def member_behind(work: Work, code: str, action: str) -> GroupHolder:
    """Whoever typed or followed a group's code and wants to do `action`; raises NotFound."""
    return _holder(work, ReviewGroup.code == as_typed(code), CO_PRODUCER, action)


def is_group_code(work: Work, code: str) -> bool:
    """True when a code, as it was typed, is that of a group that reviews questions."""
    statement = select(ReviewGroup.id).where(ReviewGroup.code == as_typed(code))
    return work.session.scalars(statement).one_or_none() is not None


def facilitator_behind(work: Work, key: str, action: str) -> GroupHolder:
    """Whoever holds the facilitator's key of a group and wants to do `action`; raises NotFound."""
    return _holder(work, ReviewGroup.facilitator_key == key, FACILITATOR, action)


def reader_behind(work: Work, key: str) -> ReaderHolder:
    """Whoever holds the key of a group that reads before publishing; raises NotFound, also when it was ended."""
    statement = select(FeedbackReader).where(FeedbackReader.key == key, FeedbackReader.ended_at.is_(None))
    reader = work.session.scalars(statement).one_or_none()
    if reader is None:
        raise NotFound("reader")
    person = Person("", "", roles={reader.visit_id: frozenset({FEEDBACK_READER})})
    return ReaderHolder(require(person, "read_before_publishing", reader.visit_id), reader)


def _holder(work: Work, where: ColumnElement[bool], role: str, action: str) -> GroupHolder:
    group = work.session.scalars(select(ReviewGroup).where(where)).one_or_none()
    if group is None:
        raise NotFound("group")
    person = Person("", "", roles={group.id: frozenset({role})})
    return GroupHolder(
        require(person, action, group.id), group, work.session.get_one(ReviewRound, group.round_id)
    )
