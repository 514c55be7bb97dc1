"""A summary for everybody as a tagged PDF (PDF/UA-1): every number rounded, no words of anybody in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import font_source_sans_pro
import typst

from analysis.evidence import ROUND_TO, Evidence, LeavingTable
from analysis.evidence_note import RIGHT_TO_LEFT, fit

TEMPLATE = Path(__file__).with_name("summary.typ")
FONTS = ["Source Sans Pro"]
ROUNDED = f"Every number of people is rounded to the nearest {ROUND_TO}."


class CannotSetType(ValueError):
    """The summary holds letters that no font here has; the message says so and what to do."""


def write_summary(
    evidence: Evidence, title_of: Callable[[str], str], at: datetime, language: str = "en-GB"
) -> bytes:
    """The PDF, dated `at`; raises CannotSetType."""
    data = json.dumps(_data(evidence, title_of, language))
    try:
        made = typst.compile(
            str(TEMPLATE),
            format="pdf",
            font_paths=[font_source_sans_pro.font_directory],
            pdf_standards=["ua-1"],
            sys_inputs={"data": data},
            timestamp=at.replace(microsecond=0),
        )
    except RuntimeError as problem:
        raise CannotSetType(
            "The summary holds letters that no font on this machine has. "
            "Write the visit’s own themes in letters of English, or install a font that has them."
        ) from problem
    return made


def _data(evidence: Evidence, title_of: Callable[[str], str], language: str) -> dict[str, Any]:
    lang = language.partition("-")[0]
    named = ". ".join(filter(None, (evidence.area, f"Reference {evidence.reference}")))
    return {
        "title": fit(f"{evidence.title}: what people told us"),
        "subtitle": fit(f"{named}. Made on {evidence.made_on}. {ROUNDED}"),
        "lang": lang,
        "rtl": lang in RIGHT_TO_LEFT,
        "fonts": FONTS,
        "answered": {
            "caption": "Responses, told roughly",
            "headings": ["Audience", "Responses"],
            "rows": [list(row) for row in evidence.answered],
        },
        "parts": list(_parts(evidence, title_of)),
        "methods": [[name, fit(words)] for name, words in evidence.methods() if name != "Words of people"],
    }


def _parts(evidence: Evidence, title_of: Callable[[str], str]) -> Iterator[dict[str, Any]]:
    for part, sections in groupby(evidence.sections(title_of), key=lambda section: section.part):
        shown = [
            {
                "heading": fit(section.heading),
                "sheets": [_sheet(table) for table in section.tables if table.rows],
            }
            for section in sections
        ]
        with_figures = [section for section in shown if section["sheets"]]
        if with_figures:
            yield {"heading": part, "sections": with_figures}


def _sheet(table: LeavingTable) -> dict[str, Any]:
    headings, rows = table.lines(ROUND_TO)
    return {
        "caption": fit(table.title),
        "headings": [*map(fit, headings)],
        "rows": [[*map(fit, row)] for row in rows],
        "note": " ".join(table.notes()),
    }
