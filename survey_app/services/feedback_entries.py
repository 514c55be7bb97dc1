"""You said, we did, we cannot because: what a partnership writes of what came of a wave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from sqlalchemy import select

from accessibility.sentence_checks import too_long
from survey_app.calendar.wording import say_day
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.errors import NotFound, Refused
from survey_app.services.inspect import is_national
from survey_app.services.permissions import Person, require
from survey_app.services.visit_themes import every_label
from survey_app.services.work import Work
from survey_app.storage.feedback import FeedbackEntry
from survey_app.storage.journal import JournalEntry
from survey_app.storage.visits import Visit

STATES: Mapping[str, str] = {
    "planned": "Planned",
    "doing": "Happening now",
    "done": "Done",
    "not_possible": "Not possible",
}
NOT_POSSIBLE = "not_possible"
SAID_BY: Mapping[str, str] = {
    "": "Everybody who answered",
    "young_people": "Children and young people",
    "parents_carers": "Parents and carers",
    "practitioners": "Practitioners",
}
# How long an entry stands before somebody has to look whether it is still true.
LOOK_AGAIN_AFTER = 60
LONGEST: Mapping[str, int] = {
    "paragraph": 32,
    "you_said": 1000,
    "we_did": 2000,
    "we_cannot": 2000,
    "easy_said": 500,
    "easy_did": 1000,
    "owner": 120,
    "proof": 1000,
}


@dataclass(frozen=True, slots=True)
class EntryParts:
    """What an entry says. `owner` is a role or a team; `picture` is the name of one of our drawings."""

    theme: str = ""
    paragraph: str = ""
    said_by: str = ""
    you_said: str = ""
    we_did: str = ""
    we_cannot: str = ""
    easy_said: str = ""
    easy_did: str = ""
    picture: str = ""
    state: str = "planned"
    owner: str = ""
    proof: str = ""
    dated_on: date | None = None
    review_by: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the partnership works with it. `is_stale` when it should have been looked at again."""

    id: str
    parts: EntryParts
    theme_words: str
    edition: int
    is_published: bool
    is_changed: bool
    is_stale: bool
    lacks: tuple[str, ...]
    made_by: str

    @property
    def state_words(self) -> str:
        return STATES[self.parts.state]


class ChangedMeanwhile(Refused):
    """Somebody changed this entry since this person saw it. Nothing was written: `now` is how it stands."""

    def __init__(self, now: Entry) -> None:
        super().__init__(
            "Somebody else changed this entry while you did. Look at how it stands now, then save again."
        )
        self.now = now


def visit_with_feedback(work: Work, person: Person, visit_id: str, action: str) -> Visit:
    """The visit, for whoever may do this in it. Raises NotFound, also where findings are national only."""
    require(person, action, visit_id)
    visit = work.session.get(Visit, visit_id)
    if visit is None or is_national(visit.kind):
        raise NotFound(visit_id)
    return visit


def entries_of(work: Work, person: Person, visit_id: str) -> tuple[Entry, ...]:
    """Every entry of a visit: those that should have been looked at again first, then the newest."""
    visit_with_feedback(work, person, visit_id, "write_feedback")
    labels = every_label(work, visit_id)
    rows = work.session.scalars(select(FeedbackEntry).where(FeedbackEntry.visit_id == visit_id)).all()
    found = [(row.made_at, _shown(work, row, labels)) for row in rows]
    ordered = sorted(found, key=lambda pair: (not pair[1].is_stale, -pair[0].timestamp(), pair[1].id))
    return tuple(entry for _made_at, entry in ordered)


def find_entry(work: Work, person: Person, visit_id: str, entry_id: str) -> Entry:
    """One entry of this visit; raises NotFound."""
    visit_with_feedback(work, person, visit_id, "write_feedback")
    return _shown(work, entry_row(work, visit_id, entry_id), every_label(work, visit_id))


def add_entry(work: Work, person: Person, visit_id: str, parts: EntryParts) -> str:
    """Begin an entry; gives its id. Raises NotFound or Refused."""
    visit_with_feedback(work, person, visit_id, "write_feedback")
    row = FeedbackEntry(visit_id=visit_id, made_by=person.email, made_at=work.now, published={})
    _write(row, _checked(work, visit_id, parts), work.today)
    work.session.add(row)
    work.session.flush()
    _note(work, person, "add_feedback", row)
    return row.id


def change_entry(
    work: Work, person: Person, visit_id: str, entry_id: str, seen: int, parts: EntryParts
) -> bool:
    """Change an entry that this person saw as edition `seen`; False when that changes nothing.

    What everybody reads stays as it was published. Raises NotFound, Refused and ChangedMeanwhile.
    """
    visit_with_feedback(work, person, visit_id, "write_feedback")
    row = entry_row(work, visit_id, entry_id, held=True)
    parts = _checked(work, visit_id, parts)
    before = parts_of(row)
    _check_seen(work, row, seen)
    _write(row, parts, work.today)
    if parts_of(row) == before:
        return False
    row.edition += 1
    _note(work, person, "change_feedback", row)
    return True


def looked_again(work: Work, person: Person, visit_id: str, entry_id: str) -> None:
    """Say today that an entry is still true: it need not be looked at for a while."""
    visit_with_feedback(work, person, visit_id, "write_feedback")
    row = entry_row(work, visit_id, entry_id, held=True)
    row.review_by = usual_review(work.today)
    _note(work, person, "look_at_feedback", row)


def entry_row(work: Work, visit_id: str, entry_id: str, *, held: bool = False) -> FeedbackEntry:
    """The stored entry; raises NotFound. `held` until the transaction ends."""
    statement = select(FeedbackEntry).where(FeedbackEntry.id == entry_id, FeedbackEntry.visit_id == visit_id)
    row = work.session.scalars(statement.with_for_update() if held else statement).one_or_none()
    if row is None:
        raise NotFound(entry_id)
    return row


def usual_review(today: date) -> date:
    """The day by which somebody has to look whether an entry is still true."""
    return WorkingCalendar().add_working_days(today, LOOK_AGAIN_AFTER)


def parts_of(row: FeedbackEntry) -> EntryParts:
    """What a stored entry says."""
    return EntryParts(**{one.name: getattr(row, one.name) for one in fields(EntryParts)})


def lacking(parts: EntryParts) -> tuple[str, ...]:
    """What an entry still needs before it can be published, a sentence each."""
    lacks = []
    if parts.state == NOT_POSSIBLE and not parts.we_cannot:
        lacks.append("Say why it is not possible.")
    if parts.state != NOT_POSSIBLE and not parts.we_did:
        lacks.append("Say what you did, or will do.")
    if not parts.easy_said or not parts.easy_did:
        lacks.append("Say it in easy words too: what people said, and what came of it.")
    if any(list(too_long(words)) for words in (parts.easy_said, parts.easy_did)):
        lacks.append(
            "Make the sentences of the easy words shorter: 12 words at most is good, 15 is too long."
        )
    if not parts.picture:
        lacks.append("Choose a picture.")
    if not parts.owner:
        lacks.append("Say which team or role looks after it.")
    return tuple(lacks)


def as_published(parts: EntryParts, labels: Mapping[str, str], at: datetime) -> dict[str, object]:
    """What everybody reads of an entry, as plain data that stays as it is."""
    told = {
        name: str(value or "")
        for name, value in asdict(parts).items()
        if name not in ("dated_on", "review_by")
    }
    dated = parts.dated_on or at.date()
    review = parts.review_by or dated
    return {
        **told,
        "theme_words": labels.get(parts.theme, parts.theme),
        "dated_on": dated.isoformat(),
        "review_by": review.isoformat(),
        "dated_words": say_day(dated, with_year=True),
    }


def _shown(work: Work, row: FeedbackEntry, labels: Mapping[str, str]) -> Entry:
    parts = parts_of(row)
    published = dict(row.published)
    now = as_published(parts, labels, work.now)
    return Entry(
        id=row.id,
        parts=parts,
        theme_words=labels.get(row.theme, row.theme),
        edition=row.edition,
        is_published=bool(published),
        is_changed=bool(published) and any(published.get(name) != value for name, value in now.items()),
        is_stale=bool(row.review_by and row.review_by < work.today),
        lacks=lacking(parts),
        made_by=row.made_by,
    )


def _checked(work: Work, visit_id: str, parts: EntryParts) -> EntryParts:
    if parts.theme not in every_label(work, visit_id):
        raise Refused("Choose the theme that people spoke about.")
    if parts.said_by not in SAID_BY:
        raise Refused("Choose who said it.")
    if parts.state not in STATES:
        raise Refused("Choose how far it is.")
    tidy = {name: " ".join(str(getattr(parts, name)).split()) for name in LONGEST}
    if not tidy["you_said"]:
        raise Refused("Write what people said.")
    for name, longest in LONGEST.items():
        if len(tidy[name]) > longest:
            raise Refused(f"Make “{name.replace('_', ' ')}” shorter: {longest:,} characters at most.")
    rest = {
        name: getattr(parts, name)
        for name in ("theme", "said_by", "state", "picture", "dated_on", "review_by")
    }
    return EntryParts(**{**rest, **tidy})


def _write(row: FeedbackEntry, parts: EntryParts, today: date) -> None:
    for name, value in asdict(parts).items():
        setattr(row, name, value)
    row.dated_on = parts.dated_on or today
    row.review_by = parts.review_by or usual_review(today)


def _check_seen(work: Work, row: FeedbackEntry, seen: int) -> None:
    if row.edition != seen:
        raise ChangedMeanwhile(_shown(work, row, every_label(work, row.visit_id)))


def _note(work: Work, person: Person, action: str, row: FeedbackEntry) -> None:
    entry = JournalEntry(at=work.now, by=person.email, action=action, subject=row.visit_id, detail=row.id)
    work.session.add(entry)
