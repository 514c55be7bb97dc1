"""The pages of a facilitator: what a group said in a meeting, how practice went, and sheets to print."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from accessibility.easy_read import Reading, wording
from accessibility.preferences import EASY_READ_PICTURES, STANDARD
from accessibility.symbols import load_symbols
from accessibility.typesetting import CannotSetType
from questionnaires.faces import EASY_READ
from questionnaires.model import Question, Questionnaire
from survey_app.paper.review_sheet import SIZES, review_sheet
from survey_app.services import review_sessions
from survey_app.services.errors import NotFound, Refused
from survey_app.services.key_holders import GroupHolder, facilitator_behind
from survey_app.services.practice_figures import figures_for_facilitator
from survey_app.services.publish import version_of
from survey_app.services.review_sessions import TALLIES, WAYS, Said
from survey_app.services.work import Work
from survey_app.web.access import PUBLIC, open_to
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("facilitator", __name__, url_prefix="/together/f/<key>")
MOST_DIGITS = 4
Page = str | AnyResponse | tuple[str, int]


@blueprint.get("")
@open_to(PUBLIC)
def home(key: str) -> str:
    """The group's meetings, what it can print, and how practice went."""
    return _home(key, {}, "")


@blueprint.post("")
@open_to(PUBLIC)
def begin(key: str) -> Page:
    """Begin to write down a meeting."""
    typed = {name: request.form.get(name, "") for name in ("held_on", "how", "took_part")}
    try:
        with site().writing() as work:
            holder = _holder(work, key)
            session_id = review_sessions.add_session(
                work, holder, _day(typed["held_on"]), typed["how"], _number(typed["took_part"])
            )
    except Refused as refused:
        return _home(key, typed, refused.sentence), 422
    return redirect(url_for(".meeting", key=key, session_id=session_id), 303)


@blueprint.get("/meetings/<session_id>")
@open_to(PUBLIC)
def meeting(key: str, session_id: str) -> str:
    """Every question, and what is written down of it."""
    with site().reading() as work:
        holder = _holder(work, key)
        card = review_sessions.find_session(work, holder, session_id)
        asked = version_of(work, holder.round.draft_digest)
        said = {name: review_sessions.said_of(work, holder, session_id, name) for name in asked.questions}
    return render_template(
        "together/meeting.html", key=key, holder=holder, card=card, asked=asked, said=said, ways=WAYS
    )


@blueprint.post("/meetings/<session_id>/remove")
@open_to(PUBLIC)
def remove(key: str, session_id: str) -> AnyResponse:
    """Take a meeting back."""
    with site().writing() as work:
        review_sessions.remove_session(work, _holder(work, key), session_id)
    return redirect(url_for(".home", key=key), 303)


@blueprint.get("/meetings/<session_id>/<number>")
@open_to(PUBLIC)
def question(key: str, session_id: str, number: str) -> str:
    """One question with its boxes."""
    return _question(key, session_id, number, None, "")


@blueprint.post("/meetings/<session_id>/<number>")
@open_to(PUBLIC)
def write_down(key: str, session_id: str, number: str) -> Page:
    """Keep what was said of a question, and go on to the next."""
    try:
        said = _said()
        with site().writing() as work:
            holder = _holder(work, key)
            asked = version_of(work, holder.round.draft_digest)
            found = _numbered(asked, number)
            review_sessions.keep_said(work, holder, session_id, found.id, said)
    except Refused as refused:
        return _question(key, session_id, number, _typed(), refused.sentence), 422
    onward = int(number) + 1
    if "back" in request.form or onward > len(asked.questions):
        return redirect(url_for(".meeting", key=key, session_id=session_id), 303)
    return redirect(url_for(".question", key=key, session_id=session_id, number=onward), 303)


@blueprint.get("/sheet-<size>.pdf")
@open_to(PUBLIC)
def sheet(key: str, size: str) -> Response:
    """Sheets to print: each question with boxes to tick and room to write."""
    with site().reading() as work:
        holder = _holder(work, key)
        asked = version_of(work, holder.round.draft_digest)
        now = work.now
    if size not in {str(one) for one in SIZES}:
        raise NotFound(size)
    symbols = load_symbols(site().settings.symbols)
    try:
        made = review_sheet(asked, holder.round.title, int(size), symbols, now)
    except CannotSetType as problem:
        raise NotFound(size) from problem
    answer = Response(made, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"review-sheet-{size}.pdf")
    return answer


def _holder(work: Work, key: str) -> GroupHolder:
    return facilitator_behind(work, key, "enter_sessions")


def _home(key: str, typed: dict[str, str], problem: str) -> str:
    with site().reading() as work:
        holder = _holder(work, key)
        return render_template(
            "together/facilitator.html",
            key=key,
            holder=holder,
            over=holder.round.standing != "open" or work.now >= holder.round.closes_at,
            sessions=review_sessions.sessions_of(work, holder),
            figures=figures_for_facilitator(work, holder),
            ways=WAYS,
            sizes=SIZES,
            typed={name: showable(value) for name, value in typed.items()},
            problem=problem,
            today=work.today,
        )


def _question(key: str, session_id: str, number: str, said: Said | None, problem: str) -> str:
    with site().reading() as work:
        holder = _holder(work, key)
        card = review_sessions.find_session(work, holder, session_id)
        asked = version_of(work, holder.round.draft_digest)
        found = _numbered(asked, number)
        shown = said or review_sessions.said_of(work, holder, session_id, found.id)
    face = EASY_READ_PICTURES if EASY_READ in asked.faces else STANDARD
    return render_template(
        "together/said.html",
        key=key,
        card=card,
        number=int(number),
        total=len(asked.questions),
        question=found,
        words=wording(asked, found, Reading(face)),
        said=shown,
        typed=request.form if problem else {},
        tallies=TALLIES,
        problem=problem,
    )


def _numbered(asked: Questionnaire, number: str) -> Question:
    """The question with this number, from 1; raises NotFound."""
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < MOST_DIGITS else 0
    found = dict(enumerate(asked.questions.values(), 1)).get(wanted)
    if found is None:
        raise NotFound(number)
    return found


def _said() -> Said:
    tallies = {name: _number(request.form.get(name, "")) for name in TALLIES}
    return Said(tallies, _typed().hard_words, _typed().comment)


def _typed() -> Said:
    """What was typed, as it came; the numbers are shown from the form itself."""
    words = (word.strip() for word in showable(request.form.get("hard_words", "")).split(","))
    comment = showable(request.form.get("comment", "")).replace("\r\n", "\n").strip()
    return Said({}, tuple(dict.fromkeys(word for word in words if word)), comment)


def _number(typed: str) -> int:
    digits = typed.strip() or "0"
    if not (digits.isascii() and digits.isdecimal() and len(digits) < MOST_DIGITS):
        raise Refused("Give whole numbers, like 3, or leave a box empty.")
    return int(digits)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused("Give the day on which the group met.") from None
