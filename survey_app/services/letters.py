"""What messages say and to whom. They never hold a word of an answer, nor the name of a place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from survey_app.services.permissions import ALLOWED
from survey_app.services.safeguard import LEVELS
from survey_app.services.work import Work
from survey_app.settings import Settings
from survey_app.storage.staff import Membership, Staff
from survey_app.storage.visits import Visit

CONCERN = "concern"
HOW_SOON = {1: "now", 2: "today", 3: "today or on the next working day"}


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
    page = f"{settings.public_address}/staff/visits/{visit.id}/concerns/{payload['concern']}"
    body = (
        f"An answer in visit {visit.reference} needs a person to read it {soon}.\n"
        f"Level: {LEVELS.get(level, str(level))}.\n\n"
        f"Sign in and open it here:\n{page}\n\n"
        "This message holds nothing of what was said. If you cannot sign in, ask another person of the\n"
        "team who works concerns, and follow your own safeguarding procedure meanwhile.\n"
    )
    to = {*_who_works_concerns(work, visit.id), *settings.alert_to.replace(",", " ").split()}
    return Letter(tuple(sorted(to)), f"SEND Voices: an answer needs a person to read it {soon}", body)


def _who_works_concerns(work: Work, visit_id: str) -> tuple[str, ...]:
    statement = (
        select(Staff.email)
        .join(Membership, Membership.staff_id == Staff.id)
        .where(Membership.visit_id == visit_id, Membership.role.in_(ALLOWED["work_concerns"]), Staff.active)
        .distinct()
    )
    return tuple(work.session.scalars(statement))


LETTERS: Mapping[str, Callable[[Work, Mapping[str, str], Settings], Letter]] = {CONCERN: _concern_letter}
"""How a row of the outbox becomes a message, by its sort."""
