"""Asking groups to look at questions before they are asked: a round, its groups, and until when they may say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select

from questionnaires.model import Questionnaire
from survey_app.calendar.clock import at_london, london_day
from survey_app.calendar.errors import CalendarError
from survey_app.calendar.wording import say
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.errors import MayNotShorten, NotFound, Refused
from survey_app.services.permissions import ALLOWED, Person, require
from survey_app.services.publish import publish, version_of
from survey_app.services.review_questions import find_asked
from survey_app.services.typed_words import tidied
from survey_app.services.work import Work
from survey_app.storage.journal import JournalEntry
from survey_app.storage.review_rounds import ReviewGroup, ReviewRound, ReviewSeat, ReviewSession
from survey_app.storage.surveys import Survey

GROUP_KINDS: Mapping[str, str] = {
    "forum": "Parent carer forum",
    "youth_group": "Group of young people",
    "practitioners": "Practitioners",
    "leaders": "Leaders",
}
OPEN, WITHDRAWN = "open", "withdrawn"
CLOSES_AT = time(17)
USUAL_DAYS, MOST_DAYS = 10, 60
MOST_GROUPS = 30
LONGEST_TITLE, LONGEST_NOTE, LONGEST_NAME = 200, 1000, 120


@dataclass(frozen=True, slots=True)
class RoundParts:
    """What a lead says of a round. Without a visit it is about the national questions."""

    visit_id: str | None
    questionnaire: str
    title: str
    note: str = ""
    working_days: int = USUAL_DAYS


@dataclass(frozen=True, slots=True)
class GroupParts:
    """What a lead says of a group. `credit` is how people who answer later read of it ("a young people's forum")."""

    kind: str
    name: str
    credit: str = ""
    must_approve: bool = False


@dataclass(frozen=True, slots=True)
class TookPart:
    """How many of a group took part: browsers that said something, and people at meetings. Never who."""

    by_link: int
    in_meetings: int


def open_round(
    work: Work, person: Person, parts: RoundParts, calendar: WorkingCalendar | None = None
) -> ReviewRound:
    """Open a review until 5pm on the last of its working days; raises Refused, and NotFound for who may not."""
    require(person, "lead_reviews", parts.visit_id or "")
    title = _short("title", parts.title, LONGEST_TITLE)
    closes_at = closing(work.now, parts.working_days, calendar)
    asked = find_asked(work, person, parts.questionnaire, _asked_in(work, parts))
    digest = publish(work, asked.texts, person.email).digest
    made = ReviewRound(
        visit_id=parts.visit_id,
        questionnaire=asked.questionnaire.id,
        base_digest=digest,
        draft_digest=digest,
        title=title,
        note=_note(parts.note),
        opened_at=work.now,
        closes_at=closes_at,
        led_by=person.email,
    )
    work.session.add(made)
    work.session.flush()
    _write(work, person, made, "open_review", title)
    return made


def closing(opened_at: datetime, working_days: int, calendar: WorkingCalendar | None = None) -> datetime:
    """5pm in England on the n-th working day after this instant's day; raises Refused."""
    if not 1 <= working_days <= MOST_DAYS:
        raise Refused(f"Give a number of working days from 1 to {MOST_DAYS}.")
    try:
        day = (calendar or WorkingCalendar()).add_working_days(london_day(opened_at), working_days)
    except CalendarError as problem:
        raise Refused(str(problem)) from problem
    return at_london(day, CLOSES_AT)


def add_group(work: Work, person: Person, round_id: str, parts: GroupParts) -> ReviewGroup:
    """Ask a group; its code and its facilitator's key are made here. Raises Refused or NotFound."""
    found = find_round(work, person, round_id)
    _still_open(work, found)
    name = _short("name", parts.name, LONGEST_NAME)
    there = groups_of(work, round_id)
    if parts.kind not in GROUP_KINDS:
        raise Refused("Choose what kind of group it is.")
    if name.casefold() in {group.name.casefold() for group in there}:
        raise Refused(f"There is already a group “{name}”. Give this one another name.")
    if len(there) >= MOST_GROUPS:
        raise Refused(f"A review has {MOST_GROUPS} groups at most. Open a second one for more.")
    credit = _credit(parts.credit)
    made = ReviewGroup(
        round_id=found.id, kind=parts.kind, name=name, credit=credit, must_approve=parts.must_approve
    )
    work.session.add(made)
    work.session.flush()
    _write(work, person, found, "ask_group", name)
    return made


def find_round(work: Work, person: Person, round_id: str) -> ReviewRound:
    """A round that this person leads, or may lead with others; raises NotFound."""
    found = work.session.get(ReviewRound, round_id)
    if found is None:
        raise NotFound(f"review {round_id}")
    require(person, "lead_reviews", found.visit_id or "")
    return found


def rounds_of(work: Work, person: Person) -> tuple[ReviewRound, ...]:
    """The rounds that this person may lead, the newest first."""
    statement = select(ReviewRound).order_by(ReviewRound.opened_at.desc(), ReviewRound.id)
    if not person.administrator:
        statement = statement.where(ReviewRound.visit_id.in_(visits_led(person)))
    return tuple(work.session.scalars(statement))


def visits_led(person: Person) -> tuple[str, ...]:
    """The ids of the visits in which somebody holds a role that leads reviews."""
    leading = ALLOWED["lead_reviews"]
    return tuple(visit for visit, roles in person.roles.items() if not roles.isdisjoint(leading))


def groups_of(work: Work, round_id: str) -> tuple[ReviewGroup, ...]:
    """The groups of a round, by name."""
    statement = select(ReviewGroup).where(ReviewGroup.round_id == round_id)
    return tuple(work.session.scalars(statement.order_by(ReviewGroup.name)))


def took_part(work: Work, group_id: str) -> TookPart:
    """How many of a group took part so far."""
    seats = select(func.count(ReviewSeat.id)).where(ReviewSeat.group_id == group_id)
    people = select(func.coalesce(func.sum(ReviewSession.took_part), 0)).where(
        ReviewSession.group_id == group_id
    )
    return TookPart(work.session.scalar(seats) or 0, work.session.scalar(people) or 0)


def is_over(work: Work, asked: ReviewRound) -> bool:
    """True when its time is up, or it was withdrawn or approved: nobody can add anything."""
    return asked.standing != OPEN or work.now >= asked.closes_at


def draft_of(work: Work, asked: ReviewRound) -> Questionnaire:
    """The questionnaire in the wording that groups see now."""
    return version_of(work, asked.draft_digest)


def close_later(work: Work, person: Person, round_id: str, day: date) -> None:
    """Give groups until 5pm on a later day. A date that people were told is never taken back: MayNotShorten."""
    found = find_round(work, person, round_id)
    if found.standing != OPEN:
        raise Refused("This review has ended. Open a new one to ask again.")
    later = at_london(day, CLOSES_AT)
    if later <= found.closes_at:
        raise MayNotShorten(found.closes_at, say(found.closes_at))
    if later <= work.now:
        raise Refused("Choose a day that is still to come.")
    latest = closing(work.now, MOST_DAYS)
    if later > latest:
        raise Refused(f"Choose a day no later than {say(latest)}.")
    found.closes_at = later
    _write(work, person, found, "move_review", say(later, with_year=True))


def withdraw(work: Work, person: Person, round_id: str, why: str) -> None:
    """End a round without a result; what groups said stays. Raises Refused when nobody says why."""
    found = find_round(work, person, round_id)
    reason = tidied(why)
    if not reason:
        raise Refused("Say why the review is withdrawn. The groups are told that it ended.")
    if found.standing != OPEN:
        raise Refused("This review has ended already.")
    found.standing = WITHDRAWN
    _write(work, person, found, "withdraw_review", reason)


def _asked_in(work: Work, parts: RoundParts) -> str:
    """The wording that a visit asks already; empty for the newest there is."""
    if not parts.visit_id:
        return ""
    asked = select(Survey.version_digest).where(
        Survey.visit_id == parts.visit_id, Survey.questionnaire == parts.questionnaire
    )
    return work.session.scalars(asked.limit(1)).one_or_none() or ""


def _still_open(work: Work, found: ReviewRound) -> None:
    if is_over(work, found):
        raise Refused("This review has ended. Move its date later first, or open a new one.")


def _short(what: str, words: str, longest: int) -> str:
    tidy = tidied(words)
    if not tidy:
        raise Refused(f"Give a {what}.")
    if len(tidy) > longest:
        raise Refused(f"The {what} is too long. Keep it to {longest} letters.")
    return tidy


def _note(words: str) -> str:
    if len(words.strip()) > LONGEST_NOTE:
        raise Refused(f"The note is too long. Keep it to {LONGEST_NOTE} letters.")
    return words.strip()


def _credit(words: str) -> str:
    if len(tidied(words)) > LONGEST_NAME:
        raise Refused(f"The words of credit are too long. Keep them to {LONGEST_NAME} letters.")
    return tidied(words)


def _write(work: Work, person: Person, found: ReviewRound, action: str, detail: str) -> None:
    entry = JournalEntry(at=work.now, by=person.email, action=action, subject=found.id, detail=detail[:500])
    work.session.add(entry)
