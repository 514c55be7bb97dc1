"""A group says yes, or not yet, to the words as they are now. Its facilitator writes it down."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from questionnaires.faces import EASY_READ_FILE
from questionnaires.loader import MAIN_FILE
from survey_app.services import approve_wording
from survey_app.services.change_wording import STEP, changes_in, differences_of
from survey_app.services.errors import Refused
from survey_app.services.key_holders import facilitator_behind
from survey_app.services.review_rounds import OPEN
from survey_app.web.access import PUBLIC, open_to
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("approving", __name__, url_prefix="/together/f/<key>/approve")
Page = str | Response | tuple[str, int]
ENGLISH_FILES = (EASY_READ_FILE, MAIN_FILE)


@blueprint.get("")
@open_to(PUBLIC)
def words(key: str) -> str:
    """What changed, in the words of the questions, and what the group said of it."""
    return _draw(key)


@blueprint.post("")
@open_to(PUBLIC)
def say(key: str) -> Page:
    """Keep what the group says."""
    said, note = request.form.get("said", ""), showable(request.form.get("note", ""))
    try:
        with site().writing() as work:
            holder = facilitator_behind(work, key, "approve_wording")
            approve_wording.say_of_words(work, holder, request.form.get("digest", ""), said, note)
    except Refused as refused:
        return _draw(key, refused.sentence, said, note), 422
    return redirect(url_for(".words", key=key), 303)


def _draw(key: str, problem: str = "", said: str = "", note: str = "") -> str:
    with site().reading() as work:
        holder = facilitator_behind(work, key, "approve_wording")
        changes = {(one.file, one.place): one.why for one in changes_in(work, holder.round.id)}
        found = [one for one in differences_of(work, holder.round) if one.file in ENGLISH_FILES]
        rows = [(one, changes.get((one.file, STEP.join(one.place)), "")) for one in found]
    current = holder.group.approved_digest == holder.round.draft_digest
    return render_template(
        "together/approve.html",
        key=key,
        holder=holder,
        rows=rows,
        easy_file=EASY_READ_FILE,
        is_open=holder.round.standing == OPEN,
        stands=holder.group.approval if current else "",
        asked_again=bool(holder.group.approval) and not current,
        problem=problem,
        said=said,
        note=note,
    )
