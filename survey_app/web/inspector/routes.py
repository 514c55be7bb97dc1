"""What inspectors read: the results, live, and the answers behind every number."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.blueprints import BlueprintSetupState

from analysis.compare import percent
from questionnaires.model import AUDIENCES
from survey_app.calendar.wording import say_day
from survey_app.services import safeguard
from survey_app.services.enquiry_lines import lines_behind
from survey_app.services.find_answers import STANCES
from survey_app.services.inspect import is_national, results, visit_of_results
from survey_app.services.read_answers import ON_A_PAGE, answers_page, one_response
from survey_app.services.safeguard import LEVELS
from survey_app.services.waves import other_waves
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector.choices import about_choices, filter_choices, filters_in_use
from survey_app.web.inspector.filters import as_query, pages_around, read_filters
from survey_app.web.inspector.paragraphs import paragraph_title
from survey_app.web.inspector.words import nothing_found, nothing_yet, short_paragraphs, side_parameters
from survey_app.web.site import site

blueprint = Blueprint("inspector", __name__, url_prefix="/staff/visits/<visit_id>")
WORDS = {"audiences": AUDIENCES, "stances": STANCES, "levels": LEVELS}


@blueprint.record_once
def _prepare_templates(state: BlueprintSetupState) -> None:
    state.app.jinja_env.filters.update(say_day=say_day, as_query=as_query)


@blueprint.get("/results")
@staff_only("read_results")
def dashboard(visit_id: str) -> str:
    """How many answered, each item side by side, and what people wrote about."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        found = results(work, person, visit_id)
        waiting = safeguard.open_count(work, visit_id)
        waves = len(other_waves(work, person, visit_id))
    return render_template(
        "inspector/results.html",
        visit=visit,
        found=found,
        spoken=[audience for audience, wrote in found.wrote.items() if wrote],
        waiting=waiting,
        waves=waves,
        national=is_national(visit.kind),
        may_open_concerns=person.may("read_concerns", visit_id),
        nothing_yet=nothing_yet,
        paragraph_title=paragraph_title,
        percent=percent,
        short_paragraphs=short_paragraphs,
        side_parameters=side_parameters,
        **WORDS,
    )


@blueprint.get("/answers")
@staff_only("read_answers")
def answers(visit_id: str) -> str:
    """What people wrote, with the matched words marked; the address holds the filters."""
    person = signed_in()
    asked = read_filters()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        page = answers_page(work, person, visit_id, asked.wanted, asked.page)
    return render_template(
        "inspector/answers.html",
        visit=visit,
        page=page,
        asked=asked,
        numbers=pages_around(page.number, page.last),
        chosen=list(filters_in_use(asked, page.scope)),
        lists=filter_choices(page),
        about_lists=list(about_choices(page.scope, asked.wanted.audience)),
        nothing_found=nothing_found,
        on_a_page=ON_A_PAGE,
        **WORDS,
    )


@blueprint.get("/answers/<response_id>")
@staff_only("read_answers")
def answer(visit_id: str, response_id: str) -> str:
    """Everything that one person sent."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        told = one_response(work, person, visit_id, response_id)
        lines = lines_behind(work, person, visit_id, response_id)
    return render_template("inspector/answer.html", visit=visit, told=told, lines=lines, **WORDS)
