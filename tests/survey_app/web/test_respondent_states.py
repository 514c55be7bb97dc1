"""What people meet under their link or code in every state of a visit."""

import pytest
from flask import Flask

from survey_app.calendar.windows import parse_london
from survey_app.services.distribute import reach
from survey_app.storage.drafts import Draft
from survey_app.storage.responses import Response
from survey_app.web.site import Site
from tests.builders import SettableClock, lead_of, make_visit
from tests.respondent import ANSWERS, Respondent, count, page_of
from tests.survey_app.moving import Table


@pytest.fixture
def table(site: Site, clock: SettableClock) -> Table:
    """A visit that is not live yet."""
    return Table(site, clock, make_visit(site, live=False))


PAGES = {
    "draft": ("Not open yet", "We do not know the day yet. You can use the same link or code then."),
    "scheduled": (
        "Not open yet",
        "It opens on: Monday 23 November, 9:30am.",
    ),
    "closing": ("This is now closed", "It closed on: Tuesday 1 December, 9am."),
    "closed": ("This is now closed", "It closed on: Tuesday 1 December, 9am. You can still tell your area"),
    "deferred": ("This is now happening later", "What people sent is safe. Keep your link or code"),
    "paused": ("Stopped for now", "What people sent is safe. Try the same link or code again"),
    "abandoned": ("This has been stopped", "There will be no inspection this time"),
    "archived": ("This is now closed", "It closed on: Tuesday 1 December, 9am."),
}


@pytest.mark.parametrize("state", PAGES)
def test_every_state_has_a_kind_page_under_the_same_code(table: Table, app: Flask, state: str) -> None:
    table.come_to(state)
    heading, says = PAGES[state]
    for audience, code in table.visit.codes.items():
        met = Respondent(app.test_client(), code)
        assert (met.page.status_code, met.heading) == (200, heading), audience
        assert says in met.text
        assert "tel:" in met.page.text
        assert "form id" not in met.page.text
        token = met.page.text.split('name="csrf_token" value="')[1].split('"')[0]
        assert met.client.post(f"/s/{code}", data={"csrf_token": token}).status_code == 409


def test_an_open_survey_says_until_when(table: Table, app: Flask) -> None:
    table.come_to("open")
    met = Respondent(app.test_client(), table.visit.codes["parents_carers"])
    assert "Tuesday 1 December, 9am" in met.text


def test_a_page_about_another_year_names_the_year(table: Table, app: Flask) -> None:
    table.come_to("closed")
    table.clock.set("2027-03-01T09:00")
    met = Respondent(app.test_client(), table.visit.codes["young_people"])
    assert "Tuesday 1 December 2026, 9am" in met.text


def test_new_dates_keep_links_drafts_and_answers(table: Table, app: Flask, site: Site) -> None:
    table.come_to("open")
    code = table.visit.codes["young_people"]
    sender, drafter = Respondent(app.test_client(), code), Respondent(app.test_client(), code)
    sender.walk(ANSWERS)
    sender.press()
    drafter.walk({"listened_to": "bad"})
    table.do("defer")
    table.do("reschedule")
    with site.reading() as work:
        seen = reach(work, lead_of(table.visit.id), table.visit.id)
        assert {survey.audience: survey.main_code for survey in seen} == table.visit.codes
    assert (count(site, Response), count(site, Draft)) == (1, 1)
    assert table.stored().notified_at == parse_london("2027-01-11T09:30")
    assert Respondent(app.test_client(), code).heading == "Not open yet"
    table.clock.set("2027-01-11T09:30")
    drafter.go(f"/s/{code}/page/{page_of(drafter, site, 'listened_to')}")
    assert drafter.shown_value("listened_to") == ["bad"]


def test_a_pause_keeps_what_was_begun(table: Table, app: Flask, site: Site) -> None:
    table.come_to("open")
    young = Respondent(app.test_client(), table.visit.codes["young_people"])
    young.walk({"listened_to": "bad"})
    table.do("pause")
    young.press()
    assert (young.page.status_code, young.heading) == (409, "Stopped for now")
    assert count(site, Response) == 0
    table.do("resume")
    young.go(f"/s/{young.code}/check")
    young.press()
    assert young.heading == "Thank you"
