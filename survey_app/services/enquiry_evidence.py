"""What a line of enquiry rests on: answers and excerpts by their place, figures frozen with their filter, notes.

An answer is never copied: its words are opened from where they are kept, with its question and its codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from survey_app.services.enquire import ADDED, TAKEN_OUT, line_row, note_entry, salt_for
from survey_app.services.enquiry_figures import Counted, Figure, as_kept, count, earlier_of, from_kept
from survey_app.services.enquiry_words import WAYS, check_words, open_evidence, seal_evidence
from survey_app.services.errors import NotFound, Refused
from survey_app.services.find_answers import Scope
from survey_app.services.mark_words import Mark
from survey_app.services.permissions import Person
from survey_app.services.read_answers import OwnWords, Told, read_responses, scope_for
from survey_app.services.words_in_text import find_words
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.lines_of_enquiry import Evidence, LineOfEnquiry

ANSWER, EXCERPT, FIGURE, NOTE = "answer", "excerpt", "figure", "note"
SORTS: Mapping[str, str] = {
    ANSWER: "An answer",
    EXCERPT: "Words from an answer",
    FIGURE: "A figure",
    NOTE: "A note",
}
UNREADABLE = "This answer cannot be opened with the keys of this site. Tell the administrator."


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of an answer, and where they come from. `words` is None when no key here opens the answer.

    `start` and `end` are code points of the answer. `marks` are the themes and flags that lie over the words.
    """

    response_id: str
    question: str
    wording: str
    audience: str
    received_on: date
    words: str | None
    whole: str | None
    start: int
    end: int
    language: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence. `note` is None when no key here opens it; `figure` and `counted` only of a figure."""

    id: str
    sort: str
    way: str
    note: str | None
    added_by: str
    added_at: datetime
    taken_out_by: str
    taken_out_at: datetime | None
    excerpt: Excerpt | None = None
    figure: Figure | None = None
    counted: Counted | None = None

    @property
    def counts(self) -> bool:
        """False once it was taken out."""
        return self.taken_out_at is None


def add_words(
    work: Work,
    person: Person,
    visit_id: str,
    line_id: str,
    response_id: str,
    question: str,
    words: str,
    start: int | None,
    way: str,
    note: str,
) -> str:
    """Rest a line on words of an answer (the whole answer when there are none); gives the evidence's id.

    `start` says which of several equal places is meant. The same place a second time changes nothing.
    Raises NotFound or Refused.
    """
    salt_for(work, person, visit_id)
    line = line_row(work, visit_id, line_id)
    text = text_of(work, person, visit_id, response_id, question)
    if text.text is None:
        raise Refused(UNREADABLE)
    begin, end = find_words(text.text, words, start)
    there = _same_place(work, line, response_id, question, begin, end)
    if there is not None:
        return there
    sort = ANSWER if (begin, end) == (0, len(text.text)) else EXCERPT
    place = {"response_id": response_id, "question": question, "start": begin, "end": end}
    return _add(work, person, visit_id, line, sort, way, {"note": check_words("note", note)}, place)


def add_figure(
    work: Work, person: Person, visit_id: str, line_id: str, figure: Figure, way: str, note: str
) -> str:
    """Rest a line on a figure, frozen as it is now; gives the evidence's id. Raises NotFound or Refused."""
    salt_for(work, person, visit_id)
    line = line_row(work, visit_id, line_id)
    earlier = earlier_of(work, person, visit_id, figure)
    counted = count(work, scope_for(work, visit_id), figure, earlier)
    told = {"note": check_words("note", note), "figure": as_kept(figure, counted)}
    return _add(work, person, visit_id, line, FIGURE, way, told)


def add_note(work: Work, person: Person, visit_id: str, line_id: str, way: str, note: str) -> str:
    """Rest a line on what somebody saw, heard or read elsewhere; raises NotFound or Refused."""
    salt_for(work, person, visit_id)
    line = line_row(work, visit_id, line_id)
    told = {"note": check_words("note", note, "Write what you saw, heard or read.")}
    return _add(work, person, visit_id, line, NOTE, way, told)


def take_out(work: Work, person: Person, visit_id: str, line_id: str, evidence_id: str, why: str) -> None:
    """Let a piece of evidence not count any more; it stays to be seen. Raises NotFound or Refused."""
    salt = salt_for(work, person, visit_id)
    line = line_row(work, visit_id, line_id, held=True)
    row = evidence_row(work, line, evidence_id)
    if row.taken_out_at is not None:
        return
    why = check_words("note", why, "Say why it does not count any more.")
    row.taken_out_by, row.taken_out_at = person.email, work.now
    note_entry(work, salt, person, line.id, TAKEN_OUT, {"evidence": row.id, "why": why})


def evidence_row(work: Work, line: LineOfEnquiry, evidence_id: str) -> Evidence:
    """A piece of evidence of this line; raises NotFound."""
    row = work.session.get(Evidence, evidence_id)
    if row is None or row.line_id != line.id:
        raise NotFound(evidence_id)
    return row


def text_of(work: Work, person: Person, visit_id: str, response_id: str, question: str) -> OwnWords:
    """An answer in somebody's own words, opened; raises NotFound, also for an answer of another visit."""
    return _own_words(told_by(work, person, visit_id, response_id), question)


def told_by(work: Work, person: Person, visit_id: str, response_id: str) -> Told:
    """Everything that one person sent; raises NotFound, also for a response of another visit."""
    found = read_responses(work, scope_for(work, visit_id, person), [response_id])
    if not found:
        raise NotFound(response_id)
    return found[0]


def excerpt_of(told: Told, question: str, start: int | None = None, end: int | None = None) -> Excerpt:
    """Words of an answer by their place, the whole answer without one; raises NotFound."""
    text = _own_words(told, question)
    length = len(text.text or "")
    begin = min(max(start or 0, 0), length)
    last = min(max(length if end is None else end, begin), length)
    return Excerpt(
        response_id=told.response_id,
        question=question,
        wording=text.wording,
        audience=told.audience,
        received_on=told.received_on,
        words=None if text.text is None else text.text[begin:last],
        whole=text.text,
        start=begin,
        end=last,
        language=text.language,
        marks=tuple(mark for mark in text.marks if mark.start < last and begin < mark.end),
    )


def pieces_of_evidence(work: Work, scope: Scope, rows: Iterable[Evidence]) -> tuple[Piece, ...]:
    """These pieces, opened, the newest first. Permission is the caller's to ask."""
    rows = sorted(rows, key=lambda row: (row.added_at, row.id), reverse=True)
    named = list(dict.fromkeys(row.response_id for row in rows if row.response_id))
    told = {one.response_id: one for one in read_responses(work, scope, named)}
    return tuple(_piece(work, scope, row, told) for row in rows)


def evidence_of(work: Work, line_ids: Iterable[str]) -> dict[str, list[Evidence]]:
    """The evidence of these lines, also what was taken out, by the line's id."""
    wanted = list(line_ids)
    found: dict[str, list[Evidence]] = {line_id: [] for line_id in wanted}
    for row in work.session.scalars(select(Evidence).where(Evidence.line_id.in_(wanted))):
        found[row.line_id].append(row)
    return found


def lines_resting_on(work: Work, visit_id: str, response_id: str) -> Sequence[LineOfEnquiry]:
    """The lines of this visit that rest on words of one person. Permission is the caller's to ask."""
    statement = (
        select(LineOfEnquiry)
        .join(Evidence, Evidence.line_id == LineOfEnquiry.id)
        .where(LineOfEnquiry.visit_id == visit_id, Evidence.response_id == response_id)
        .where(Evidence.taken_out_at.is_(None))
        .order_by(LineOfEnquiry.made_at, LineOfEnquiry.id)
    )
    return list(dict.fromkeys(work.session.scalars(statement)))


def _own_words(told: Told, question: str) -> OwnWords:
    found = next((text for text in told.texts if text.question == question), None)
    if found is None:
        raise NotFound(question)
    return found


def _same_place(
    work: Work, line: LineOfEnquiry, response_id: str, question: str, start: int, end: int
) -> str | None:
    statement = select(Evidence.id).where(
        Evidence.line_id == line.id,
        Evidence.response_id == response_id,
        Evidence.question == question,
        Evidence.start == start,
        Evidence.end == end,
        Evidence.taken_out_at.is_(None),
    )
    return work.session.scalars(statement).first()


def _add(
    work: Work,
    person: Person,
    visit_id: str,
    line: LineOfEnquiry,
    sort: str,
    way: str,
    told: Mapping[str, Any],
    place: Mapping[str, Any] | None = None,
) -> str:
    if way not in WAYS:
        raise Refused("Choose whether it speaks for the line or against it.")
    salt = salt_for(work, person, visit_id)
    row = Evidence(
        id=random_id(),
        line_id=line.id,
        sort=sort,
        way=way,
        added_by=person.email,
        added_at=work.now,
        **(place or {}),
    )
    seal_evidence(work, salt, row, told)
    work.session.add(row)
    work.session.flush()
    note_entry(work, salt, person, line.id, ADDED, {"evidence": row.id})
    return row.id


def _piece(work: Work, scope: Scope, row: Evidence, told: Mapping[str, Told]) -> Piece:
    kept = open_evidence(work, scope.key_salt, row)
    figure, counted = from_kept(kept["figure"]) if kept and "figure" in kept else (None, None)
    return Piece(
        id=row.id,
        sort=row.sort,
        way=row.way,
        note=None if kept is None else str(kept.get("note", "")),
        added_by=row.added_by,
        added_at=row.added_at,
        taken_out_by=row.taken_out_by,
        taken_out_at=row.taken_out_at,
        excerpt=_kept_excerpt(row, told),
        figure=figure,
        counted=counted,
    )


def _kept_excerpt(row: Evidence, told: Mapping[str, Told]) -> Excerpt | None:
    if row.response_id is None or row.question is None or row.response_id not in told:
        return None
    return excerpt_of(told[row.response_id], row.question, row.start, row.end)
