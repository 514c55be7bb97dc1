"""Keys of what was sent, so that a second press stores nothing twice. They cannot be joined to answers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base


class SentKey(Base):
    """`key_hash` is a digest of the form's key, `body_hash` of what was sent, keyed by that same form key."""

    __tablename__ = "sent_keys"
    __table_args__ = NO_ORDER_OF_ARRIVAL

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    expires_on: Mapped[date] = mapped_column(Date, index=True)
