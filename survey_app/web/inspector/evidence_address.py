"""Where a link leads that puts words or a number into a line of enquiry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

# Whoever comes from the reading list goes back to it, with the filters that it had.
FROM_READING = "reading"
READING_FILTERS = ("audience", "asked", "paragraph")
LONGEST = 64


def evidence_address(
    visit_id: str, response_id: str, question: str, start: int | None = None, end: int | None = None
) -> str:
    """The address that adds words of an answer (code points from `start` to before `end`; else all of it)."""
    place: dict[str, Any] = {} if start is None or end is None else {"start": start, "end": end}
    return url_for(
        "enquiry_evidence.add", visit_id=visit_id, response=response_id, question=question, **place
    )


def quote_address(visit_id: str, filters: Mapping[str, str], response_id: str, *place: Any) -> str:
    """The same from the reading list: whoever has added the words goes on reading with these filters."""
    kept = {f"{FROM_READING}_{name}": value for name, value in filters.items()}
    return f"{evidence_address(visit_id, response_id, *place)}&{urlencode({FROM_READING: 'yes', **kept})}"


def way_back_to_reading(visit_id: str, response_id: str, question: str) -> str:
    """Where the reading list stood from which this request came; empty when it came from elsewhere."""
    if not request.args.get(FROM_READING) or not response_id:
        return ""
    asked = {name: request.args.get(f"{FROM_READING}_{name}", "")[:LONGEST] for name in READING_FILTERS}
    filters: dict[str, Any] = {name: value for name, value in asked.items() if value}
    return url_for(
        "reading.one", visit_id=visit_id, response_id=response_id, _anchor=f"answer-{question}", **filters
    )


def figure_address(visit_id: str, kind: str, parameters: Mapping[str, object]) -> str:
    """The address that adds a figure: "responses", "positive" or "theme", with the filters of the answers page."""
    return url_for("enquiry_evidence.add", visit_id=visit_id, figure=kind, **dict[str, Any](parameters))
