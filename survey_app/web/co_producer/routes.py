"""Pages for people who write questions: how a questionnaire will look, and what the rules of easy read say."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, render_template, request, url_for

from accessibility.symbols import load_symbols
from questionnaires.model import AUDIENCES
from survey_app.services import review_questions
from survey_app.services.review_questions import count_levels
from survey_app.web.access import signed_in, staff_only
from survey_app.web.co_producer import choosing, showing
from survey_app.web.co_producer.trying import try_page
from survey_app.web.site import site

blueprint = Blueprint("co_producer", __name__)
# What an address may hold on to: anything else that stands there could mean something to whoever builds addresses.
IN_ADDRESS = ("version", *choosing.LABELS)


@blueprint.get("/staff/questions")
@staff_only("review_questions")
def questionnaires() -> str:
    """Every questionnaire that comes with the project or is asked in this person's visits."""
    with site().reading() as work:
        asked = review_questions.all_asked(work, signed_in())
    symbols = load_symbols(site().settings.symbols)
    rows = [(one, choosing.counted(count_levels(one, symbols))) for one in asked]
    return render_template("co_producer/questionnaires.html", rows=rows, audiences=AUDIENCES)


@blueprint.get("/staff/questions/<questionnaire_id>")
@staff_only("review_questions")
def questionnaire(questionnaire_id: str) -> str:
    """One questionnaire as it will look, with the findings beside the page they belong to."""
    digest = request.args.get("version", "")
    with site().reading() as work:
        asked = review_questions.find_asked(work, signed_in(), questionnaire_id, digest)
        now = work.now
    review = review_questions.review(asked.texts, load_symbols(site().settings.symbols))
    return render_template(
        "co_producer/questionnaire.html",
        asked=asked,
        audiences=AUDIENCES,
        version=digest,
        door=partial(_door, questionnaire_id),
        **showing.shown(asked, review, request.args, now),
    )


def _door(questionnaire_id: str, rule: str) -> str:
    """The address of this page with the findings of one rule alone, and all else as it is chosen now."""
    chosen: dict[str, Any] = {name: request.args[name] for name in IN_ADDRESS if name in request.args}
    return url_for(".questionnaire", **chosen, rule=rule, questionnaire_id=questionnaire_id)


blueprint.add_url_rule("/staff/try-questions", "try_questions", try_page, methods=("GET", "POST"))
