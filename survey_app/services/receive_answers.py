"""Receiving answers, once. "Received" is said only after the commit."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.exc import IntegrityError

from analysis.scan import Scan
from questionnaires.kinds import is_text
from questionnaires.path import kept_answers
from survey_app.services import safeguard
from survey_app.services.entry import Entry
from survey_app.services.errors import (
    AlreadyReceived,
    DraftMoved,
    NothingToSend,
    NotTakingAnswers,
    SentDifferently,
)
from survey_app.services.languages import language_written
from survey_app.services.take_part import DraftState, draft_key, hashes_of, known_body
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.channels import Channel
from survey_app.storage.drafts import Draft
from survey_app.storage.findings import SAFEGUARDING, THEME, Finding
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sent_keys import SentKey

_TAKE_AWAY = delete(Draft).where(Draft.id == bindparam("draft"), Draft.revision == bindparam("was"))
_COUNT_SENT = update(Channel).where(Channel.code == bindparam("here")).values(sent=Channel.sent + 1)
_ADD_KEY, _ADD_RESPONSE = insert(SentKey), insert(Response)
_ADD_TEXT, _ADD_FINDING = insert(FreeText), insert(Finding)

# Long enough for a phone that was offline over a weekend to ask again.
SENT_KEYS_KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Sending:
    """A response made ready outside the transaction: scanned and sealed, waiting to be received."""

    response_id: str
    draft_id: str
    revision: int
    key_hash: str
    body_hash: str
    response: dict[str, object]
    texts: tuple[dict[str, object], ...]
    findings: tuple[dict[str, object], ...]
    level: int


def body_mark(work: Work, cookie_secret: str, draft: DraftState) -> str:
    """A mark of exactly these answers for the final form; says nothing about them to anybody else."""
    kept = kept_answers(draft.questionnaire, draft.answers)
    body = json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()
    return hmac.new(draft_key(work, cookie_secret).sent_key.encode(), body, hashlib.sha256).hexdigest()


def already_sent(work: Work, sent_key: str, mark: str) -> bool:
    """True when this very form was received before; raises SentDifferently for its key with other answers."""
    known = known_body(work, sent_key)
    if known is not None and known != hashes_of(sent_key, mark)[1]:
        raise SentDifferently
    return known is not None


def prepare_sending(
    work: Work, entry: Entry, cookie_secret: str, draft: DraftState, language: str, face: str
) -> Sending:
    """Make a draft ready to be received: off-path answers dropped, texts scanned and sealed. Stores nothing."""
    if not entry.takes_answers:
        raise NotTakingAnswers(entry.code)
    answers = kept_answers(draft.questionnaire, draft.answers)
    if not answers:
        raise NothingToSend
    key = draft_key(work, cookie_secret)
    response_id = random_id()
    key_hash, body_hash = hashes_of(key.sent_key, body_mark(work, cookie_secret, draft))
    questions = draft.questionnaire.questions
    words = {name: str(value) for name, value in answers.items() if is_text(questions[name])}
    choices = {name: value for name, value in answers.items() if name not in words}
    # What nobody can tell was most likely written in the language that the questions were read in.
    written = {name: language_written(text) for name, text in words.items()}
    scans = {
        name: safeguard.scan_or_ask_a_person(
            text, entry.audience, questions[name].text, written[name] or language.partition("-")[0]
        )
        for name, text in words.items()
    }
    return Sending(
        response_id=response_id,
        draft_id=key.id,
        revision=draft.revision,
        key_hash=key_hash,
        body_hash=body_hash,
        response={
            "id": response_id,
            "survey_id": entry.survey_id,
            "version_digest": draft.questionnaire.digest,
            "received_on": work.today,
            "mode": "online",
            "language": language,
            "face": face,
            "late": False,
            "choices": json.dumps(choices, ensure_ascii=False, separators=(",", ":")),
        },
        texts=tuple(
            {**_sealed_text(work, entry, response_id, name, text), "language": written[name]}
            for name, text in words.items()
        ),
        findings=tuple(
            finding
            for name, scan in scans.items()
            for finding in finding_rows(entry.survey_id, response_id, name, scan)
        ),
        level=safeguard.gravest(scans.values()),
    )


def receive(work: Work, entry: Entry, sending: Sending) -> None:
    """Store a response, its findings, its concern and its key together; the caller commits, then says so.

    Raises AlreadyReceived when the same form came twice at once and the other one was first, DraftMoved when
    another tab changed the draft since it was made ready: what is stored is always what was checked.
    """
    run = work.connection.execute
    expires_on = work.today + SENT_KEYS_KEPT
    try:
        run(
            _ADD_KEY, {"key_hash": sending.key_hash, "body_hash": sending.body_hash, "expires_on": expires_on}
        )
    except IntegrityError as error:
        raise AlreadyReceived from error
    taken = run(_TAKE_AWAY, {"draft": sending.draft_id, "was": sending.revision}).rowcount
    if sending.revision and not taken:
        raise DraftMoved
    run(_ADD_RESPONSE, sending.response)
    if sending.texts:
        run(_ADD_TEXT, list(sending.texts))
    if sending.findings:
        run(_ADD_FINDING, list(sending.findings))
    safeguard.raise_concern(work, entry.visit_id, sending.response_id, sending.level)
    run(_COUNT_SENT, {"here": entry.code})


def text_place(visit_id: str, response_id: str, question: str) -> str:
    """Where a sealed text belongs; it cannot be opened anywhere else."""
    return f"{visit_id}/{response_id}/{question}"


def finding_rows(survey_id: str, response_id: str, question: str, scan: Scan) -> list[dict[str, object]]:
    """The machine's findings in one answer, as rows."""
    base = {"survey_id": survey_id, "response_id": response_id, "question": question, "version": scan.version}
    themes = [
        {"sort": THEME, "label": t.theme, "stance": t.stance, "level": 0, "cues": [], **_span(t)}
        for t in scan.themes
    ]
    flags = [
        {
            "sort": SAFEGUARDING,
            "label": f.category,
            "stance": "",
            "level": f.level,
            "cues": list(f.cues),
            **_span(f),
        }
        for f in scan.safeguarding
    ]
    return [{"id": random_id(), "coder": "machine", **base, **row} for row in themes + flags]


def _sealed_text(work: Work, entry: Entry, response_id: str, question: str, text: str) -> dict[str, object]:
    place = text_place(entry.visit_id, response_id, question)
    return {
        "response_id": response_id,
        "question": question,
        "survey_id": entry.survey_id,
        "sealed": work.keys.seal(entry.key_salt, place, text),
    }


def _span(found: object) -> dict[str, object]:
    return {name: getattr(found, name) for name in ("rule", "start", "end")}
