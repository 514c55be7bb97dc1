"""The journal, newest first, for administrators. It never holds an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from survey_app.services.permissions import Person, require
from survey_app.services.work import Work
from survey_app.storage.journal import JournalEntry

PAGE = 50
ACTIONS: Mapping[str, str] = {
    "invite_staff": "Invited a person",
    "accept_invitation": "Accepted an invitation",
    "give_role": "Gave a role",
    "take_role": "Took a role away",
    "switch_on": "Switched a person on",
    "switch_off": "Switched a person off",
    "make_channel": "Made a link",
    "correct_questionnaire": "Corrected a questionnaire",
    "claim_concern": "Took on a concern",
    "hand_back_concern": "Handed a concern back",
    "propose_concern": "Proposed how a concern ends",
    "confirm_concern": "Confirmed how a concern ends",
    "send_back_concern": "Sent back what was proposed for a concern",
    "decide_concern": "Decided on a concern",
    "reopen_concern": "Opened a decided concern again",
    "read_concern": "Read a whole answer behind a concern",
    "take_concern_figures": "Took figures about concerns away",
    "take_safeguarding_labels": "Took answers flagged in error away in a file",
    "take_keep_in_touch": "Took the team's summary of a day away in a file",
    "export": "Took answers away in a file",
    "notify_visit": "Notified a visit",
}


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Some entries, which page they are, and how many pages there are."""

    entries: Sequence[JournalEntry]
    number: int
    pages: int


def journal_page(work: Work, person: Person, number: int, by: str = "") -> JournalPage:
    """One page of the journal; `by` keeps only what this address did."""
    require(person, "read_journal")
    wanted = [JournalEntry.by == by.strip().lower()] if by.strip() else []
    count = work.session.execute(select(func.count(JournalEntry.id)).where(*wanted)).scalar_one()
    pages = max(1, -(-count // PAGE))
    number = min(max(1, number), pages)
    statement = (
        select(JournalEntry)
        .where(*wanted)
        .order_by(JournalEntry.at.desc(), JournalEntry.id)
        .offset((number - 1) * PAGE)
        .limit(PAGE)
    )
    return JournalPage(tuple(work.session.scalars(statement)), number, pages)


def action_words(action: str) -> str:
    """What was done, in words."""
    return ACTIONS.get(action, action.replace("_", " ").capitalize())
