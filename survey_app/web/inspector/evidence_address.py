"""Where a link leads that puts words or a number into a line of enquiry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for


def evidence_address(
    visit_id: str, response_id: str, question: str, start: int | None = None, end: int | None = None
) -> str:
    """The address that adds words of an answer (code points from `start` to before `end`; else all of it)."""
    place: dict[str, Any] = {} if start is None or end is None else {"start": start, "end": end}
    return url_for(
        "enquiry_evidence.add", visit_id=visit_id, response=response_id, question=question, **place
    )


def figure_address(visit_id: str, kind: str, parameters: Mapping[str, object]) -> str:
    """The address that adds a figure: "responses", "positive" or "theme", with the filters of the answers page."""
    return url_for("enquiry_evidence.add", visit_id=visit_id, figure=kind, **dict[str, Any](parameters))
