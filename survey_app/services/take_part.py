"""Taking part: begin, save a page, send once. "Received" is said only after the commit."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from analysis.scan import Scan
from questionnaires.answers import AnswerProblem
from questionnaires.kinds import is_text, read_answer
from questionnaires.model import Page, Questionnaire
from questionnaires.path import kept_answers
from questionnaires.rules import AnswerValue
from survey_app.services import safeguard
from survey_app.services.entry import Entry
from survey_app.services.errors import (
    AlreadyReceived,
    DraftGone,
    DraftMoved,
    NothingToSend,
    NotTakingAnswers,
    SentDifferently,
)
from survey_app.services.publish import version_of
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.channels import Channel
from survey_app.storage.drafts import Draft
from survey_app.storage.findings import SAFEGUARDING, THEME, Finding
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sealing import DraftKey, SealBroken
from survey_app.storage.sent_keys import SentKey

# Built once: making a statement costs more than running it.
_DRAFT = select(Draft.sealed, Draft.revision, Draft.version_digest).where(
    Draft.id == bindparam("draft"), Draft.survey_id == bindparam("survey")
)
_SAVE = (
    update(Draft)
    .where(Draft.id == bindparam("draft"), Draft.revision == bindparam("was"))
    .values(sealed=bindparam("text"), revision=Draft.revision + 1)
)
_FORGET = delete(Draft).where(Draft.id == bindparam("draft"))
_TAKE_AWAY = _FORGET.where(Draft.revision == bindparam("was"))
_KNOWN_KEY = select(SentKey.body_hash).where(SentKey.key_hash == bindparam("key"))
_COUNT_START = update(Channel).where(Channel.code == bindparam("here")).values(started=Channel.started + 1)
_COUNT_SENT = update(Channel).where(Channel.code == bindparam("here")).values(sent=Channel.sent + 1)
_ADD_DRAFT, _ADD_KEY, _ADD_RESPONSE = insert(Draft), insert(SentKey), insert(Response)
_ADD_TEXT, _ADD_FINDING = insert(FreeText), insert(Finding)

# Long enough for a phone that was offline over a weekend to ask again.
SENT_KEYS_KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DraftState:
    """What somebody has answered so far. `revision` 0 means that nothing is stored yet."""

    questionnaire: Questionnaire
    answers: Mapping[str, AnswerValue] = field(default_factory=dict)
    revision: int = 0


@dataclass(frozen=True, slots=True)
class PageRead:
    """A posted page, read: its answers (None: skipped) and what was wrong, by question id."""

    answers: Mapping[str, AnswerValue | None]
    problems: Mapping[str, AnswerProblem]


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


def draft_key(work: Work, cookie_secret: str) -> DraftKey:
    """The key that this cookie and this server make together."""
    return DraftKey(cookie_secret, work.keys.pepper("draft"))


def load_draft(work: Work, entry: Entry, cookie_secret: str) -> DraftState | None:
    """The draft behind a cookie, or None when nothing was saved, it was deleted, or it was sent."""
    key = draft_key(work, cookie_secret)
    row = work.connection.execute(_DRAFT, {"draft": key.id, "survey": entry.survey_id}).one_or_none()
    if row is None:
        return None
    try:
        answers = _unpacked(key.open(row.sealed))
    except SealBroken:
        return None
    return DraftState(version_of(work, row.version_digest), answers, row.revision)


def begin(work: Work, entry: Entry) -> DraftState:
    """A new, empty start in the wording that is served now; raises NotTakingAnswers."""
    if not entry.takes_starts:
        raise NotTakingAnswers(entry.code)
    return DraftState(version_of(work, entry.version_digest))


def read_page(page: Page, sent: Mapping[str, Sequence[str]]) -> PageRead:
    """Read what a form sent for the questions of a page; nothing is stored."""
    values: dict[str, AnswerValue | None] = {}
    problems: dict[str, AnswerProblem] = {}
    for question in page.questions:
        try:
            values[question.id] = read_answer(question, sent.get(question.id, ()))
        except AnswerProblem as problem:
            problems[question.id] = problem
    return PageRead(values, problems)


def save_page(work: Work, entry: Entry, cookie_secret: str, draft: DraftState, read: PageRead) -> bool:
    """Store a page's answers in the draft, once; False when another tab saved first (load again and retry)."""
    answers = {**draft.answers, **read.answers}
    kept = {question: value for question, value in answers.items() if value}
    key = draft_key(work, cookie_secret)
    sealed = key.seal(json.dumps(kept, ensure_ascii=False, separators=(",", ":")))
    if draft.revision:
        changes = {"draft": key.id, "was": draft.revision, "text": sealed}
        return bool(work.connection.execute(_SAVE, changes).rowcount)
    return _first_save(work, entry, key, draft, sealed)


def forget(work: Work, cookie_secret: str) -> None:
    """Delete the draft: somebody wants to leave without a trace."""
    work.connection.execute(_FORGET, {"draft": draft_key(work, cookie_secret).id})


def body_mark(work: Work, cookie_secret: str, draft: DraftState) -> str:
    """A mark of exactly these answers for the final form; says nothing about them to anybody else."""
    kept = kept_answers(draft.questionnaire, draft.answers)
    body = json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()
    return hmac.new(draft_key(work, cookie_secret).sent_key.encode(), body, hashlib.sha256).hexdigest()


def was_sent(work: Work, cookie_secret: str) -> bool:
    """True when the draft behind this cookie was received: nothing more can be added to it."""
    return _known_body(work, draft_key(work, cookie_secret).sent_key) is not None


def already_sent(work: Work, sent_key: str, mark: str) -> bool:
    """True when this very form was received before; raises SentDifferently for its key with other answers."""
    known = _known_body(work, sent_key)
    if known is not None and known != _hashes(sent_key, mark)[1]:
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
    key_hash, body_hash = _hashes(key.sent_key, body_mark(work, cookie_secret, draft))
    questions = draft.questionnaire.questions
    words = {name: str(value) for name, value in answers.items() if is_text(questions[name])}
    choices = {name: value for name, value in answers.items() if name not in words}
    scans = {
        name: safeguard.scan_or_ask_a_person(text, entry.audience, questions[name].text)
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
        texts=tuple(_sealed_text(work, entry, response_id, name, text) for name, text in words.items()),
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


def _first_save(work: Work, entry: Entry, key: DraftKey, draft: DraftState, sealed: bytes) -> bool:
    row = {
        "id": key.id,
        "survey_id": entry.survey_id,
        "version_digest": draft.questionnaire.digest,
        "revision": 1,
        "begun_on": work.today,
        "sealed": sealed,
    }
    try:
        with work.connection.begin_nested():
            work.connection.execute(_ADD_DRAFT, row)
    except IntegrityError:
        return False
    if _known_body(work, key.sent_key) is not None:
        # Another tab sent while this one was open; a draft that can never be sent must not come to life.
        raise DraftGone
    work.connection.execute(_COUNT_START, {"here": entry.code})
    return True


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


def _known_body(work: Work, sent_key: str) -> str | None:
    """The hash of what was received under a form's key, or None."""
    known = work.connection.execute(_KNOWN_KEY, {"key": _hashes(sent_key, "")[0]})
    return known.scalar_one_or_none()


def _hashes(sent_key: str, mark: str) -> tuple[str, str]:
    """Keyed by the form's own key, so that a stored hash can be matched only by who holds the form."""
    key_hash = hashlib.sha256(sent_key.encode()).hexdigest()
    return key_hash, hmac.new(sent_key.encode(), mark.encode(), hashlib.sha256).hexdigest()


def _unpacked(text: str) -> dict[str, AnswerValue]:
    return {
        name: value if isinstance(value, str) else tuple(value) for name, value in json.loads(text).items()
    }
