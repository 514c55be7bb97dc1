"""A plan that people can read: actions with a young people's version beside each."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import Base, Instant, random_id


class Plan(Base):
    """`sort`: strategic or priority_action. `approved_on` is the day on which the inspectorates accepted it."""

    __tablename__ = "plans"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), index=True)
    sort: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(200))
    easy_title: Mapped[str] = mapped_column(String(200), default="")
    intro: Mapped[str] = mapped_column(String(1000), default="")
    easy_intro: Mapped[str] = mapped_column(String(500), default="")
    counted_from: Mapped[date | None] = mapped_column(Date)
    approved_on: Mapped[date | None] = mapped_column(Date)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    edition: Mapped[int] = mapped_column(Integer, default=1)
    made_by: Mapped[str] = mapped_column(String(254))
    made_at: Mapped[datetime] = mapped_column(Instant)


class PlanAction(Base):
    """What is done, by which role or team, by when (a day, or working days from the day that the plan counts from),
    and how people will know. `state`: planned, doing, done or not_possible. `weakness` groups actions."""

    __tablename__ = "plan_actions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    weakness: Mapped[str] = mapped_column(String(300), default="")
    what: Mapped[str] = mapped_column(String(1000))
    who: Mapped[str] = mapped_column(String(200))
    working_days: Mapped[int | None] = mapped_column(Integer)
    by_day: Mapped[date | None] = mapped_column(Date)
    measure: Mapped[str] = mapped_column(String(500))
    easy_what: Mapped[str] = mapped_column(String(500), default="")
    easy_measure: Mapped[str] = mapped_column(String(500), default="")
    picture: Mapped[str] = mapped_column(String(64), default="")
    state: Mapped[str] = mapped_column(String(16), default="planned")
    edition: Mapped[int] = mapped_column(Integer, default=1)


class ActionLink(Base):
    """What an action has to do with: `sort` entry (an entry of what came of it) or item (a question's stem)."""

    __tablename__ = "action_links"

    action_id: Mapped[str] = mapped_column(ForeignKey("plan_actions.id"), primary_key=True)
    sort: Mapped[str] = mapped_column(String(8), primary_key=True)
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
