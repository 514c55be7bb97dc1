"""The page of one line of enquiry, for every route that shows it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template

from questionnaires.model import AUDIENCES
from survey_app.services import enquiry_figures
from survey_app.services.enquiry_figures import Figure
from survey_app.services.enquiry_lines import line_page
from survey_app.services.find_answers import STANCES, Scope, Wanted
from survey_app.services.inspect import visit_of_results
from survey_app.services.permissions import Person
from survey_app.services.read_answers import scope_for
from survey_app.services.safeguard import LEVELS
from survey_app.services.work import Work
from survey_app.web.access import signed_in
from survey_app.web.inspector.enquiry_form import WORDS, said
from survey_app.web.inspector.filters import Asked
from survey_app.web.inspector.paragraphs import paragraph_title
from survey_app.web.site import site

# Behind each number: what its people are called, the visit, and the filters that open their answers.
Doors = tuple[tuple[str, str, Mapping[str, object]], ...]
TYPED = ("remark", "note", "why", "evidence", "way")
READING: Mapping[str, object] = {"audiences": AUDIENCES, "stances": STANCES, "levels": LEVELS}


def show_line(visit_id: str, line_id: str, problem: str = "", problem_at: str = "line") -> str:
    """The page; `problem` is what was wrong with a form on it, and what was typed there stays."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        page = line_page(work, person, visit_id, line_id)
        scope = scope_for(work, visit_id)
        behind = {p.id: doors(work, person, scope, p.figure) for p in page.evidence if p.figure}
    return render_template(
        "inspector/enquiry_line.html",
        visit=visit,
        page=page,
        card=page.card,
        doors=behind,
        problems=[{"text": problem, "href": f"#{problem_at}"}] if problem else [],
        typed={name: said(name) for name in TYPED},
        paragraph_title=paragraph_title,
        **READING,
        **WORDS,
    )


def doors(work: Work, person: Person, scope: Scope, figure: Figure) -> Doors:
    """Where the numbers of a figure lead; nowhere when its question or theme is not known any more."""
    earlier = enquiry_figures.earlier_of(work, person, scope.visit_id, figure)
    found = enquiry_figures.doors(scope, figure, earlier)
    return tuple((one.words, one.visit_id, filters_of(one.wanted)) for one in found)


def filters_of(wanted: Wanted) -> Mapping[str, object]:
    """What is looked for, as addresses have it."""
    return Asked(wanted, 1).parameters()
