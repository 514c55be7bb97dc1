"""Somebody asks to be contacted: stored apart from every answer, read by safeguarding leads only, deleted when done.

Nothing here knows a response, a draft or a channel: who asked is never joined to what was said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from survey_app.calendar.errors import BeyondCalendar
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.entry import Entry
from survey_app.services.errors import NotFound, Refused
from survey_app.services.permissions import Person, require
from survey_app.services.work import LONDON, Work
from survey_app.storage.contact_requests import ContactRequest
from survey_app.storage.journal import JournalEntry
from survey_app.storage.outbox import OutboxItem
from survey_app.storage.sealing import KeyRing, SealBroken
from survey_app.storage.visits import Visit

CONTACT, LATE_CONTACT = "contact_request", "contact_late"
PURPOSE = "contact"
PHONE, EMAIL, SCHOOL = "phone", "email", "school"
WAYS: Mapping[str, str] = {PHONE: "Phone", EMAIL: "E-mail", SCHOOL: "Through their school or college"}
WITHIN_WORKING_DAYS = 2
MOST_AN_HOUR = 60
"""In one visit. More than that is a machine that fills in forms."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants to be reached, under which name, what about, and who may know."""

    way: str
    reach: str
    name: str
    about: str = ""
    who_may_know: str = ""


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A request as the list shows it, without a word of it. `late` when the promised days are over."""

    id: str
    raised_at: datetime
    taken_by: str
    late: bool


def is_offered(work: Work, visit_id: str) -> bool:
    """True when somebody of this visit answers people who ask to be contacted."""
    statement = select(Visit.offers_contact).where(Visit.id == visit_id)
    return bool(work.connection.execute(statement).scalar_one_or_none())


def ask(work: Work, entry: Entry, wish: Wish, key: str) -> None:
    """Keep a request, and the message that there is one; raises NotFound where it is not offered, or Refused.

    `key` is the random id of the form (32 letters): pressed twice, it is one request.
    """
    if not is_offered(work, entry.visit_id):
        raise NotFound(entry.visit_id)
    hour = work.now.replace(minute=0, second=0, microsecond=0)
    this_hour = select(func.count()).where(
        ContactRequest.visit_id == entry.visit_id, ContactRequest.raised_at == hour
    )
    if work.session.execute(this_hour).scalar_one() >= MOST_AN_HOUR:
        raise Refused("too many")
    if work.session.get(ContactRequest, key) is not None:
        return
    sealed = _ring(work).seal(entry.key_salt, _place(entry.visit_id, key), json.dumps(asdict(wish)))
    work.session.add(ContactRequest(id=key, visit_id=entry.visit_id, raised_at=hour, sealed=sealed))
    work.session.add(OutboxItem(sort=CONTACT, payload={"visit": entry.visit_id}, due_at=hour))


def offer(work: Work, person: Person, visit_id: str, offered: bool) -> None:
    """Begin or stop to offer contact in a visit; raises NotFound."""
    require(person, "offer_contact", visit_id)
    work.session.execute(update(Visit).where(Visit.id == visit_id).values(offers_contact=offered))
    _note(work, person, "offer_contact" if offered else "stop_offering_contact", visit_id)


def contact_cards(
    work: Work, person: Person, visit_id: str, calendar: WorkingCalendar
) -> tuple[ContactCard, ...]:
    """The requests of a visit, the oldest first; raises NotFound."""
    require(person, "read_contact_requests", visit_id)
    statement = select(ContactRequest).where(ContactRequest.visit_id == visit_id)
    found = work.session.scalars(statement.order_by(ContactRequest.raised_at, ContactRequest.id))
    return tuple(
        ContactCard(one.id, one.raised_at, one.taken_by, is_late(one.raised_at, work.now, calendar))
        for one in found
    )


def open_wish(work: Work, person: Person, visit_id: str, request_id: str) -> Wish | None:
    """What somebody wrote, and a line in the journal that it was opened; None when no key here opens it."""
    found = _mine(work, person, visit_id, request_id)
    salt = work.session.get_one(Visit, visit_id).key_salt
    _note(work, person, "open_contact_request", request_id)
    try:
        return Wish(**json.loads(_ring(work).open(salt, _place(visit_id, request_id), found.sealed)))
    except SealBroken:
        return None


def take(work: Work, person: Person, visit_id: str, request_id: str) -> None:
    """Say "I answer this person"; raises NotFound, or Refused when somebody else does."""
    found = _mine(work, person, visit_id, request_id)
    if found.taken_by not in ("", person.email):
        raise Refused(f"{found.taken_by} has already taken this request.")
    found.taken_by = person.email
    _note(work, person, "take_contact_request", request_id)


def done(work: Work, person: Person, visit_id: str, request_id: str) -> None:
    """Delete a request for good; raises NotFound."""
    work.session.delete(_mine(work, person, visit_id, request_id))
    _note(work, person, "delete_contact_request", request_id)


def is_late(raised_at: datetime, now: datetime, calendar: WorkingCalendar) -> bool:
    """True after the last of the working days within which an answer was promised."""
    day = raised_at.astimezone(LONDON).date()
    try:
        last = calendar.add_working_days(day, WITHIN_WORKING_DAYS)
    except BeyondCalendar:
        # Nobody waits for longer because bank holidays are not known yet; sooner is the safe side.
        last = day + timedelta(days=WITHIN_WORKING_DAYS)
    return now.astimezone(LONDON).date() > last


def visits_with_late(work: Work, calendar: WorkingCalendar) -> tuple[str, ...]:
    """The ids of the visits in which somebody still waits after the promised days; says nothing about who."""
    first = func.min(ContactRequest.raised_at)
    oldest = select(ContactRequest.visit_id, first).group_by(ContactRequest.visit_id)
    found = work.session.execute(oldest).all()
    return tuple(visit for visit, raised_at in found if is_late(raised_at, work.now, calendar))


def _mine(work: Work, person: Person, visit_id: str, request_id: str) -> ContactRequest:
    require(person, "read_contact_requests", visit_id)
    found = work.session.get(ContactRequest, request_id, with_for_update=True)
    if found is None or found.visit_id != visit_id:
        raise NotFound(request_id)
    return found


def _ring(work: Work) -> KeyRing:
    return work.keys.for_purpose(PURPOSE)


def _place(visit_id: str, request_id: str) -> str:
    return f"{visit_id}/contact/{request_id}"


def _note(work: Work, person: Person, action: str, subject: str) -> None:
    work.session.add(JournalEntry(at=work.now, by=person.email, action=action, subject=subject))
