"""A group reads what came of it before everybody does, and says whether it feels the difference."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.services import agreed_words
from survey_app.services.errors import Refused
from survey_app.services.feedback_readers import say_back, to_read
from survey_app.services.key_holders import reader_behind
from survey_app.web.access import PUBLIC, open_to
from survey_app.web.page_view import page_views
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("before", __name__, url_prefix="/before/<key>")
Page = str | Response | tuple[str, int]


@blueprint.get("")
@open_to(PUBLIC)
def page(key: str) -> str:
    """Every entry that is ready, those that this group has not read first."""
    return _drawn(key)


@blueprint.post("/words")
@open_to(PUBLIC)
def decide(key: str) -> Response:
    """Say whether words of an answer, which the team made fit, may be shown to everybody."""
    words_id = request.form.get("words_id", "")
    with site().writing() as work:
        holder = reader_behind(work, key)
        if words_id:
            agreed_words.decide(work, holder, words_id, "yes" in request.form)
    return redirect(url_for(".page", key=key, kept=1), 303)


@blueprint.post("/<feedback_id>")
@open_to(PUBLIC)
def say(key: str, feedback_id: str) -> Page:
    """Keep what the group says of an entry."""
    typed = {name: request.form.get(name, "") for name in ("verdict", "words", "edition")}
    edition = typed["edition"]
    seen = int(edition) if edition.isascii() and edition.isdigit() and len(edition) < 9 else 0
    try:
        with site().writing() as work:
            holder = reader_behind(work, key)
            say_back(
                work, holder, feedback_id, seen, typed["verdict"], typed["words"], "show" in request.form
            )
    except Refused as refused:
        return _drawn(key, refused.sentence, feedback_id, showable(typed["words"])), 422
    return redirect(url_for(".page", key=key, kept=1) + f"#entry-{feedback_id}", 303)


def _drawn(key: str, problem: str = "", at: str = "", words: str = "") -> str:
    with site().reading() as work:
        holder = reader_behind(work, key)
        entries = to_read(work, holder)
        offered = agreed_words.waiting_for(work, holder)
    return render_template(
        "public/before.html",
        key=key,
        reader=holder.reader,
        entries=entries,
        offered=offered,
        problem=problem,
        at=at,
        words=words,
        kept="kept" in request.args,
        picture=page_views().picture,
    )
