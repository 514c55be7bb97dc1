"""A draft: what somebody has typed so far, sealed with a key that only their cookie holds."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base


class Draft(Base):
    """`id` is made from the cookie's secret by a one-way function; `revision` shows two tabs to each other."""

    __tablename__ = "drafts"
    __table_args__ = NO_ORDER_OF_ARRIVAL

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"), index=True)
    version_digest: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(Integer, default=1)
    begun_on: Mapped[date] = mapped_column(Date)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
