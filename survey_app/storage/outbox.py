"""Messages that must leave, written in the same transaction as the reason for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base, Instant, random_id


class OutboxItem(Base):
    """`payload` never holds answer text. A dispatcher leases a row, sends it, and marks it done."""

    __tablename__ = "outbox"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    sort: Mapped[str] = mapped_column(String(32))
    payload: Mapped[dict[str, str]] = mapped_column(JSON)
    due_at: Mapped[datetime] = mapped_column(Instant)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    done_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index(None, "done_at", "due_at"), NO_ORDER_OF_ARRIVAL)
