"""Response rows in a workbook (XLSX): strings stay strings, and every character comes back as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from analysis.columns import MEANINGS, guard, unguard
from questionnaires.responses import COLUMNS

MOST_ROWS = 1_048_575  # of a sheet, without its heading
LONGEST_CELL = 32_767
ANSWERS, ABOUT = "Answers", "About this file"

# A workbook writes what XML cannot hold as _x000B_, and so must write a literal _x000B_ in the same way.
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ERROR_WORDS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})


class WorkbookProblem(ValueError):
    """Rows that a workbook cannot hold, or a file that is no workbook; the message says what to do."""


def write_workbook(rows: Iterable[tuple[object, ...]], path: Path) -> int:
    """Write rows (in the order of COLUMNS) with a second sheet about the file; the number of rows.

    Raises WorkbookProblem for more rows, or longer text, than a workbook holds.
    """
    book = Workbook(write_only=True)
    sheet, about = book.create_sheet(ANSWERS), book.create_sheet(ABOUT)
    sheet.freeze_panes = "B2"
    sheet.append([_heading(sheet, guard(name)) for name in COLUMNS])
    try:
        count = _append(sheet, rows)
        _write_about(about, count)
    except BaseException:
        # Sheets left half written would complain when they are collected.
        sheet.close()
        about.close()
        raise
    book.save(path)
    return count


def _append(sheet: Any, rows: Iterable[tuple[object, ...]]) -> int:
    count = 0
    for row in rows:
        count += 1
        if count > MOST_ROWS:
            raise WorkbookProblem(
                f"A sheet holds {MOST_ROWS:,} rows at most. Write .csv or .parquet instead."
            )
        sheet.append([_cell(sheet, value) for value in row])
    return count


def read_workbook(path: Path) -> Iterator[tuple[object, ...]]:
    """The rows of the first sheet, the heading first, text as it was before it was guarded.

    Raises WorkbookProblem when the file is not a workbook.
    """
    try:
        book = load_workbook(path, read_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as problem:
        raise WorkbookProblem(f"{path.name} is not a spreadsheet that can be read ({problem}).") from problem
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield tuple(_text(value) if isinstance(value, str) else value for value in row)
    finally:
        book.close()


def _cell(sheet: Any, value: object) -> object:
    if not isinstance(value, str):
        return value
    text = _UNFIT.sub(lambda found: f"_x{ord(found[0]):04X}_", guard(value))
    if len(text) > LONGEST_CELL:
        raise WorkbookProblem(
            f"A cell holds {LONGEST_CELL:,} characters and one answer has more: write .csv or .parquet."
        )
    if text not in _ERROR_WORDS:
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _text(cell: str) -> str:
    return unguard(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell))


def _heading(sheet: Any, words: str) -> Any:
    cell = WriteOnlyCell(sheet, words)
    cell.font = Font(bold=True)
    return cell


def _write_about(sheet: Any, rows: int) -> None:
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 100
    lines = [
        ("About this file", ""),
        ("Rows", f"{rows:,}, each one answer to one question, on the sheet “{ANSWERS}”"),
        ("Confidential", "It holds what people wrote. Keep it inside the inspection team."),
        ("Apostrophes", "Text that a spreadsheet would take for a formula has an apostrophe before it."),
        ("Control signs", "Characters that a spreadsheet cannot hold are written like _x000B_."),
        ("Column", "What it holds"),
    ]
    for name, words in [*lines, *MEANINGS.items()]:
        sheet.append([_heading(sheet, name), words])
