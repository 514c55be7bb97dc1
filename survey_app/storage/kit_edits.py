"""The local area's own wording of a piece of the kit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import Base, Instant


class KitEdit(Base):
    """`fields` are the words by the names that the piece has for them, with the deadline and the link as placeholders.

    `edition` counts the changes, so that nobody writes over one that they have not seen.
    """

    __tablename__ = "kit_edits"

    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    piece: Mapped[str] = mapped_column(String(32), primary_key=True)
    language: Mapped[str] = mapped_column(String(16), primary_key=True)
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    edition: Mapped[int] = mapped_column(Integer, default=1)
    edited_by: Mapped[str] = mapped_column(String(254))
    edited_at: Mapped[datetime] = mapped_column(Instant)
