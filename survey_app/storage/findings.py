"""What a coder (the machine, or later a person) found in an answer, with the place and the reason."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base, random_id

THEME = "theme"
SAFEGUARDING = "safeguarding"


class Finding(Base):
    """`start` and `end` are code points of the original text; `stance` is a theme's, `level` a flag's (0: none).

    `rule` is the pattern that matched, in full, and as long as whoever wrote it liked.
    """

    __tablename__ = "findings"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"))
    response_id: Mapped[str] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(String(64))
    coder: Mapped[str] = mapped_column(String(64), default="machine")
    sort: Mapped[str] = mapped_column(String(12))
    label: Mapped[str] = mapped_column(String(64))
    stance: Mapped[str] = mapped_column(String(8), default="")
    level: Mapped[int] = mapped_column(Integer, default=0)
    rule: Mapped[str] = mapped_column(Text, default="")
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    cues: Mapped[list[str]] = mapped_column(JSON, default=list)
    version: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        ForeignKeyConstraint(["response_id", "question"], ["free_texts.response_id", "free_texts.question"]),
        Index(None, "survey_id", "sort", "label", "stance", "response_id"),
        Index(None, "response_id", "question"),
        NO_ORDER_OF_ARRIVAL,
    )
