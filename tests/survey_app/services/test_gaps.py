"""Each group of the scope is asked by somebody or answered for; until then it is a gap."""

import pytest

from survey_app.services.distribution_log import ASKED, DECLINED, EntryParts, add_entry, mark_entry
from survey_app.services.errors import NotFound, Refused
from survey_app.services.gaps import GROUPS, Gap, answer_gap, gaps_of
from survey_app.services.permissions import INSPECTOR, LANO, SAFEGUARDING_LEAD
from survey_app.storage.distribution import DistributionEntry
from survey_app.web.site import Site
from tests.builders import BuiltVisit, make_visit
from tests.survey_app.people import person

WANTED = (
    "special",
    "mainstream",
    "early_years",
    "post_16",
    "alternative",
    "out_of_area",
    "home_educated",
    "not_in_school",
    "short_breaks",
    "health",
    "social_care",
    "youth_justice",
    "forum",
    "beyond_forum",
    "young_groups",
    "offline",
    "languages",
)


def gap(site: Site, visit: BuiltVisit, group: str) -> Gap:
    with site.reading() as work:
        return next(g for g in gaps_of(work, person(INSPECTOR, visit.id), visit.id) if g.group.id == group)


def answer(site: Site, visit: BuiltVisit, group: str, why: str) -> None:
    with site.writing() as work:
        answer_gap(work, person(LANO, visit.id), visit.id, group, why)


def test_every_group_is_a_gap_at_first(site: Site, visit: BuiltVisit) -> None:
    with site.reading() as work:
        found = gaps_of(work, person(LANO, visit.id), visit.id)
    assert tuple(g.group.id for g in found if g.is_open) == WANTED


@pytest.mark.parametrize("group", GROUPS.values(), ids=lambda group: group.id)
def test_every_group_has_a_sentence_and_its_source(group: object) -> None:
    words = (group.missing, group.why, group.source)  # type: ignore[attr-defined]
    assert all(words)
    assert group.missing.endswith(".")  # type: ignore[attr-defined]


def test_all_groups_at_once_fit_the_column() -> None:
    assert len(" ".join(GROUPS)) <= DistributionEntry.groups.type.length


def test_a_gap_is_filled_when_somebody_of_it_is_asked_and_opens_when_all_said_no(
    site: Site, visit: BuiltVisit
) -> None:
    officer = person(LANO, visit.id)
    with site.writing() as work:
        entry = add_entry(work, officer, visit.id, EntryParts("Hill School", ("special", "alternative")))
    planned = gap(site, visit, "special")
    assert planned.is_open
    assert planned.planned == ("Hill School",)
    with site.writing() as work:
        mark_entry(work, officer, visit.id, entry, 1, ASKED)
    assert not gap(site, visit, "special").is_open
    assert not gap(site, visit, "alternative").is_open
    with site.writing() as work:
        mark_entry(work, officer, visit.id, entry, 2, DECLINED)
    assert gap(site, visit, "special").is_open


def test_an_answer_fills_a_gap_can_be_changed_and_taken_back(site: Site, visit: BuiltVisit) -> None:
    answer(site, visit, "youth_justice", "  We have\nnone. ")
    assert gap(site, visit, "youth_justice").answer == "We have none."
    assert not gap(site, visit, "youth_justice").is_open
    answer(site, visit, "youth_justice", "Shared with the next county.")
    assert gap(site, visit, "youth_justice").answer == "Shared with the next county."
    answer(site, visit, "youth_justice", " ")
    assert gap(site, visit, "youth_justice").is_open


def test_a_wrong_answer_is_refused(site: Site, visit: BuiltVisit) -> None:
    with pytest.raises(Refused, match="200 characters"):
        answer(site, visit, "special", "x" * 201)
    with pytest.raises(NotFound):
        answer(site, visit, "pigeons", "None.")


def test_gaps_are_for_those_who_spread_and_those_who_inspect(site: Site, visit: BuiltVisit) -> None:
    other = make_visit(site, area="Harbour")
    with site.writing() as work:
        with pytest.raises(NotFound):
            gaps_of(work, person(SAFEGUARDING_LEAD, visit.id), visit.id)
        with pytest.raises(NotFound):
            gaps_of(work, person(LANO, visit.id), other.id)
        with pytest.raises(NotFound):
            answer_gap(work, person(INSPECTOR, visit.id), visit.id, "special", "None.")
