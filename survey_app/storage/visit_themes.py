"""Themes that people made for one visit, and the subjects that could become one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import Base, Instant


class VisitTheme(Base):
    """A theme that the codebook does not have. An answer that says two of `words` is coded with it."""

    __tablename__ = "visit_themes"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"))
    label: Mapped[str] = mapped_column(String(120))
    definition: Mapped[str] = mapped_column(Text)
    words: Mapped[list[str]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(String(254))
    made_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index(None, "visit_id"),)


class CandidateLook(Base):
    """What the newest look through the uncoded answers of a visit found. Examples are named, never copied."""

    __tablename__ = "candidate_looks"

    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    by: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(Instant)
    found: Mapped[dict[str, Any]] = mapped_column(JSON)
