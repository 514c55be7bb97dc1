"""What became of the concerns of a visit, in numbers for the people who work them. Not for publication.

Small numbers are left as they are: inside the team they are the point. Nothing here may leave it as it is.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, exists, func, literal, select

from survey_app.calendar.concern_clock import due
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.concern_queue import category_words, raised_by
from survey_app.services.overdue_concerns import next_step
from survey_app.services.permissions import Person, require
from survey_app.services.safeguard import DECIDED, DISMISSED, LEVELS
from survey_app.services.work import Work
from survey_app.storage.concerns import Concern
from survey_app.storage.findings import Finding
from survey_app.storage.journal import JournalEntry

FLAGGED = "flagged"
MEASURES: Mapping[str, str] = {
    FLAGGED: "Flagged",
    "in_time": "Read in time",
    "referred": "Passed on to services",
    "police": "Police",
    "lead_told": "Lead inspector told",
    "dismissed": "No action",
    "machine_wrong": "of these, the machine was wrong",
    "duplicate": "The same as another",
    "open": "Still open",
    "overdue": "Overdue",
}
NOT_FOR_PUBLICATION = "Not for publication: small numbers are shown as they are"
NO_CATEGORY = "Not marked any more"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: what it counts, and a number for each of `MEASURES`."""

    words: str
    counts: Mapping[str, int]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers in the order of `MEASURES`."""
        return tuple(self.counts.get(name, 0) for name in MEASURES)


@dataclass(frozen=True, slots=True)
class ConcernFigures:
    """All concerns, and the same by level and by kind of harm. One concern may be of several kinds."""

    every: Line
    by_level: tuple[Line, ...]
    by_category: tuple[Line, ...]


def concern_figures(work: Work, person: Person, visit_id: str, calendar: WorkingCalendar) -> ConcernFigures:
    """What became of the concerns of a visit until now; raises NotFound."""
    require(person, "report_concerns", visit_id)
    levels, categories = _Tally(), _Tally()
    every: Counter[str] = Counter()
    for alike in work.session.execute(_alike(visit_id)):
        marks = dict.fromkeys(_marks(alike, calendar, work), alike.how_many)
        every.update(marks)
        levels.add(LEVELS.get(alike.level, str(alike.level)), marks)
    for alike in (*work.session.execute(_by_kind(visit_id)), *work.session.execute(_of_no_kind(visit_id))):
        words = category_words(alike.kind) if alike.kind else NO_CATEGORY
        categories.add(words, dict.fromkeys(_marks(alike, calendar, work), alike.how_many))
    by_category = sorted(categories.lines(), key=lambda line: (-line.counts[FLAGGED], line.words))
    in_order = [line for words in LEVELS.values() for line in levels.lines() if line.words == words]
    return ConcernFigures(Line("All concerns", every), tuple(in_order), tuple(by_category))


def note_taken(work: Work, person: Person, visit_id: str) -> None:
    """Write down that this person takes the figures away; raises NotFound."""
    require(person, "report_concerns", visit_id)
    entry = JournalEntry(at=work.now, by=person.email, action="take_concern_figures", subject=visit_id)
    work.session.add(entry)


def as_csv(figures: ConcernFigures) -> str:
    """The same as a file for a spreadsheet, which says in its first line that it is not for publication."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([NOT_FOR_PUBLICATION])
    writer.writerow(["by", "what", *MEASURES])
    for by, lines in _parts(figures):
        writer.writerows([by, line.words, *line.numbers] for line in lines)
    return out.getvalue()


class _Tally:
    """Counters by what they count."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}

    def add(self, group: str, marks: Mapping[str, int]) -> None:
        self._counts.setdefault(group, Counter()).update(marks)

    def lines(self) -> Iterator[Line]:
        return (Line(words, counts) for words, counts in self._counts.items())


def _parts(figures: ConcernFigures) -> Iterator[tuple[str, tuple[Line, ...]]]:
    yield "all", (figures.every,)
    yield "level", figures.by_level
    yield "category", figures.by_category


# Concerns that have these in common count alike: the database counts them, however many there are.
_COMMON = (
    Concern.level,
    Concern.state,
    Concern.raised_at,
    Concern.opened_at,
    Concern.decided_at,
    Concern.decision,
)


def _alike(visit_id: str) -> Select[*tuple[Any, ...]]:
    """Concerns that count alike, and how many they are."""
    return (
        select(*_COMMON, func.count().label("how_many"))
        .where(Concern.visit_id == visit_id)
        .group_by(*_COMMON)
    )


def _by_kind(visit_id: str) -> Select[*tuple[Any, ...]]:
    """The same for each kind of harm that was marked in their answers."""
    counted = func.count(Concern.id.distinct()).label("how_many")
    return (
        select(*_COMMON, Finding.label.label("kind"), counted)
        .join(Finding, raised_by(Concern.response_id))
        .where(Concern.visit_id == visit_id)
        .group_by(*_COMMON, Finding.label)
    )


def _of_no_kind(visit_id: str) -> Select[*tuple[Any, ...]]:
    """The same for those in whose answers nothing is marked any more."""
    marked = exists().where(raised_by(Concern.response_id))
    counted = func.count().label("how_many")
    return (
        select(*_COMMON, literal("").label("kind"), counted)
        .where(Concern.visit_id == visit_id, ~marked)
        .group_by(*_COMMON)
    )


def _marks(concern: Row[*tuple[Any, ...]], calendar: WorkingCalendar, work: Work) -> list[str]:
    """The measures that such a concern counts in."""
    marks = [FLAGGED]
    # Who decided without opening the whole answer had read the words that were found.
    read_at = concern.opened_at or concern.decided_at
    if read_at and read_at <= due(concern.level, concern.raised_at, calendar).open_by:
        marks.append("in_time")
    if concern.state != DECIDED:
        marks.append("open")
        return [*marks, "overdue"] if _late(concern, calendar, work) else marks
    if concern.decision in DISMISSED:
        marks.append("dismissed")
    return marks if concern.decision == "no_action" else [*marks, concern.decision]


def _late(concern: Row[*tuple[Any, ...]], calendar: WorkingCalendar, work: Work) -> bool:
    step = next_step(concern.state, concern.level, concern.raised_at, concern.opened_at, calendar)
    return step is not None and step.late(work.now)
