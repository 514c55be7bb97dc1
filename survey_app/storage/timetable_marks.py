"""What a timetable holds beyond its dates: what is done, and the secret addresses by which calendars follow it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import Base, Instant, random_id


class MilestoneDone(Base):
    """A milestone that somebody said is done, and on which day."""

    __tablename__ = "milestones_done"

    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    milestone: Mapped[str] = mapped_column(String(64), primary_key=True)
    done_on: Mapped[date] = mapped_column(Date)
    by: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(Instant)


class CalendarLink(Base):
    """One person's secret address of a visit's calendar. Deleting the row ends it."""

    __tablename__ = "calendar_links"

    key: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
