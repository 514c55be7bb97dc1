"""The sheets of the story: a partnership weighs how it works in two years, and a review is weighed by its lead."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from survey_app.services.demonstration.practising import practise_together
from survey_app.services.permissions import Person
from survey_app.services.review_rounds import rounds_of
from survey_app.services.self_check import (
    LUNDY,
    QUALITY,
    STEPS,
    Given,
    Sheet,
    belongs_to_an_area,
    check_of_area,
    keep_for_area,
    keep_for_round,
    sheet_of,
    years_open,
)
from survey_app.services.work import Work
from survey_app.storage.visits import Visit

SEED = 2007
SHOWS = {
    "welcome_costs": "We pay for travel since spring. Care for brothers and sisters is still missing.",
    "include_seldom": "The forum went to 3 places of worship and a food bank.",
    "communicate_waiting": "A text message every 4 weeks, since September.",
    "communicate_back": "The page of what came of it, written with the youth group.",
    "partnership_seats": "2 parents and 2 young people sit on the board.",
    "space_ways": "By the link, in a meeting and on paper.",
    "audience_answered": "4 replies so far. The rest is due this week.",
    "influence_why": "Each reply says why, in easy read.",
}
NOT_WEIGHED, A_STEP_ON = 0.1, 0.4


def weigh_together(work: Work, lead: Person, lano: Person, visits: Sequence[Visit]) -> None:
    """Let groups try the questions, and fill in the sheets of every area for two years and of every review."""
    chance = Random(SEED)
    practise_together(work, lead)
    for visit in visits:
        if belongs_to_an_area(work, lano, visit.id):
            _weigh_years(work, lano, visit.id, chance)
    for opened in rounds_of(work, lead):
        keep_for_round(work, lead, opened.id, 0, _first(sheet_of(LUNDY), chance))


def _weigh_years(work: Work, lano: Person, visit_id: str, chance: Random) -> None:
    this_year, last_year = years_open(work)
    if check_of_area(work, lano, visit_id, this_year).edition:
        return
    before = _first(sheet_of(QUALITY), chance)
    keep_for_area(work, lano, visit_id, last_year, 0, {name: Given(one.step) for name, one in before.items()})
    keep_for_area(
        work, lano, visit_id, this_year, 0, {name: _later(one, chance) for name, one in before.items()}
    )


def _first(sheet: Sheet, chance: Random) -> dict[str, Given]:
    return {
        one.id: Given(
            None if chance.random() < NOT_WEIGHED else chance.randrange(len(STEPS) - 1), SHOWS.get(one.id, "")
        )
        for one in sheet.statements
    }


def _later(before: Given, chance: Random) -> Given:
    if before.step is None:
        return before
    moved = 1 if chance.random() < A_STEP_ON else chance.choice((0, 0, -1))
    return Given(min(max(before.step + moved, 0), len(STEPS) - 1), before.words)
