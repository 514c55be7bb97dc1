"""How people worked together on questions, in numbers: who took part in which way, and what came of what they said."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy import select

from analysis.columns import guard
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.permissions import Person
from survey_app.services.practice_figures import tried_by
from survey_app.services.reaction_list import COMMENT, UNDERSTAND
from survey_app.services.review_rounds import (
    GROUP_KINDS,
    draft_of,
    find_round,
    groups_of,
    rounds_of,
    took_part,
)
from survey_app.services.work import Work
from survey_app.storage.review_rounds import Reaction, ReviewRound, ReviewSession, WordingChange

ENDS: Mapping[str, str] = {
    "changed": "Led to a change",
    "kept": "Kept, with the reason",
    "asked_again": "The group was asked again",
    "": "No answer yet",
}
SORTS: Mapping[str, str] = {"comments": "Comments", "reactions": "Other things that were said"}
THE_SAME_PERSON = (
    "The same person may be in more than one of these: by the link, in a meeting and while trying the questions. "
    "Who took part is not kept, so the numbers cannot be added up."
)
MOST_CHANGED = 10


@dataclass(frozen=True, slots=True)
class GroupPart:
    """How a group took part: browsers by the link, meetings and people at them, and tries of the questions."""

    name: str
    kind: str
    by_link: int
    meetings: int
    in_meetings: int
    tries: int


@dataclass(frozen=True, slots=True)
class Waited:
    """Working days from what was said to its reply."""

    replies: int
    median: float
    shortest: int
    longest: int


@dataclass(frozen=True, slots=True)
class Reworded:
    """A question, how much was said about it, and how many of its words were changed."""

    question: str
    text: str
    said: int
    changes: int


@dataclass(frozen=True, slots=True)
class RoundMeasure:
    """One review. `ends` counts what was said by sort and by how it ended; `understood` needs no reply."""

    round: ReviewRound
    groups: tuple[GroupPart, ...]
    understood: int
    ends: Mapping[str, Mapping[str, int]]
    waited: Waited | None
    reworded: tuple[Reworded, ...]

    def ended(self, end: str) -> int:
        """How many things of every sort ended in this way."""
        return sum(counts.get(end, 0) for counts in self.ends.values())

    @property
    def said(self) -> int:
        """How many things were said that need a reply."""
        return sum(map(self.ended, ENDS))

    def total(self, way: str) -> int:
        """All groups together, for by_link, meetings, in_meetings or tries."""
        return sum(getattr(group, way) for group in self.groups)


def measure(work: Work, person: Person, round_id: str, calendar: WorkingCalendar) -> RoundMeasure:
    """The figures of one review, for whoever leads it; raises NotFound."""
    return _measure(work, find_round(work, person, round_id), calendar)


def measure_all(work: Work, person: Person, calendar: WorkingCalendar) -> tuple[RoundMeasure, ...]:
    """The figures of every review that this person leads, the newest first."""
    return tuple(_measure(work, one, calendar) for one in rounds_of(work, person))


def as_csv(found: RoundMeasure) -> str:
    """One number a line: what it counts, of what, and the number."""
    return _lines([("What", "Of", "Number"), *_numbers(found)])


def all_as_csv(found: Collection[RoundMeasure]) -> str:
    """One review a line."""
    head = ("Review", "Questions", "By link", "In meetings", "Tries", "Said", *ENDS.values(), "Median days")
    return _lines([head, *map(_row, found)])


def _measure(work: Work, found: ReviewRound, calendar: WorkingCalendar) -> RoundMeasure:
    rows = work.session.scalars(select(Reaction).where(Reaction.round_id == found.id)).all()
    need = [row for row in rows if row.sort != UNDERSTAND]
    return RoundMeasure(
        round=found,
        groups=_groups(work, found),
        understood=len(rows) - len(need),
        ends={
            "comments": Counter(row.answer for row in need if row.sort == COMMENT),
            "reactions": Counter(row.answer for row in need if row.sort != COMMENT),
        },
        waited=_waited(need, calendar),
        reworded=_reworded(work, found, need),
    )


def _groups(work: Work, found: ReviewRound) -> tuple[GroupPart, ...]:
    tries = tried_by(work, found)
    asked = groups_of(work, found.id)
    meetings = select(ReviewSession.group_id).where(ReviewSession.group_id.in_([one.id for one in asked]))
    held = Counter(work.session.scalars(meetings))
    return tuple(
        GroupPart(
            group.name,
            GROUP_KINDS.get(group.kind, group.kind),
            (part := took_part(work, group.id)).by_link,
            held[group.id],
            part.in_meetings,
            tries.get(group.name, 0),
        )
        for group in asked
    )


def _waited(rows: Iterable[Reaction], calendar: WorkingCalendar) -> Waited | None:
    days = Counter((row.made_on, row.replied_on) for row in rows if row.answer and row.replied_on)
    took = [
        max(0, calendar.working_days_between(made, replied))
        for (made, replied), times in days.items()
        if replied is not None
        for _ in range(times)
    ]
    return Waited(len(took), median(took), min(took), max(took)) if took else None


def _reworded(work: Work, found: ReviewRound, rows: Sequence[Reaction]) -> tuple[Reworded, ...]:
    """The questions that changed most; those of which one says the same by the order in which they are asked."""
    statement = select(WordingChange.question).where(WordingChange.round_id == found.id)
    changes = Counter(name for name in work.session.scalars(statement) if name)
    said = Counter(row.question for row in rows)
    asked = draft_of(work, found).questions
    order = {name: place for place, name in enumerate(asked)}
    most = sorted(changes, key=lambda name: (-changes[name], order.get(name, len(order)), name))
    return tuple(
        Reworded(name, asked[name].text if name in asked else "", said[name], changes[name])
        for name in most[:MOST_CHANGED]
    )


def _numbers(found: RoundMeasure) -> Iterable[tuple[object, ...]]:
    for group in found.groups:
        yield "Took part by the link", group.name, group.by_link
        yield "Meetings", group.name, group.meetings
        yield "Took part in meetings", group.name, group.in_meetings
        yield "Tried the questions", group.name, group.tries
    yield "I understand it", "All groups", found.understood
    for sort, words in SORTS.items():
        for end, ended in ENDS.items():
            yield ended, words, found.ends[sort].get(end, 0)
    if found.waited:
        yield "Working days to a reply, median", f"{found.waited.replies} replies", found.waited.median
        yield "Working days to a reply, shortest", f"{found.waited.replies} replies", found.waited.shortest
        yield "Working days to a reply, longest", f"{found.waited.replies} replies", found.waited.longest
    for one in found.reworded:
        yield "Words changed", one.question, one.changes
    yield "Note", THE_SAME_PERSON, ""


def _row(found: RoundMeasure) -> tuple[object, ...]:
    ways = [found.total(way) for way in ("by_link", "in_meetings", "tries")]
    ended = [found.ended(end) for end in ENDS]
    days = found.waited.median if found.waited else ""
    return (found.round.title, found.round.questionnaire, *ways, found.said, *ended, days)


def _lines(rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()
