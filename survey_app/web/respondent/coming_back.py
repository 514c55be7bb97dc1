"""Save and come back later: the pages that show seven words, and those that take them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from questionnaires.path import kept_answers
from survey_app.services import come_back, take_part
from survey_app.services.entry import Entry
from survey_app.services.errors import DraftGone
from survey_app.services.seven_words import HOW_MANY, Typed, is_words, read_typed, words_of
from survey_app.services.take_part import DraftState
from survey_app.services.work import Work
from survey_app.web.access import RESPONDENT, open_to
from survey_app.web.given_back import given_back, shown_once
from survey_app.web.respondent import visitor
from survey_app.web.respondent.drawing import draw, draw_same, not_open
from survey_app.web.respondent.here import Here, find_entry, where
from survey_app.web.showable import showable
from survey_app.web.site import site

TRIES = 5
# As much of what was typed as is given back: seven words need far less.
MOST_GIVEN_BACK = 500

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Found:
    """What seven words open: a draft, or why there is none; `other` is what somebody has begun in this browser."""

    words: str
    typed: Typed
    draft: DraftState | None = None
    gone: str = ""
    other: str = ""


def put_away(here: Here) -> Response:
    """Seal the draft with its seven words, forget it in this browser, and lead to the words."""
    for _try in range(TRIES):
        with site().writing() as work:
            done = come_back.put_under_words(work, here.entry, here.begun.secret)
        if done:
            visitor.put_away(here.entry, here.begun.secret, work.now)
            return redirect(url_for(".show_words", code=here.code), 303)
    abort(409)


def save_for_later(code: str) -> Response:
    """Put the draft of this browser away as it is stored."""
    with site().reading() as work:
        here = where(work, code)
    return put_away(here)


@open_to(RESPONDENT)
def show_words(code: str) -> Answer:
    """The seven words, until somebody says that they have them; then nobody can see them here."""
    with site().reading() as work:
        entry = find_entry(work, code)
        secret = visitor.saved_here(entry, work.now)
        if secret is None:
            return redirect(url_for(".ask_words", code=code), 303)
        words = words_of(work, secret).split()
    address = f"{site().settings.public_address}{url_for('.start', code=entry.code)}"
    return draw("come_back_words.html", entry, words=words, address=address)


@open_to(RESPONDENT)
def have_words(code: str) -> Response:
    """Forget the words here: they are written down."""
    visitor.words_are_kept()
    return _nothing_stays(redirect(url_for(".saved", code=code), 303))


@open_to(RESPONDENT)
def saved(code: str) -> str:
    """Saved, and this browser knows nothing of it any more."""
    return _done(code, deleted=False)


@open_to(RESPONDENT)
def deleted(code: str) -> str:
    """Deleted."""
    return _done(code, deleted=True)


@open_to(RESPONDENT)
def ask_words(code: str) -> Answer:
    """One box for seven words; or what was wrong with those that were just sent, once."""
    sent = given_back().get("words")
    with site().reading() as work:
        entry = find_entry(work, code)
        if not entry.takes_answers:
            return not_open(entry)
        found = _look_up(work, entry, sent[0]) if sent else None
    return shown_once(make_response(_ask_again(entry, found))) if found else draw("come_back.html", entry)


@open_to(RESPONDENT)
def use_words(code: str) -> Answer:
    """Open the draft behind seven words, or say kindly what is wrong; what was typed stays on the page."""
    with site().reading() as work:
        entry = find_entry(work, code)
        if not entry.takes_answers:
            return not_open(entry), 409
        found = _look_up(work, entry, request.form.get("words", ""))
    if found.draft is None:
        return _ask_again(entry, found), 410 if found.gone else 422
    if found.other and "instead" not in request.form:
        return _ask_again(entry, found), 409
    if found.other:
        with site().writing() as work:
            come_back.forget(work, found.other)
    visitor.come_back(entry, found.typed.secret, found.draft.questionnaire.digest, work.now)
    return redirect(url_for(".welcome", code=entry.code), 303)


@open_to(RESPONDENT)
def welcome(code: str) -> str:
    """Back again: how much is answered, and a way to go on or to delete it."""
    with site().reading() as work:
        here = where(work, code)
    kept = kept_answers(here.draft.questionnaire, here.draft.answers)
    return draw("come_back_welcome.html", here.entry, answered=len(kept))


@open_to(RESPONDENT)
def delete(code: str) -> Response:
    """Delete the answers of this visit for good."""
    with site().writing() as work:
        entry = find_entry(work, code)
        begun = visitor.visit_begun(entry)
        if begun:
            come_back.forget(work, begun.secret)
    visitor.end_visit(entry)
    visitor.close_the_door()
    return _nothing_stays(redirect(url_for(".deleted", code=code), 303))


ROUTES = (
    ("/words", "show_words", show_words, "GET"),
    ("/words", "have_words", have_words, "POST"),
    ("/saved", "saved", saved, "GET"),
    ("/come-back", "ask_words", ask_words, "GET"),
    ("/come-back", "use_words", use_words, "POST"),
    ("/welcome-back", "welcome", welcome, "GET"),
    ("/delete", "delete", delete, "POST"),
    ("/deleted", "deleted", deleted, "GET"),
)


def _begun_by_somebody_else(work: Work, entry: Entry, typed: Typed) -> str:
    """The secret of another draft with answers in this browser, which nobody could open after this; or ''."""
    begun = visitor.visit_begun(entry)
    if begun is None or is_words(begun.secret) or words_of(work, begun.secret) == typed.secret:
        return ""
    draft = take_part.load_draft(work, entry, begun.secret)
    return begun.secret if draft and draft.answers else ""


def _look_up(work: Work, entry: Entry, words: str) -> _Found:
    typed = read_typed(words)
    if not typed.whole:
        return _Found(words, typed)
    try:
        _, draft = come_back.find_draft(work, entry, typed.secret)
    except DraftGone:
        return _Found(words, typed, gone="sent" if take_part.was_sent(work, typed.secret) else "unknown")
    return _Found(words, typed, draft, other=_begun_by_somebody_else(work, entry, typed))


def _ask_again(entry: Entry, found: _Found) -> str:
    return draw(
        "come_back.html",
        entry,
        words=showable(found.words)[:MOST_GIVEN_BACK],
        typed=None if found.typed.whole else found.typed,
        gone=found.gone,
        other=bool(found.other),
        how_many=HOW_MANY,
    )


def _done(code: str, deleted: bool) -> str:
    with site().reading() as work:
        entry = find_entry(work, code)
    return draw_same("come_back_done.html", entry, deleted=deleted)


def _nothing_stays(answer: Response) -> Response:
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
