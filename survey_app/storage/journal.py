"""What staff did: who, when, what, to which thing. Never any answer text."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import Base, Instant, random_id


class JournalEntry(Base):
    """Rows are only ever added."""

    __tablename__ = "journal"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(254))
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(64), default="")
    detail: Mapped[str] = mapped_column(String(500), default="")

    __table_args__ = (Index(None, "subject", "at"),)
