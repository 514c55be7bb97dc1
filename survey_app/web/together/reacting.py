"""One question as it will be asked, and beside it large rows to say what one thinks of it."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from accessibility.languages import LANGUAGES
from survey_app.services import react
from survey_app.services.react import COMMENT, HARD_WORD, PICTURE
from survey_app.web.access import PUBLIC, open_to
from survey_app.web.site import site
from survey_app.web.together import seat
from survey_app.web.together.here import draw, where
from survey_app.web.together.shown import IN_ADDRESS, draw_question, reading_wanted, ways

SORTS = {
    "understand": (_("I understand it"), "tick"),
    "not_understood": (_("I do not understand it"), "not_sure"),
    HARD_WORD: (_("A word is hard"), "write"),
    PICTURE: (_("The picture is wrong"), "eye"),
    "upsets": (_("It upsets me"), "worried"),
    "missing": (_("Something is missing"), "none"),
    COMMENT: (_("I want to say more"), "talking"),
}
"""What may be said of a question, with the picture beside it, in the order of the page."""
# Each of these asks something more, on a page of its own.
FOLLOWED = {HARD_WORD: "words", PICTURE: "picture", "missing": "comment", COMMENT: "comment"}
AFTER = ("words", "picture", "comment")


@open_to(PUBLIC)
def question(code: str, number: int) -> str | Response:
    """The question, and what this browser said of it."""
    with site().reading() as work:
        here = where(work, code)
        asked = here.question(number)
        reading = reading_wanted(here)
        said = react.said_by(work, here.seat_at(asked, reading))
    if here.over:
        return redirect(url_for(".start", code=here.code), 303)
    return draw(
        "together/question.html",
        here,
        number=number,
        shown=draw_question(here, asked, reading),
        shown_in=LANGUAGES[reading.language],
        ways=ways(here, asked, reading),
        sorts=SORTS,
        chosen=said.sorts,
    )


@open_to(PUBLIC)
def keep_question(code: str, number: int) -> Response:
    """Keep what was chosen, and go on: to what it asks more, or to the next question."""
    with site().writing() as work:
        here = where(work, code)
        place = here.seat_at(here.question(number), reading_wanted(here))
        chosen = request.form.getlist("said")
        if "skip" in request.form:
            chosen = []
        else:
            react.keep_sorts(work, place, request.form.get("seen", "").split(), chosen)
    follows = {FOLLOWED[sort] for sort in chosen if sort in FOLLOWED}
    to = onward(here.code, number, follows, len(here.questions))
    return seat.keep(redirect(to, 303), here.holder, here.secret, here.now)


def onward(code: str, number: int, follows: set[str], total: int) -> str:
    """The first of the pages that follow, with the others in its address; else the next question, or the end."""
    wanted = [page for page in AFTER if page in follows]
    if wanted:
        shown = {name: request.args[name] for name in IN_ADDRESS if name in request.args}
        query = urlencode({**shown, **({"then": "-".join(wanted[1:])} if wanted[1:] else {})})
        address = url_for(f".{wanted[0]}", code=code, number=number)
        return f"{address}?{query}" if query else address
    if number >= total:
        return url_for(".end", code=code)
    return url_for(".question", code=code, number=number + 1)


ROUTES = (
    ("/<code>/<int:number>", "question", question, "GET"),
    ("/<code>/<int:number>", "keep_question", keep_question, "POST"),
)
