"""Inspectors make lines of enquiry and change them together. Nothing is ever written over unseen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from survey_app.services.enquiry_words import (
    ACTIVITIES,
    DROPPED,
    KEY_GONE,
    STATES,
    LineParts,
    Merged,
    as_told,
    check_words,
    differences,
    from_told,
    laid_together,
    open_entry,
    open_parts,
    seal_entry,
    seal_parts,
)
from survey_app.services.errors import NotFound, Refused
from survey_app.services.permissions import INSPECTION_TEAM, Person, require
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.lines_of_enquiry import LineEntry, LineOfEnquiry
from survey_app.storage.staff import Membership, Staff
from survey_app.storage.visits import Visit

MADE, CHANGED, CLASHED, SAID, TO_DO, DONE, ADDED, TAKEN_OUT = (
    "made",
    "changed",
    "clashed",
    "said",
    "to_do",
    "done",
    "added",
    "taken_out",
)
_PARAGRAPH = re.compile(r"[0-9a-z-]{0,16}")


@dataclass(frozen=True, slots=True)
class Clash:
    """A part that somebody else changed meanwhile: how it stands now, and what I wrote."""

    part: str
    theirs: str
    mine: str


class ChangedMeanwhile(Refused):
    """Somebody changed the same part since this person saw the line. Nothing was written.

    `merged` holds what I wrote with their other changes; saving it with `revision` keeps what I then choose.
    """

    def __init__(
        self, by: str, at: datetime, revision: int, merged: LineParts, clashes: tuple[Clash, ...]
    ) -> None:
        super().__init__(
            f"{by} changed this line while you did. Nothing is lost: choose which words to keep."
        )
        self.by, self.at, self.revision, self.merged, self.clashes = by, at, revision, merged, clashes


def start(work: Work, person: Person, visit_id: str, parts: LineParts) -> str:
    """Make a line; gives its id. Raises NotFound or Refused."""
    salt = salt_for(work, person, visit_id)
    parts = _checked(work, visit_id, parts)
    row = LineOfEnquiry(
        id=random_id(), visit_id=visit_id, made_by=person.email, made_at=work.now, changed_at=work.now
    )
    seal_parts(work, salt, row, parts)
    work.session.add(row)
    work.session.flush()
    note_entry(work, salt, person, row.id, MADE, as_told(parts))
    return row.id


def change(work: Work, person: Person, visit_id: str, line_id: str, seen: int, parts: LineParts) -> bool:
    """Change a line that this person saw as revision `seen`; False when that changes nothing.

    What others changed meanwhile stays where it is another part. Raises NotFound, Refused, and ChangedMeanwhile
    when somebody else changed the same part.
    """
    salt = salt_for(work, person, visit_id)
    row = line_row(work, visit_id, line_id, held=True)
    theirs = open_parts(work, salt, row)
    if theirs is None:
        raise Refused(KEY_GONE)
    parts = _checked(work, visit_id, parts, theirs.owner)
    merged = Merged(parts, ())
    if seen != row.revision:
        merged = laid_together(_as_seen(work, salt, row, seen, theirs), theirs, parts)
    if merged.clashes:
        raise _meanwhile(work, row, theirs, merged)
    changed = differences(theirs, _checked(work, visit_id, merged.parts, theirs.owner))
    if not changed:
        return False
    row.revision += 1
    row.changed_at = work.now
    seal_parts(work, salt, row, merged.parts)
    note_entry(work, salt, person, row.id, CHANGED, {"revision": row.revision, "parts": changed})
    return True


def note_clash(work: Work, person: Person, visit_id: str, line_id: str, clashes: Sequence[Clash]) -> None:
    """Keep in the history what somebody wrote while another changed the same part; raises NotFound."""
    salt = salt_for(work, person, visit_id)
    row = line_row(work, visit_id, line_id)
    parts = {one.part: [one.theirs, one.mine] for one in clashes}
    note_entry(work, salt, person, row.id, CLASHED, {"parts": parts})


def say_to_team(
    work: Work, person: Person, visit_id: str, line_id: str, words: str, to_do: bool = False
) -> None:
    """Say something about a line, or (`to_do`) what is to be done next; raises NotFound or Refused."""
    salt = salt_for(work, person, visit_id)
    row = line_row(work, visit_id, line_id)
    words = check_words("remark", words, "Write what you want to say.")
    note_entry(work, salt, person, row.id, TO_DO if to_do else SAID, {"words": words})


def mark_done(work: Work, person: Person, visit_id: str, line_id: str, number: int) -> None:
    """Say that what was to be done is done; a second time changes nothing. Raises NotFound."""
    salt = salt_for(work, person, visit_id)
    row = line_row(work, visit_id, line_id, held=True)
    entries = entries_of(work, row.id)
    if not any(one.number == number and one.sort == TO_DO for one in entries):
        raise NotFound(str(number))
    told = [open_entry(work, salt, one) for one in entries if one.sort == DONE]
    if not any(one and one.get("number") == number for one in told):
        note_entry(work, salt, person, row.id, DONE, {"number": number})


def team_of(work: Work, visit_id: str) -> tuple[str, ...]:
    """The addresses of the inspectors of a visit, in the order of the alphabet."""
    statement = (
        select(Staff.email)
        .join(Membership, Membership.staff_id == Staff.id)
        .where(Membership.visit_id == visit_id, Membership.role.in_(INSPECTION_TEAM), Staff.active)
        .distinct()
    )
    return tuple(sorted(work.session.scalars(statement)))


def salt_for(work: Work, person: Person, visit_id: str) -> bytes:
    """What picks the visit's key, for somebody who may enquire there; raises NotFound."""
    require(person, "enquire", visit_id)
    visit = work.session.get(Visit, visit_id)
    if visit is None:
        raise NotFound(visit_id)
    return visit.key_salt


def line_row(work: Work, visit_id: str, line_id: str, *, held: bool = False) -> LineOfEnquiry:
    """A line of this visit, `held` until the transaction ends; raises NotFound."""
    statement = select(LineOfEnquiry).where(LineOfEnquiry.id == line_id, LineOfEnquiry.visit_id == visit_id)
    if held:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    row = work.session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound(line_id)
    return row


def entries_of(work: Work, line_id: str) -> Sequence[LineEntry]:
    """Everything that happened to a line, the oldest first."""
    statement = select(LineEntry).where(LineEntry.line_id == line_id)
    return work.session.scalars(statement.order_by(LineEntry.number)).all()


def note_entry(
    work: Work, salt: bytes, person: Person, line_id: str, sort: str, told: Mapping[str, Any]
) -> None:
    """Add one thing to a line's history."""
    entry = LineEntry(line_id=line_id, at=work.now, by=person.email, sort=sort)
    seal_entry(work, salt, entry, told)
    work.session.add(entry)
    work.session.flush()


def _checked(work: Work, visit_id: str, parts: LineParts, owner_before: str = "") -> LineParts:
    """The parts tidied; raises Refused. Whoever left the team stays the owner until somebody else is chosen."""
    if parts.state not in STATES:
        raise Refused("Choose where the line stands.")
    if parts.activity not in ACTIVITIES:
        raise Refused("Choose what will test it from the list.")
    if not _PARAGRAPH.fullmatch(parts.paragraph):
        raise Refused("Choose a paragraph from the list.")
    if parts.owner not in ("", owner_before, *team_of(work, visit_id)):
        raise Refused("Choose who leads on it from the inspectors of this visit.")
    dropped = parts.state == DROPPED
    return replace(
        parts,
        title=check_words("title", parts.title, "Give the line a title."),
        question=check_words("question", parts.question),
        hypothesis=check_words("hypothesis", parts.hypothesis),
        why_dropped=check_words(
            "why_dropped", parts.why_dropped, "Say why the line is dropped." if dropped else ""
        ),
    )


def _as_seen(work: Work, salt: bytes, row: LineOfEnquiry, seen: int, now: LineParts) -> LineParts | None:
    """The line at an earlier revision, worked back from how it stands now; None when that cannot be told."""
    if not 0 < seen < row.revision:
        return None
    parts = as_told(now)
    for entry in reversed(entries_of(work, row.id)):
        if entry.sort != CHANGED:
            continue
        told = open_entry(work, salt, entry)
        if told is None:
            return None
        if told["revision"] > seen:
            parts |= {part: before for part, (before, _) in told["parts"].items()}
    return from_told(parts)


def _meanwhile(work: Work, row: LineOfEnquiry, theirs: LineParts, merged: Merged) -> ChangedMeanwhile:
    last = next(entry for entry in reversed(entries_of(work, row.id)) if entry.sort in (CHANGED, MADE))
    clashes = tuple(
        Clash(part, getattr(theirs, part), getattr(merged.parts, part)) for part in merged.clashes
    )
    return ChangedMeanwhile(last.by, last.at, row.revision, merged.parts, clashes)
