"""What stands out in the answers, ranked: each with its figures, the answers behind it, and a way into a line."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from analysis.looked_at import bare
from analysis.standing_out import KINDS, Standing
from questionnaires.model import AUDIENCES
from survey_app.services.enquiry_figures import Figure
from survey_app.services.find_answers import Scope
from survey_app.services.inspect import visit_of_results
from survey_app.services.permissions import Person
from survey_app.services.read_answers import scope_for
from survey_app.services.suggest import suggestions
from survey_app.services.work import Work
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector.enquiry_line import Doors, doors
from survey_app.web.inspector.figure_in_address import address_of_figure
from survey_app.web.inspector.filters import LONGEST
from survey_app.web.inspector.paragraph_words import title_of
from survey_app.web.site import site

blueprint = Blueprint("suggestions", __name__, url_prefix="/staff/visits/<visit_id>")
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Shown:
    """One suggestion, the audiences it is about, the answers behind its numbers, and the way into a line."""

    one: Standing
    audiences: tuple[str, ...]
    doors: Doors
    add: str


@blueprint.get("/suggestions")
@staff_only("read_results")
def ranked(visit_id: str) -> str:
    """The list, of every paragraph or of one."""
    person = signed_in()
    paragraph = request.args.get("paragraph", "")[:LONGEST]
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        found = suggestions(work, person, visit_id)
        standing = found.standing
        fitting = [one for one in standing.found if not paragraph or paragraph in map(bare, one.paragraphs)]
        scope = scope_for(work, visit_id)
        shown = [_shown(work, person, scope, one, found.figure_of(one)) for one in fitting[:SHOWN]]
    return render_template(
        "inspector/suggestions.html",
        visit=visit,
        shown=shown,
        more=max(0, len(fitting) - SHOWN),
        looks=standing.looks,
        paragraph=paragraph,
        paragraphs=sorted({bare(name) for one in standing.found for name in one.paragraphs}),
        kinds=KINDS,
        title_of=title_of,
        number_of=bare,
        audiences=AUDIENCES,
    )


def _shown(work: Work, person: Person, scope: Scope, one: Standing, figure: Figure) -> Shown:
    return Shown(
        one,
        tuple(dict.fromkeys(side.told.audience for side in one.sides)),
        doors(work, person, scope, figure),
        address_of_figure(scope.visit_id, figure),
    )
