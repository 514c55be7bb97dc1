"""The menus of the staff pages: one list of places, shown to those who may go there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_security import current_user
from flask_wtf import FlaskForm
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from survey_app.services.errors import NotFound
from survey_app.services.permissions import Person
from survey_app.web.access import signed_in


@dataclass(frozen=True, slots=True)
class Place:
    """A page in a menu: where it is, what it is called, and the action that opens it (none: every member of staff).

    `family` are the beginnings of the endpoints that belong to the place, so that the menu marks it there too;
    `part` is the part of a visit's menu that it stands in.
    """

    endpoint: str
    text: str
    action: str = ""
    family: tuple[str, ...] = ()
    part: str = ""


HEARD, WORKED, RUN = "What people said", "What the team makes of it", "How the visit runs"
# A menu of so few pages is read at a glance, without parts.
FEW = 4
SITE = (
    Place("account.visits", "Your visits"),
    Place("co_producer.questionnaires", "Questions", "review_questions", ("co_producer.",)),
    Place("reviews.rounds", "Reviews", "review_questions", ("reviews.", "review_")),
    Place("admin.visits", "All visits", "manage_visits", ("admin.visit",)),
    Place("admin.staff", "Staff", "manage_staff", ("admin.staff",)),
    Place("admin.journal", "Journal", "read_journal"),
)
VISIT = (
    Place("inspector.dashboard", "Results", "read_results", ("waves.", "national."), HEARD),
    Place("paragraphs.screen", "By paragraph", "read_results", ("paragraphs.",), HEARD),
    Place("inspector.answers", "Answers", "read_answers", ("inspector.answer",), HEARD),
    Place("reading.next_one", "Reading", "read_answers", ("reading.",), HEARD),
    Place("enquiry.lines", "Lines of enquiry", "enquire", ("enquiry", "suggestions."), WORKED),
    Place(
        "coding.desk", "Coding", "code_answers", ("coding.", "double_coding.", "missed.", "subjects."), WORKED
    ),
    Place("safeguarding.queue", "Concerns", "read_concerns", ("safeguarding.",), WORKED),
    Place("contact.requests", "Asked for contact", "read_contact_requests", ("contact.",), WORKED),
    Place("taking_away.choices", "Take away", "take_away", ("taking_away.",), WORKED),
    Place("timetable.page", "Timetable", "see_timetable", part=RUN),
    Place("lano.share", "Share", "see_links", ("lano.new_channel", "kit."), RUN),
    Place("log.page", "Who was asked", "see_distribution", ("log.",), RUN),
    Place("reach.page", "Reach", "see_reach", part=RUN),
    Place("feedback.entries", "What came of it", "write_feedback", ("feedback.",), RUN),
    Place(
        "working_together.sheets", "Working together", "check_working_together", ("working_together.",), RUN
    ),
    Place("plans.all_plans", "Plans", "write_plan", ("plans.",), RUN),
    Place("paper.at_desk", "Paper", "enter_paper", ("paper.", "paper_pictures."), RUN),
    Place("paper_prints.prints", "Print on paper", "print_paper", ("paper_prints.",), RUN),
    Place("admin.window", "Dates", "change_window", ("admin.window",), RUN),
    Place("admin.languages", "Languages", "allow_drafts", part=RUN),
)


def install_menus(jinja: Environment) -> None:
    """Give templates the design system and what the layout asks for."""
    own = jinja.loader
    assert own is not None
    packages = {name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")}
    jinja.loader = ChoiceLoader([own, PrefixLoader(packages)])
    jinja.globals.update(
        staff_person=staff_person,
        staff_menu=staff_menu,
        visit_menu_parts=visit_menu_parts,
        form_problems=form_problems,
    )
    jinja.globals.update(sign_in_problems=sign_in_problems)


def staff_person() -> Person | None:
    """Who is signed in, or None."""
    if not current_user.is_authenticated:
        return None
    try:
        return signed_in()
    except NotFound:
        return None


def staff_menu() -> list[dict[str, Any]]:
    """The places of the site that this person may go to."""
    person = staff_person()
    return [_item(place, {}) for place in SITE if person and (not place.action or person.may(place.action))]


def visit_menu_parts(visit_id: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """The pages of a visit that this person may open, under the words of each part; few pages under none."""
    person = staff_person()
    if person is None:
        return []
    there = [place for place in VISIT if place.endpoint in current_app.view_functions]
    theirs = [place for place in there if person.may(place.action, visit_id)]
    parts: dict[str, list[dict[str, Any]]] = {}
    for place in theirs:
        words = place.part if len(theirs) > FEW else ""
        parts.setdefault(words, []).append(_item(place, {"visit_id": visit_id}))
    return list(parts.items())


def form_problems(form: FlaskForm) -> list[dict[str, str]]:
    """What is wrong in a form, each with a link to its field."""
    return list(_problems(form))


def sign_in_problems(form: FlaskForm) -> list[dict[str, str]]:
    """What is wrong with a try to sign in, once: which half of it was wrong is nobody's business."""
    return [{"text": problem["text"], "href": "#email"} for problem in form_problems(form)[:1]]


def _problems(form: FlaskForm) -> Iterator[dict[str, str]]:
    for field in form:
        if field.errors:
            yield {"text": field.errors[0], "href": f"#{field.id}"}
    for sentence in form.form_errors:
        first = next(
            (field.id for field in form if field.type not in ("CSRFTokenField", "HiddenField")), "page"
        )
        yield {"text": sentence, "href": f"#{first}"}


def _item(place: Place, where: Mapping[str, str]) -> dict[str, Any]:
    here = request.endpoint or ""
    return {
        "text": place.text,
        "href": url_for(place.endpoint, **dict[str, Any](where)),
        "current": here == place.endpoint,
        "active": here.startswith(place.family),
    }
