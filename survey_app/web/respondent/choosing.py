"""What a reader may choose about the pages: how they look, and their language. Kept for this visit only."""

from __future__ import annotations

import re
from dataclasses import asdict

from flask import redirect, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from accessibility.easy_read import face_of
from accessibility.preferences import CHOICES
from survey_app.services.publish import version_of
from survey_app.web.access import RESPONDENT, open_to
from survey_app.web.languages import keep_in
from survey_app.web.respondent import visitor
from survey_app.web.respondent.drawing import draw
from survey_app.web.respondent.here import find_entry
from survey_app.web.respondent.signing import faces_shown
from survey_app.web.site import site

# What may follow the address of a survey, such as /page/3.
OUR_PLACES = re.compile(r"(/[\w-]+)*", re.ASCII)
LEGENDS = {
    "face": lazy_gettext("Words"),
    "theme": lazy_gettext("Colours"),
    "text_size": lazy_gettext("Size of words"),
    "spacing": lazy_gettext("Space"),
    "font": lazy_gettext("Letters"),
}


@open_to(RESPONDENT)
def choose_look(code: str) -> str:
    """How the pages look."""
    with site().reading() as work:
        entry = find_entry(work, code)
        questionnaire = version_of(work, entry.version_digest)
    chosen = asdict(visitor.look())
    chosen["face"] = face_of(chosen["face"], questionnaire)
    faces = {face: CHOICES["face"][face] for face in faces_shown(questionnaire)}
    choices = {**CHOICES, "face": faces}
    return draw("look.html", entry, choices=choices, legends=LEGENDS, chosen=chosen, back=way_back(code))


@open_to(RESPONDENT)
def keep_look(code: str) -> Response:
    """Keep the choice in this browser until it is closed, and go back to where the reader was."""
    wanted = {name: request.form.get(name, "") for name in CHOICES}
    return keep_in(redirect(way_back(code), 303), look=visitor.look().choosing(wanted))


@open_to(RESPONDENT)
def choose_language(code: str) -> str:
    """The languages of this survey, each by its own name."""
    with site().reading() as work:
        entry = find_entry(work, code)
    return draw("language.html", entry, back=way_back(code))


@open_to(RESPONDENT)
def keep_language(code: str) -> Response:
    """Speak another language from now on, and go back to where the reader was."""
    with site().reading() as work:
        find_entry(work, code)
    return keep_in(redirect(way_back(code), 303), request.form.get("language", ""))


def way_back(code: str) -> str:
    """The page of this survey that somebody came from; never another address."""
    back = request.values.get("back", "")
    here = url_for(".start", code=code)
    ours = back.startswith(here) and OUR_PLACES.fullmatch(back.removeprefix(here))
    return back if ours else here
