"""What this browser carries: the secret of its draft and when it began. Signed, and gone when the browser closes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from flask import redirect, request, session
from werkzeug.wrappers import Response

from accessibility.languages import LANGUAGES
from accessibility.preferences import Preferences, from_token
from survey_app.services.entry import Entry
from survey_app.storage.sealing import new_cookie_secret
from survey_app.web.given_back import forget_given_back
from survey_app.web.languages import LOOK_COOKIE, speech
from survey_app.web.site import site

MOST_DRAFTS = 3
DRAFTS = "drafts"
SENT = "sent"
SAVED = "saved"
LEFT = "left"
# Long enough to write seven words down, slowly.
WORDS_SHOWN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Begun:
    """A start: the draft's secret, the questionnaire version it was served, and when."""

    secret: str
    digest: str
    at: datetime

    def may_go_on(self, entry: Entry) -> bool:
        """True while the survey is open, and in the grace time when it began before the close."""
        in_time = entry.closes_at is not None and self.at < entry.closes_at
        return entry.takes_starts or (entry.takes_answers and in_time)


def begin_visit(entry: Entry, now: datetime) -> Begun:
    """Remember a new start in the cookie; nothing is stored on the server yet."""
    begun = Begun(new_cookie_secret(), entry.version_digest, now)
    _remember(entry, begun)
    return begun


def come_back(entry: Entry, words: str, digest: str, now: datetime) -> None:
    """Remember a draft that was opened with seven words: it was begun before the close, or it would not be there."""
    before_the_close = min(now, entry.closes_at - timedelta(seconds=1)) if entry.closes_at else now
    _remember(entry, Begun(words, digest, before_the_close))


def put_away(entry: Entry, secret: str, now: datetime) -> None:
    """Forget the draft; what remains for a while is the right to see its seven words."""
    end_visit(entry)
    session[SAVED] = [entry.survey_id, secret, int(now.timestamp())]


def saved_here(entry: Entry, now: datetime) -> str | None:
    """The secret of the draft that this browser has just saved for later."""
    survey, secret, at = session.get(SAVED) or ("", "", 0)
    recent = now - datetime.fromtimestamp(at, UTC) < WORDS_SHOWN
    return secret if survey == entry.survey_id and recent else None


def words_are_kept() -> None:
    """Never show the seven words again: somebody has them now."""
    session.pop(SAVED, None)
    close_the_door()


def close_the_door() -> None:
    """From here on no page from the history of this browser is taken for the next reader's own."""
    session.pop("csrf_token", None)
    session[LEFT] = True


def _remember(entry: Entry, begun: Begun) -> None:
    drafts = dict(session.get(DRAFTS, {}))
    drafts.pop(entry.survey_id, None)
    while len(drafts) >= MOST_DRAFTS:
        # By its time: the signed cookie keeps its drafts in the order of their ids.
        drafts.pop(min(drafts, key=lambda survey: drafts[survey][2]))
    drafts[entry.survey_id] = [begun.secret, begun.digest, int(begun.at.timestamp())]
    session[DRAFTS] = drafts
    # The next reader of this browser is shown neither thanks nor words that were meant for the last one,
    # and no page of the last one that is sent again from the history is taken for theirs.
    if SENT in session or SAVED in session:
        close_the_door()
    session.pop(SENT, None)
    session.pop(SAVED, None)


def visit_begun(entry: Entry) -> Begun | None:
    """The start that this browser remembers for a survey."""
    known = session.get(DRAFTS, {}).get(entry.survey_id)
    if not known:
        return None
    secret, digest, at = known
    return Begun(secret, digest, datetime.fromtimestamp(at, UTC))


def end_visit(entry: Entry) -> None:
    """Forget the start, and what could not be kept of it."""
    forget_given_back()
    drafts = {survey: known for survey, known in session.get(DRAFTS, {}).items() if survey != entry.survey_id}
    session[DRAFTS] = drafts


def remember_thanks(entry: Entry) -> None:
    """Let the thank-you page of this survey be shown."""
    session[SENT] = entry.survey_id


def secrets_held() -> tuple[str, ...]:
    """The secrets of every draft that this browser has begun."""
    return tuple(known[0] for known in session.get(DRAFTS, {}).values())


def go_away() -> Response:
    """Leave nothing of this visit in the browser, and go to a neutral site."""
    held = bool(session)
    away = redirect(site().settings.leave_to, 303)
    if held:
        session.clear()
        # All that is kept is that somebody has left, so that nobody is given back what was written before.
        session[LEFT] = True
        away.delete_cookie(LOOK_COOKIE)
        away.headers["Clear-Site-Data"] = '"cache", "storage"'
    return away


def somebody_left() -> bool:
    """True when somebody has left here, or ended and another begun: an old page may not be the reader's own."""
    return LEFT in session


def has_ended() -> bool:
    """True when this browser has just sent or saved, and has not begun again."""
    return (SENT in session or SAVED in session) and not session.get(DRAFTS)


def has_sent(entry: Entry) -> bool:
    """True when this browser has just sent answers to this survey."""
    return bool(session.get(SENT) == entry.survey_id)


def look() -> Preferences:
    """How this reader wants the pages, in the language that this page speaks."""
    wanted = from_token(request.cookies.get(LOOK_COOKIE), LANGUAGES)
    return replace(wanted, language=speech().language.code)
