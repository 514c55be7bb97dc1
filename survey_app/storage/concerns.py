"""A concern: an answer that a person must read, and what was done about it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base, Instant, random_id


class Concern(Base):
    """`raised_at` is cut to the hour: the clock of the person who reads it needs no more, anonymity wants no more.

    `route` is where concerns about such a person go (a child, an adult, staff). Where two people must agree,
    `proposed_by` is the first and `decided_by` the second. `told` says who was told, `reference` is their own number
    for it. `opened_at` is when a person first opened the whole answer, `alerted_at` when being late was last told.
    """

    __tablename__ = "concerns"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"))
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), unique=True)
    level: Mapped[int] = mapped_column(Integer)
    raised_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(16), default="new")
    claimed_by: Mapped[str] = mapped_column(String(254), default="")
    decided_by: Mapped[str] = mapped_column(String(254), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision: Mapped[str] = mapped_column(String(32), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    route: Mapped[str] = mapped_column(String(16), default="", server_default=text("''"))
    told: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    reference: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))
    proposed_by: Mapped[str] = mapped_column(String(254), default="", server_default=text("''"))
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    alerted_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index(None, "visit_id", "state", "level"), NO_ORDER_OF_ARRIVAL)


class ConcernEvent(Base):
    """One thing that was done about a concern: who, when, what. Rows are only ever added.

    `detail` names the decision, the route, or whom a message went to; `why` is what somebody wrote.
    """

    __tablename__ = "concern_events"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    concern_id: Mapped[str] = mapped_column(ForeignKey("concerns.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(254))
    action: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(String(200), default="")
    why: Mapped[str] = mapped_column(Text, default="")
