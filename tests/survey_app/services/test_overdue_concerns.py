"""Late concerns are named, whatever has become of the survey, until somebody is told or has decided."""

from datetime import datetime

import pytest
from sqlalchemy import update

from survey_app.services.overdue_concerns import CONFIRM, DECIDE, OPEN, late_concerns, note_alerted, overdue
from survey_app.storage.concerns import Concern
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock
from tests.survey_app.concerns import STANDINGS, bring_to, raise_at


@pytest.fixture
def concern(site: Site, visit: BuiltVisit) -> str:
    """A concern of the second level, raised at 10am on Tuesday 24 November: to be opened by 2pm."""
    return raise_at(site, visit, 2)


def change(site: Site, concern: str, **values: str | datetime) -> None:
    with site.writing() as work:
        work.session.execute(update(Concern).where(Concern.id == concern).values(**values))


def steps(site: Site, *, told: bool = False) -> list[str]:
    with site.reading() as work:
        found = late_concerns(work, site.calendar) if told else overdue(work, site.calendar)
    return [one.step.name for one in found]


def test_a_concern_is_late_after_its_time_and_not_at_it(
    site: Site, concern: str, clock: SettableClock
) -> None:
    clock.set("2026-11-24T14:00")
    assert steps(site) == []
    clock.set("2026-11-24T14:01")
    with site.reading() as work:
        (late,) = overdue(work)
        assert (late.id, late.level, late.step.name) == (concern, 2, OPEN)


def test_what_is_opened_is_late_again_when_nobody_decides(
    site: Site, concern: str, clock: SettableClock
) -> None:
    clock.set("2026-11-24T13:00")
    change(site, concern, opened_at=clock.shows)
    clock.set("2026-11-24T16:00")
    assert steps(site) == []
    clock.set("2026-11-25T10:01")
    assert steps(site) == [DECIDE]
    change(site, concern, state="proposed")
    assert steps(site) == [CONFIRM]
    change(site, concern, state="decided")
    assert steps(site) == []


def test_each_late_step_is_told_of_once(site: Site, concern: str, clock: SettableClock) -> None:
    clock.set("2026-11-24T15:00")
    with site.writing() as work:
        note_alerted(work, [late.id for late in overdue(work)])
    assert steps(site) == []
    assert steps(site, told=True) == [OPEN]
    change(site, concern, opened_at=clock.shows)
    clock.set("2026-11-26T10:00")
    assert steps(site) == [DECIDE]


def test_the_gravest_comes_first(site: Site, visit: BuiltVisit, clock: SettableClock) -> None:
    for level in (3, 1, 2):
        raise_at(site, visit, level)
    clock.set("2026-12-24T10:00")
    with site.reading() as work:
        assert [late.level for late in overdue(work)] == [1, 2, 3]


@pytest.mark.parametrize("standing", STANDINGS)
def test_no_standing_of_the_survey_hides_what_is_late(
    site: Site, visit: BuiltVisit, concern: str, clock: SettableClock, standing: str
) -> None:
    bring_to(site, clock, visit, standing)
    clock.set("2026-12-24T10:00")
    assert steps(site) == [OPEN]
