"""What became of the concerns of a visit, in numbers for the people who work them. Not for publication.

Small numbers are left as they are: inside the team they are the point. Nothing here may leave it as it is.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from survey_app.calendar.concern_clock import due
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.concern_queue import card_of, categories_of, category_words
from survey_app.services.permissions import Person, require
from survey_app.services.safeguard import DECIDED, DISMISSED, LEVELS
from survey_app.services.work import Work
from survey_app.storage.concerns import Concern
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
    found = work.session.scalars(select(Concern).where(Concern.visit_id == visit_id)).all()
    marks = {concern.response_id: _marks(concern, calendar, work) for concern in found}
    kinds = categories_of(work, select(Concern.response_id).where(Concern.visit_id == visit_id))
    levels, categories = _Tally(), _Tally()
    for concern in found:
        levels.add([LEVELS.get(concern.level, str(concern.level))], marks[concern.response_id])
        words = [category_words(kind) for kind in kinds.get(concern.response_id, ())]
        categories.add(words or [NO_CATEGORY], marks[concern.response_id])
    every = Counter(name for names in marks.values() for name in names)
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

    def add(self, groups: Iterable[str], names: Sequence[str]) -> None:
        for group in groups:
            self._counts.setdefault(group, Counter()).update(names)

    def lines(self) -> Iterator[Line]:
        return (Line(words, counts) for words, counts in self._counts.items())


def _parts(figures: ConcernFigures) -> Iterator[tuple[str, tuple[Line, ...]]]:
    yield "all", (figures.every,)
    yield "level", figures.by_level
    yield "category", figures.by_category


def _marks(concern: Concern, calendar: WorkingCalendar, work: Work) -> list[str]:
    """The measures that a concern counts in."""
    marks = [FLAGGED]
    # Who decided without opening the whole answer had read the words that were found.
    read_at = concern.opened_at or concern.decided_at
    if read_at and read_at <= due(concern.level, concern.raised_at, calendar).open_by:
        marks.append("in_time")
    if concern.state != DECIDED:
        marks.append("open")
        return [*marks, "overdue"] if card_of(concern, calendar, work.now).late else marks
    if concern.decision in DISMISSED:
        marks.append("dismissed")
    return marks if concern.decision == "no_action" else [*marks, concern.decision]
