"""The evidence as a Word document, under the headings of the framework.

Headings are real, the heading row of each table comes again on every page, tables have a description, and the
language is set, so that the document can be heard as well as seen.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from analysis.evidence import Evidence, LeavingTable, Quote, Section

LANGUAGE = "en-GB"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
# What XML cannot hold; python-docx would refuse the whole document for one of these.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_note(evidence: Evidence, title_of: Callable[[str], str]) -> bytes:
    """The document; `title_of` says what a paragraph of the handbook is called, by its number."""
    document = Document()
    _prepare(document, evidence)
    document.add_heading(fit(evidence.title), 0)
    named = ", ".join(filter(None, (evidence.reference, evidence.area)))
    document.add_paragraph(fit(f"Evidence note. {named}. Made on {evidence.made_on}."))
    _answered(document, evidence)
    part = ""
    for section in evidence.sections(title_of):
        if section.part != part:
            part = section.part
            document.add_heading(part, 1)
        _section(document, section)
    _methods(document, evidence)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def fit(text: str) -> str:
    """The text without the characters that a document cannot hold."""
    return _UNFIT.sub("", text)


def _prepare(document: Any, evidence: Evidence) -> None:
    """Title, language and letters; nobody is named as the author."""
    told = document.core_properties
    told.title = fit(f"{evidence.title}: evidence note")
    told.subject = fit(evidence.reference)
    told.author = told.last_modified_by = "SEND Voices"
    told.comments = ""
    told.language = LANGUAGE
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(12)
    _language(normal.element.get_or_add_rPr())


def _language(properties: Any, language: str = LANGUAGE, kind: str = "w:val") -> None:
    mark = properties.find(qn("w:lang"))
    if mark is None:
        mark = OxmlElement("w:lang")
        properties.append(mark)
    mark.set(qn(kind), language)


def _answered(document: Any, evidence: Evidence) -> None:
    document.add_heading("How many answered", 1)
    if not evidence.answered:
        document.add_paragraph("Nobody had answered when this was made.")
        return
    _table(document, "How many answered, told roughly", ("Audience", "Responses"), evidence.answered)


def _section(document: Any, section: Section) -> None:
    document.add_heading(fit(section.heading), 2)
    for table in section.tables:
        document.add_heading(fit(table.title), 3)
        _figures(document, table)
    if section.quotes:
        document.add_heading("In people’s own words", 3)
    for quote in section.quotes:
        _quote(document, quote)


def _figures(document: Any, table: LeavingTable) -> None:
    if not table.rows:
        document.add_paragraph("Too few people wrote about this for figures to leave the team.")
        return
    headings, rows = table.lines()
    _table(document, table.title, headings, rows)
    for note in table.notes():
        document.add_paragraph(note)


def _table(document: Any, words: str, headings: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    names = list(headings)
    table = document.add_table(rows=1, cols=len(names), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, names, strict=True):
        run = cell.paragraphs[0].add_run(fit(name))
        run.bold = True
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = fit(value)
    _repeat_heading(table.rows[0])
    _describe(table, words)
    document.add_paragraph()


def _repeat_heading(row: Any) -> None:
    """The row stands at the top of every page that the table runs over, and is read out as its heading."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _describe(table: Any, words: str) -> None:
    """What the table shows, for those who hear it."""
    description = OxmlElement("w:tblDescription")
    description.set(qn("w:val"), fit(words))
    table._tbl.tblPr.append(description)


def _quote(document: Any, quote: Quote) -> None:
    paragraph = document.add_paragraph(style="Quote")
    run = paragraph.add_run(f"“{fit(quote.text)}”")
    run.italic = False
    if quote.language.partition("-")[0] in RIGHT_TO_LEFT:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
        _language(run._r.get_or_add_rPr(), quote.language, "w:bidi")
    elif quote.language:
        _language(run._r.get_or_add_rPr(), quote.language)
    document.add_paragraph(fit(f"{quote.audience}, asked “{quote.wording}”"))


def _methods(document: Any, evidence: Evidence) -> None:
    document.add_heading("How this was made", 1)
    _table(document, "How this was made", ("What", "How"), evidence.methods())
