"""Practice on the real pages: what is kept of how it goes, and what its writer hears of words that nobody reads."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from questionnaires.model import Page
from survey_app.services import practise
from survey_app.services.entry import Entry
from survey_app.services.take_part import DraftState, PageRead
from survey_app.web.respondent import visitor
from survey_app.web.respondent.here import Here, find_entry, page_at
from survey_app.web.respondent.reading import reading_of
from survey_app.web.respondent.saving import Sent
from survey_app.web.site import site

NOTE = "practice_note"
SHOWN = "practice_shown"
AT_THE_END = "check"
OWN_PAGE = re.compile(r"/s/\w+/(check|page/\d{1,3})", re.ASCII)


def begin(entry: Entry, secret: str, draft: DraftState) -> None:
    """Remember that a practice began; of a real survey, nothing."""
    if not entry.practice:
        return
    reading = reading_of(draft.questionnaire)
    first = draft.questionnaire.pages[0].id
    with site().writing() as work:
        practise.begin_run(work, entry, secret, reading.face, reading.language, first)


def page_shown(entry: Entry, shown: Page, now: datetime) -> None:
    """Keep in the browser's own cookie when a page of a practice was shown: looking writes nothing."""
    if entry.practice:
        session[SHOWN] = [shown.id, int(now.timestamp())]


def take_note(entry: Entry, shown: Page, sent: Sent) -> Sent:
    """Keep what was said about the page, and hand on the rest of the form."""
    if not entry.practice or NOTE not in sent:
        return sent
    words = next(iter(sent[NOTE]), "")
    with site().writing() as work:
        practise.add_note(work, entry, shown, words)
    return {name: values for name, values in sent.items() if name != NOTE}


def go_on(here: Here, shown: Page, read: PageRead, onward: Response) -> Response:
    """Onward, with the time that the page took; by the page of help when what was written tells of harm."""
    next_page = onward.location.rsplit("/", 1)[-1]
    page = page_at(here.draft.questionnaire, next_page)
    with site().writing() as work:
        at = _shown_at(shown)
        practise.page_done(work, here.begun.secret, shown.id, at, page.id if page else AT_THE_END)
    if practise.cannot_wait(here.entry, shown, read.answers):
        return redirect(url_for(".get_help", code=here.code, back=onward.location), 303)
    return onward


def way_back(entry: Entry) -> str:
    """From the page of help to where the practice was; empty where it was not left for what was written."""
    back = request.args.get("back", "")
    return back if entry.practice and OWN_PAGE.fullmatch(back) else ""


def send(code: str) -> bool:
    """True when what was sent was practice, and is now forgotten."""
    with site().reading() as work:
        entry = find_entry(work, code)
        begun = visitor.visit_begun(entry)
    if not entry.practice:
        return False
    if begun:
        with site().writing() as work:
            practise.finish(work, begun.secret)
    visitor.end_visit(entry)
    visitor.remember_thanks(entry)
    session.pop(SHOWN, None)
    return True


def _shown_at(shown: Page) -> datetime | None:
    page_id, at = session.pop(SHOWN, None) or ("", 0)
    return datetime.fromtimestamp(at, UTC) if page_id == shown.id else None
