"""The pages of somebody who answers. Each route loads, decides and answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from accessibility.easy_read import opening
from accessibility.languages import LANGUAGES
from questionnaires.model import Page
from questionnaires.path import kept_answers, next_page, shown_questions
from questionnaires.rules import AnswerValue
from survey_app.services import receive_answers, take_part
from survey_app.services.entry import Entry
from survey_app.services.errors import AlreadyReceived, DraftGone, DraftMoved, NotTakingAnswers
from survey_app.services.publish import version_of
from survey_app.services.take_part import DraftState, PageRead
from survey_app.storage.database import DatabaseAway
from survey_app.web.access import RESPONDENT, open_to
from survey_app.web.fields.table import sentence
from survey_app.web.languages import likely_first, speech
from survey_app.web.respondent import choosing, visitor
from survey_app.web.respondent.drawing import draw, draw_check, draw_page, draw_same, not_open
from survey_app.web.respondent.here import Here, find_entry, where, where_in
from survey_app.web.respondent.reading import reading_of
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("respondent", __name__, url_prefix="/s/<code>")
TRIES = 5


@blueprint.get("")
@open_to(RESPONDENT)
def start(code: str) -> str | Response:
    """The first page, or a kind page that says when the survey opens or that it has closed."""
    with site().reading() as work:
        entry = find_entry(work, code)
        begun = visitor.visit_begun(entry)
        if not entry.takes_starts and not (begun and begun.may_go_on(entry)):
            return not_open(entry)
        questionnaire = version_of(work, entry.version_digest)
    words = opening(questionnaire, reading_of(questionnaire))
    return draw_same(
        "start.html",
        entry,
        opening=words,
        minutes=questionnaire.minutes,
        begun=begun is not None,
        languages=likely_first(speech().others),
    )


@blueprint.post("")
@open_to(RESPONDENT)
def begin(code: str) -> Response:
    """Begin, or go on where this browser left off."""
    with site().reading() as work:
        entry = find_entry(work, code)
        try:
            draft = where_in(work, entry).draft
        except DraftGone:
            draft = take_part.begin(work, entry)
            visitor.begin_visit(entry, work.now)
    first = next_page(draft.questionnaire, draft.answers, "")
    return to_page(entry.code, first)


@blueprint.get("/page/<page_id>")
@open_to(RESPONDENT)
def page(code: str, page_id: str) -> str | Response:
    """One page of questions with what was answered before."""
    with site().reading() as work:
        here = where(work, code)
    return draw_page(here, wanted_page(here, page_id), here.draft.answers, {})


@blueprint.post("/page/<page_id>")
@open_to(RESPONDENT)
def answer(code: str, page_id: str) -> str | Response | tuple[str, int]:
    """Save a page and go on; or show it again with a sentence beside what could not be read."""
    with site().reading() as work:
        here = where(work, code)
    shown = wanted_page(here, page_id)
    read = read_form(shown)
    if read.problems:
        typed = {**here.draft.answers, **typed_text(shown)}
        return draw_page(here, shown, typed, {name: sentence(p) for name, p in read.problems.items()}), 422
    return go_on(save(here, read), shown, here.draft.answers)


@blueprint.get("/check")
@open_to(RESPONDENT)
def check(code: str) -> str | Response:
    """Everything that was answered, with a way to change each, before it is sent."""
    with site().reading() as work:
        here = where(work, code)
        mark = receive_answers.body_mark(work, here.begun.secret, here.draft)
        key = take_part.draft_key(work, here.begun.secret).sent_key
    return draw_check(here, key, mark)


@blueprint.post("/send")
@open_to(RESPONDENT)
def send(code: str) -> Response:
    """Receive the answers once. Thanks are said on the next page, after the commit."""
    key, mark = request.form.get("key", ""), request.form.get("mark", "")
    with site().reading() as work:
        entry = find_entry(work, code)
        try:
            here = where_in(work, entry)
        except (DraftGone, NotTakingAnswers):
            # Sent before, perhaps a moment ago by a second press of the same button.
            if receive_answers.already_sent(work, key, mark):
                return thank(entry)
            raise
        if mark != receive_answers.body_mark(work, here.begun.secret, here.draft):
            if receive_answers.already_sent(work, key, mark):
                return thank(entry, ended=False)
            return check_again(entry)
        reading = reading_of(here.draft.questionnaire)
        tag = LANGUAGES[reading.language].tag
        sending = receive_answers.prepare_sending(work, entry, here.begun.secret, here.draft, tag, reading.face)
    try:
        with suppress(AlreadyReceived), site().writing() as work:
            receive_answers.receive(work, entry, sending)
    except DraftMoved:
        return check_again(entry)
    return thank(entry)


@blueprint.get("/sent")
@open_to(RESPONDENT)
def sent(code: str) -> str | Response:
    """Thanks, and what happens next; only for a browser that has just sent."""
    with site().reading() as work:
        entry = find_entry(work, code)
    if not visitor.has_sent(entry):
        return redirect(url_for(".start", code=code), 303)
    return draw_same("sent.html", entry)


@blueprint.get("/help")
@open_to(RESPONDENT)
def get_help(code: str) -> str:
    """Who can help, with numbers to call."""
    with site().reading() as work:
        entry = find_entry(work, code)
    return draw("help.html", entry)


@blueprint.post("/leave")
@open_to(RESPONDENT)
def leave(code: str) -> Response:  # noqa: ARG001 - leaving works from any address
    """Delete what this browser has begun, empty its cookie and go to a neutral site, whatever happens."""
    # A draft whose cookie is gone can be read by nobody, so a database that is away must not hold anyone up.
    with suppress(DatabaseAway), site().writing() as work:
        for secret in visitor.secrets_held():
            take_part.forget(work, secret)
    return visitor.go_away()


def wanted_page(here: Here, page_id: str) -> Page:
    """The page with this id; 404 when the questionnaire has none."""
    found = here.draft.questionnaire.page_by_id.get(page_id)
    if found is None:
        abort(404)
    return found


def read_form(shown: Page) -> PageRead:
    """The posted page; a field that the page never had is refused."""
    sent_values = {name: request.form.getlist(name) for name in request.form}
    if set(sent_values) - {question.id for question in shown.questions} - {"csrf_token", "skip"}:
        abort(400)
    if "skip" in sent_values:
        return PageRead({question.id: None for question in shown.questions}, {})
    return take_part.read_page(shown, sent_values)


def typed_text(shown: Page) -> dict[str, AnswerValue]:
    """What was typed or chosen, just as it came, to be shown again beside a problem."""
    typed: dict[str, AnswerValue] = {}
    for question in shown.questions:
        values = [showable(value) for value in request.form.getlist(question.id)]
        if values:
            typed[question.id] = tuple(values) if question.options else values[0]
    return typed


def save(here: Here, read: PageRead) -> Here:
    """Store the page; when another tab was quicker, load what it saved and add this page to it."""
    for _ in range(TRIES):
        with site().writing() as work:
            if take_part.save_page(work, here.entry, here.begun.secret, here.draft, read):
                answers = {**here.draft.answers, **{k: v for k, v in read.answers.items() if v}}
                for skipped in (name for name, value in read.answers.items() if not value):
                    answers.pop(skipped, None)
                return Here(here.entry, here.begun, DraftState(here.draft.questionnaire, answers, 1))
        with site().reading() as work:
            here = where(work, here.code)
    abort(409)


def go_on(here: Here, shown: Page, before: Mapping[str, AnswerValue]) -> Response:
    """To the next page; to the same one when an answer has just brought up another question on it."""
    draft = here.draft
    seen, now = (
        shown_questions(shown, kept_answers(draft.questionnaire, a)) for a in (before, draft.answers)
    )
    if any(question not in seen for question in now):
        return to_page(here.code, shown)
    return to_page(here.code, next_page(draft.questionnaire, draft.answers, shown.id))


def to_page(code: str, shown: Page | None) -> Response:
    """To a page, or to the check when there is none left."""
    if shown is None:
        return redirect(url_for(".check", code=code), 303)
    return redirect(url_for(".page", code=code, page_id=shown.id), 303)


def check_again(entry: Entry) -> Response:
    """Back to the last look: the answers are no longer those that were checked."""
    return redirect(url_for(".check", code=entry.code, changed=1), 303)


def thank(entry: Entry, ended: bool = True) -> Response:
    """To the thank-you page; `ended` is false when this browser has begun anew since it sent."""
    if ended:
        visitor.end_visit(entry)
    visitor.remember_thanks(entry)
    return redirect(url_for(".sent", code=entry.code), 303)


for address, name, view, method in (
    ("/look", "choose_look", choosing.choose_look, "GET"),
    ("/look", "keep_look", choosing.keep_look, "POST"),
    ("/language", "choose_language", choosing.choose_language, "GET"),
    ("/language", "keep_language", choosing.keep_language, "POST"),
):
    blueprint.add_url_rule(address, name, view, methods=(method,))
