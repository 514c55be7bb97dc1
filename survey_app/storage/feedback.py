"""What came of it: you said, we did, we cannot because; who looked at it first; and the page that tells everybody."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base, Instant, random_id, sayable_code


class FeedbackEntry(Base):
    """One thing that people said, and what came of it. `state`: planned, doing, done or not_possible.

    `owner` is a role or a team, never a person. `published` is what everybody reads, as it stood when it was
    published (empty: not published); the other columns are what is being written. `edition` counts the changes.
    """

    __tablename__ = "feedback_entries"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), index=True)
    theme: Mapped[str] = mapped_column(String(64))
    paragraph: Mapped[str] = mapped_column(String(32), default="")
    said_by: Mapped[str] = mapped_column(String(32), default="")
    you_said: Mapped[str] = mapped_column(String(1000))
    we_did: Mapped[str] = mapped_column(String(2000), default="")
    we_cannot: Mapped[str] = mapped_column(String(2000), default="")
    easy_said: Mapped[str] = mapped_column(String(500), default="")
    easy_did: Mapped[str] = mapped_column(String(1000), default="")
    picture: Mapped[str] = mapped_column(String(64), default="")
    state: Mapped[str] = mapped_column(String(16), default="planned")
    dated_on: Mapped[date] = mapped_column(Date)
    owner: Mapped[str] = mapped_column(String(120), default="")
    proof: Mapped[str] = mapped_column(String(1000), default="")
    review_by: Mapped[date | None] = mapped_column(Date)
    published: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    edition: Mapped[int] = mapped_column(Integer, default=1)
    made_by: Mapped[str] = mapped_column(String(254))
    made_at: Mapped[datetime] = mapped_column(Instant)


class FeedbackReader(Base):
    """A forum or a youth group that reads what came of it before it is published; whoever has `key` speaks for it."""

    __tablename__ = "feedback_readers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(32), unique=True, default=random_id)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class FeedbackView(Base):
    """What one such group says of one entry: difference ("we feel the difference") or not_yet, with its words.

    `entry_edition` is the edition that it read; `reply` is what the partnership answered.
    """

    __tablename__ = "feedback_views"

    entry_id: Mapped[str] = mapped_column(ForeignKey("feedback_entries.id"), primary_key=True)
    reader_id: Mapped[str] = mapped_column(ForeignKey("feedback_readers.id"), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(String(500), default="")
    may_be_shown: Mapped[bool] = mapped_column(Boolean, default=False)
    entry_edition: Mapped[int] = mapped_column(Integer)
    reply: Mapped[str] = mapped_column(String(500), default="")
    said_on: Mapped[date] = mapped_column(Date)


class AgreedWords(Base):
    """A few words of an answer that the team has redacted, offered to a group; shown once that group agrees.

    `state`: offered, agreed or refused. Nothing joins it to the answer that it comes from.
    """

    __tablename__ = "agreed_words"
    __table_args__ = NO_ORDER_OF_ARRIVAL

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), index=True)
    audience: Mapped[str] = mapped_column(String(32))
    theme: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(String(500))
    redacted_by: Mapped[str] = mapped_column(String(254))
    state: Mapped[str] = mapped_column(String(16), default="offered")
    reader_id: Mapped[str | None] = mapped_column(ForeignKey("feedback_readers.id"))
    decided_on: Mapped[date | None] = mapped_column(Date)


class PublicPage(Base):
    """The public page of a visit: its address from the first day, and what the partnership says on it.

    `figures` are the numbers as they were published, small ones already kept back; they change only when the page
    is published again. `newsletter_*` is a list of a forum's own, outside of this site.
    """

    __tablename__ = "public_pages"

    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True, default=sayable_code)
    look_again_on: Mapped[date | None] = mapped_column(Date)
    intro: Mapped[str] = mapped_column(String(1000), default="")
    easy_intro: Mapped[str] = mapped_column(String(500), default="")
    difference: Mapped[str] = mapped_column(String(2000), default="")
    easy_difference: Mapped[str] = mapped_column(String(1000), default="")
    figures: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    takes_addresses: Mapped[bool] = mapped_column(Boolean, default=False)
    newsletter_name: Mapped[str] = mapped_column(String(120), default="")
    newsletter_link: Mapped[str] = mapped_column(String(300), default="")
    edition: Mapped[int] = mapped_column(Integer, default=1)


class NewsRequest(Base):
    """Somebody who wants a mail when the page says something new. Joined to no answer; sealed under a key of its own.

    `stop_hash` finds the row for whoever follows the link that ends it; `same_hash` keeps an address from coming twice.
    """

    __tablename__ = "news_requests"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"))
    same_hash: Mapped[str] = mapped_column(String(64))
    stop_hash: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed: Mapped[bool] = mapped_column(Boolean, default=False)
    asked_on: Mapped[date] = mapped_column(Date)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index(None, "visit_id", "same_hash", unique=True), NO_ORDER_OF_ARRIVAL)
