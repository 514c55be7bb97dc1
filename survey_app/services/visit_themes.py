"""The themes that an answer of a visit can be coded with: those of the codebook, and those made for the visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from analysis.codebook.loader import load_codebook
from survey_app.services.work import Work
from survey_app.storage.visit_themes import VisitTheme


def own_themes(work: Work, visit_id: str) -> Sequence[VisitTheme]:
    """The themes made for this visit, by label."""
    statement = select(VisitTheme).where(VisitTheme.visit_id == visit_id)
    return work.session.scalars(statement.order_by(VisitTheme.label, VisitTheme.id)).all()


def own_labels(work: Work, visit_id: str) -> dict[str, str]:
    """What the visit's own themes are called, by id."""
    return {theme.id: theme.label for theme in own_themes(work, visit_id)}


def every_label(work: Work, visit_id: str) -> Mapping[str, str]:
    """What every theme is called, by id."""
    known = {theme.id: theme.label for theme in load_codebook().themes.values()}
    return known | own_labels(work, visit_id)
