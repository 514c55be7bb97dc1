"""Somebody who has sent asks to be contacted: in a form of its own that carries nothing of the answers."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from survey_app.services.contact_requests import WAYS, WITHIN_WORKING_DAYS, Wish, ask, is_offered
from survey_app.services.entry import Entry
from survey_app.services.errors import Refused
from survey_app.storage.base import random_id
from survey_app.web.access import RESPONDENT, open_to
from survey_app.web.given_back import by_an_address, forget_given_back, given_back, shown_once
from survey_app.web.respondent import visitor
from survey_app.web.respondent.drawing import draw, draw_same
from survey_app.web.respondent.here import find_entry
from survey_app.web.showable import showable
from survey_app.web.site import site

LONGEST = {"way": 16, "reach": 200, "name": 100, "about": 1000, "who_may_know": 300}
KEY_LETTERS = 32
TOO_MANY = "too_many"


@open_to(RESPONDENT)
def ask_contact(code: str) -> Response:
    """The form; or what was wrong with the one that was just sent, once."""
    entry = _entry(code)
    if not visitor.has_sent(entry):
        return redirect(url_for(".start", code=code), 303)
    sent = {name: values[0] for name, values in given_back().items() if values}
    page = make_response(_draw(entry, sent, _problems(sent) if sent else {}))
    return shown_once(page) if sent else page


@open_to(RESPONDENT)
def keep_contact(code: str) -> Response:
    """Keep the request, or show the form again with what was typed."""
    entry = _entry(code)
    if not visitor.has_sent(entry):
        return redirect(url_for(".start", code=code), 303)
    sent = {name: showable(request.form.get(name, "")).strip() for name in LONGEST}
    sent["key"] = _key(request.form.get("key", ""))
    problems = _problems(sent)
    if problems:
        return by_an_address(make_response(_draw(entry, sent, problems), 422))
    try:
        with site().writing() as work:
            ask(work, entry, Wish(**{name: sent[name] for name in LONGEST}), sent["key"])
    except Refused:
        too_many = {TOO_MANY: _("Too many people have asked just now. Please try again in 1 hour.")}
        return make_response(_draw(entry, sent, too_many), 429)
    forget_given_back()
    return by_an_address(redirect(url_for(".contact_asked", code=code), 303))


@open_to(RESPONDENT)
def contact_asked(code: str) -> str:
    """It is kept, and what happens next."""
    return draw_same("contact_asked.html", _entry(code), days=WITHIN_WORKING_DAYS)


ROUTES = (
    ("/contact", "ask_contact", ask_contact, "GET"),
    ("/contact", "keep_contact", keep_contact, "POST"),
    ("/contact/asked", "contact_asked", contact_asked, "GET"),
)


def _entry(code: str) -> Entry:
    with site().reading() as work:
        entry = find_entry(work, code)
        if not is_offered(work, entry.visit_id):
            abort(404)
    return entry


def _problems(sent: Mapping[str, str]) -> dict[str, str]:
    found = {}
    if sent.get("way") not in WAYS:
        found["way"] = _("Choose how we contact you.")
    for name in ("reach", "name"):
        if not sent.get(name):
            found[name] = _("Please write something here.")
    for name, longest in LONGEST.items():
        if len(sent.get(name, "")) > longest:
            found[name] = _("This is too long. Please write less.")
    return found


def _draw(entry: Entry, sent: Mapping[str, str], problems: Mapping[str, str]) -> str:
    words = {"sent": sent, "problems": problems, "days": WITHIN_WORKING_DAYS}
    return draw("contact.html", entry, key=_key(sent.get("key", "")), **words)


def _key(given: str) -> str:
    """The id of the form that was sent, or a new one where none can be read."""
    fine = len(given) == KEY_LETTERS and given.isascii() and given.isalnum()
    return given if fine else random_id()
