"""A channel: one way a survey is spread (school, forum, GP ...), with a code and two counters."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import Base, sayable_code


class Channel(Base):
    """Counts are kept here, never on an answer: nobody can learn which answer came by which channel."""

    __tablename__ = "channels"

    code: Mapped[str] = mapped_column(String(16), primary_key=True, default=sayable_code)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(32))
    made_on: Mapped[date] = mapped_column(Date)
    started: Mapped[int] = mapped_column(Integer, default=0)
    sent: Mapped[int] = mapped_column(Integer, default=0)
