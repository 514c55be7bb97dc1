"""Answering what groups said: changed, kept and why, or asked again. Young people get an answer in easy read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from survey_app.services.errors import Refused
from survey_app.services.permissions import Person
from survey_app.services.reaction_list import UNDERSTAND, pick_of
from survey_app.services.replies import ASKED_AGAIN, CHANGED, KEPT
from survey_app.services.review_rounds import OPEN, find_round, groups_of
from survey_app.services.work import Work
from survey_app.storage.journal import JournalEntry
from survey_app.storage.review_rounds import Reaction, WordingChange

ANSWERS: Mapping[str, str] = {
    CHANGED: "We changed it",
    KEPT: "We kept it, because",
    ASKED_AGAIN: "We asked the group again",
}
LONGEST, LONGEST_EASY = 1000, 500
YOUNG = "youth_group"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said back: how it ended, why, and the same in easy read."""

    sort: str
    words: str = ""
    easy: str = ""


def answer(work: Work, person: Person, round_id: str, picks: Iterable[str], said: Answer) -> int:
    """Answer one thing or several at once; the number of reactions answered. Raises Refused or NotFound."""
    found = find_round(work, person, round_id)
    if found.standing != OPEN:
        raise Refused("This review has ended, so nothing in it can be answered any more.")
    rows = _picked(work, round_id, set(picks))
    if not rows:
        raise Refused("Choose what you answer.")
    said = Answer(said.sort, _tidy(said.words), _tidy(said.easy))
    _check(work, round_id, rows, said)
    for row in rows:
        row.answer, row.reply, row.easy_reply = said.sort, said.words, said.easy
        row.replied_by, row.replied_on = person.email, work.today
    questions = ", ".join(sorted({row.question for row in rows}))
    detail = f"{said.sort}: {questions}"[:500]
    work.session.add(
        JournalEntry(at=work.now, by=person.email, action="answer_reactions", subject=round_id, detail=detail)
    )
    return len(rows)


def _picked(work: Work, round_id: str, picks: set[str]) -> list[Reaction]:
    statement = select(Reaction).where(Reaction.round_id == round_id, Reaction.sort != UNDERSTAND)
    return [row for row in work.session.scalars(statement) if pick_of(row) in picks]


def _check(work: Work, round_id: str, rows: list[Reaction], said: Answer) -> None:
    if said.sort not in ANSWERS:
        raise Refused("Choose how it ended: changed, kept, or asked again.")
    if len(said.words) > LONGEST or len(said.easy) > LONGEST_EASY:
        raise Refused(f"Keep the answer to {LONGEST:,} letters, and the one in easy read to {LONGEST_EASY}.")
    if said.sort == CHANGED:
        _check_changed(work, round_id, {row.question for row in rows})
    elif not said.words:
        raise Refused("Say why. The group reads it.")
    young = {group.id for group in groups_of(work, round_id) if group.kind == YOUNG}
    if not said.easy and any(row.group_id in young for row in rows):
        raise Refused("Write the answer in easy read too: young people said this.")


def _check_changed(work: Work, round_id: str, questions: set[str]) -> None:
    statement = select(WordingChange.question).where(WordingChange.round_id == round_id).distinct()
    unchanged = questions - set(work.session.scalars(statement))
    if unchanged:
        names = ", ".join(sorted(unchanged))
        raise Refused(
            f"Nothing was changed yet in: {names}. Change the words first, or choose another answer."
        )


def _tidy(words: str) -> str:
    return words.replace("\r\n", "\n").strip()
