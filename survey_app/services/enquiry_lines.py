"""Reading lines of enquiry: all of a visit, or one with what it rests on and everything that happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from survey_app.services.enquire import (
    DONE,
    TO_DO,
    entries_of,
    line_row,
    salt_for,
)
from survey_app.services.enquiry_evidence import (
    Piece,
    evidence_of,
    evidence_row,
    lines_resting_on,
    pieces_of_evidence,
)
from survey_app.services.enquiry_figures import Rerun, earlier_of, rerun
from survey_app.services.enquiry_words import (
    AGAINST,
    FOR,
    STATES,
    LineParts,
    open_entry,
    open_parts,
)
from survey_app.services.errors import NotFound
from survey_app.services.permissions import Person
from survey_app.services.read_answers import scope_for
from survey_app.services.work import Work
from survey_app.storage.lines_of_enquiry import Evidence, LineEntry, LineOfEnquiry

UNREADABLE_TITLE = "A line that cannot be opened with the keys of this site"


@dataclass(frozen=True, slots=True)
class LineCard:
    """A line in a list. `readable` is False when no key here opens its words; what is in clear is told all the same.

    `last_at` is when anything happened to it last.
    """

    id: str
    title: str
    parts: LineParts
    readable: bool
    revision: int
    made_by: str
    made_at: datetime
    last_at: datetime
    speaks_for: int
    speaks_against: int
    beside: int

    @property
    def evidence(self) -> int:
        """How many pieces of evidence count."""
        return self.speaks_for + self.speaks_against + self.beside


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a line. `told` is None when no key here opens it; its shape depends on `sort`."""

    number: int
    at: datetime
    by: str
    sort: str
    told: Mapping[str, Any] | None


@dataclass(frozen=True)
class LinePage:
    """One line with all that belongs to it; the newest evidence first, the oldest entry first."""

    card: LineCard
    evidence: tuple[Piece, ...]
    history: tuple[Happened, ...]

    @property
    def standing(self) -> tuple[Piece, ...]:
        """The evidence that counts."""
        return tuple(piece for piece in self.evidence if piece.counts)

    @property
    def taken_out(self) -> tuple[Piece, ...]:
        """The evidence that does not count any more."""
        return tuple(piece for piece in self.evidence if not piece.counts)

    @property
    def to_do(self) -> tuple[Happened, ...]:
        """What is still to be done."""
        return still_to_do(self.history)

    @property
    def talk(self) -> tuple[Happened, ...]:
        """What people said to each other."""
        return tuple(one for one in self.history if one.sort in ("said", TO_DO))


def lines_of(
    work: Work, person: Person, visit_id: str, state: str = "", owner: str = "", paragraph: str = ""
) -> tuple[LineCard, ...]:
    """The lines of a visit, those still open first, then by what happened last; raises NotFound."""
    salt = salt_for(work, person, visit_id)
    statement = select(LineOfEnquiry).where(LineOfEnquiry.visit_id == visit_id)
    for column, value in (
        (LineOfEnquiry.state, state),
        (LineOfEnquiry.owner, owner),
        (LineOfEnquiry.paragraph, paragraph),
    ):
        statement = statement.where(column == value) if value else statement
    cards = _cards(work, salt, work.session.scalars(statement).all())
    order = list(STATES)
    return tuple(sorted(cards, key=lambda c: (order.index(c.parts.state), -c.last_at.timestamp(), c.id)))


def line_page(work: Work, person: Person, visit_id: str, line_id: str) -> LinePage:
    """One line of this visit; raises NotFound."""
    salt = salt_for(work, person, visit_id)
    row = line_row(work, visit_id, line_id)
    scope = scope_for(work, visit_id, person)
    (card,) = _cards(work, salt, [row])
    evidence = pieces_of_evidence(work, scope, evidence_of(work, [row.id])[row.id])
    history = tuple(happened(work, salt, one) for one in entries_of(work, row.id))
    return LinePage(card, evidence, history)


def frozen_again(
    work: Work, person: Person, visit_id: str, line_id: str, evidence_id: str
) -> tuple[Piece, Rerun]:
    """A frozen figure, counted again; raises NotFound, also for evidence that is no figure."""
    salt_for(work, person, visit_id)
    row = evidence_row(work, line_row(work, visit_id, line_id), evidence_id)
    (piece,) = pieces_of_evidence(work, scope_for(work, visit_id, person), [row])
    if piece.figure is None or piece.counted is None:
        raise NotFound(evidence_id)
    earlier = earlier_of(work, person, visit_id, piece.figure)
    return piece, rerun(work, scope_for(work, visit_id), piece.figure, piece.counted, earlier)


def lines_behind(work: Work, person: Person, visit_id: str, response_id: str) -> tuple[tuple[str, str], ...]:
    """(id, title) of the lines that rest on words of one person; none for somebody who may not enquire."""
    if not person.may("enquire", visit_id):
        return ()
    salt = salt_for(work, person, visit_id)
    rows = lines_resting_on(work, visit_id, response_id)
    return tuple((row.id, _title(open_parts(work, salt, row))) for row in rows)


def happened(work: Work, salt: bytes, row: LineEntry) -> Happened:
    """An entry of a line's history, opened."""
    return Happened(row.number, row.at, row.by, row.sort, open_entry(work, salt, row))


def still_to_do(history: Iterable[Happened]) -> tuple[Happened, ...]:
    """What people said is to be done, less what they said is done."""
    listed = tuple(history)
    done = {one.told["number"] for one in listed if one.sort == DONE and one.told}
    return tuple(one for one in listed if one.sort == TO_DO and one.number not in done)


def _cards(work: Work, salt: bytes, rows: Sequence[LineOfEnquiry]) -> Iterator[LineCard]:
    ids = [row.id for row in rows]
    evidence = evidence_of(work, ids)
    last = select(LineEntry.line_id, func.max(LineEntry.at)).where(LineEntry.line_id.in_(ids))
    latest = dict(work.session.execute(last.group_by(LineEntry.line_id)).all())
    for row in rows:
        yield _card(work, salt, row, evidence[row.id], latest.get(row.id, row.changed_at))


def _card(
    work: Work, salt: bytes, row: LineOfEnquiry, evidence: Iterable[Evidence], last_at: datetime
) -> LineCard:
    parts = open_parts(work, salt, row)
    ways = [one.way for one in evidence if one.taken_out_at is None]
    clear = LineParts("", paragraph=row.paragraph, activity=row.activity, owner=row.owner, state=row.state)
    return LineCard(
        id=row.id,
        title=_title(parts),
        parts=parts or clear,
        readable=parts is not None,
        revision=row.revision,
        made_by=row.made_by,
        made_at=row.made_at,
        last_at=last_at,
        speaks_for=ways.count(FOR),
        speaks_against=ways.count(AGAINST),
        beside=len(ways) - ways.count(FOR) - ways.count(AGAINST),
    )


def _title(parts: LineParts | None) -> str:
    return parts.title if parts else UNREADABLE_TITLE
