"""What a choice asks more: which word is hard, which picture is better, and a comment in words or pictures."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from accessibility.easy_read import Reading, wording
from accessibility.languages import LANGUAGES
from accessibility.preferences import EASY_READ_PICTURES
from accessibility.symbols import load_symbols
from questionnaires.model import Question
from survey_app.services import react
from survey_app.services.errors import NotTakingAnswers, Refused
from survey_app.services.words_of_questions import every_word, words_in
from survey_app.services.work import Work
from survey_app.web.access import PUBLIC, open_to
from survey_app.web.given_back import given_back
from survey_app.web.page_view import page_views
from survey_app.web.showable import showable
from survey_app.web.site import site
from survey_app.web.together import boards, seat
from survey_app.web.together.here import Here, draw, where
from survey_app.web.together.reacting import AFTER, onward
from survey_app.web.together.shown import reading_wanted

# Levels up to here mean harm now or soon: nobody reads a comment at once, so its writer has to hear that.
URGENT = 2


@open_to(PUBLIC)
def words(code: str, number: int) -> str | Response:
    """Each word of the question, to be tapped."""
    with site().reading() as work:
        here, asked = _at(work, code, number)
        said = react.said_by(work, here.seat_at(asked, reading_wanted(here)))
    reading = reading_wanted(here)
    shown = wording(here.asked, asked, reading)
    return draw(
        "together/words.html",
        here,
        number=number,
        text=shown.text,
        words=dict.fromkeys([*words_in(shown), *sorted(said.words)]),
        chosen=said.words,
        words_in=LANGUAGES[reading.language],
    )


@open_to(PUBLIC)
def keep_words(code: str, number: int) -> Response:
    """Keep the hard words."""
    with site().writing() as work:
        here, asked = _at(work, code, number)
        if "skip" not in request.form:
            there = every_word(here.asked, asked)
            seen = request.form.get("seen", "").split()
            react.keep_words(
                work, here.seat_at(asked, reading_wanted(here)), there, seen, request.form.getlist("word")
            )
    return _go_on(here, number)


@open_to(PUBLIC)
def picture(code: str, number: int) -> str | Response:
    """Pictures that may be better: some that are near in meaning, or those that were looked for."""
    with site().reading() as work:
        here, asked = _at(work, code, number)
        said = react.said_by(work, here.seat_at(asked, reading_wanted(here)))
    symbols = load_symbols(site().settings.symbols)
    typed = request.args.get("q", "").strip()[: boards.LONGEST_SEARCH]
    found = boards.found(typed, symbols) if typed else []
    shown = found or boards.proposed(here.asked, asked, symbols)
    if said.picture in symbols and said.picture not in {one.name for one in shown}:
        shown = [symbols[said.picture], *shown]
    now = wording(here.asked, asked, Reading(EASY_READ_PICTURES)).picture
    return draw(
        "together/picture.html",
        here,
        number=number,
        text=wording(here.asked, asked, here.reading).text,
        now=now,
        symbols=shown,
        chosen=said.picture,
        typed=showable(typed),
        nothing=bool(typed and not found),
        then=request.args.get("then", ""),
    )


@open_to(PUBLIC)
def keep_picture(code: str, number: int) -> Response:
    """Keep the better picture."""
    with site().writing() as work:
        here, asked = _at(work, code, number)
        chosen = request.form.get("picture")
        known = chosen == "" or chosen in load_symbols(site().settings.symbols)
        if "skip" not in request.form and chosen is not None and known:
            react.keep_picture(work, here.seat_at(asked, reading_wanted(here)), chosen)
    return _go_on(here, number)


@open_to(PUBLIC)
def comment(code: str, number: int) -> str | Response:
    """A box to write in, and a board of pictures."""
    with site().reading() as work:
        here, asked = _at(work, code, number)
        said = react.said_by(work, here.seat_at(asked, reading_wanted(here)))
    sent = given_back()
    if sent:
        text = showable("".join(sent.get("comment", ())))
        return _draw_comment(here, number, said, text, tuple(sent.get("symbol", ())))
    return _draw_comment(here, number, said, said.comment, said.symbols)


@open_to(PUBLIC)
def keep_comment(code: str, number: int) -> str | Response | tuple[str, int]:
    """Keep the comment; whoever wrote of harm is shown who can help first."""
    text = showable(request.form.get("comment", ""))
    chosen = tuple(name for name in request.form.getlist("symbol") if name in boards.BOARD)
    shown = react.Shown(request.form.get("mark", ""), tuple(request.form.get("seen", "").split()))
    worry = 0
    try:
        with site().writing() as work:
            here, asked = _at(work, code, number)
            if "skip" not in request.form:
                worry = react.keep_comment(
                    work, here.seat_at(asked, reading_wanted(here)), shown, text, chosen
                )
    except Refused:
        with site().reading() as work:
            here, asked = _at(work, code, number)
            said = react.said_by(work, here.seat_at(asked, reading_wanted(here)))
        return _draw_comment(here, number, said, text, chosen), 422
    answer = _go_on(here, number)
    if 0 < worry <= URGENT:
        answer.location = url_for(".get_help", code=here.code, told=1, back=answer.location)
    return answer


def _draw_comment(here: Here, number: int, said: react.Said, text: str, chosen: tuple[str, ...]) -> str:
    return draw(
        "together/comment.html",
        here,
        number=number,
        text=wording(here.asked, here.question(number), here.reading).text,
        before=said,
        typed=text,
        board=boards.BOARD,
        drawn={name: page_views().picture(name) for name in boards.BOARD},
        chosen=chosen,
        too_long=len(text.replace("\r\n", "\n").strip()) > react.LONGEST_COMMENT,
    )


def _at(work: Work, code: str, number: int) -> tuple[Here, Question]:
    here = where(work, code)
    if here.over:
        raise NotTakingAnswers(here.code)
    return here, here.question(number)


def _go_on(here: Here, number: int) -> Response:
    follows = set(request.args.get("then", "").split("-")) & set(AFTER)
    to = onward(here.code, number, follows, len(here.questions))
    return seat.keep(redirect(to, 303), here.holder, here.secret, here.now)


ROUTES = tuple(
    (f"/<code>/<int:number>/{page}", name, view, method)
    for page, name, view, method in (
        ("words", "words", words, "GET"),
        ("words", "keep_words", keep_words, "POST"),
        ("picture", "picture", picture, "GET"),
        ("picture", "keep_picture", keep_picture, "POST"),
        ("comment", "comment", comment, "GET"),
        ("comment", "keep_comment", keep_comment, "POST"),
    )
)
