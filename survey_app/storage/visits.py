"""An inspection or visit: what kind, where, when it is open, and everything that was decided about it."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import Base, Instant, random_id


class Visit(Base):
    """`reference` names it in exports and never holds a place name; `key_salt` is what its own key is made from.

    `standing` is the stored fact (draft, scheduled, deferred, paused, abandoned, archived); whether a
    scheduled visit is open, closing or closed follows from the clock. `draft_languages` are the codes, parted
    by spaces, of the languages whose machine drafts the lead allows. `offers_contact` when somebody is there to
    answer people who ask to be contacted.
    """

    __tablename__ = "visits"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    area_id: Mapped[str] = mapped_column(ForeignKey("areas.id"), index=True)
    kind: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(32), unique=True)
    wave: Mapped[str] = mapped_column(String(64), default="")
    standing: Mapped[str] = mapped_column(String(16), default="draft")
    notified_at: Mapped[datetime | None] = mapped_column(Instant)
    opens_at: Mapped[datetime | None] = mapped_column(Instant)
    closes_at: Mapped[datetime | None] = mapped_column(Instant)
    grace_until: Mapped[datetime | None] = mapped_column(Instant)
    paused_at: Mapped[datetime | None] = mapped_column(Instant)
    key_salt: Mapped[bytes] = mapped_column(LargeBinary(32), default=lambda: secrets.token_bytes(32))
    draft_languages: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))
    offers_contact: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class VisitEvent(Base):
    """One decision about a visit: who, when, why. Rows are only ever added."""

    __tablename__ = "visit_events"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(254))
    action: Mapped[str] = mapped_column(String(32))
    was: Mapped[str] = mapped_column(String(16), default="")
    now: Mapped[str] = mapped_column(String(16), default="")
    old_close: Mapped[datetime | None] = mapped_column(Instant)
    new_close: Mapped[datetime | None] = mapped_column(Instant)
    why: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index(None, "visit_id", "at"),)
