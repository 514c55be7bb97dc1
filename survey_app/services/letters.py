"""What messages say and to whom. They never hold a word of an answer, nor anything about who gave it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from questionnaires.model import AUDIENCES
from survey_app.calendar.states import VisitState
from survey_app.calendar.wording import say, say_day
from survey_app.services.contact_requests import CONTACT, LATE_CONTACT, WITHIN_WORKING_DAYS
from survey_app.services.news import SAY_YES, TELL
from survey_app.services.news_letters import news_words, say_yes_words
from survey_app.services.open_and_close import state_of
from survey_app.services.permissions import ALLOWED
from survey_app.services.review_alerts import WORRY
from survey_app.services.safeguard import LEVELS
from survey_app.services.work import Work
from survey_app.settings import Settings
from survey_app.storage.areas import Area
from survey_app.storage.channels import Channel
from survey_app.storage.distribution import DistributionEntry
from survey_app.storage.plans import Plan
from survey_app.storage.staff import Membership, Staff
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

CONCERN, OVERDUE, PROPOSED = "concern", "concern_overdue", "concern_proposed"
REMINDER = "reminder"
PLAN_DUE = "plan_due"
HOW_SOON = {1: "now", 2: "today", 3: "today or on the next working day"}
LATE_FOR = {"open": "to be read", "decide": "to be decided", "confirm": "to be confirmed by a second person"}
NOTHING_OF_IT = "This message holds nothing of what was said."


@dataclass(frozen=True, slots=True)
class Letter:
    """One message: `to` are addresses, in any order."""

    to: tuple[str, ...]
    subject: str
    body: str


def _concern_letter(work: Work, payload: Mapping[str, str], settings: Settings) -> Letter:
    visit = work.session.get_one(Visit, payload["visit"])
    level = int(payload["level"])
    soon = HOW_SOON.get(level, "today")
    body = (
        f"An answer in visit {visit.reference} needs a person to read it {soon}.\n"
        f"Level: {LEVELS.get(level, str(level))}.\n\n"
        f"Sign in and open it here:\n{_page(payload, settings)}\n\n"
        "This message holds nothing of what was said. If you cannot sign in, ask another person of the\n"
        "team who works concerns, and follow your own safeguarding procedure meanwhile.\n"
    )
    to = _told_of_concerns(work, visit.id, settings)
    return Letter(to, f"SEND Voices: an answer needs a person to read it {soon}", body)


def _overdue_letter(work: Work, payload: Mapping[str, str], settings: Settings) -> Letter:
    visit = work.session.get_one(Visit, payload["visit"])
    level = int(payload["level"])
    body = (
        f"A concern in visit {visit.reference} is overdue {LATE_FOR.get(payload['step'], 'to be decided')}.\n"
        f"Level: {LEVELS.get(level, str(level))}.\n\n"
        f"Sign in and open it here:\n{_page(payload, settings)}\n\n"
        f"You are told again while it is overdue. {NOTHING_OF_IT}\n"
    )
    to = _told_of_concerns(work, visit.id, settings)
    return Letter(to, "SEND Voices: a concern is overdue", body)


def _proposed_letter(work: Work, payload: Mapping[str, str], settings: Settings) -> Letter:
    visit = work.session.get_one(Visit, payload["visit"])
    body = (
        f"In visit {visit.reference} one person proposed how an immediate concern ends.\n"
        "A second person has to read the whole answer, then confirm it or send it back.\n\n"
        f"Sign in and open it here:\n{_page(payload, settings)}\n\n{NOTHING_OF_IT}\n"
    )
    others = {*_told_of_concerns(work, visit.id, settings)} - {payload["by"]}
    return Letter(tuple(sorted(others)), "SEND Voices: a concern waits for a second person", body)


def _contact_letter(work: Work, payload: Mapping[str, str], settings: Settings) -> Letter:
    visit = work.session.get_one(Visit, payload["visit"])
    page = f"{settings.public_address}/staff/visits/{visit.id}/contact"
    body = (
        f"Somebody in visit {visit.reference} asks to be contacted within {WITHIN_WORKING_DAYS} working days.\n\n"
        f"Sign in and open it here:\n{page}\n\nThis message does not say who, or what about.\n"
    )
    to = _who_may(work, visit.id, "read_contact_requests")
    return Letter(to, "SEND Voices: somebody asks to be contacted", body)


def _late_contact_letter(work: Work, payload: Mapping[str, str], settings: Settings) -> Letter:
    visit = work.session.get_one(Visit, payload["visit"])
    page = f"{settings.public_address}/staff/visits/{visit.id}/contact"
    body = (
        f"Somebody in visit {visit.reference} asked to be contacted. The {WITHIN_WORKING_DAYS} working days that they\n"
        "were promised are over.\n\n"
        f"Sign in and open it here:\n{page}\n\n"
        "You are told again each day until nobody waits. This message does not say who, or what about.\n"
    )
    to = _who_may(work, visit.id, "read_contact_requests")
    return Letter(to, "SEND Voices: somebody still waits to be contacted", body)


def _reminder_letter(work: Work, payload: Mapping[str, str], settings: Settings) -> Letter:
    """To whoever was asked to pass a survey on; to nobody once the survey does not take answers."""
    entry = work.session.get_one(DistributionEntry, payload["entry"])
    visit = work.session.get_one(Visit, payload["visit"])
    if not still_to_be_reminded(entry) or state_of(work, visit) is not VisitState.OPEN or not visit.closes_at:
        return Letter((), "", "")
    channel = work.session.get_one(Channel, entry.channel_code)
    survey = work.session.get_one(Survey, channel.survey_id)
    area = work.session.get_one(Area, visit.area_id)
    until = say(visit.closes_at)
    body = (
        f"To: {entry.name}\n\n"
        f"The local area partnership of {area.name} asked you to pass on a survey about support for children and\n"
        "young people with special educational needs and disabilities (SEND).\n\n"
        f"Who can answer: {AUDIENCES.get(survey.audience, survey.audience)}\n"
        f"The link: {settings.public_address}/s/{channel.code}\n"
        f"People can answer until {until}.\n\n"
        "Have you passed it on already? Thank you. Please tell the person who asked you, so that this reminder\n"
        f"stops: {entry.made_by}\n\n"
        "Answers are anonymous and nobody has to answer. You get at most one reminder a day, and three in all.\n"
    )
    return Letter((entry.email,), f"Please pass on the SEND survey: open until {until}", body)


def _plan_letter(work: Work, payload: Mapping[str, str], settings: Settings) -> Letter:
    """To those who write the plan; to nobody once it is published."""
    plan = work.session.get(Plan, payload["plan"])
    if plan is None or plan.published_at is not None:
        return Letter((), "", "")
    due = date.fromisoformat(payload["due"])
    late = work.today > due
    body = (
        f"The plan “{plan.title}” {'was' if late else 'is'} due to be published by {say_day(due, with_year=True)},\n"
        "with the young people's version beside each action.\n\n"
        f"Sign in and open it here:\n{settings.public_address}/staff/visits/{plan.visit_id}/plans/{plan.id}\n"
    )
    to = _who_may(work, plan.visit_id, "write_plan")
    return Letter(to, "SEND Voices: a plan is late" if late else "SEND Voices: a plan is due soon", body)


def _worry_letter(work: Work, payload: Mapping[str, str], settings: Settings) -> Letter:
    page = f"{settings.public_address}/staff/reviews/{payload['round']}/work"
    body = (
        "Somebody who reviews questions wrote a comment that a person needs to read today.\n\n"
        f"Sign in and open it here:\n{page}\n\n"
        f"Follow your own safeguarding procedure if it tells of harm. {NOTHING_OF_IT}\n"
    )
    team = _who_may(work, payload["visit"], "work_concerns") if payload["visit"] else ()
    to = tuple(sorted({payload["to"], *team}))
    return Letter(to, "SEND Voices: a comment in a review needs a person to read it today", body)


def _say_yes_letter(work: Work, payload: Mapping[str, str], settings: Settings) -> Letter:
    return Letter(*say_yes_words(work, payload["request"], settings))


def _news_letter(work: Work, payload: Mapping[str, str], settings: Settings) -> Letter:
    return Letter(*news_words(work, payload["request"], settings))


def still_to_be_reminded(entry: DistributionEntry) -> bool:
    """Asked, wants reminding, and has said neither yes nor no."""
    wants = entry.remind and bool(entry.email) and entry.channel_code is not None
    return wants and entry.asked_on is not None and not (entry.confirmed_on or entry.declined_on)


def _page(payload: Mapping[str, str], settings: Settings) -> str:
    return f"{settings.public_address}/staff/visits/{payload['visit']}/concerns/{payload['concern']}"


def _told_of_concerns(work: Work, visit_id: str, settings: Settings) -> tuple[str, ...]:
    to = {*_who_may(work, visit_id, "work_concerns"), *settings.alert_to.replace(",", " ").split()}
    return tuple(sorted(to))


def _who_may(work: Work, visit_id: str, action: str) -> tuple[str, ...]:
    statement = (
        select(Staff.email)
        .join(Membership, Membership.staff_id == Staff.id)
        .where(Membership.visit_id == visit_id, Membership.role.in_(ALLOWED[action]), Staff.active)
        .distinct()
    )
    return tuple(work.session.scalars(statement))


LETTERS: Mapping[str, Callable[[Work, Mapping[str, str], Settings], Letter]] = {
    CONCERN: _concern_letter,
    OVERDUE: _overdue_letter,
    PROPOSED: _proposed_letter,
    CONTACT: _contact_letter,
    LATE_CONTACT: _late_contact_letter,
    REMINDER: _reminder_letter,
    WORRY: _worry_letter,
    PLAN_DUE: _plan_letter,
    SAY_YES: _say_yes_letter,
    TELL: _news_letter,
}
"""How a row of the outbox becomes a message, by its sort."""
