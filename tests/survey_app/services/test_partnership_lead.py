"""A survey that the partnership owns is opened by the partnership's own lead; an inspection never is."""

from datetime import date

import pytest

from survey_app.calendar.windows import window_for
from survey_app.services import open_and_close, staff
from survey_app.services.errors import Refused
from survey_app.services.open_and_close import Notice, add_area, kind_of, notify
from survey_app.services.permissions import PARTNERSHIP_LEAD, person_of
from survey_app.web.site import Site
from tests.builders import BuiltVisit, make_person


def impact_wave(site: Site) -> str:
    """A wave of the impact survey, chosen for two weeks in November; its id."""
    dates = {"opens_on": date(2026, 11, 24), "closes_on": date(2026, 12, 4)}
    window = window_for(kind_of("impact-wave"), None, site.calendar, **dates)
    with site.writing() as work:
        area = add_area(work, "Meadow and Vale")
        visit = notify(
            work, Notice(area.id, "impact-wave", "Wave 1", "W-1", None, window, wave="1"), "admin@example.org"
        )
        return visit.id


def test_the_partnership_lead_opens_its_own_survey(site: Site) -> None:
    visit_id = impact_wave(site)
    lead = make_person(site)
    with site.writing() as work:
        staff.add_membership(work, lead.id, visit_id, PARTNERSHIP_LEAD, "admin@example.org")
    with site.writing() as work:
        person = person_of(work.session, lead.id)
        assert person is not None
        visit = open_and_close.find_visit(work, person, visit_id)
        open_and_close.move(work, visit, "go_live", person)
        assert open_and_close.state_of(work, visit) == "open"
        assert not person.may("read_answers", visit_id)


def test_an_inspection_has_no_partnership_lead(site: Site, visit: BuiltVisit) -> None:
    somebody = make_person(site)
    with pytest.raises(Refused, match="visit that the partnership owns"), site.writing() as work:
        staff.add_membership(work, somebody.id, visit.id, PARTNERSHIP_LEAD, "admin@example.org")
