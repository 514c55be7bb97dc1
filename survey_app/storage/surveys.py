"""A survey (one audience of one visit) and the exact wordings that it has been asked in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import Base, Instant, random_id


class QuestionnaireVersion(Base):
    """The texts (file name to content) of a questionnaire exactly as they were asked, by their digest."""

    __tablename__ = "questionnaire_versions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    questionnaire: Mapped[str] = mapped_column(String(64), index=True)
    version: Mapped[int] = mapped_column(Integer)
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    published_at: Mapped[datetime] = mapped_column(Instant)
    published_by: Mapped[str] = mapped_column(String(254))


class Survey(Base):
    """`version_digest` serves new starts; those who have begun, and what was sent, keep theirs."""

    __tablename__ = "surveys"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), index=True)
    audience: Mapped[str] = mapped_column(String(32))
    questionnaire: Mapped[str] = mapped_column(String(64))
    position: Mapped[int] = mapped_column(Integer, default=0)
    version_digest: Mapped[str] = mapped_column(ForeignKey("questionnaire_versions.digest"))

    __table_args__ = (UniqueConstraint("visit_id", "audience"),)
