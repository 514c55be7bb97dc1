"""Answers that a rule flagged and a person found to be about no harm, as labelled lines to teach the machine with.

A line has what the labelled files about safeguarding have: the words, no category, the severity "none". It has no
name of a concern, no day, and nothing of who decided; the words are as confidential as the answer they come from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from survey_app.services.errors import Refused
from survey_app.services.permissions import Person, require
from survey_app.services.read_answers import whole_response
from survey_app.services.safeguard import DECIDED, NOT_JUDGED, WATCH
from survey_app.services.work import Work
from survey_app.storage.concerns import Concern
from survey_app.storage.journal import JournalEntry

KIND = "false_flag"


def note_false_flags(work: Work, person: Person, visit_id: str) -> None:
    """Write down that this person takes these answers away; raises NotFound. To be committed first."""
    require(person, "take_labels", visit_id)
    entry = JournalEntry(at=work.now, by=person.email, action="take_safeguarding_labels", subject=visit_id)
    work.session.add(entry)


def false_flags(work: Work, person: Person, visit_id: str) -> Iterator[dict[str, Any]]:
    """One line for each text that was flagged in an answer whose concern was closed as the machine's error.

    `flagged` names what the machine had heard in it. A text that it only asked a person to read, because it could not
    judge it, teaches nothing and is left out. Raises NotFound, and Refused for an answer that no key here opens.
    """
    require(person, "take_labels", visit_id)
    wrong = select(Concern.response_id).where(
        Concern.visit_id == visit_id, Concern.state == DECIDED, Concern.decision == "machine_wrong"
    )
    number = 0
    for response_id in work.session.scalars(wrong.order_by(Concern.id)):
        for line in _lines(work, visit_id, response_id):
            number += 1
            yield {"id": f"false-{number}", **line}


def _lines(work: Work, visit_id: str, response_id: str) -> Iterator[dict[str, Any]]:
    told = whole_response(work, visit_id, response_id)
    for text in told.texts:
        heard = sorted({mark.id for mark in text.flags if mark.level < WATCH} - NOT_JUDGED.keys())
        if text.text is None:
            raise Refused(
                "An answer cannot be opened with the keys that are set. "
                "Check SEND_VOICES_MASTER_KEYS: every key that ever sealed answers has to be in it."
            )
        if heard:
            yield {
                "audience": told.audience,
                "question": text.wording,
                "text": text.text,
                "categories": [],
                "severity": "none",
                "kind": KIND,
                "flagged": heard,
            }
