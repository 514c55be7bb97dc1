"""What somebody sent. Nothing here says who, from where, at what moment or in which order."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Date, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base, random_id


class Response(Base):
    """`choices` is compact JSON: question id to option id or list of option ids. Own words are in `free_texts`."""

    __tablename__ = "responses"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"))
    version_digest: Mapped[str] = mapped_column(String(64))
    received_on: Mapped[date] = mapped_column(Date)
    mode: Mapped[str] = mapped_column(String(8), default="online")
    language: Mapped[str] = mapped_column(String(16), default="en-GB")
    face: Mapped[str] = mapped_column(String(24), default="standard")
    late: Mapped[bool] = mapped_column(Boolean, default=False)
    choices: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index(None, "survey_id", "received_on", "id"), NO_ORDER_OF_ARRIVAL)


class FreeText(Base):
    """One answer in somebody's own words, sealed with the visit's key and bound to this place.

    `language` is the code of the language it seems to be in; None where nobody can tell.
    """

    __tablename__ = "free_texts"

    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    language: Mapped[str | None] = mapped_column(String(8))

    __table_args__ = (Index(None, "survey_id", "response_id", "question"), NO_ORDER_OF_ARRIVAL)
