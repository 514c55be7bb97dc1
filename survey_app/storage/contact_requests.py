"""Somebody who answered wants to be contacted. Joined to no answer, sealed under a key of its own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base, Instant, random_id


class ContactRequest(Base):
    """`sealed` is JSON of how to reach them and what they would like; the row is deleted when it is done.

    `raised_at` is cut to the hour. `taken_by` is the address of who deals with it.
    """

    __tablename__ = "contact_requests"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"))
    raised_at: Mapped[datetime] = mapped_column(Instant)
    taken_by: Mapped[str] = mapped_column(String(254), default="")
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index(None, "visit_id", "raised_at"), NO_ORDER_OF_ARRIVAL)
