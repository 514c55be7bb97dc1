"""Every table, imported in one place so that migrations and tests see them all."""

from __future__ import annotations

from survey_app.storage import (
    areas,
    channels,
    code_decisions,
    coding_samples,
    concerns,
    contact_requests,
    distribution,
    drafts,
    findings,
    journal,
    kit_edits,
    lines_of_enquiry,
    outbox,
    packed,
    paper,
    reading,
    responses,
    sent_keys,
    staff,
    surveys,
    timetable_marks,
    visit_themes,
    visits,
)
from survey_app.storage.base import Base

metadata = Base.metadata

__all__ = [
    "areas",
    "channels",
    "code_decisions",
    "coding_samples",
    "concerns",
    "contact_requests",
    "distribution",
    "drafts",
    "findings",
    "journal",
    "kit_edits",
    "lines_of_enquiry",
    "metadata",
    "outbox",
    "packed",
    "paper",
    "reading",
    "responses",
    "sent_keys",
    "staff",
    "surveys",
    "timetable_marks",
    "visit_themes",
    "visits",
]
