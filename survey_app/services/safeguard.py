"""A worrying answer reaches a person: concerns are raised with the answer, in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import func, insert, select

from analysis.language_guess import foreign_sentence
from analysis.safeguarding.languages.terms import version
from analysis.safeguarding.languages.told import told_in_another_language
from analysis.scan import SafeguardingFlag, Scan, scan_text
from survey_app.services.errors import NotFound
from survey_app.services.permissions import Person, require
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.concerns import Concern
from survey_app.storage.outbox import OutboxItem

log = logging.getLogger("survey_app")

WATCH = 4
UNREAD, NOT_IN_ENGLISH = "unread_by_machine", "not_in_english"
# What stands in the place of a category where the machine cannot judge.
NOT_JUDGED = {
    UNREAD: "The machine could not read this answer: please read all of it",
    NOT_IN_ENGLISH: "Not in English: please have it translated and read",
}
NO_CONCERN = 0
LEVELS = {1: "Immediate", 2: "Urgent", 3: "Concern", 4: "Watch"}
DECISIONS = {
    "referred": "Passed on to children's or adult services",
    "police": "Passed on to the police",
    "lead_told": "Lead inspector told",
    "no_action": "No action, with a reason",
    "machine_wrong": "No action: the machine was wrong, nothing here is about harm",
    "duplicate": "The same as another concern",
}
# Somebody else was told, so it is written down who.
PASSED_ON = ("referred", "police", "lead_told")
DISMISSED = ("no_action", "machine_wrong")
# Of the gravest level, one person proposes how it ends and another confirms it.
NEEDS_TWO = 1
NEW, CLAIMED, PROPOSED, DECIDED = "new", "claimed", "proposed", "decided"
NAME_LENGTH = 6


def scan_or_ask_a_person(text: str, audience: str, question: str, language: str = "en") -> Scan:
    """The machine's findings; where it cannot judge, also a flag that asks a person to read the whole answer.

    It cannot judge when the scan itself fails, and what is not in English: the whole answer (`language` is a code
    such as `pl`) or one sentence of it. Nobody's answer is refused, and none goes unread, because a machine could
    not cope with it. Words of harm that are known in another language only make it sooner, also in an answer too
    short to tell which.
    """
    try:
        scan = scan_text(text, audience, question)
        written = (foreign_sentence(text) if language == "en" else "") or language
        told = told_in_another_language(text, written)
    except Exception as error:
        log.error("The scan failed (%s); a person must read the answer.", type(error).__name__)
        return Scan((), (_please_read(text, UNREAD, "scan_failed"),), "none")
    if not told and (written == "en" or not any(character.isalpha() for character in text)):
        return scan
    flags = (*scan.safeguarding, *told, _please_read(text, NOT_IN_ENGLISH, "another_language"))
    return replace(scan, safeguarding=flags, version=f"{scan.version}; {version()}")


def _please_read(text: str, why: str, rule: str) -> SafeguardingFlag:
    return SafeguardingFlag(why, 3, rule, 0, len(text), ("a person must read this",))


def gravest(scans: Iterable[Scan]) -> int:
    """The gravest level among raised flags (1 is immediate), or NO_CONCERN. Level 4 is listed, not raised."""
    levels = [flag.level for scan in scans for flag in scan.safeguarding if flag.level < WATCH]
    return min(levels, default=NO_CONCERN)


def raise_concern(work: Work, visit_id: str, response_id: str, level: int) -> None:
    """Record a concern and the message about it. The message holds no answer text."""
    if level == NO_CONCERN:
        return
    hour = work.now.replace(minute=0, second=0, microsecond=0)
    concern = random_id()
    row = {"id": concern, "visit_id": visit_id, "response_id": response_id, "level": level, "raised_at": hour}
    work.connection.execute(insert(Concern), row)
    payload = {"concern": concern, "visit": visit_id, "level": str(level)}
    work.connection.execute(insert(OutboxItem), {"sort": "concern", "payload": payload, "due_at": hour})


def open_count(work: Work, visit_id: str) -> int:
    """How many concerns of a visit still wait for a decision."""
    statement = select(func.count()).where(Concern.visit_id == visit_id, Concern.state != DECIDED)
    return work.session.execute(statement).scalar_one()


def name_of(concern_id: str) -> str:
    """What people call a concern when they speak of it: the first characters of its id."""
    return concern_id[:NAME_LENGTH]


def find_concern(work: Work, person: Person, visit_id: str, concern_id: str) -> Concern:
    """One concern of a visit; raises NotFound. Reading the whole answer is `read_whole_answer`."""
    require(person, "read_concerns", visit_id)
    concern = work.session.get(Concern, concern_id)
    if concern is None or concern.visit_id != visit_id:
        raise NotFound(concern_id)
    return concern
