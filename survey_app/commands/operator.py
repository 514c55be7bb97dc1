"""Who acts when a command is typed: whoever may read the site's settings, written down as "the terminal"."""

from __future__ import annotations

from survey_app.services.permissions import INSPECTOR, LEAD_INSPECTOR, Person

NAME = "the terminal"


def inspecting(visit_id: str) -> Person:
    """The person at the terminal, doing what an inspector of this visit may do."""
    return Person(NAME, NAME, roles={visit_id: frozenset({INSPECTOR})})


def leading(visit_id: str) -> Person:
    """The same, doing what the lead inspector of this visit may do."""
    return Person(NAME, NAME, roles={visit_id: frozenset({LEAD_INSPECTOR})})
