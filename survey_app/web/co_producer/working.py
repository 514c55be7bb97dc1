"""The work list of whoever leads a review: what was said of each question, answered one by one or together."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accessibility.review import Finding, review_text
from survey_app.services import answer_reactions
from survey_app.services.answer_reactions import ANSWERS, LONGEST, LONGEST_EASY, Answer
from survey_app.services.errors import Refused
from survey_app.services.reaction_list import SORTS, Only, how_many_wait, work_list
from survey_app.services.review_rounds import OPEN, find_round, groups_of
from survey_app.web.access import signed_in, staff_only
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("review_work", __name__, url_prefix="/staff/reviews/<round_id>/work")
Page = str | Response | tuple[str, int]
LONGEST_ID = 64


@blueprint.get("")
@staff_only("review_questions")
def listed(round_id: str) -> str:
    """Every question with what was said of it; the address holds what narrows the list."""
    return _draw(round_id)


@blueprint.post("")
@staff_only("review_questions")
def answer(round_id: str) -> Page:
    """Answer what was picked, or only check how the easy read is to read."""
    said = Answer(*(showable(request.form.get(name, "")) for name in ("answer", "words", "easy")))
    picks = frozenset(request.form.getlist("pick"))
    if "check" in request.form:
        return _draw(round_id, said, picks, found=review_text(said.easy))
    try:
        with site().writing() as work:
            answered = answer_reactions.answer(work, signed_in(), round_id, picks, said)
    except Refused as refused:
        return _draw(round_id, said, picks, problem=refused.sentence), 422
    flash(f"Answered: {answered}. The groups read it on their page.")
    return redirect(url_for(".listed", **_address(round_id)), 303)


def _narrowed() -> dict[str, str]:
    """What the address narrows the list to."""
    given = {name: request.args.get(name, "")[:LONGEST_ID] for name in ("waiting", "question", "group")}
    return {name: showable(value) for name, value in given.items() if value}


def _address(round_id: str) -> dict[str, Any]:
    return {"round_id": round_id, **_narrowed()}


def _draw(
    round_id: str,
    said: Answer | None = None,
    picks: frozenset[str] = frozenset(),
    problem: str = "",
    found: tuple[Finding, ...] | None = None,
) -> str:
    narrowed = _narrowed()
    only = Only("waiting" in narrowed, narrowed.get("question", ""), narrowed.get("group", ""))
    with site().reading() as work:
        asked_round = find_round(work, signed_in(), round_id)
        return render_template(
            "co_producer/work_list.html",
            round=asked_round,
            groups=groups_of(work, round_id),
            questions=work_list(work, signed_in(), round_id, only),
            every=work_list(work, signed_in(), round_id),
            waiting=how_many_wait(work, round_id),
            may_answer=asked_round.standing == OPEN,
            only=only,
            narrowed=narrowed,
            sorts=SORTS,
            answers=ANSWERS,
            longest=LONGEST,
            longest_easy=LONGEST_EASY,
            said=said or Answer(""),
            picks=picks,
            found=found,
            problems=[{"text": problem, "href": "#answer"}] if problem else [],
        )
