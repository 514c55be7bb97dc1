"""Groups that read what came of it before everybody does: they feel the difference, or not yet, and ask back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from survey_app.services.errors import NotFound, Refused
from survey_app.services.feedback_entries import (
    as_published,
    entry_row,
    lacking,
    parts_of,
    visit_with_feedback,
)
from survey_app.services.key_holders import ReaderHolder
from survey_app.services.permissions import Person
from survey_app.services.typed_words import tidied
from survey_app.services.visit_themes import every_label
from survey_app.services.work import Work
from survey_app.storage.feedback import FeedbackEntry, FeedbackReader, FeedbackView
from survey_app.storage.journal import JournalEntry

KINDS: Mapping[str, str] = {"forum": "Parent carer forum", "youth_group": "Group of young people"}
VERDICTS: Mapping[str, str] = {"difference": "We feel the difference", "not_yet": "Not yet"}
MOST_READERS, LONGEST_NAME, LONGEST_WORDS = 20, 120, 500


@dataclass(frozen=True, slots=True)
class View:
    """What one group says of one entry; `is_of_now` when it read the entry as it stands."""

    reader: str
    verdict: str
    words: str
    may_be_shown: bool
    reply: str
    is_of_now: bool

    @property
    def verdict_words(self) -> str:
        return VERDICTS[self.verdict]


@dataclass(frozen=True, slots=True)
class ToRead:
    """One entry as such a group reads it, with what it said of it before."""

    id: str
    edition: int
    told: Mapping[str, object]
    mine: View | None


def readers_of(work: Work, person: Person, visit_id: str) -> tuple[FeedbackReader, ...]:
    """The groups that read first, by name; raises NotFound."""
    visit_with_feedback(work, person, visit_id, "write_feedback")
    return readers_in(work, visit_id)


def readers_in(work: Work, visit_id: str) -> tuple[FeedbackReader, ...]:
    """The same, for whoever has the right already."""
    statement = select(FeedbackReader).where(
        FeedbackReader.visit_id == visit_id, FeedbackReader.ended_at.is_(None)
    )
    return tuple(work.session.scalars(statement.order_by(FeedbackReader.name)))


def invite_reader(work: Work, person: Person, visit_id: str, kind: str, name: str) -> str:
    """Let a group read first; gives the key of its page. Raises NotFound or Refused."""
    visit_with_feedback(work, person, visit_id, "write_feedback")
    name = tidied(name)
    if kind not in KINDS:
        raise Refused("Choose what kind of group it is.")
    if not name or len(name) > LONGEST_NAME:
        raise Refused(f"Say what the group is called, in 1 to {LONGEST_NAME} characters.")
    if len(readers_in(work, visit_id)) >= MOST_READERS:
        raise Refused(f"{MOST_READERS} groups can read first. End one to invite another.")
    made = FeedbackReader(visit_id=visit_id, kind=kind, name=name)
    work.session.add(made)
    work.session.flush()
    _note(work, person.email, "invite_reader", visit_id, name)
    return made.key


def end_reader(work: Work, person: Person, visit_id: str, reader_id: str) -> None:
    """From now on a group's page opens no more; what it said stays."""
    visit_with_feedback(work, person, visit_id, "write_feedback")
    found = work.session.get(FeedbackReader, reader_id)
    if found is None or found.visit_id != visit_id:
        raise NotFound(reader_id)
    found.ended_at = found.ended_at or work.now
    _note(work, person.email, "end_reader", visit_id, found.name)


def to_read(work: Work, holder: ReaderHolder) -> tuple[ToRead, ...]:
    """What waits for this group, and what it said: entries that lack nothing, unread ones first."""
    visit_id = holder.reader.visit_id
    labels = every_label(work, visit_id)
    rows = work.session.scalars(select(FeedbackEntry).where(FeedbackEntry.visit_id == visit_id)).all()
    ready = [row for row in rows if not lacking(parts_of(row))]
    found = [
        ToRead(row.id, row.edition, as_published(parts_of(row), labels, work.now), _mine(work, holder, row))
        for row in ready
    ]
    return tuple(sorted(found, key=lambda one: (one.mine is not None and one.mine.is_of_now, one.id)))


def say_back(
    work: Work, holder: ReaderHolder, entry_id: str, seen: int, verdict: str, words: str, may_be_shown: bool
) -> None:
    """Keep what a group says of an entry, in place of what it said before. Raises NotFound or Refused."""
    row = entry_row(work, holder.reader.visit_id, entry_id)
    words = " ".join(words.split())
    if verdict not in VERDICTS:
        raise Refused("Choose one: you feel the difference, or not yet.")
    if len(words) > LONGEST_WORDS:
        raise Refused(f"Write up to {LONGEST_WORDS} characters.")
    if row.edition != seen:
        raise Refused("This entry was changed while you read it. Read it again, then say what you think.")
    found = work.session.get(FeedbackView, (entry_id, holder.reader.id))
    view = found or FeedbackView(entry_id=entry_id, reader_id=holder.reader.id, reply="")
    view.verdict, view.words, view.may_be_shown = verdict, words, may_be_shown
    view.entry_edition, view.said_on = seen, work.today
    work.session.add(view)


def reply_to(work: Work, person: Person, visit_id: str, entry_id: str, reader_id: str, words: str) -> None:
    """Answer what a group asked back. Raises NotFound or Refused."""
    visit_with_feedback(work, person, visit_id, "write_feedback")
    entry_row(work, visit_id, entry_id)
    view = work.session.get(FeedbackView, (entry_id, reader_id))
    words = " ".join(words.split())
    if view is None:
        raise Refused("This group has not said anything yet, so there is nothing to answer.")
    if not words or len(words) > LONGEST_WORDS:
        raise Refused(f"Write the reply, up to {LONGEST_WORDS} characters.")
    view.reply = words


def views_of(work: Work, entry: FeedbackEntry) -> tuple[View, ...]:
    """What every group said of an entry, by the group's name."""
    statement = (
        select(FeedbackView, FeedbackReader.name)
        .join(FeedbackReader, FeedbackReader.id == FeedbackView.reader_id)
        .where(FeedbackView.entry_id == entry.id)
        .order_by(FeedbackReader.name)
    )
    return tuple(_view(view, name, entry) for view, name in work.session.execute(statement))


def publish_entry(work: Work, person: Person, visit_id: str, entry_id: str, seen: int, why: str = "") -> None:
    """Let everybody read an entry as it stands, with what the groups say of it.

    Raises Refused while something is lacking, or while a group has not read this edition and nobody says why.
    """
    visit_with_feedback(work, person, visit_id, "publish_feedback")
    row = entry_row(work, visit_id, entry_id, held=True)
    parts = parts_of(row)
    if row.edition != seen:
        raise Refused("Somebody changed this entry since you looked at it. Look again, then publish it.")
    if lacking(parts):
        raise Refused(f"This entry is not ready. {' '.join(lacking(parts))}")
    views = views_of(work, row)
    read = {view.reader for view in views if view.is_of_now}
    unread = [reader.name for reader in readers_in(work, visit_id) if reader.name not in read]
    why = tidied(why)
    if unread and not why:
        raise Refused(f"Not read yet by: {', '.join(unread)}. Wait for them, or say why it cannot wait.")
    told = as_published(parts, every_label(work, visit_id), work.now)
    said = [
        {"reader": view.reader, "verdict": view.verdict, "words": view.words if view.may_be_shown else ""}
        for view in views
        if view.is_of_now
    ]
    row.published = {**told, "views": said, "unread": unread, "why_unread": why if unread else ""}
    row.published_at = work.now
    _note(work, person.email, "publish_feedback", visit_id, f"{row.id} {why}".strip()[:500])


def take_back_entry(work: Work, person: Person, visit_id: str, entry_id: str, why: str) -> None:
    """Take an entry off the public page. Raises Refused when nobody says why."""
    visit_with_feedback(work, person, visit_id, "publish_feedback")
    row = entry_row(work, visit_id, entry_id, held=True)
    if not tidied(why):
        raise Refused("Say why the entry is taken off the page.")
    row.published, row.published_at = {}, None
    _note(work, person.email, "take_back_feedback", visit_id, f"{row.id} {tidied(why)}"[:500])


def _mine(work: Work, holder: ReaderHolder, row: FeedbackEntry) -> View | None:
    view = work.session.get(FeedbackView, (row.id, holder.reader.id))
    return _view(view, holder.reader.name, row) if view else None


def _view(view: FeedbackView, name: str, entry: FeedbackEntry) -> View:
    of_now = view.entry_edition == entry.edition
    return View(name, view.verdict, view.words, view.may_be_shown, view.reply, of_now)


def _note(work: Work, by: str, action: str, visit_id: str, detail: str) -> None:
    entry = JournalEntry(at=work.now, by=by, action=action, subject=visit_id, detail=detail[:500])
    work.session.add(entry)
