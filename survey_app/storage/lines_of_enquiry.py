"""Lines of enquiry: what inspectors want to find out, what they found, and what they said to each other about it.

Words that people typed are sealed with the visit's key, for they may repeat what somebody answered.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base, Instant, random_id


class LineOfEnquiry(Base):
    """`sealed` is JSON of its words (title, question, hypothesis, why it was dropped).

    `revision` counts the changes, so that nobody writes over a change that they have not seen. `owner` is an address.
    """

    __tablename__ = "lines_of_enquiry"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), index=True)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    state: Mapped[str] = mapped_column(String(16))
    paragraph: Mapped[str] = mapped_column(String(16))
    activity: Mapped[str] = mapped_column(String(16))
    owner: Mapped[str] = mapped_column(String(254), default="")
    made_by: Mapped[str] = mapped_column(String(254))
    made_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class LineEntry(Base):
    """One thing that happened to a line: made, changed, or something said. Rows are only ever added.

    `sealed` is JSON: for a change each part's words before and after, for a remark its words.
    """

    __tablename__ = "line_entries"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    line_id: Mapped[str] = mapped_column(ForeignKey("lines_of_enquiry.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(254))
    sort: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Evidence(Base):
    """What a line rests on. Nothing is ever deleted: `taken_out_at` says that it does not count any more.

    An answer or an excerpt is kept as its place (`start` and `end` are code points of the original text), never as a
    copy of the words. `sealed` is JSON: somebody's note, and for a figure what was counted, how, and what came out.
    """

    __tablename__ = "evidence"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    line_id: Mapped[str] = mapped_column(ForeignKey("lines_of_enquiry.id"), index=True)
    sort: Mapped[str] = mapped_column(String(16))
    way: Mapped[str] = mapped_column(String(16), default="")
    response_id: Mapped[str | None] = mapped_column(ForeignKey("responses.id"))
    question: Mapped[str | None] = mapped_column(String(64))
    start: Mapped[int | None] = mapped_column(Integer)
    end: Mapped[int | None] = mapped_column(Integer)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    added_by: Mapped[str] = mapped_column(String(254))
    added_at: Mapped[datetime] = mapped_column(Instant)
    taken_out_by: Mapped[str] = mapped_column(String(254), default="")
    taken_out_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        ForeignKeyConstraint(["response_id", "question"], ["free_texts.response_id", "free_texts.question"]),
        Index(None, "response_id", "question"),
        NO_ORDER_OF_ARRIVAL,
    )
