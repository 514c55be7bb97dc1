"""A channel: one way a survey is spread (school, forum, GP ...), with a code and two counters."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import Base, Instant, sayable_code


class Channel(Base):
    """Counts are kept here, never on an answer: nobody can learn which answer came by which channel.

    `settled` is how many had been sent at `settled_at`, the last of the hours at which the local area sees a new count:
    nobody can watch one answer come in. `helper_key` opens this channel's kit to a helper without an account.
    """

    __tablename__ = "channels"

    code: Mapped[str] = mapped_column(String(16), primary_key=True, default=sayable_code)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(32))
    made_on: Mapped[date] = mapped_column(Date)
    started: Mapped[int] = mapped_column(Integer, default=0)
    sent: Mapped[int] = mapped_column(Integer, default=0)
    settled: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    helper_key: Mapped[str | None] = mapped_column(String(32), unique=True, index=True)
