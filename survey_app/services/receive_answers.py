"""Receiving answers, once. "Received" is said only after the commit."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, insert
from sqlalchemy.exc import IntegrityError

from analysis.scan import Scan
from questionnaires.kinds import is_text
from questionnaires.model import Questionnaire
from questionnaires.path import kept_answers
from questionnaires.rules import AnswerValue
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
from survey_app.services.settled_counts import count_sent as count_sent
from survey_app.services.take_part import DraftState, draft_key, hashes_of, known_body
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.drafts import Draft
from survey_app.storage.findings import SAFEGUARDING, THEME, Finding
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sent_keys import SentKey

_TAKE_AWAY = delete(Draft).where(Draft.id == bindparam("draft"), Draft.revision == bindparam("was"))
_ADD_KEY, _ADD_RESPONSE = insert(SentKey), insert(Response)
_ADD_TEXT, _ADD_FINDING = insert(FreeText), insert(Finding)

# Long enough for a phone that was offline over a weekend to ask again.
SENT_KEYS_KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose answers these are to be: the survey, its visit and the visit's own salt."""

    visit_id: str
    survey_id: str
    audience: str
    key_salt: bytes


@dataclass(frozen=True, slots=True)
class ReadyResponse:
    """A response made ready outside the transaction: scanned and sealed, waiting to be stored."""

    id: str
    response: dict[str, object]
    texts: tuple[dict[str, object], ...]
    findings: tuple[dict[str, object], ...]
    level: int


@dataclass(frozen=True, slots=True)
class Sending:
    """A response that somebody sends, with the draft that it comes from and the marks that let it come only once."""

    ready: ReadyResponse
    draft_id: str
    revision: int
    key_hash: str
    body_hash: str


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
    if entry.practice or not entry.takes_answers:
        raise NotTakingAnswers(entry.code)
    answers = kept_answers(draft.questionnaire, draft.answers)
    if not answers:
        raise NothingToSend
    key = draft_key(work, cookie_secret)
    key_hash, body_hash = hashes_of(key.sent_key, body_mark(work, cookie_secret, draft))
    asked = Asked(entry.visit_id, entry.survey_id, entry.audience, entry.key_salt)
    made = {
        "received_on": work.today,
        "mode": "online",
        "language": language,
        "face": face,
        "late": False,
    }
    return Sending(
        ready=ready_response(work, asked, draft.questionnaire, answers, made),
        draft_id=key.id,
        revision=draft.revision,
        key_hash=key_hash,
        body_hash=body_hash,
    )


def ready_response(
    work: Work,
    asked: Asked,
    questionnaire: Questionnaire,
    answers: Mapping[str, AnswerValue],
    made: Mapping[str, object],
) -> ReadyResponse:
    """Answers as rows: every text scanned and sealed.

    `made` says how they came: received_on, mode, language, face, late. Stores nothing.
    """
    response_id, questions = random_id(), questionnaire.questions
    words = {name: str(value) for name, value in answers.items() if is_text(questions[name])}
    choices = {name: value for name, value in answers.items() if name not in words}
    # What nobody can tell was most likely written in the language that the questions were read in.
    written = {name: language_written(text) for name, text in words.items()}
    read_in = str(made["language"]).partition("-")[0]
    scans = {
        name: safeguard.scan_or_ask_a_person(
            text, asked.audience, questions[name].text, written[name] or read_in
        )
        for name, text in words.items()
    }
    return ReadyResponse(
        id=response_id,
        response={
            "id": response_id,
            "survey_id": asked.survey_id,
            "version_digest": questionnaire.digest,
            **made,
            "choices": json.dumps(choices, ensure_ascii=False, separators=(",", ":")),
        },
        texts=tuple(
            {**_sealed_text(work, asked, response_id, name, text), "language": written[name]}
            for name, text in words.items()
        ),
        findings=tuple(
            finding
            for name, scan in scans.items()
            for finding in finding_rows(asked.survey_id, response_id, name, scan)
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
    store(work, entry.visit_id, sending.ready)
    count_sent(work, entry.code)


def store(work: Work, visit_id: str, ready: ReadyResponse) -> None:
    """Store a response with its texts, its findings and its concern, all in the caller's transaction."""
    run = work.connection.execute
    run(_ADD_RESPONSE, ready.response)
    if ready.texts:
        run(_ADD_TEXT, list(ready.texts))
    if ready.findings:
        run(_ADD_FINDING, list(ready.findings))
    safeguard.raise_concern(work, visit_id, ready.id, ready.level)


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


def _sealed_text(work: Work, asked: Asked, response_id: str, question: str, text: str) -> dict[str, object]:
    place = text_place(asked.visit_id, response_id, question)
    return {
        "response_id": response_id,
        "question": question,
        "survey_id": asked.survey_id,
        "sealed": work.keys.seal(asked.key_salt, place, text),
    }


def _span(found: object) -> dict[str, object]:
    return {name: getattr(found, name) for name in ("rule", "start", "end")}
