"""The keep-in-touch summary of a day as a Word file, for the inspection team only.

It holds no words of any answer: an answer is named by its audience and question, and read on the site.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

FOR_THE_TEAM = (
    "For the inspection team only. Not for the local area: it says what the team thinks and has not tested."
)


@dataclass(frozen=True, slots=True)
class LineSummary:
    """One line of enquiry, in sentences. `standing` says where it stands; `to_do` what was written down to be done."""

    title: str
    standing: str
    question: str
    hypothesis: str
    changed: tuple[str, ...]
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    beside: tuple[str, ...]
    said: tuple[str, ...]
    to_do: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeepInTouch:
    """The summary of a day. `quiet` are the titles of lines to which nothing happened."""

    visit: str
    day: str
    written: str
    written_at: datetime
    lines: tuple[LineSummary, ...]
    quiet: tuple[str, ...]


def word_file(summary: KeepInTouch) -> bytes:
    """The summary as a .docx: headings, lists and a warning on every page, so that a screen reader finds its way."""
    document = Document()
    _prepare(document, summary)
    document.add_heading("Keep-in-touch summary", 0)
    document.add_paragraph(f"{summary.visit}. {summary.day}.")
    document.add_paragraph(FOR_THE_TEAM).runs[0].bold = True
    document.add_paragraph(summary.written)
    for line in summary.lines:
        _add_line(document, line)
    if not summary.lines:
        document.add_paragraph("Nothing happened to any line on this day.")
    _add_list(document, "Lines to which nothing happened", summary.quiet)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _prepare(document: WordDocument, summary: KeepInTouch) -> None:
    about = document.core_properties
    about.title, about.language = f"Keep-in-touch summary, {summary.day}", "en-GB"
    about.author = about.last_modified_by = "SEND Voices"
    about.comments = ""
    about.created = about.modified = summary.written_at.replace(tzinfo=None)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    document.sections[0].header.paragraphs[0].text = FOR_THE_TEAM


def _add_line(document: WordDocument, line: LineSummary) -> None:
    document.add_heading(line.title, 1)
    for words in (line.standing, line.question, line.hypothesis):
        if words:
            document.add_paragraph(words)
    _add_list(document, "What changed", line.changed, 2)
    _add_list(document, "Speaks for it", line.speaks_for or ("Nothing yet.",), 2)
    _add_list(document, "Speaks against it", line.speaks_against or ("Nothing yet.",), 2)
    _add_list(document, "To keep in mind", line.beside, 2)
    _add_list(document, "What was said", line.said, 2)
    _add_list(document, "What to do next", line.to_do or ("Nothing is written down yet.",), 2)


def _add_list(document: WordDocument, heading: str, sentences: Sequence[str], level: int = 1) -> None:
    if sentences:
        document.add_heading(heading, level)
    for sentence in sentences:
        document.add_paragraph(sentence, style="List Bullet")
