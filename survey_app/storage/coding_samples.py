"""Answers drawn at random for people to read: twice without seeing each other's codes, or where nothing was found."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base, Instant, random_id
from survey_app.storage.code_decisions import of_free_text


class CodingSample(Base):
    """`purpose` says what it was drawn for; `total` is how many answers it was drawn from, by this `seed`."""

    __tablename__ = "coding_samples"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"))
    purpose: Mapped[str] = mapped_column(String(16))
    seed: Mapped[int] = mapped_column(Integer)
    size: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(Integer)
    drawn_by: Mapped[str] = mapped_column(String(254))
    drawn_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index(None, "visit_id", "purpose", "drawn_at"),)


class SampledAnswer(Base):
    """One answer of a sample; `place` is its turn."""

    __tablename__ = "sampled_answers"

    sample_id: Mapped[str] = mapped_column(ForeignKey("coding_samples.id"), primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    response_id: Mapped[str] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(String(64))

    __table_args__ = (of_free_text(), Index(None, "response_id", "question"), NO_ORDER_OF_ARRIVAL)


class SampleCoder(Base):
    """Somebody who codes a sample without seeing what others found in it, until all have finished."""

    __tablename__ = "sample_coders"

    sample_id: Mapped[str] = mapped_column(ForeignKey("coding_samples.id"), primary_key=True)
    coder: Mapped[str] = mapped_column(String(64), primary_key=True)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)


class SampleRead(Base):
    """Somebody has read an answer of a sample; `found` says whether there was something in it."""

    __tablename__ = "sample_reads"

    sample_id: Mapped[str] = mapped_column(ForeignKey("coding_samples.id"), primary_key=True)
    response_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    coder: Mapped[str] = mapped_column(String(64), primary_key=True)
    found: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (of_free_text(), NO_ORDER_OF_ARRIVAL)


class BlindCode(Base):
    """A code that somebody gave without seeing any other; theirs to take back until they have finished."""

    __tablename__ = "blind_codes"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    sample_id: Mapped[str] = mapped_column(ForeignKey("coding_samples.id"))
    response_id: Mapped[str] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(String(64))
    coder: Mapped[str] = mapped_column(String(64))
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    theme: Mapped[str] = mapped_column(String(64))
    stance: Mapped[str] = mapped_column(String(8))

    __table_args__ = (of_free_text(), Index(None, "sample_id", "coder"), NO_ORDER_OF_ARRIVAL)
