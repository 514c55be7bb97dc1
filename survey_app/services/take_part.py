"""Taking part: begin, and save page by page in a draft that only its cookie opens."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Delete, Insert, Select, Update, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from questionnaires.answers import AnswerProblem
from questionnaires.kinds import read_answer
from questionnaires.model import Page, Questionnaire
from questionnaires.rules import AnswerValue
from survey_app.services.entry import Entry
from survey_app.services.errors import DraftGone, NotTakingAnswers
from survey_app.services.publish import version_of
from survey_app.services.seven_words import words_of
from survey_app.services.work import Work
from survey_app.storage.channels import Channel
from survey_app.storage.drafts import Draft
from survey_app.storage.review_rounds import PracticeDraft
from survey_app.storage.sealing import DraftKey, SealBroken
from survey_app.storage.sent_keys import SentKey


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The statements of one table of drafts, built once: making a statement costs more than running it."""

    owner: str
    find: Select[bytes, int, str]
    add: Insert
    save: Update
    forget: Delete


def _shelf(table: type[Draft | PracticeDraft], owner: str) -> _Shelf:
    mine = table.id == bindparam("draft")
    return _Shelf(
        owner,
        find=select(table.sealed, table.revision, table.version_digest).where(
            mine, getattr(table, owner) == bindparam("survey")
        ),
        add=insert(table),
        save=update(table)
        .where(mine, table.revision == bindparam("was"))
        .values(sealed=bindparam("text"), revision=table.revision + 1),
        forget=delete(table).where(mine),
    )


# Practice lies in a table of its own, so that it can never be taken for an answer.
_REAL, _PRACTICE = _shelf(Draft, "survey_id"), _shelf(PracticeDraft, "group_id")
_KNOWN_KEY = select(SentKey.body_hash).where(SentKey.key_hash == bindparam("key"))
_COUNT_START = update(Channel).where(Channel.code == bindparam("here")).values(started=Channel.started + 1)


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


def draft_key(work: Work, cookie_secret: str) -> DraftKey:
    """The key that this cookie and this server make together."""
    return DraftKey(cookie_secret, work.keys.pepper("draft"))


def load_draft(work: Work, entry: Entry, cookie_secret: str) -> DraftState | None:
    """The draft behind a cookie, or None when nothing was saved, it was deleted, or it was sent."""
    key = draft_key(work, cookie_secret)
    row = work.connection.execute(
        _shelf_of(entry).find, {"draft": key.id, "survey": entry.survey_id}
    ).one_or_none()
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
    sealed = key.seal(packed(kept))
    if draft.revision:
        changes = {"draft": key.id, "was": draft.revision, "text": sealed}
        return bool(work.connection.execute(_shelf_of(entry).save, changes).rowcount)
    return _first_save(work, entry, cookie_secret, draft, sealed)


def forget(work: Work, cookie_secret: str) -> None:
    """Delete the draft: somebody wants to leave without a trace."""
    gone = {"draft": draft_key(work, cookie_secret).id}
    for shelf in (_REAL, _PRACTICE):
        work.connection.execute(shelf.forget, gone)


def was_sent(work: Work, cookie_secret: str) -> bool:
    """True when the draft behind this cookie was received: nothing more can be added to it."""
    return known_body(work, draft_key(work, cookie_secret).sent_key) is not None


def _first_save(work: Work, entry: Entry, cookie_secret: str, draft: DraftState, sealed: bytes) -> bool:
    key, words = draft_key(work, cookie_secret), draft_key(work, words_of(work, cookie_secret))
    if _is_there(work, entry, words):
        # Another tab saved it for later while this one was open; a second draft would split the answers.
        return False
    row = {
        "id": key.id,
        _shelf_of(entry).owner: entry.survey_id,
        "version_digest": draft.questionnaire.digest,
        "revision": 1,
        "begun_on": work.today,
        "sealed": sealed,
    }
    try:
        with work.connection.begin_nested():
            work.connection.execute(_shelf_of(entry).add, row)
    except IntegrityError:
        return False
    if any(known_body(work, one.sent_key) is not None for one in (key, words)):
        # Another tab sent while this one was open; a draft that can never be sent must not come to life.
        raise DraftGone
    if not entry.practice:
        work.connection.execute(_COUNT_START, {"here": entry.code})
    return True


def _shelf_of(entry: Entry) -> _Shelf:
    return _PRACTICE if entry.practice else _REAL


def _is_there(work: Work, entry: Entry, key: DraftKey) -> bool:
    found = work.connection.execute(_shelf_of(entry).find, {"draft": key.id, "survey": entry.survey_id})
    return found.one_or_none() is not None


def known_body(work: Work, sent_key: str) -> str | None:
    """The hash of what was received under a form's key, or None."""
    known = work.connection.execute(_KNOWN_KEY, {"key": hashes_of(sent_key, "")[0]})
    return known.scalar_one_or_none()


def hashes_of(sent_key: str, mark: str) -> tuple[str, str]:
    """Keyed by the form's own key, so that a stored hash can be matched only by who holds the form."""
    key_hash = hashlib.sha256(sent_key.encode()).hexdigest()
    return key_hash, hmac.new(sent_key.encode(), mark.encode(), hashlib.sha256).hexdigest()


def packed(answers: Mapping[str, AnswerValue]) -> str:
    """Answers as they are sealed: JSON without spaces."""
    return json.dumps(answers, ensure_ascii=False, separators=(",", ":"))


def _unpacked(text: str) -> dict[str, AnswerValue]:
    return {
        name: value if isinstance(value, str) else tuple(value) for name, value in json.loads(text).items()
    }
