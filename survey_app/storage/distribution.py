"""Who was asked to pass a survey on, which groups nobody has reached yet, and how many people there are to reach."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import Base, Instant, random_id


class DistributionEntry(Base):
    """One organisation or list that passes the survey on. Never a person who may answer.

    `groups` are the ids of the groups that it reaches, parted by spaces; `covers` is how many people that is, where
    somebody knows. `edition` counts the changes, so that nobody writes over one that they have not seen.
    """

    __tablename__ = "distribution_entries"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    groups: Mapped[str] = mapped_column(String(400), default="")
    channel_code: Mapped[str | None] = mapped_column(ForeignKey("channels.code"))
    email: Mapped[str] = mapped_column(String(254), default="")
    covers: Mapped[int | None] = mapped_column(Integer)
    asked_on: Mapped[date | None] = mapped_column(Date)
    confirmed_on: Mapped[date | None] = mapped_column(Date)
    declined_on: Mapped[date | None] = mapped_column(Date)
    remind: Mapped[bool] = mapped_column(Boolean, default=False)
    reminders: Mapped[int] = mapped_column(Integer, default=0)
    reminded_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(500), default="")
    edition: Mapped[int] = mapped_column(Integer, default=1)
    made_by: Mapped[str] = mapped_column(String(254))
    made_at: Mapped[datetime] = mapped_column(Instant)


class GapAnswer(Base):
    """Why nothing needs to be done for a group of the scope: there is none here, or another way reaches it."""

    __tablename__ = "gap_answers"

    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    gap: Mapped[str] = mapped_column(String(32), primary_key=True)
    why: Mapped[str] = mapped_column(String(200))
    by: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(Instant)


class ExpectedNumber(Base):
    """How many people of a survey's audience the area knows of, and where that number comes from."""

    __tablename__ = "expected_numbers"

    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    expected: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(200), default="")
    by: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(Instant)
