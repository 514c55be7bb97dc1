"""Save and come back later: a draft goes under seven easy words, and whoever has them goes on with it."""

from __future__ import annotations

from sqlalchemy import bindparam, update

from survey_app.services import take_part
from survey_app.services.entry import Entry
from survey_app.services.errors import DraftGone
from survey_app.services.seven_words import is_words, words_of
from survey_app.services.take_part import DraftState, draft_key, load_draft
from survey_app.services.work import Work
from survey_app.storage.drafts import Draft

_PUT_UNDER = (
    update(Draft)
    .where(Draft.id == bindparam("old"), Draft.revision == bindparam("was"))
    .values(id=bindparam("new"), sealed=bindparam("text"), revision=Draft.revision + 1)
)


def put_under_words(work: Work, entry: Entry, secret: str) -> bool:
    """Seal the draft behind a cookie with its seven words instead; False when another tab saved meanwhile.

    The same row gets another id and other bytes, so the cookie opens nothing any more. Safe to ask again.
    Raises DraftGone when there is no draft.
    """
    where, draft = find_draft(work, entry, secret)
    if draft is None:
        raise DraftGone(entry.code)
    words = words_of(work, secret)
    if where == words:
        return True
    new = draft_key(work, words)
    changes = {
        "old": draft_key(work, secret).id,
        "was": draft.revision,
        "new": new.id,
        "text": new.seal(take_part.packed(draft.answers)),
    }
    return bool(work.connection.execute(_PUT_UNDER, changes).rowcount)


def find_draft(work: Work, entry: Entry, secret: str) -> tuple[str, DraftState | None]:
    """The draft of a cookie or of seven words, with the secret that it is sealed with now.

    A browser that never got our reply still holds the old secret: its draft is found under its words. No draft
    yet: None. Raises DraftGone when it was sent, or when words open nothing (any more).
    """
    draft = load_draft(work, entry, secret)
    if draft is not None:
        return secret, draft
    words = words_of(work, secret)
    if words != secret and (kept := load_draft(work, entry, words)) is not None:
        return words, kept
    if is_words(secret) or take_part.was_sent(work, secret) or take_part.was_sent(work, words):
        raise DraftGone(entry.code)
    return secret, None


def forget(work: Work, secret: str) -> None:
    """Delete the draft of a cookie or of seven words, wherever it is kept."""
    for known in {secret, words_of(work, secret)}:
        take_part.forget(work, known)
