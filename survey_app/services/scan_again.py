"""Reading a visit's answers for themes again, with the machine as it is now.

Reading takes long, so it comes first and what it found is kept afterwards, in a transaction of its own: nobody who
sends an answer waits for it. Only rows of the machine are replaced. What people decided stays, and so do
safeguarding flags, which a person may be working on, and the codes of themes that were made for the visit.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from analysis.scan import ThemeSpan, scan_text
from survey_app.services.codes_that_count import SCANNED_AGAIN
from survey_app.services.distribute import surveys_of
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.receive_answers import text_place
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.findings import THEME, Finding
from survey_app.storage.journal import JournalEntry
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sealing import SealBroken
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

log = logging.getLogger("survey_app")
MACHINE = "machine"
DELETED_TOGETHER = 500


@dataclass(frozen=True)
class ScannedAgain:
    """The answers that were read, the codes that the machine finds in them now, and how many it could not read."""

    answers: list[tuple[str, str]]
    codes: list[dict[str, object]]
    unread: int


def scan_again(work: Work, person: Person, visit_id: str) -> ScannedAgain:
    """Read every answer of a visit; stores nothing. Raises NotFound."""
    require(person, "settle_codes", visit_id)
    read: list[tuple[str, str]] = []
    rows: list[dict[str, object]] = []
    unread = 0
    for survey in surveys_of(work, visit_id):
        for answer, spans in _scanned(work, visit_id, survey):
            if spans is None:
                unread += 1
                continue
            read.append((answer.response_id, answer.question))
            rows += [_row(answer, span, version) for span, version in spans]
    return ScannedAgain(read, rows, unread)


def keep_codes(work: Work, person: Person, visit_id: str, found: ScannedAgain) -> None:
    """Replace the machine's themes of the answers that were read; raises NotFound.

    Answers that could not be read, and those that came meanwhile, keep the codes that they have.
    """
    require(person, "settle_codes", visit_id)
    _replace(work, found.answers, found.codes)
    entry = JournalEntry(at=work.now, by=person.email, action=SCANNED_AGAIN, subject=visit_id)
    work.session.add(entry)


_Spans = list[tuple[ThemeSpan, str]]


def _scanned(work: Work, visit_id: str, survey: Survey) -> Iterator[tuple[FreeText, _Spans | None]]:
    salt = work.session.get_one(Visit, visit_id).key_salt
    statement = (
        select(FreeText, Response.version_digest)
        .join(Response, Response.id == FreeText.response_id)
        .where(FreeText.survey_id == survey.id)
    )
    for answer, digest in work.session.execute(statement):
        asked = version_of(work, digest).questions.get(answer.question)
        try:
            place = text_place(visit_id, answer.response_id, answer.question)
            scan = scan_text(
                work.keys.open(salt, place, answer.sealed), survey.audience, asked.text if asked else None
            )
        except SealBroken:
            yield answer, None
        except Exception as error:  # whatever one answer does to the scan, the others are read
            log.error("The scan failed (%s); an answer keeps its codes.", type(error).__name__)
            yield answer, None
        else:
            yield answer, [(span, scan.version) for span in scan.themes]


def _row(answer: FreeText, span: ThemeSpan, version: str) -> dict[str, object]:
    return {
        "id": random_id(),
        "survey_id": answer.survey_id,
        "response_id": answer.response_id,
        "question": answer.question,
        "coder": MACHINE,
        "sort": THEME,
        "label": span.theme,
        "stance": span.stance,
        "level": 0,
        "rule": span.rule,
        "start": span.start,
        "end": span.end,
        "cues": [],
        "version": version,
    }


def _replace(work: Work, read: list[tuple[str, str]], rows: list[dict[str, object]]) -> None:
    by_question: dict[str, list[str]] = {}
    for response_id, question in read:
        by_question.setdefault(question, []).append(response_id)
    for question, responses in by_question.items():
        for first in range(0, len(responses), DELETED_TOGETHER):
            gone = delete(Finding).where(
                Finding.response_id.in_(responses[first : first + DELETED_TOGETHER]),
                Finding.question == question,
                Finding.sort == THEME,
                Finding.coder == MACHINE,
            )
            work.session.execute(gone)
    if rows:
        work.session.execute(insert(Finding), rows)
