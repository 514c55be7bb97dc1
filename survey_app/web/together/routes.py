"""The pages of a group that looks at questions before they are asked: no account, only its code."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from accessibility.easy_read import face_of, faces_offered, wording
from accessibility.preferences import CHOICES, SIGNED
from survey_app.services import react, replies
from survey_app.services.entry import as_typed
from survey_app.services.errors import NotTakingAnswers
from survey_app.services.work import Work
from survey_app.web.access import PUBLIC, open_to
from survey_app.web.given_back import by_an_address, given_back
from survey_app.web.languages import keep_in, likely_first, speech
from survey_app.web.showable import showable
from survey_app.web.site import site
from survey_app.web.together import reacting, saying, seat
from survey_app.web.together.here import Here, draw, look, where
from survey_app.web.together.reacting import SORTS
from survey_app.web.together.way_back import way_back

blueprint = Blueprint("together", __name__, url_prefix="/together")
LONGEST_CODE = 40
LEGENDS = {
    "face": lazy_gettext("Words"),
    "theme": lazy_gettext("Colours"),
    "text_size": lazy_gettext("Size of words"),
    "spacing": lazy_gettext("Space"),
    "font": lazy_gettext("Letters"),
}


@blueprint.get("")
@open_to(PUBLIC)
def type_code() -> str | Response:
    """Type a group's code."""
    code = as_typed(request.args.get("code", ""))[:LONGEST_CODE]
    if code:
        return redirect(url_for(".start", code=code), 303)
    return render_template("together/type_code.html")


@blueprint.get("/<code>")
@open_to(PUBLIC)
def start(code: str) -> str:
    """Who asks, what for, until when, and what happens to what is said; or, when it is over, what came of it."""
    with site().reading() as work:
        here = where(work, code)
        said_back = _said_back(work, here) if here.over else {}
    if here.over:
        return draw("together/over.html", here, typed={}, **said_back)
    return draw(
        "together/start.html",
        here,
        taken=seat.is_taken(here.holder),
        languages=likely_first(speech().others),
    )


@blueprint.post("/<code>")
@open_to(PUBLIC)
def begin(code: str) -> Response | tuple[str, int]:
    """Begin, go on after what was said last, or let somebody else begin in this browser."""
    with site().reading() as work:
        here = where(work, code)
        said = react.all_said_by(work, here.holder, here.seat_id, here.asked)
    if here.over:
        raise NotTakingAnswers(here.code)
    if "someone_else" in request.form:
        return seat.give_up(redirect(url_for(".start", code=code), 303))
    last = max((n for n, question in enumerate(here.questions, 1) if question.id in said), default=0)
    on = min(last + 1, len(here.questions))
    return seat.keep(
        redirect(url_for(".question", code=code, number=on), 303), here.holder, here.secret, here.now
    )


@blueprint.get("/<code>/end")
@open_to(PUBLIC)
def end(code: str) -> str:
    """Thanks, and everything that was said here, with a way to change it."""
    with site().reading() as work:
        here = where(work, code)
        said = react.all_said_by(work, here.holder, here.seat_id, here.asked)
    rows = [
        (number, wording(here.asked, question, here.reading).text, _said_words(said.get(question.id)))
        for number, question in enumerate(here.questions, 1)
    ]
    return draw("together/end.html", here, rows=rows)


@blueprint.get("/<code>/replies")
@open_to(PUBLIC)
def replies_page(code: str) -> str:
    """What was said back to this group."""
    with site().reading() as work:
        here = where(work, code)
        said_back = _said_back(work, here)
    return draw("together/replies.html", here, **said_back)


@blueprint.get("/<code>/help")
@open_to(PUBLIC)
def get_help(code: str) -> str:
    """Who can help, with numbers to call; first for somebody who wrote of harm, what happens to what they wrote."""
    with site().reading() as work:
        here = where(work, code)
    return draw("together/help.html", here, told="told" in request.args, onward=way_back(here.code))


@blueprint.get("/<code>/look")
@open_to(PUBLIC)
def choose_look(code: str) -> str:
    """How the pages look."""
    with site().reading() as work:
        here = where(work, code)
    faces = {face: words for face, words in CHOICES["face"].items() if face in faces_offered(here.asked)}
    faces.pop(SIGNED, None)
    chosen = {**asdict(look()), "face": face_of(look().face, here.asked)}
    choices = {**CHOICES, "face": faces}
    return draw(
        "respondent/look.html",
        here,
        choices=choices,
        legends=LEGENDS,
        chosen=chosen,
        back=way_back(here.code),
    )


@blueprint.post("/<code>/look")
@open_to(PUBLIC)
def keep_look(code: str) -> Response:
    """Keep the choice in this browser until it is closed."""
    with site().reading() as work:
        here = where(work, code)
    wanted = {name: request.form.get(name, "") for name in CHOICES}
    return keep_in(redirect(way_back(here.code), 303), look=look().choosing(wanted))


@blueprint.get("/<code>/language")
@open_to(PUBLIC)
def choose_language(code: str) -> str:
    """The languages, each by its own name."""
    with site().reading() as work:
        here = where(work, code)
    return draw("respondent/language.html", here, back=way_back(here.code))


@blueprint.post("/<code>/language")
@open_to(PUBLIC)
def keep_language(code: str) -> Response:
    """Speak another language from now on."""
    with site().reading() as work:
        here = where(work, code)
    return keep_in(redirect(way_back(here.code), 303), request.form.get("language", ""))


@blueprint.errorhandler(NotTakingAnswers)
def is_over(_error: NotTakingAnswers) -> tuple[str, int]:
    """The review ended while somebody was at it: what they wrote is still here."""
    with site().reading() as work:
        here = where(work, str((request.view_args or {})["code"]))
        said_back = _said_back(work, here)
    sent = request.form.get("comment", "") or "".join(given_back().get("comment", ()))
    typed = {"comment": showable(sent)} if sent else {}
    page = draw("together/over.html", here, typed=typed, **said_back)
    return page, 409 if request.method == "POST" else 200


@blueprint.after_request
def give_back_by_an_address(answer: Response) -> Response:
    """No form stays in the history of a browser: what could not be kept is shown at the same address instead."""
    return by_an_address(answer)


@blueprint.after_app_request
def leave_no_seat(answer: Response) -> Response:
    """Whoever leaves quickly, from here or from practice, leaves nothing here for the next reader."""
    return seat.give_up(answer) if request.endpoint == "respondent.leave" else answer


def _said_back(work: Work, here: Here) -> dict[str, object]:
    """What the list of replies shows."""
    return {
        "replies": replies.replies_to(work, here.holder),
        "waiting": replies.waits_for_reply(work, here.holder),
        "texts": {
            question.id: wording(here.asked, question, here.reading).text for question in here.questions
        },
        "sorts": SORTS,
    }


def _said_words(said: react.Said | None) -> list[str]:
    if said is None:
        return []
    return [str(words) for sort, (words, _picture) in SORTS.items() if sort in said.sorts]


for address, name, view, method in (*reacting.ROUTES, *saying.ROUTES):
    blueprint.add_url_rule(address, name, view, methods=(method,))
