"""Which responses the team has read, what was marked in them, and what may be shown outside the team."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base, Instant, random_id


class ReadResponse(Base):
    """Somebody of the team has read all that one person wrote."""

    __tablename__ = "responses_read"

    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    reader: Mapped[str] = mapped_column(String(64), primary_key=True)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index(None, "survey_id", "reader"), NO_ORDER_OF_ARRIVAL)


class AnswerMark(Base):
    """Words that somebody of the team marked; `sealed` is their note, sealed with the visit's key."""

    __tablename__ = "answer_marks"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"), index=True)
    response_id: Mapped[str] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(String(64))
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    by: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(Instant)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        ForeignKeyConstraint(["response_id", "question"], ["free_texts.response_id", "free_texts.question"]),
        Index(None, "response_id", "question"),
        NO_ORDER_OF_ARRIVAL,
    )


class Redaction(Base):
    """One answer made fit to be shown outside the team, by a person; `sealed` is the text as it may be shown."""

    __tablename__ = "redactions"

    response_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    by: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        ForeignKeyConstraint(["response_id", "question"], ["free_texts.response_id", "free_texts.question"]),
        NO_ORDER_OF_ARRIVAL,
    )


class TakenAway(Base):
    """The counts that left the team in one export, so that two exports cannot be subtracted from each other.

    `counts` is JSON as it was published, after small numbers were left out.
    """

    __tablename__ = "taken_away"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), index=True)
    sort: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(254))
    counts: Mapped[bytes] = mapped_column(LargeBinary)
