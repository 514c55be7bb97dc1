"""A concern: an answer that a person must read, and what was done about it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base, Instant, random_id


class Concern(Base):
    """`raised_at` is cut to the hour: the clock of the person who reads it needs no more, anonymity wants no more."""

    __tablename__ = "concerns"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"))
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), unique=True)
    level: Mapped[int] = mapped_column(Integer)
    raised_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(16), default="new")
    claimed_by: Mapped[str] = mapped_column(String(254), default="")
    decided_by: Mapped[str] = mapped_column(String(254), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision: Mapped[str] = mapped_column(String(32), default="")
    reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index(None, "visit_id", "state", "level"), NO_ORDER_OF_ARRIVAL)
