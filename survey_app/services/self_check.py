"""Sheets on which people weigh how they work together: of a review of questions, and of an area each year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from survey_app.calendar.clock import london_day
from survey_app.services.errors import NotFound, Refused
from survey_app.services.inspect import is_national
from survey_app.services.permissions import Person, require
from survey_app.services.review_rounds import find_round
from survey_app.services.work import Work
from survey_app.storage.journal import JournalEntry
from survey_app.storage.review_rounds import ReviewRound, SelfCheck
from survey_app.storage.visits import Visit

STATEMENTS = "self_checks.yaml"
LUNDY, QUALITY = "lundy", "quality"
STEPS = ("Not yet", "A start", "Mostly", "Yes")
LONGEST_WORDS = 500
HIGHER, LOWER, SAME = "higher", "lower", "the same"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence to weigh."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """Statements that belong together."""

    id: str
    title: str
    about: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it is before anybody fills it in, and where its parts come from."""

    sort: str
    title: str
    source: str
    parts: tuple[Part, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, in order."""
        return tuple(one for part in self.parts for one in part.statements)


@dataclass(frozen=True, slots=True)
class Given:
    """What people said of one statement: a step from 0 to 3 (None: nothing yet), and words for what shows it."""

    step: int | None = None
    words: str = ""

    @property
    def step_words(self) -> str:
        """The step in words; empty when none was chosen."""
        return "" if self.step is None else STEPS[self.step]


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A sheet as it stands. `edition` counts the times it was saved; 0 when nobody has yet."""

    year: int
    given: Mapping[str, Given] = field(default_factory=dict)
    edition: int = 0
    by: str = ""
    at: datetime | None = None

    def of(self, statement_id: str) -> Given:
        """What was said of one statement."""
        return self.given.get(statement_id, Given())

    @property
    def weighed(self) -> int:
        """How many statements have a step."""
        return sum(one.step is not None for one in self.given.values())


class FilledMeanwhile(Refused):
    """Somebody saved this sheet since this person saw it. Nothing was written: `now` is how it stands."""

    def __init__(self, now: FilledIn) -> None:
        super().__init__(
            "Somebody else saved this sheet while you filled it in. What they said stands beside yours where it is "
            "different. Look at it, then save again."
        )
        self.now = now


@cache
def sheet_of(sort: str) -> Sheet:
    """One of the two sheets."""
    text = files("survey_app.services").joinpath(STATEMENTS).read_text(encoding="utf-8")
    found = yaml.safe_load(text)[sort]
    return Sheet(sort, found["title"], found["source"], tuple(_part(part) for part in found["parts"]))


def check_of_round(work: Work, person: Person, round_id: str) -> FilledIn:
    """The sheet of a review, for whoever leads it; raises NotFound."""
    found = find_round(work, person, round_id)
    return _stored(work, *_key_of_round(found))


def keep_for_round(
    work: Work, person: Person, round_id: str, seen: int, given: Mapping[str, Given]
) -> FilledIn:
    """Save the sheet of a review that this person saw as edition `seen`.

    Raises NotFound, Refused and FilledMeanwhile.
    """
    found = find_round(work, person, round_id)
    return _keep(work, person, _key_of_round(found), seen, given)


def belongs_to_an_area(work: Work, person: Person, visit_id: str) -> bool:
    """False for a visit whose findings are about all areas together; raises NotFound for who may not see it."""
    return not is_national(_visit(work, person, visit_id).kind)


def checks_of_area(work: Work, person: Person, visit_id: str) -> tuple[FilledIn, ...]:
    """Every year's sheet of the area of a visit, the newest first; raises NotFound."""
    area = _area(work, person, visit_id)
    statement = select(SelfCheck).where(SelfCheck.sort == QUALITY, SelfCheck.subject == area)
    return tuple(_filled(row) for row in work.session.scalars(statement.order_by(SelfCheck.year.desc())))


def years_open(work: Work) -> tuple[int, int]:
    """The years whose sheet may be filled in: this one, and the last for those who are late."""
    return work.today.year, work.today.year - 1


def check_of_area(work: Work, person: Person, visit_id: str, year: int) -> FilledIn:
    """One year's sheet of the area of a visit; raises NotFound, also for a year that is not open."""
    area = _area(work, person, visit_id)
    _must_be_open(work, year)
    return _stored(work, QUALITY, area, year)


def keep_for_area(
    work: Work, person: Person, visit_id: str, year: int, seen: int, given: Mapping[str, Given]
) -> FilledIn:
    """Save one year's sheet that this person saw as edition `seen`.

    Raises NotFound, Refused and FilledMeanwhile.
    """
    area = _area(work, person, visit_id)
    _must_be_open(work, year)
    return _keep(work, person, (QUALITY, area, year), seen, given)


def moved(newer: Given, older: Given) -> str:
    """Whether a step is higher, lower or the same than before; empty when one of the two was not weighed."""
    if newer.step is None or older.step is None:
        return ""
    if newer.step == older.step:
        return SAME
    return HIGHER if newer.step > older.step else LOWER


def _part(part: Mapping[str, Any]) -> Part:
    statements = tuple(Statement(one["id"], one["text"]) for one in part["statements"])
    return Part(part["id"], part["title"], part["about"], statements)


def _key_of_round(found: ReviewRound) -> tuple[str, str, int]:
    return LUNDY, found.id, london_day(found.opened_at).year


def _visit(work: Work, person: Person, visit_id: str) -> Visit:
    require(person, "check_working_together", visit_id)
    visit = work.session.get(Visit, visit_id)
    if visit is None:
        raise NotFound(visit_id)
    return visit


def _area(work: Work, person: Person, visit_id: str) -> str:
    visit = _visit(work, person, visit_id)
    if is_national(visit.kind):
        raise NotFound(visit_id)
    return visit.area_id


def _must_be_open(work: Work, year: int) -> None:
    if year not in years_open(work):
        raise NotFound(str(year))


def _stored(work: Work, sort: str, subject: str, year: int) -> FilledIn:
    row = work.session.get(SelfCheck, (sort, subject, year))
    return _filled(row) if row else FilledIn(year)


def _filled(row: SelfCheck) -> FilledIn:
    given = {name: _given(found) for name, found in row.given.items()}
    return FilledIn(row.year, given, row.edition, row.by, row.at)


def _given(found: Mapping[str, Any]) -> Given:
    return Given(found.get("step"), found.get("words", ""))


def _keep(
    work: Work, person: Person, key: tuple[str, str, int], seen: int, given: Mapping[str, Given]
) -> FilledIn:
    sort, subject, year = key
    said = _checked(sheet_of(sort), given)
    row = work.session.get(SelfCheck, key, with_for_update=True, populate_existing=True)
    if row is None:
        row = SelfCheck(sort=sort, subject=subject, year=year, edition=0)
        _write(work, person, row, said)
        _add(work, row)
    elif row.edition != seen:
        raise FilledMeanwhile(_filled(row))
    else:
        _write(work, person, row, said)
    entry = JournalEntry(
        at=work.now, by=person.email, action="fill_self_check", subject=subject, detail=f"{sort} {year}"
    )
    work.session.add(entry)
    return _filled(row)


def _write(work: Work, person: Person, row: SelfCheck, said: dict[str, dict[str, object]]) -> None:
    row.given, row.by, row.at = said, person.email, work.now
    row.edition += 1


def _add(work: Work, row: SelfCheck) -> None:
    """Begin a sheet; of two people who begin it at once the second one is told."""
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:
        there = work.session.get(SelfCheck, (row.sort, row.subject, row.year), populate_existing=True)
        if there is None:
            raise
        raise FilledMeanwhile(_filled(there)) from None


def _checked(sheet: Sheet, given: Mapping[str, Given]) -> dict[str, dict[str, object]]:
    """What is stored; raises Refused."""
    texts = {one.id: one.text for one in sheet.statements}
    if set(given) - set(texts):
        raise Refused("Choose from the statements on the page.")
    _refuse_steps(one.step for one in given.values())
    for name, one in given.items():
        if len(one.words.strip()) > LONGEST_WORDS:
            raise Refused(f"“{texts[name]}”: keep what shows it to {LONGEST_WORDS} letters.")
    if not any(one.step is not None or one.words.strip() for one in given.values()):
        raise Refused("Choose a step for at least 1 statement, then save.")
    return {
        name: {"step": one.step, "words": one.words.strip()}
        for name, one in given.items()
        if one.step is not None or one.words.strip()
    }


def _refuse_steps(steps: Iterable[int | None]) -> None:
    if any(step is not None and not 0 <= step < len(STEPS) for step in steps):
        raise Refused(f"Choose one of the {len(STEPS)} steps.")
