"""What a facilitator wrote down of a meeting: how many took part, never who, and what they said of each question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import delete, select

from questionnaires.model import Questionnaire
from survey_app.services.errors import NotFound, Refused
from survey_app.services.key_holders import GroupHolder
from survey_app.services.publish import version_of
from survey_app.services.review_alerts import ask_to_read
from survey_app.services.review_words import open_words, seal_words, worry_in
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.review_rounds import Reaction, ReviewSession

WAYS: Mapping[str, str] = {
    "together": "Together in one room",
    "online": "Online",
    "paper": "On paper",
    "phone": "By phone",
}
TALLIES: Mapping[str, str] = {
    "understand": "I understand it",
    "not_understood": "I do not understand it",
    "hard_word": "A word is hard",
    "picture": "The picture is wrong",
    "upsets": "It upsets me",
    "missing": "Something is missing",
}
COMMENT = "comment"
MOST_PEOPLE = 500
MOST_WORDS, LONGEST_WORD, LONGEST_COMMENT = 10, 40, 2000


@dataclass(frozen=True, slots=True)
class SessionCard:
    """One meeting, and how many questions have something said about them."""

    id: str
    held_on: date
    how: str
    took_part: int
    said_of: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a meeting said of one question: how many for each tally, the words that are hard, and a comment."""

    tallies: Mapping[str, int] = field(default_factory=dict)
    hard_words: tuple[str, ...] = ()
    comment: str = ""


def sessions_of(work: Work, holder: GroupHolder) -> tuple[SessionCard, ...]:
    """The group's meetings, the latest first."""
    statement = select(ReviewSession).where(ReviewSession.group_id == holder.group.id)
    found = work.session.scalars(statement.order_by(ReviewSession.held_on.desc(), ReviewSession.id))
    return tuple(_card(work, one) for one in found)


def add_session(work: Work, holder: GroupHolder, held_on: date, how: str, took_part: int) -> str:
    """Begin to write down a meeting; raises Refused. Returns its id."""
    _still_open(work, holder)
    if how not in WAYS:
        raise Refused("Choose how the group met.")
    if not 1 <= took_part <= MOST_PEOPLE:
        raise Refused(f"Say how many took part: a number from 1 to {MOST_PEOPLE}.")
    if held_on > work.today:
        raise Refused("Give the day on which the group met. It cannot be in the future.")
    made = ReviewSession(group_id=holder.group.id, held_on=held_on, how=how, took_part=took_part)
    work.session.add(made)
    work.session.flush()
    return made.id


def remove_session(work: Work, holder: GroupHolder, session_id: str) -> None:
    """Take back a meeting with all that was written down of it."""
    _still_open(work, holder)
    found = _mine(work, holder, session_id)
    work.session.execute(delete(Reaction).where(Reaction.session_id == found.id))
    work.session.delete(found)


def find_session(work: Work, holder: GroupHolder, session_id: str) -> SessionCard:
    """One of the group's meetings; raises NotFound."""
    return _card(work, _mine(work, holder, session_id))


def said_of(work: Work, holder: GroupHolder, session_id: str, question: str) -> Said:
    """What is written down of one question."""
    found = _mine(work, holder, session_id)
    rows = work.session.scalars(
        select(Reaction).where(Reaction.session_id == found.id, Reaction.question == question)
    ).all()
    comments = [open_words(work, row.round_id, row.id, row.sealed) for row in rows if row.sort == COMMENT]
    tallies: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.sort in TALLIES and not row.subject:
            tallies[row.sort] += row.people
    words = tuple(sorted(row.subject for row in rows if row.subject))
    return Said(dict(tallies), words, next(iter(comments), ""))


def keep_said(work: Work, holder: GroupHolder, session_id: str, question: str, said: Said) -> None:
    """Write down what a meeting said of one question, in place of what was there.

    Raises Refused when more people are counted than took part, and NotFound for a question that is not asked.
    """
    _still_open(work, holder)
    found = _mine(work, holder, session_id)
    asked = _asked(work, holder).questions.get(question)
    if asked is None:
        raise NotFound(question)
    _check(said, found.took_part)
    work.session.execute(
        delete(Reaction).where(Reaction.session_id == found.id, Reaction.question == question)
    )
    for sort, people in said.tallies.items():
        if people:
            _add(work, holder, found, question, sort=sort, people=people)
    for word in said.hard_words:
        _add(work, holder, found, question, sort="hard_word", subject=word, people=1)
    if said.comment:
        _add_comment(work, holder, found, question, said.comment, asked.text)


def _check(said: Said, took_part: int) -> None:
    if any(not 0 <= people <= took_part for people in said.tallies.values()):
        raise Refused(f"Only {took_part} took part. Give a number from 0 to {took_part} in each box.")
    if set(said.tallies) - set(TALLIES):
        raise Refused("Choose from the boxes on the page.")
    if len(said.hard_words) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in said.hard_words):
        raise Refused(
            f"Give up to {MOST_WORDS} hard words with a comma between them, each up to {LONGEST_WORD} letters."
        )
    if len(said.comment) > LONGEST_COMMENT:
        raise Refused(f"Write up to {LONGEST_COMMENT:,} letters about a question.")


def _add(work: Work, holder: GroupHolder, found: ReviewSession, question: str, **more: object) -> None:
    row = {
        "round_id": holder.round.id,
        "group_id": holder.group.id,
        "session_id": found.id,
        "question": question,
        "digest": holder.round.draft_digest,
        "made_on": work.today,
        **more,
    }
    work.session.add(Reaction(**row))


def _add_comment(
    work: Work, holder: GroupHolder, found: ReviewSession, question: str, comment: str, asked: str
) -> None:
    made = random_id()
    worry = worry_in(comment, _asked(work, holder).audience, asked)
    _add(
        work,
        holder,
        found,
        question,
        id=made,
        sort=COMMENT,
        people=1,
        worry=worry,
        sealed=seal_words(work, holder.round.id, made, comment),
    )
    if worry:
        ask_to_read(work, holder.round)


def _asked(work: Work, holder: GroupHolder) -> Questionnaire:
    return version_of(work, holder.round.draft_digest)


def _card(work: Work, found: ReviewSession) -> SessionCard:
    asked = select(Reaction.question).where(Reaction.session_id == found.id).distinct()
    said = len(work.session.scalars(asked).all())
    return SessionCard(found.id, found.held_on, found.how, found.took_part, said)


def _mine(work: Work, holder: GroupHolder, session_id: str) -> ReviewSession:
    found = work.session.get(ReviewSession, session_id)
    if found is None or found.group_id != holder.group.id:
        raise NotFound(session_id)
    return found


def _still_open(work: Work, holder: GroupHolder) -> None:
    if holder.round.standing != "open" or work.now >= holder.round.closes_at:
        raise Refused("This review is over, so nothing can be added to it any more.")
