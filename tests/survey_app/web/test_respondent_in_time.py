"""Before the opening, up to the last second, in the grace time, and after: what somebody who answers meets."""

from flask import Flask

from survey_app.storage.drafts import Draft
from survey_app.storage.responses import Response
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock
from tests.respondent import ANSWERS, WORDS, Respondent, count, page_of


def test_before_opening_the_page_says_when(
    app: Flask, site: Site, visit: BuiltVisit, clock: SettableClock
) -> None:
    clock.set("2026-11-23T09:29")
    young = Respondent(app.test_client(), visit.codes["young_people"])
    assert young.heading == "Not open yet"
    assert "Monday 23 November, 9:30am" in young.text


def test_the_last_second_is_in_time_and_the_close_is_not(
    app: Flask, visit: BuiltVisit, clock: SettableClock
) -> None:
    code = visit.codes["parents_carers"]
    clock.set("2026-12-01T08:59")
    clock.forward(seconds=59)
    assert "Start" in Respondent(app.test_client(), code).text
    clock.forward(seconds=1)
    late = Respondent(app.test_client(), code)
    assert late.heading == "This is now closed"
    assert "Tuesday 1 December, 9am" in late.text


def test_who_had_begun_may_send_within_the_grace_time(
    young: Respondent, clock: SettableClock, site: Site
) -> None:
    clock.set("2026-12-01T08:59")
    young.walk(ANSWERS)
    clock.set("2026-12-01T09:59")
    young.press()
    assert young.heading == "Thank you"
    assert count(site, Response) == 1


def test_after_the_grace_time_what_was_typed_is_given_back(
    young: Respondent, clock: SettableClock, site: Site
) -> None:
    young.press()
    page = page_of(young, site, "would_change")
    young.go(f"/s/{young.code}/page/{page}")
    clock.set("2026-12-01T10:00")
    young.press({"would_change": WORDS})
    assert young.came_back
    assert WORDS in young.text
    assert count(site, Response) == 0


def test_nobody_begins_after_the_close_with_a_page_opened_before(
    young: Respondent, clock: SettableClock, site: Site
) -> None:
    clock.set("2026-12-01T09:00")
    young.press()
    assert young.heading == "This is now closed"
    assert count(site, Draft) == 0
