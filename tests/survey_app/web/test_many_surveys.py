"""One browser that begins several surveys: it remembers the last few."""

import pytest
from flask import Flask

from survey_app.web.respondent.visitor import MOST_DRAFTS
from survey_app.web.site import Site
from tests.builders import SettableClock, make_visit
from tests.respondent import Respondent, page_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("backwards", [False, True])
def test_what_was_begun_first_is_forgotten_first(
    app: Flask, site: Site, clock: SettableClock, backwards: bool
) -> None:
    visits = [make_visit(site) for _ in range(MOST_DRAFTS)]
    surveys = sorted(((v.surveys[a], v.codes[a]) for v in visits for a in v.codes), reverse=backwards)
    codes = [code for _, code in surveys[: MOST_DRAFTS + 1]]
    browser = app.test_client()
    for code in codes:
        Respondent(browser, code).press()
        clock.forward(minutes=1)
    people = [Respondent(browser, code) for code in codes]
    for person in people:
        person.go(f"/s/{person.code}/page/{page_of(person, site, 'would_change')}")
    forgotten = [person.heading == "Your answers are not in this browser" for person in people]
    assert forgotten == [True, *[False] * MOST_DRAFTS]
