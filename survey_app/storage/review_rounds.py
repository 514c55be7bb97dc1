"""Questions that groups look at before they are asked: the round, its groups, and what they say of each question."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base, Instant, random_id, sayable_code


class ReviewRound(Base):
    """A review of one questionnaire until `closes_at`. `base_digest` is the wording it began with, `draft_digest` the
    wording now; both are kept as published versions. Without a visit it is a review of the national questions.

    `standing` is what was decided: open, withdrawn or approved; that its time is over follows from the clock.
    """

    __tablename__ = "review_rounds"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str | None] = mapped_column(ForeignKey("visits.id"), index=True)
    questionnaire: Mapped[str] = mapped_column(String(64))
    base_digest: Mapped[str] = mapped_column(String(64))
    draft_digest: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(1000), default="")
    standing: Mapped[str] = mapped_column(String(16), default="open")
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closes_at: Mapped[datetime] = mapped_column(Instant)
    edition: Mapped[int] = mapped_column(Integer, default=1)
    led_by: Mapped[str] = mapped_column(String(254))


class ReviewGroup(Base):
    """A group that was asked to look. Who has `code` takes part; who has `facilitator_key` speaks for the group.

    `credit` is how answerers read of it ("a young people's forum"). `approval` is what the group said of
    `approved_digest`: "" (nothing yet), yes or not_yet.
    """

    __tablename__ = "review_groups"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("review_rounds.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(120))
    credit: Mapped[str] = mapped_column(String(120), default="")
    code: Mapped[str] = mapped_column(String(16), unique=True, default=sayable_code)
    facilitator_key: Mapped[str] = mapped_column(String(32), unique=True, default=random_id)
    must_approve: Mapped[bool] = mapped_column(Boolean, default=False)
    approval: Mapped[str] = mapped_column(String(8), default="")
    approved_digest: Mapped[str] = mapped_column(String(64), default="")
    approved_on: Mapped[date | None] = mapped_column(Date)
    approval_note: Mapped[str] = mapped_column(String(500), default="")
    edition: Mapped[int] = mapped_column(Integer, default=1)


class ReviewSeat(Base):
    """One browser that takes part in a group; `id` is made from its cookie by a one-way function."""

    __tablename__ = "review_seats"
    __table_args__ = NO_ORDER_OF_ARRIVAL

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("review_groups.id"), index=True)
    begun_on: Mapped[date] = mapped_column(Date)


class ReviewSession(Base):
    """A meeting at which a facilitator wrote down what was said: how many took part, never who.

    `sealed` are notes of what people said while they thought aloud.
    """

    __tablename__ = "review_sessions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    group_id: Mapped[str] = mapped_column(ForeignKey("review_groups.id"), index=True)
    held_on: Mapped[date] = mapped_column(Date)
    took_part: Mapped[int] = mapped_column(Integer)
    how: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class Reaction(Base):
    """What a seat, or `people` of a session, say of one question in the wording `digest`.

    `sort`: understand, not_understood, hard_word, picture, upsets, missing or comment. `subject` is the hard word or
    the picture that would be better; `symbols` are names of pictures that say the comment; `sealed` is the comment.
    `worry` is the level at which the safeguarding rules want a person to read it (0: none).
    `answer`: "" (nobody has answered), changed, kept or asked_again.
    """

    __tablename__ = "reactions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("review_rounds.id"))
    group_id: Mapped[str] = mapped_column(ForeignKey("review_groups.id"))
    seat_id: Mapped[str | None] = mapped_column(ForeignKey("review_seats.id"), index=True)
    session_id: Mapped[str | None] = mapped_column(ForeignKey("review_sessions.id"), index=True)
    question: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    face: Mapped[str] = mapped_column(String(32), default="")
    language: Mapped[str] = mapped_column(String(16), default="")
    sort: Mapped[str] = mapped_column(String(16))
    people: Mapped[int] = mapped_column(Integer, default=1)
    subject: Mapped[str] = mapped_column(String(100), default="")
    symbols: Mapped[str] = mapped_column(String(300), default="")
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    worry: Mapped[int] = mapped_column(Integer, default=0)
    made_on: Mapped[date] = mapped_column(Date)
    answer: Mapped[str] = mapped_column(String(16), default="")
    reply: Mapped[str] = mapped_column(String(1000), default="")
    easy_reply: Mapped[str] = mapped_column(String(500), default="")
    replied_by: Mapped[str] = mapped_column(String(254), default="")
    replied_on: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (Index(None, "round_id", "question"), NO_ORDER_OF_ARRIVAL)


class WordingChange(Base):
    """One place of a file in other words: which, from what to what, why, and which group proposed it."""

    __tablename__ = "wording_changes"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("review_rounds.id"), index=True)
    edition: Mapped[int] = mapped_column(Integer)
    file: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(String(64), default="")
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(500), default="")
    group_id: Mapped[str | None] = mapped_column(ForeignKey("review_groups.id"))
    made_by: Mapped[str] = mapped_column(String(254))
    made_at: Mapped[datetime] = mapped_column(Instant)


class PracticeDraft(Base):
    """What somebody answered in practice so far, in a table of its own: it can never become an answer."""

    __tablename__ = "practice_drafts"
    __table_args__ = NO_ORDER_OF_ARRIVAL

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("review_groups.id"), index=True)
    version_digest: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(Integer, default=1)
    begun_on: Mapped[date] = mapped_column(Date)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class PracticeRun(Base):
    """How one practice went: seconds on each page by its id, the last page seen, and whether it came to the end.

    `id` is made from the cookie of whoever practised by a one-way function.
    """

    __tablename__ = "practice_runs"
    __table_args__ = NO_ORDER_OF_ARRIVAL

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("review_rounds.id"), index=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("review_groups.id"))
    digest: Mapped[str] = mapped_column(String(64))
    face: Mapped[str] = mapped_column(String(32), default="")
    language: Mapped[str] = mapped_column(String(16), default="")
    begun_on: Mapped[date] = mapped_column(Date)
    seconds: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    last_page: Mapped[str] = mapped_column(String(64), default="")
    finished: Mapped[bool] = mapped_column(Boolean, default=False)


class PracticeNote(Base):
    """A note about one question while it was tried: by whoever practised, or by the facilitator who listened."""

    __tablename__ = "practice_notes"
    __table_args__ = NO_ORDER_OF_ARRIVAL

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("review_rounds.id"), index=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("review_groups.id"))
    question: Mapped[str] = mapped_column(String(64))
    by: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    worry: Mapped[int] = mapped_column(Integer, default=0)
    made_on: Mapped[date] = mapped_column(Date)


class SelfCheck(Base):
    """A sheet that people fill in about how they work together: `sort` lundy (of a round) or quality (of an area).

    `subject` is the id of that round or area; `given` holds a step from 0 to 3 and words for each statement.
    """

    __tablename__ = "self_checks"

    sort: Mapped[str] = mapped_column(String(16), primary_key=True)
    subject: Mapped[str] = mapped_column(String(32), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    given: Mapped[dict[str, dict[str, object]]] = mapped_column(JSON, default=dict)
    edition: Mapped[int] = mapped_column(Integer, default=1)
    by: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(Instant)
