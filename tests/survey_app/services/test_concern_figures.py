"""What became of the concerns of a visit, counted: in time and late, by level and by kind, one's own visit alone."""

import csv
import io

import pytest

from survey_app.services.concern_figures import MEASURES, Line, as_csv, concern_figures
from survey_app.services.errors import NotFound
from survey_app.services.permissions import (
    ADMINISTRATOR,
    INSPECTOR,
    LANO,
    PARTNERSHIP_LEAD,
    SAFEGUARDING_LEAD,
)
from survey_app.services.work_concerns import Ending
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, make_visit
from tests.survey_app.concerns import CALMED, POLICE, REFERRED, decide, raise_at, read
from tests.survey_app.people import person


def lines(site: Site, visit: BuiltVisit) -> dict[str, dict[str, int]]:
    """Every line of the tables, without what is 0."""
    with site.reading() as work:
        who = person(SAFEGUARDING_LEAD, visit.id)
        found = concern_figures(work, who, visit.id, site.calendar)
    return {line.words: shown(line) for line in (found.every, *found.by_level, *found.by_category)}


def shown(line: Line) -> dict[str, int]:
    return {name: number for name, number in zip(MEASURES, line.numbers, strict=True) if number}


def test_every_ending_is_counted_where_it_belongs(site: Site, visit: BuiltVisit) -> None:
    who = person(SAFEGUARDING_LEAD, visit.id)
    wrong = Ending("machine_wrong", "A film.")
    told = Ending("lead_told", "To raise.", told="The lead")
    endings = (REFERRED, POLICE, CALMED, wrong, told)
    for ending in endings:
        concern = raise_at(site, visit, 3)
        read(site, who, concern)
        decide(site, visit, who, concern, ending)
    raise_at(site, make_visit(site, area="Hill and Dale"), 3)
    assert lines(site, visit)["All concerns"] == {
        "flagged": 5,
        "in_time": 5,
        "referred": 1,
        "police": 1,
        "lead_told": 1,
        "dismissed": 2,
        "machine_wrong": 1,
    }


def test_what_is_read_late_is_not_in_time_and_what_waits_is_overdue(
    site: Site, visit: BuiltVisit, clock: SettableClock
) -> None:
    who = person(SAFEGUARDING_LEAD, visit.id)
    late, waiting, proposed = raise_at(site, visit, 2), raise_at(site, visit, 2), raise_at(site, visit, 1)
    assert lines(site, visit)["All concerns"] == {"flagged": 3, "open": 3}
    read(site, who, proposed)
    decide(site, visit, who, proposed)
    clock.set("2026-11-26T10:00")
    read(site, who, late)
    decide(site, visit, who, late)
    found = lines(site, visit)
    assert found["Immediate"] == {"flagged": 1, "in_time": 1, "open": 1, "overdue": 1}
    assert found["Urgent"] == {"flagged": 2, "referred": 1, "open": 1, "overdue": 1}
    assert waiting != late


def test_a_concern_counts_in_each_kind_of_harm_once(site: Site, visit: BuiltVisit) -> None:
    hurt = "My step dad hits me with a belt."
    raise_at(site, visit, 2, would_change=hurt, going_well=hurt)
    raise_at(site, visit, 3)
    found = lines(site, visit)
    assert found["Physical abuse"]["flagged"] == 1
    assert found["Not marked any more"]["flagged"] == 1


def test_the_file_says_the_same_and_that_it_is_not_for_publication(site: Site, visit: BuiltVisit) -> None:
    raise_at(site, visit, 2)
    with site.reading() as work:
        found = concern_figures(work, person(SAFEGUARDING_LEAD, visit.id), visit.id, site.calendar)
    first, heads, every, *_ = csv.reader(io.StringIO(as_csv(found)))
    assert first[0].startswith("Not for publication")
    assert dict(zip(heads[2:], every[2:], strict=True)) == {
        name: str(number) for name, number in zip(MEASURES, found.every.numbers, strict=True)
    }


@pytest.mark.parametrize("role", [LANO, INSPECTOR, PARTNERSHIP_LEAD, ADMINISTRATOR])
def test_nobody_else_is_told_how_many(site: Site, visit: BuiltVisit, role: str) -> None:
    with site.reading() as work, pytest.raises(NotFound):
        concern_figures(work, person(role, visit.id), visit.id, site.calendar)
