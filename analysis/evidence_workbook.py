"""The evidence as an Excel workbook: figures, the themes they speak of, words fit to be shown, and how it was made.

Words are written as words: nothing that somebody typed can become a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from analysis.columns import guard
from analysis.count_tables import OTHERS, THEMES, VIEWS
from analysis.evidence import Evidence, LeavingTable
from analysis.evidence_note import fit

LONGEST_CELL = 32_767
SHEETS = {VIEWS: "Views", OTHERS: "Other questions", THEMES: "Themes"}
NEW, OLD = "", "earlier export"


def write_workbook_of(evidence: Evidence) -> bytes:
    """The workbook; every sheet begins with its headings, and numbers are numbers."""
    book = Workbook(write_only=True)
    book.properties.title = fit(f"{evidence.title}: figures")
    book.properties.creator = book.properties.lastModifiedBy = "SEND Voices"
    book.properties.language = "en-GB"
    _sheet(book, "How this was made", ("What", "How"), _about(evidence))
    _sheet(book, "How many answered", ("Audience", "Responses"), evidence.answered)
    for sort, name in SHEETS.items():
        _figures(book, name, [table for table in evidence.tables if table.sort == sort])
    _sheet(book, "Codes", ("Theme", "Paragraph"), _codes(evidence))
    quotes = ((quote.text, quote.audience, quote.wording, quote.paragraph) for quote in evidence.quotes)
    _sheet(book, "Own words", ("Words", "Audience", "Question", "Paragraph"), quotes)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _about(evidence: Evidence) -> Iterable[tuple[str, str]]:
    yield "What this is", evidence.title
    yield "Reference", evidence.reference
    if evidence.area:
        yield "Area", evidence.area
    yield from evidence.methods()


def _figures(book: Workbook, name: str, tables: list[LeavingTable]) -> None:
    """One line for each number, so that tables with different columns fit on one sheet."""
    headings = ("Table", "Paragraph", "Who", "What", "People", "Counted among", "Figures from")
    lines = (
        (
            table.title,
            table.paragraph,
            row.label,
            heading,
            number,
            row.numbers()[-1],
            OLD if row.held else NEW,
        )
        for table in tables
        for row in table.rows
        for heading, number in zip(table.headings[:-1], row.numbers(), strict=False)
    )
    _sheet(book, name, headings, lines)


def _codes(evidence: Evidence) -> Iterable[tuple[str, str]]:
    """Each theme of which figures are shown; its label stands before the audience in a row."""
    found = {
        (row.label.rpartition(": ")[0], table.paragraph)
        for table in evidence.tables
        if table.sort == THEMES
        for row in table.rows
    }
    return sorted(found, key=lambda one: (one[1], one[0]))


def _sheet(book: Workbook, name: str, headings: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    for column, width in zip("ABCDEFG", (44, 34, 44, 26, 14, 16, 16), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.append([_words(sheet, heading, bold=True) for heading in headings])
    for row in rows:
        sheet.append([value if isinstance(value, int) else _words(sheet, value) for value in row])


def _words(sheet: Any, text: str, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, guard(fit(text))[:LONGEST_CELL])
    cell.data_type = "s"
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
