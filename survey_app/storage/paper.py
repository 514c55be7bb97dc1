"""Questionnaires on paper: what was printed, what came back, and what is being typed or read from pictures.

When a form is accepted its answers are stored like any others, and everything here that could lead from the sheet to
them is deleted: a form keeps only that it came, when, and how often two people typed the same.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base, Instant, random_id, sayable_code


class PaperPrint(Base):
    """One printing: so many numbered forms of a survey, in one face, language and size (`size` in points)."""

    __tablename__ = "paper_prints"

    code: Mapped[str] = mapped_column(String(16), primary_key=True, default=sayable_code)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"), index=True)
    version_digest: Mapped[str] = mapped_column(ForeignKey("questionnaire_versions.digest"))
    face: Mapped[str] = mapped_column(String(24))
    language: Mapped[str] = mapped_column(String(16))
    size: Mapped[int] = mapped_column(Integer)
    forms: Mapped[int] = mapped_column(Integer)
    channel_code: Mapped[str] = mapped_column(ForeignKey("channels.code"))
    made_by: Mapped[str] = mapped_column(String(254))
    made_on: Mapped[date] = mapped_column(Date)


class PaperForm(Base):
    """One form that came back. `number` is the number printed on it, never a person.

    `twice` when a second person types it as well; `fields` and `differed` then count what they typed and where they
    differed.
    """

    __tablename__ = "paper_forms"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    print_code: Mapped[str] = mapped_column(ForeignKey("paper_prints.code"))
    number: Mapped[int] = mapped_column(Integer)
    received_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16))
    twice: Mapped[bool] = mapped_column(Boolean, default=False)
    fields: Mapped[int] = mapped_column(Integer, default=0)
    differed: Mapped[int] = mapped_column(Integer, default=0)
    note: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (UniqueConstraint("print_code", "number"), NO_ORDER_OF_ARRIVAL)


class PaperEntry(Base):
    """What one person typed from a form. `sealed` is JSON of the answers, under the visit's key."""

    __tablename__ = "paper_entries"

    form_id: Mapped[str] = mapped_column(ForeignKey("paper_forms.id"), primary_key=True)
    typist: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    done: Mapped[bool] = mapped_column(Boolean, default=False)
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (NO_ORDER_OF_ARRIVAL,)


class PaperPicture(Base):
    """A picture of one page, without anything that its camera wrote into it; `form_id` and `page` once they are known.

    `sealed` is the picture and `marks` JSON of what was read from it, both under the visit's key.
    """

    __tablename__ = "paper_pictures"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"))
    form_id: Mapped[str | None] = mapped_column(ForeignKey("paper_forms.id"), index=True)
    page: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    marks: Mapped[bytes | None] = mapped_column(LargeBinary)
    uploaded_by: Mapped[str] = mapped_column(String(254))
    uploaded_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index(None, "visit_id", "state"), NO_ORDER_OF_ARRIVAL)
