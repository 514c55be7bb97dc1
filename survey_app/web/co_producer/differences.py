"""What is different since a review began, whose yes is still needed, and the end of the review: approved and asked."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from survey_app.services import approve_wording
from survey_app.services.approve_wording import APPROVED, standings, survey_of, what_is_missing
from survey_app.services.change_wording import STEP, changes_in, differences_of, texts_of
from survey_app.services.errors import NotFound, Refused
from survey_app.services.review_rounds import OPEN, find_round, groups_of
from survey_app.web.access import signed_in, staff_only
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("review_end", __name__, url_prefix="/staff/reviews/<round_id>")
Page = str | AnyResponse | tuple[str, int]
MOST_DIGITS = 9
SAID = {"": "Nothing yet", "yes": "Yes", "not_yet": "Not yet"}


@blueprint.get("/differences")
@staff_only("review_questions")
def differences(round_id: str) -> str:
    """Question by question: what was, what is, why, who proposed it and who said yes."""
    return _draw(round_id)


@blueprint.post("/approve")
@staff_only("review_questions")
def approve(round_id: str) -> Page:
    """Approve the words that were shown."""
    typed = request.form.get("edition", "")
    seen = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < MOST_DIGITS else 0
    try:
        with site().writing() as work:
            approve_wording.approve(work, signed_in(), round_id, seen)
    except Refused as refused:
        return _draw(round_id, refused.sentence), 409
    flash("The words are approved, and the questions now say who chose them.")
    return redirect(url_for(".differences", round_id=round_id), 303)


@blueprint.post("/serve")
@staff_only("review_questions")
def serve(round_id: str) -> Page:
    """Ask the approved words in the visit from now on."""
    try:
        with site().writing() as work:
            why = showable(request.form.get("why", ""))
            approve_wording.serve(work, signed_in(), round_id, why)
    except Refused as refused:
        return _draw(round_id, refused.sentence), 409
    flash("Everybody who begins from now on is asked these words.")
    return redirect(url_for(".differences", round_id=round_id), 303)


@blueprint.get("/files/<file>")
@staff_only("review_questions")
def download(round_id: str, file: str) -> Response:
    """One file of the questionnaire in the words that it has now."""
    with site().reading() as work:
        texts = texts_of(work, find_round(work, signed_in(), round_id).draft_digest)
    if file not in texts:
        raise NotFound(file)
    answer = Response(texts[file], mimetype="application/yaml")
    answer.headers.set("Content-Disposition", "attachment", filename=file)
    return answer


def _draw(round_id: str, problem: str = "") -> str:
    person = signed_in()
    with site().reading() as work:
        found = find_round(work, person, round_id)
        changes = {(one.file, one.place): one for one in changes_in(work, round_id)}
        groups = {group.id: group.name for group in groups_of(work, round_id)}
        rows = [(one, changes.get((one.file, STEP.join(one.place)))) for one in differences_of(work, found)]
        approved = found.standing == APPROVED
        survey = survey_of(work, found)
        return render_template(
            "co_producer/work_differences.html",
            round=found,
            rows=rows,
            groups=groups,
            said=SAID,
            standings=() if approved else standings(work, found),
            missing=() if approved else what_is_missing(work, found),
            is_open=found.standing == OPEN,
            approved=approved,
            files=sorted(texts_of(work, found.draft_digest)),
            served=survey is not None and survey.version_digest == found.draft_digest,
            may_serve=survey is not None and person.may("correct_questionnaire", found.visit_id or ""),
            problems=[{"text": problem, "href": "#end"}] if problem else [],
        )
