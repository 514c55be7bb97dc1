"""One screen for each paragraph: audiences side by side, themes, a few answers, what was not said, two groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request
from markupsafe import Markup

from accessibility.symbols import inline, load_symbols
from analysis.compare import percent
from questionnaires.model import AUDIENCES
from survey_app.services.enquiry_figures import Figure, doors
from survey_app.services.find_answers import STANCES, Scope
from survey_app.services.inspect import visit_of_results
from survey_app.services.paragraph_groups import About
from survey_app.services.paragraph_screen import Asked, ParagraphScreen, paragraph_screen
from survey_app.services.safeguard import LEVELS
from survey_app.services.waves import Wave, other_waves
from survey_app.web.access import signed_in, staff_only
from survey_app.web.inspector.choices import FACES, MODES, TONGUES, about_choices
from survey_app.web.inspector.enquiry_line import filters_of
from survey_app.web.inspector.figure_in_address import address_of_figure
from survey_app.web.inspector.filters import LONGEST, PARTED, YES, read_filters
from survey_app.web.inspector.paragraph_words import title_of
from survey_app.web.inspector.words import nothing_yet, side_parameters
from survey_app.web.site import site

blueprint = Blueprint("paragraphs", __name__, url_prefix="/staff/visits/<visit_id>")
KEPT = ("audience", "about", "mode", "language", "face")
# Filters of the answers page that choose answers and not people: the screen has its own ways to those.
NOT_HERE: Mapping[str, Any] = {
    "theme": "",
    "stance": "",
    "category": "",
    "level": 0,
    "question": "",
    "values": (),
    "unanswered": False,
    "but": (),
    "everyone": False,
}
PICTURE = 40
WORDS: Mapping[str, object] = {
    "title_of": title_of,
    "percent": percent,
    "nothing_yet": nothing_yet,
    "side_parameters": side_parameters,
    "address_of_figure": address_of_figure,
    "audiences": AUDIENCES,
    "stances": STANCES,
    "levels": LEVELS,
}


@blueprint.get("/paragraphs")
@staff_only("read_results")
def screen(visit_id: str) -> str:
    """The paragraph that the address names, with its filters and the two groups."""
    person = signed_in()
    filters = read_filters()
    asked = Asked(
        paragraph=request.args.get("paragraph", "")[:LONGEST],
        wanted=replace(filters.wanted, **NOT_HERE),
        first=_group("a"),
        second=_group("b"),
        with_concerns=request.args.get("concerns") == YES,
    )
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        waves = other_waves(work, person, visit_id)
        wave = next((one for one in waves if one.visit.id == request.args.get("wave")), None)
        found = paragraph_screen(work, person, wave.visit.id if wave else visit_id, asked)
    kept = {name: value for name, value in filters.parameters().items() if name in KEPT}
    return render_template(
        "inspector/paragraph_screen.html",
        visit=visit,
        wave=wave,
        found=found.counts,
        screen_of=found,
        asked=asked,
        wanted=asked.wanted,
        kept=kept,
        here=_here(found.counts.paragraph, kept, wave.visit.id if wave else ""),
        **_lists(found, asked.wanted.audience, waves),
        ways=_ways(found.scope),
        spoken=[audience for audience, wrote in found.counts.wrote.items() if wrote],
        may_enquire=person.may("enquire", visit_id) and not wave,
        picture=_picture,
        **WORDS,
    )


def _lists(found: ParagraphScreen, audience: str, waves: Sequence[Wave]) -> Mapping[str, object]:
    """What the lists of the screen offer."""
    about = list(about_choices(found.scope, audience))
    return {
        "lists": {
            "audience": [("", [(a, AUDIENCES.get(a, a)) for a in found.counts.people])],
            "wave": [("", [(one.visit.id, f"{one.name} ({one.visit.reference})") for one in waves])],
            "mode": [("", list(MODES.items()))],
            "language": [("", list(TONGUES.items()))],
            "face": [("", list(FACES.items()))],
        },
        "about_lists": about,
        "groups": [(words, pairs) for _, words, ((_, pairs),) in about],
    }


def _ways(scope: Scope) -> Callable[[Figure], list[Mapping[str, object]]]:
    """The filters that open the people of each number of two groups: a share and its base, first group first."""
    return lambda figure: [filters_of(door.wanted) for door in doors(scope, figure)]


def _picture(name: str) -> Markup:
    """A picture as young people saw it; silent, since its words stand beside it."""
    symbols = load_symbols(site().settings.symbols)
    return Markup(inline(symbols[name], size=PICTURE)) if name in symbols else Markup()  # noqa: S704


def _here(paragraph: str, kept: Mapping[str, object], wave: str) -> Mapping[str, object]:
    """The parameters of this screen."""
    groups = {name: request.args[name][: 2 * LONGEST] for name in ("a", "b") if request.args.get(name)}
    return {"paragraph": paragraph, **kept, **({"wave": wave} if wave else {}), **groups}


def _group(name: str) -> About | None:
    question, _, option = request.args.get(name, "")[: 2 * LONGEST].partition(PARTED)
    return (question, option) if question and option else None
