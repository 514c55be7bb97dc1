"""One screen for each paragraph: audiences side by side, themes, a few answers, what was not said, two groups."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request

from analysis.compare import percent
from questionnaires.model import AUDIENCES
from survey_app.services.find_answers import STANCES
from survey_app.services.inspect import visit_of_results
from survey_app.services.paragraph_screen import About, Asked, paragraph_screen
from survey_app.services.safeguard import LEVELS
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector.choices import FACES, MODES, TONGUES, about_choices
from survey_app.web.inspector.filters import LONGEST, PARTED, YES, read_filters
from survey_app.web.inspector.paragraph_words import title_of
from survey_app.web.inspector.words import nothing_yet, side_parameters
from survey_app.web.site import site

blueprint = Blueprint("paragraphs", __name__, url_prefix="/staff/visits/<visit_id>")
KEPT = ("audience", "about", "mode", "language", "face")


@blueprint.get("/paragraphs")
@staff_only("read_results")
def screen(visit_id: str) -> str:
    """The paragraph that the address names, with its filters and the two groups."""
    person = signed_in()
    filters = read_filters()
    asked = Asked(
        paragraph=request.args.get("paragraph", "")[:LONGEST],
        wanted=filters.wanted,
        first=_group("a"),
        second=_group("b"),
        with_concerns=request.args.get("concerns") == YES,
    )
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        found = paragraph_screen(work, person, visit_id, asked)
    about = list(about_choices(found.scope, filters.wanted.audience))
    kept = {name: value for name, value in filters.parameters().items() if name in KEPT}
    return render_template(
        "inspector/paragraph_screen.html",
        visit=visit,
        found=found,
        asked=asked,
        wanted=filters.wanted,
        kept=kept,
        here=_here(found.paragraph, kept),
        lists={
            "audience": [("", [(a, AUDIENCES.get(a, a)) for a in found.people])],
            "mode": [("", list(MODES.items()))],
            "language": [("", list(TONGUES.items()))],
            "face": [("", list(FACES.items()))],
        },
        about_lists=about,
        groups=[(words, pairs) for _, words, ((_, pairs),) in about],
        spoken=[audience for audience, wrote in found.wrote.items() if wrote],
        may_read=person.may("read_answers", visit_id),
        title_of=title_of,
        percent=percent,
        nothing_yet=nothing_yet,
        side_parameters=side_parameters,
        audiences=AUDIENCES,
        stances=STANCES,
        levels=LEVELS,
    )


def _here(paragraph: str, kept: Mapping[str, object]) -> Mapping[str, object]:
    """The parameters of this screen without the two groups."""
    groups = {name: request.args[name][: 2 * LONGEST] for name in ("a", "b") if request.args.get(name)}
    return {"paragraph": paragraph, **kept, **groups}


def _group(name: str) -> About | None:
    question, _, option = request.args.get(name, "")[: 2 * LONGEST].partition(PARTED)
    return (question, option) if question and option else None
