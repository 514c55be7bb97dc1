"""What people decided about themes in answers. Rows of decisions are only ever added."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base, Instant


def of_free_text() -> ForeignKeyConstraint:
    """What ties a row to one answer in own words."""
    return ForeignKeyConstraint(
        ["response_id", "question"], ["free_texts.response_id", "free_texts.question"]
    )


class CodeDecision(Base):
    """One person on one place: `found` stood there, and it is (`theme`, `stance`) or, when `theme` is empty, nothing.

    `start` and `end` are code points of the original text. `coder` is the id of a member of staff, `version` names
    the machine that had found the code (empty: nobody had), `settles` ends a disagreement.
    """

    __tablename__ = "code_decisions"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"))
    response_id: Mapped[str] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(String(64))
    coder: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    found: Mapped[str] = mapped_column(String(64))
    theme: Mapped[str] = mapped_column(String(64))
    stance: Mapped[str] = mapped_column(String(8))
    version: Mapped[str] = mapped_column(Text)
    settles: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (of_free_text(), Index(None, "response_id", "question"), Index(None, "survey_id"))


class SettledCode(Base):
    """Where all decisions about one place stand now; written anew with each of them, in the same transaction."""

    __tablename__ = "settled_codes"

    response_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    start: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    end: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    found: Mapped[str] = mapped_column(String(64), primary_key=True)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"))
    theme: Mapped[str] = mapped_column(String(64))
    stance: Mapped[str] = mapped_column(String(8))
    disputed: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (
        of_free_text(),
        Index(None, "survey_id", "theme", "stance", "response_id"),
        NO_ORDER_OF_ARRIVAL,
    )


class LookedAt(Base):
    """Somebody has looked through all codes of one answer."""

    __tablename__ = "answers_looked_at"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"))
    response_id: Mapped[str] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(String(64))
    coder: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (of_free_text(), Index(None, "response_id", "question"), Index(None, "survey_id"))
