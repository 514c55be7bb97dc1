"""Where a concern goes by the age in the answer; where the age says nothing certain, a person chooses."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.services.concern_routes import ADULT, CHILD, route_of_age, suggest_route
from survey_app.services.publish import version_of
from survey_app.storage.surveys import Survey
from survey_app.web.site import Site
from tests.builders import BuiltVisit

AGES = st.integers(0, 99)


@given(AGES, AGES)
def test_a_band_leads_to_a_service_only_when_all_of_it_does(one: int, other: int) -> None:
    youngest, oldest = sorted((one, other))
    ways = {CHILD if age < 18 else ADULT for age in range(youngest, oldest + 1)}
    assert route_of_age(f"age_{youngest}_{oldest}") == (ways.pop() if len(ways) == 1 else "")


@given(st.text())
def test_what_is_no_band_leads_nowhere(text: str) -> None:
    assert route_of_age(text) == "" or text.startswith("age_")


@pytest.mark.parametrize(
    ("chosen", "route", "age"),
    [
        ({"age_band": "age_16_17"}, CHILD, "16 or 17"),
        ({"age_band": "age_18_25"}, ADULT, "18 to 25"),
        ({"age_band": "other_age"}, "", "Another age"),
        ({"age_band": "never_asked"}, "", ""),
        ({"age_band": ["age_16_17"]}, "", ""),
        ({}, "", ""),
    ],
)
def test_the_answer_about_age_is_read_as_it_was_asked(
    site: Site, visit: BuiltVisit, chosen: dict[str, object], route: str, age: str
) -> None:
    with site.reading() as work:
        survey = work.session.get_one(Survey, visit.surveys["young_people"])
        asked = version_of(work, survey.version_digest)
    found = suggest_route(asked, orjson.dumps(chosen).decode(), ["neglect"])
    assert (found.route, found.age, found.perhaps_staff) == (route, age, False)
    assert suggest_route(asked, "{}", ["staff_conduct"]).perhaps_staff
