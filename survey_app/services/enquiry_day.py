"""The keep-in-touch summary of a day: what changed in each line, what speaks for and against it, what to do next.

Inspectors keep in touch through the inspection (January 2024 handbook, paragraph 128). This summary is what the team
tells each other before it decides what to feed back: it is not for the local area.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from analysis.keep_in_touch import KeepInTouch, LineSummary
from questionnaires.model import AUDIENCES
from survey_app.calendar.wording import say, say_day
from survey_app.services.enquire import ADDED, CHANGED, CLASHED, DONE, MADE, SAID, TAKEN_OUT, salt_for
from survey_app.services.enquiry_evidence import Piece, evidence_of, pieces_of_evidence
from survey_app.services.enquiry_lines import Happened, LineCard, LinePage, happened, lines_of
from survey_app.services.enquiry_words import ACTIVITIES, AGAINST, BESIDE, FOR, PARTS, STATES
from survey_app.services.inspect import visit_of_results
from survey_app.services.permissions import Person
from survey_app.services.read_answers import scope_for
from survey_app.services.work import LONDON, Work
from survey_app.storage.journal import JournalEntry
from survey_app.storage.lines_of_enquiry import LineEntry

GONE = "This cannot be opened with the keys of this site."


@dataclass(frozen=True)
class DayLine:
    """A line to which something happened on the day. `today` is what; `page` is the whole line as it is now."""

    page: LinePage
    today: tuple[Happened, ...]

    @property
    def card(self) -> LineCard:
        """The line in short."""
        return self.page.card

    @property
    def said(self) -> tuple[Happened, ...]:
        """What people said on the day."""
        return tuple(one for one in self.today if one.sort == SAID)

    def evidence(self, way: str) -> tuple[Piece, ...]:
        """The evidence that counts and speaks this way."""
        return tuple(piece for piece in self.page.standing if piece.way == way)


@dataclass(frozen=True)
class Day:
    """One day in London. `lines` had something happen to them, `quiet` are the others that are still open."""

    on: date
    lines: tuple[DayLine, ...]
    quiet: tuple[LineCard, ...]


def day_of(work: Work, person: Person, visit_id: str, on: date) -> Day:
    """What happened to the lines of a visit on a day; raises NotFound."""
    salt = salt_for(work, person, visit_id)
    cards = lines_of(work, person, visit_id)
    scope = scope_for(work, visit_id, person)
    entries = _entries(work, salt, [card.id for card in cards])
    today = {card.id: tuple(one for one in entries[card.id] if day_in_london(one.at) == on) for card in cards}
    evidence = evidence_of(work, [card.id for card in cards if today[card.id]])
    lines = tuple(
        DayLine(
            LinePage(card, pieces_of_evidence(work, scope, evidence[card.id]), entries[card.id]),
            today[card.id],
        )
        for card in cards
        if today[card.id]
    )
    return Day(on, lines, tuple(card for card in cards if not today[card.id]))


def day_in_london(instant: datetime) -> date:
    """The day of an instant, in London."""
    return instant.astimezone(LONDON).date()


def to_take_away(work: Work, person: Person, visit_id: str, on: date) -> KeepInTouch:
    """The summary of a day in sentences without the words of any answer. Who took it is written down."""
    day = day_of(work, person, visit_id, on)
    work.session.add(
        JournalEntry(
            at=work.now, by=person.email, action="take_keep_in_touch", subject=visit_id, detail=on.isoformat()
        )
    )
    visit = visit_of_results(work, person, visit_id)
    return KeepInTouch(
        visit=", ".join(filter(None, (visit.title, visit.area))),
        day=say_day(on, with_year=True),
        written=f"Written by {person.email} on {say(work.now, with_year=True)}.",
        written_at=work.now,
        lines=tuple(_summary(line, on) for line in day.lines),
        quiet=tuple(f"{card.title} ({STATES[card.parts.state].lower()})" for card in day.quiet),
    )


def changes_in_words(today: Iterable[Happened]) -> Iterator[str]:
    """What changed on the day, a sentence each; what was said stands elsewhere."""
    for one in today:
        if one.told is None:
            yield f"{one.by}: {GONE}"
        elif one.sort == MADE:
            yield f"{one.by} made the line."
        elif one.sort == CHANGED:
            yield from (_changed(one.by, part, *words) for part, words in one.told["parts"].items())
        elif one.sort == CLASHED:
            yield f"{one.by} wrote something else at the same time: see the history of the line."
        elif one.sort == DONE:
            yield f"{one.by} marked something as done."
        elif one.sort == TAKEN_OUT:
            yield f"{one.by} took evidence out: {one.told['why']}"
    added = [one.by for one in today if one.sort == ADDED]
    for by in dict.fromkeys(added):
        count = added.count(by)
        yield f"{by} added {'1 piece' if count == 1 else f'{count} pieces'} of evidence."


def _changed(by: str, part: str, before: str, after: str) -> str:
    known = {"state": STATES, "activity": ACTIVITIES}.get(part, {})
    was, now = (known.get(words, words) or "nothing" for words in (before, after))
    stop = "" if now.endswith(".") else "."
    return f"{by} changed “{PARTS.get(part, part)}” from “{was}” to “{now}”{stop}"


def _entries(work: Work, salt: bytes, line_ids: list[str]) -> dict[str, tuple[Happened, ...]]:
    found: dict[str, list[Happened]] = {line_id: [] for line_id in line_ids}
    statement = select(LineEntry).where(LineEntry.line_id.in_(line_ids)).order_by(LineEntry.number)
    for row in work.session.scalars(statement):
        found[row.line_id].append(happened(work, salt, row))
    return {line_id: tuple(listed) for line_id, listed in found.items()}


def _summary(line: DayLine, on: date) -> LineSummary:
    parts = line.card.parts
    standing = [f"Stands now: {STATES[parts.state].lower()}"]
    standing += [f"paragraph {parts.paragraph}"] if parts.paragraph else []
    standing += [f"led by {parts.owner}"] if parts.owner else []
    standing += [f"to be tested by: {ACTIVITIES[parts.activity].lower()}"] if parts.activity else []
    return LineSummary(
        title=line.card.title,
        standing=", ".join(standing) + ".",
        question=f"Question: {parts.question}" if parts.question else "",
        hypothesis=f"{PARTS['hypothesis']}: {parts.hypothesis}" if parts.hypothesis else "",
        changed=tuple(changes_in_words(line.today)),
        speaks_for=tuple(_evidence(piece, on) for piece in line.evidence(FOR)),
        speaks_against=tuple(_evidence(piece, on) for piece in line.evidence(AGAINST)),
        beside=tuple(_evidence(piece, on) for piece in line.evidence(BESIDE)),
        said=tuple(f"{one.by}: {_words(one)}" for one in line.said),
        to_do=tuple(_words(one) for one in line.page.to_do),
    )


def _words(one: Happened) -> str:
    return str(one.told["words"]) if one.told else GONE


def _evidence(piece: Piece, on: date) -> str:
    """A piece of evidence in a sentence that repeats no answer."""
    said = "New. " if day_in_london(piece.added_at) == on else ""
    if piece.excerpt:
        who = AUDIENCES.get(piece.excerpt.audience, piece.excerpt.audience)
        said += f"An answer to “{piece.excerpt.wording}” ({who}). "
    elif piece.counted:
        said += f"{piece.counted.said} {piece.counted.words} (counted on {say(piece.added_at)}). "
    return (said + (piece.note if piece.note is not None else GONE)).strip()
