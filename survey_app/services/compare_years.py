"""An area's sheets laid beside each other: each statement, year by year, and which way it moved."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.columns import guard
from survey_app.services.self_check import HIGHER, LOWER, SAME, FilledIn, Given, Part, Sheet, Statement, moved

MARKS = {HIGHER: "▲", LOWER: "▼", SAME: "="}
MOST_YEARS = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """What was said in one year, and how it moved since the sheet before (empty: nothing to compare with)."""

    given: Given
    moved: str = ""

    @property
    def mark(self) -> str:
        """A sign beside the word, so that neither colour nor the sign alone says it."""
        return MARKS.get(self.moved, "")


@dataclass(frozen=True, slots=True)
class Row:
    """One statement, a cell for each year, the newest first."""

    statement: Statement
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A part of the sheet over the years. `counts` says how its statements moved between the two newest sheets."""

    part: Part
    years: tuple[int, ...]
    rows: tuple[Row, ...]
    counts: tuple[tuple[str, int], ...]


def compared(sheet: Sheet, filled: Sequence[FilledIn]) -> tuple[Compared, ...]:
    """The newest sheets part by part; `filled` has the newest first. Empty when there is none."""
    if not filled:
        return ()
    return tuple(_part(part, filled) for part in sheet.parts)


def as_csv(sheet: Sheet, filled: Sequence[FilledIn]) -> str:
    """A line for each statement of each year: part, statement, year, step, the step in words, what shows it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("Part", "Statement", "Year", "Step", "In words", "What shows it"))
    for part in sheet.parts:
        for one in part.statements:
            for year in filled:
                said = year.of(one.id)
                step = "" if said.step is None else said.step
                writer.writerow((part.title, one.text, year.year, step, said.step_words, guard(said.words)))
    return out.getvalue()


def _part(part: Part, filled: Sequence[FilledIn]) -> Compared:
    rows = tuple(_row(one, filled) for one in part.statements)
    newest = [row.cells[0].moved for row in rows]
    counts = tuple((how, newest.count(how)) for how in MARKS) if len(filled) > 1 else ()
    return Compared(part, tuple(one.year for one in filled[:MOST_YEARS]), rows, counts)


def _row(statement: Statement, filled: Sequence[FilledIn]) -> Row:
    said = [one.of(statement.id) for one in filled]
    before = [*said[1:], Given()]
    cells = [Cell(one, moved(one, older)) for one, older in zip(said, before, strict=True)]
    return Row(statement, tuple(cells[:MOST_YEARS]))
