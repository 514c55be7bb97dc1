"""The pages of somebody who answers. Each route loads, decides and answers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from accessibility.easy_read import opening
from accessibility.languages import LANGUAGES
from questionnaires.model import Page
from questionnaires.path import kept_answers, next_page, shown_pages, shown_questions
from questionnaires.rules import AnswerValue
from survey_app.services import come_back, receive_answers, take_part, two_tabs
from survey_app.services.contact_requests import is_offered
from survey_app.services.entry import Entry
from survey_app.services.errors import AlreadyReceived, DraftGone, DraftMoved, NotTakingAnswers
from survey_app.services.public_page import code_of
from survey_app.services.publish import version_of
from survey_app.services.take_part import DraftState
from survey_app.storage.database import DatabaseAway
from survey_app.web.access import RESPONDENT, open_to
from survey_app.web.given_back import by_an_address, given_back
from survey_app.web.languages import likely_first, speech
from survey_app.web.respondent import choosing, practising, visitor
from survey_app.web.respondent.coming_back import ROUTES, put_away, save_for_later
from survey_app.web.respondent.contact import ROUTES as CONTACT_ROUTES
from survey_app.web.respondent.credits import ROUTES as CREDIT_ROUTES
from survey_app.web.respondent.credits import credited_by
from survey_app.web.respondent.drawing import draw, draw_check, draw_same, not_open
from survey_app.web.respondent.here import Here, address_of, find_entry, page_at, where, where_in
from survey_app.web.respondent.reading import reading_of
from survey_app.web.respondent.saving import (
    AnsweredElsewhere,
    draw_again,
    draw_elsewhere,
    draw_given_back,
    draw_stored,
    form_sent,
    mark_in,
    read_form,
    save,
)
from survey_app.web.respondent.signing import signing_of
from survey_app.web.site import site

blueprint = Blueprint("respondent", __name__, url_prefix="/s/<code>")


@blueprint.after_request
def give_back_by_an_address(answer: Response) -> Response:
    """No form stays in the history of a browser: what could not be kept is shown at the same address instead."""
    return answer if visitor.has_ended() else by_an_address(answer)


@blueprint.get("")
@open_to(RESPONDENT)
def start(code: str) -> str | Response:
    """The first page, or a kind page that says when the survey opens or that it has closed."""
    with site().reading() as work:
        entry = find_entry(work, code)
        guide = code_of(work, entry.visit_id)
        begun = visitor.visit_begun(entry)
        if not entry.takes_starts and not (begun and begun.may_go_on(entry)):
            return not_open(entry, guide=guide)
        questionnaire = version_of(work, entry.version_digest)
        # Whoever answers again may still ask to be contacted about what they have sent.
        offered = visitor.has_sent(entry) and is_offered(work, entry.visit_id)
    reading = reading_of(questionnaire)
    return draw_same(
        "start.html",
        entry,
        opening=opening(questionnaire, reading),
        signing=signing_of(questionnaire, reading.face),
        minutes=questionnaire.minutes,
        begun=begun is not None,
        offers_contact=offered,
        chosen_by=credited_by(questionnaire),
        guide=guide,
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
            begun = visitor.begin_visit(entry, work.now)
            practising.begin(entry, begun.secret, draft)
    return to_page(entry.code, draft, first_open_page(draft))


@blueprint.get("/page/<page_id>")
@open_to(RESPONDENT)
def page(code: str, page_id: str) -> str | Response:
    """One page of questions with what was answered before, or with what was just sent and could not be kept."""
    with site().reading() as work:
        here = where(work, code)
        shown = wanted_page(here, page_id)
        mark = two_tabs.mark_of(work, here.begun.secret, shown, here.draft)
        practising.page_shown(here.entry, shown, work.now)
    sent = given_back()
    return draw_given_back(here, shown, mark, sent) if sent else draw_stored(here, shown, mark)


@blueprint.post("/page/<page_id>")
@open_to(RESPONDENT)
def answer(code: str, page_id: str) -> str | Response | tuple[str, int]:
    """Save a page and go on; or show it again with a sentence beside what could not be read."""
    with site().reading() as work:
        here = where(work, code)
    shown = wanted_page(here, page_id)
    sent = practising.take_note(here.entry, shown, form_sent())
    read = read_form(shown, sent)
    if "keep_other" in sent:
        return go_on(here, shown, here.draft.answers)
    if read.problems:
        return draw_again(here, shown, sent, read), 422
    try:
        saved = save(here, shown, read, mark_in(sent))
    except AnsweredElsewhere as found:
        return draw_elsewhere(found, shown, read), 409
    if "to_language" in sent:
        return redirect(url_for(".choose_language", code=here.code, back=request.path), 303)
    if saved.entry.practice:
        return practising.go_on(saved, shown, read, go_on(saved, shown, here.draft.answers))
    return put_away(saved) if "later" in sent else go_on(saved, shown, here.draft.answers)


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
    if practising.send(code):
        return redirect(url_for(".sent", code=code), 303)
    if "later" in request.form:
        return save_for_later(code)
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
        sending = receive_answers.prepare_sending(
            work, entry, here.begun.secret, here.draft, tag, reading.face
        )
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
        offered = is_offered(work, entry.visit_id)
        after = code_of(work, entry.visit_id)
    if not visitor.has_sent(entry):
        return redirect(url_for(".start", code=code), 303)
    return draw_same("sent.html", entry, offers_contact=offered, after=after)


@blueprint.get("/help")
@open_to(RESPONDENT)
def get_help(code: str) -> str:
    """Who can help, with numbers to call."""
    with site().reading() as work:
        entry = find_entry(work, code)
    return draw("help.html", entry, back=practising.way_back(entry))


@blueprint.post("/leave")
@open_to(RESPONDENT)
def leave(code: str) -> Response:  # noqa: ARG001 - leaving works from any address
    """Delete what this browser has begun, empty its cookie and go to a neutral site, whatever happens."""
    # A draft whose cookie is gone can be read by nobody, so a database that is away must not hold anyone up.
    with suppress(DatabaseAway), site().writing() as work:
        for secret in visitor.secrets_held():
            come_back.forget(work, secret)
    return visitor.go_away()


def wanted_page(here: Here, page_id: str) -> Page:
    """The page behind the end of an address; 404 when the questionnaire has none."""
    found = page_at(here.draft.questionnaire, page_id)
    if found is None:
        abort(404)
    return found


def first_open_page(draft: DraftState) -> Page | None:
    """The first page on which nothing is answered yet; None when there is none left."""
    pages = shown_pages(draft.questionnaire, draft.answers)
    return next((page for page in pages if not two_tabs.answers_on(page, draft)), None)


def go_on(here: Here, shown: Page, before: Mapping[str, AnswerValue]) -> Response:
    """To the next page; to the same one when an answer has just brought up another question on it."""
    draft = here.draft
    seen, now = (
        shown_questions(shown, kept_answers(draft.questionnaire, a)) for a in (before, draft.answers)
    )
    if any(question not in seen for question in now):
        return to_page(here.code, draft, shown)
    return to_page(here.code, draft, next_page(draft.questionnaire, draft.answers, shown.id))


def to_page(code: str, draft: DraftState, shown: Page | None) -> Response:
    """To a page, or to the check when there is none left."""
    if shown is None:
        return redirect(url_for(".check", code=code), 303)
    return redirect(address_of(code, draft.questionnaire, shown), 303)


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
    *ROUTES,
    *CONTACT_ROUTES,
    *CREDIT_ROUTES,
):
    blueprint.add_url_rule(address, name, view, methods=(method,))
