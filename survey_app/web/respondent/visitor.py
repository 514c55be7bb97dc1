"""What this browser carries: the secret of its draft and when it began. Signed, and gone when the browser closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import request, session

from accessibility.preferences import Preferences, from_token
from survey_app.services.entry import Entry
from survey_app.storage.sealing import new_cookie_secret

LOOK_COOKIE = "look"
MOST_DRAFTS = 3
DRAFTS = "drafts"
SENT = "sent"


@dataclass(frozen=True, slots=True)
class Begun:
    """A start: the draft's secret, the questionnaire version it was served, and when."""

    secret: str
    digest: str
    at: datetime

    def in_time(self, entry: Entry) -> bool:
        """True when it began before the close, so that the grace time is for it."""
        return entry.closes_at is not None and self.at < entry.closes_at


def begin_visit(entry: Entry, now: datetime) -> Begun:
    """Remember a new start in the cookie; nothing is stored on the server yet."""
    begun = Begun(new_cookie_secret(), entry.version_digest, now)
    drafts = dict(session.get(DRAFTS, {}))
    drafts.pop(entry.survey_id, None)
    while len(drafts) >= MOST_DRAFTS:
        drafts.pop(next(iter(drafts)))
    drafts[entry.survey_id] = [begun.secret, begun.digest, int(now.timestamp())]
    session[DRAFTS] = drafts
    session.pop(SENT, None)
    return begun


def visit_begun(entry: Entry) -> Begun | None:
    """The start that this browser remembers for a survey."""
    known = session.get(DRAFTS, {}).get(entry.survey_id)
    if not known:
        return None
    secret, digest, at = known
    return Begun(secret, digest, datetime.fromtimestamp(at, UTC))


def end_visit(entry: Entry, sent: bool) -> None:
    """Forget the start; `sent` lets the thank-you page be shown, once for this survey."""
    drafts = {survey: known for survey, known in session.get(DRAFTS, {}).items() if survey != entry.survey_id}
    session[DRAFTS] = drafts
    if sent:
        session[SENT] = entry.survey_id


def forget_everything() -> None:
    """Leave nothing of this visit in the browser's cookie."""
    session.clear()


def has_sent(entry: Entry) -> bool:
    """True when this browser has just sent answers to this survey."""
    return bool(session.get(SENT) == entry.survey_id)


def look() -> Preferences:
    """How this reader wants the pages."""
    return from_token(request.cookies.get(LOOK_COOKIE))
