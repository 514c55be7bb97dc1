"""What stands out in the answers, ranked: each with its figures, the answers behind it, and a way into a line."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request

from analysis.standing_out import KINDS, Standing, Told, bare
from questionnaires.model import AUDIENCES
from survey_app.services.find_answers import Scope
from survey_app.services.inspect import visit_of_results
from survey_app.services.read_answers import scope_for
from survey_app.services.suggest import suggestions
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector.filters import LONGEST, PARTED
from survey_app.web.inspector.paragraph_words import title_of
from survey_app.web.inspector.words import nothing_yet
from survey_app.web.site import site

blueprint = Blueprint("suggestions", __name__, url_prefix="/staff/visits/<visit_id>")
SHOWN = 40


@blueprint.get("/suggestions")
@staff_only("read_results")
def ranked(visit_id: str) -> str:
    """The list, of every paragraph or of one."""
    person = signed_in()
    paragraph = request.args.get("paragraph", "")[:LONGEST]
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        found = suggestions(work, person, visit_id)
        scope = scope_for(work, visit_id, person)
    fitting = [one for one in found.found if not paragraph or paragraph in map(bare, one.paragraphs)]
    return render_template(
        "inspector/suggestions.html",
        visit=visit,
        shown=[(one, behind(scope, one.behind), figure_of(one)) for one in fitting[:SHOWN]],
        more=max(0, len(fitting) - SHOWN),
        looks=found.looks,
        paragraph=paragraph,
        paragraphs=sorted({bare(name) for one in found.found for name in one.paragraphs}),
        kinds=KINDS,
        title_of=title_of,
        number_of=bare,
        audiences=AUDIENCES,
        nothing_yet=nothing_yet,
        anybody=any(scope.surveys),
    )


def behind(scope: Scope, told: Told) -> Mapping[str, object]:
    """The parameters of the answers behind a figure."""
    found: dict[str, object] = {"audience": told.audience}
    if told.theme:
        return found | {"theme": told.theme} | ({"stance": told.side} if told.side else {})
    question = scope.question(told.question, told.audience)
    scored = [option for option in (question.options if question else ()) if option.score is not None]
    wanted = [o.id for o in scored if o.score and (o.score > 0) == (told.side == "positive")]
    values = wanted if told.side else [option.id for option in scored]
    about = [f"{name}{PARTED}{option}" for name, option in told.about]
    return found | {"question": told.question, "value": values, "about": about, "everyone": "yes"}


def figure_of(one: Standing) -> tuple[str, Mapping[str, object]]:
    """The kind of figure and its parameters, as a line of enquiry counts it again."""
    told = one.behind
    about = [f"{name}{PARTED}{option}" for name, option in told.about]
    if told.theme:
        stance = {"stance": told.side} if told.side else {}
        return "theme", {"audience": told.audience, "theme": told.theme, **stance}
    return "positive", {"audience": told.audience, "question": told.question, "about": about}
