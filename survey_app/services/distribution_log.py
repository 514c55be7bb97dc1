"""Who was asked to pass a survey on, when, and what they said. Nobody writes over a change that they have not seen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from survey_app.services.errors import NotFound, Refused
from survey_app.services.gaps import GROUPS, known_groups
from survey_app.services.permissions import Person, require
from survey_app.services.typed_words import tidied
from survey_app.services.work import Work
from survey_app.storage.channels import Channel
from survey_app.storage.distribution import DistributionEntry
from survey_app.storage.journal import JournalEntry
from survey_app.storage.surveys import Survey

LONGEST_NAME, LONGEST_NOTE, LONGEST_EMAIL = 120, 500, 254
MOST_COVERED = 1_000_000
NOT_ASKED, ASKED, CONFIRMED, DECLINED = "not_asked", "asked", "confirmed", "declined"
STANDINGS: Mapping[str, str] = {
    NOT_ASKED: "Not asked yet",
    ASKED: "Asked",
    CONFIRMED: "Passed on",
    DECLINED: "Said no",
}
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EntryParts:
    """What somebody types about an entry. `covers` is how many people it reaches, where somebody knows."""

    name: str
    groups: tuple[str, ...] = ()
    channel_code: str = ""
    email: str = ""
    covers: int | None = None
    remind: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry as the page shows it. `edition` is what a change has to say that it saw."""

    id: str
    edition: int
    parts: EntryParts
    channel: str
    standing: str
    asked_on: date | None
    since: date | None
    reminders: int
    reminded_on: date | None

    @property
    def group_names(self) -> tuple[str, ...]:
        return tuple(GROUPS[id].name for id in self.parts.groups if id in GROUPS)

    @property
    def standing_words(self) -> str:
        return STANDINGS[self.standing]


class ChangedSince(Refused):
    """Somebody changed this entry since this person saw it. Nothing was written: `now` is how it stands."""

    def __init__(self, now: LogEntry) -> None:
        super().__init__(
            f"Somebody else changed “{now.parts.name}” while you did. Look at how it stands now, then save again."
        )
        self.now = now


def log_of(work: Work, person: Person, visit_id: str) -> tuple[LogEntry, ...]:
    """Every entry of a visit: those not asked yet first, then by name. Raises NotFound."""
    require(person, "see_distribution", visit_id)
    rows = work.session.execute(
        select(DistributionEntry, Channel.name)
        .outerjoin(Channel, Channel.code == DistributionEntry.channel_code)
        .where(DistributionEntry.visit_id == visit_id)
    )
    entries = [_shown(row, channel or "") for row, channel in rows]
    order = list(STANDINGS)
    return tuple(sorted(entries, key=lambda e: (order.index(e.standing), e.parts.name.lower(), e.id)))


def find_entry(work: Work, person: Person, visit_id: str, entry_id: str) -> LogEntry:
    """One entry of this visit; raises NotFound."""
    require(person, "see_distribution", visit_id)
    return _as_it_stands(work, _row(work, visit_id, entry_id))


def add_entry(work: Work, person: Person, visit_id: str, parts: EntryParts) -> str:
    """Write down somebody who may pass the survey on; gives the entry's id. Raises NotFound, Refused."""
    require(person, "log_distribution", visit_id)
    row = DistributionEntry(visit_id=visit_id, made_by=person.email, made_at=work.now)
    _write(row, _checked(work, visit_id, parts))
    work.session.add(row)
    work.session.flush()
    _note(work, person, "add_to_log", row)
    return row.id


def change_entry(
    work: Work, person: Person, visit_id: str, entry_id: str, seen: int, parts: EntryParts
) -> bool:
    """Change an entry that this person saw as edition `seen`; False when that changes nothing.

    Raises NotFound, Refused, and ChangedSince when somebody changed it meanwhile.
    """
    require(person, "log_distribution", visit_id)
    row = _row(work, visit_id, entry_id, held=True)
    parts = _checked(work, visit_id, parts)
    if parts == _parts(row):
        return False
    _check_seen(work, row, seen)
    _write(row, parts)
    row.edition += 1
    _note(work, person, "change_log", row)
    return True


def mark_entry(work: Work, person: Person, visit_id: str, entry_id: str, seen: int, standing: str) -> bool:
    """Say today that somebody was asked, passed it on or said no; False when it was said before.

    Raises NotFound, Refused, and ChangedSince when somebody changed it meanwhile.
    """
    require(person, "log_distribution", visit_id)
    if standing not in STANDINGS:
        raise NotFound(standing)
    row = _row(work, visit_id, entry_id, held=True)
    if _standing(row) == standing:
        return False
    _check_seen(work, row, seen)
    row.asked_on = None if standing == NOT_ASKED else row.asked_on or work.today
    row.confirmed_on = work.today if standing == CONFIRMED else None
    row.declined_on = work.today if standing == DECLINED else None
    row.edition += 1
    _note(work, person, f"log_{standing}", row)
    return True


def channels_to_pass_on(work: Work, person: Person, visit_id: str) -> Sequence[tuple[str, str, str]]:
    """(code, name, audience) of every channel of the visit; raises NotFound."""
    require(person, "see_distribution", visit_id)
    statement = (
        select(Channel.code, Channel.name, Survey.audience)
        .join(Survey, Survey.id == Channel.survey_id)
        .where(Survey.visit_id == visit_id)
        .order_by(Survey.position, Channel.kind != "direct", Channel.name)
    )
    return [(code, name, audience) for code, name, audience in work.session.execute(statement)]


def _checked(work: Work, visit_id: str, parts: EntryParts) -> EntryParts:
    """The parts tidied; raises Refused with what to do."""
    name, note, email = tidied(parts.name), tidied(parts.note), parts.email.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Refused(f"Say who passes it on, in 1 to {LONGEST_NAME} characters.")
    if len(note) > LONGEST_NOTE:
        raise Refused(f"Make the note shorter: {LONGEST_NOTE} characters at most.")
    if email and (len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email)):
        raise Refused("Check the e-mail address: it should look like office@example.org.")
    if parts.covers is not None and not 0 < parts.covers <= MOST_COVERED:
        raise Refused(
            f"Say how many people it reaches as a number from 1 to {MOST_COVERED:,}, or leave it empty."
        )
    if parts.channel_code and not _is_ours(work, visit_id, parts.channel_code):
        raise Refused("Choose the link from the list.")
    if parts.remind and not (email and parts.channel_code):
        raise Refused("A reminder needs an e-mail address and the link that it should carry.")
    groups = known_groups(parts.groups)
    return EntryParts(name, groups, parts.channel_code, email, parts.covers, parts.remind, note)


def _is_ours(work: Work, visit_id: str, code: str) -> bool:
    statement = (
        select(Channel.code)
        .join(Survey, Survey.id == Channel.survey_id)
        .where(Channel.code == code, Survey.visit_id == visit_id)
    )
    return work.session.execute(statement).one_or_none() is not None


def _check_seen(work: Work, row: DistributionEntry, seen: int) -> None:
    if row.edition != seen:
        raise ChangedSince(_as_it_stands(work, row))


def _row(work: Work, visit_id: str, entry_id: str, *, held: bool = False) -> DistributionEntry:
    statement = select(DistributionEntry).where(
        DistributionEntry.id == entry_id, DistributionEntry.visit_id == visit_id
    )
    if held:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    row = work.session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound(entry_id)
    return row


def _write(row: DistributionEntry, parts: EntryParts) -> None:
    row.name, row.note, row.email = parts.name, parts.note, parts.email
    row.groups = " ".join(parts.groups)
    row.channel_code = parts.channel_code or None
    row.covers, row.remind = parts.covers, parts.remind


def _parts(row: DistributionEntry) -> EntryParts:
    return EntryParts(
        name=row.name,
        groups=tuple(row.groups.split()),
        channel_code=row.channel_code or "",
        email=row.email,
        covers=row.covers,
        remind=row.remind,
        note=row.note,
    )


def _as_it_stands(work: Work, row: DistributionEntry) -> LogEntry:
    channel = work.session.get(Channel, row.channel_code) if row.channel_code else None
    return _shown(row, channel.name if channel else "")


def _shown(row: DistributionEntry, channel: str) -> LogEntry:
    return LogEntry(
        id=row.id,
        edition=row.edition,
        parts=_parts(row),
        channel=channel,
        standing=_standing(row),
        asked_on=row.asked_on,
        since=row.confirmed_on or row.declined_on or row.asked_on,
        reminders=row.reminders,
        reminded_on=row.reminded_on,
    )


def _standing(row: DistributionEntry) -> str:
    if row.declined_on:
        return DECLINED
    if row.confirmed_on:
        return CONFIRMED
    return ASKED if row.asked_on else NOT_ASKED


def _note(work: Work, person: Person, action: str, row: DistributionEntry) -> None:
    work.session.add(
        JournalEntry(at=work.now, by=person.email, action=action, subject=row.visit_id, detail=row.name)
    )
