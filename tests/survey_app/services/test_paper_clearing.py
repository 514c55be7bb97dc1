"""Paper that nobody finishes goes in time, with a warning before; what cannot wait and what is stored never goes."""

import json
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from survey_app.calendar.wording import say_day
from survey_app.services.paper_prints import Order, order_print
from survey_app.services.tidy import Tidied, tidy
from survey_app.storage.concerns import Concern
from survey_app.storage.paper import PaperEntry, PaperForm, PaperPicture
from survey_app.storage.responses import Response
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, lead_of
from tests.survey_app.web.test_paper import HARM, PLAIN_WORDS, Typist

DAYS = 28
# The survey closes on Tuesday 1 December.
LAST_DAY = date(2026, 12, 29)
LAST_MINUTE, NIGHT = "2026-12-29T23:59", "2026-12-30T00:00"


@pytest.fixture
def code(site: Site, visit: BuiltVisit) -> str:
    with site.writing() as work:
        order = Order(visit.surveys["young_people"], "standard", "en", 14, 20)
        return order_print(work, lead_of(visit.id), visit.id, order)


@pytest.fixture
def typist(app: Flask, visit: BuiltVisit) -> Typist:
    return Typist(app, visit)


def tidied(site: Site) -> Tidied:
    with site.writing() as work:
        return tidy(work, DAYS)


def states(site: Site) -> dict[int, str]:
    with site.reading() as work:
        return dict(work.session.execute(select(PaperForm.number, PaperForm.state)).all())


def count(site: Site, table: type) -> int:
    with site.reading() as work:
        return len(work.session.scalars(select(table)).all())


def add_picture(site: Site, visit: BuiltVisit, form_id: str | None) -> None:
    with site.writing() as work:
        state = "read" if form_id else "waiting"
        held = {"sealed": b"held", "uploaded_by": "typist@example.org", "uploaded_at": work.now}
        work.session.add(
            PaperPicture(visit_id=visit.id, form_id=form_id, page=1 if form_id else None, state=state, **held)
        )


def test_what_nobody_finishes_goes_after_its_last_day_and_the_sheet_can_be_typed_again(
    app: Flask, site: Site, visit: BuiltVisit, typist: Typist, code: str, clock: SettableClock
) -> None:
    typist.type(f"{code}-1", PLAIN_WORDS, then="later")
    add_picture(site, visit, typist.here.rpartition("/")[2])
    clock.set(LAST_MINUTE)
    assert tidied(site).paper_forms == 0
    assert (count(site, PaperEntry), count(site, PaperPicture)) == (1, 1)
    clock.set(NIGHT)
    assert tidied(site).paper_forms == 1
    assert (count(site, PaperEntry), count(site, PaperPicture), states(site)) == (0, 0, {1: "cleared"})
    assert tidied(site).paper_forms == 0
    again = Typist(app, visit)
    assert "can be typed again" in again.client.get(again.at).text
    assert "More lifts." not in again.take(f"{code}-1")
    again.post(again.here, {"answer-age_band": "age_16_17", "then": "done"})
    with site.reading() as work:
        assert json.loads(work.session.scalars(select(Response)).one().choices) == {"age_band": "age_16_17"}


def test_answers_and_concerns_stay_whatever_day_it_is(
    site: Site, typist: Typist, code: str, clock: SettableClock
) -> None:
    typist.type(f"{code}-1", HARM)
    typist.type(f"{code}-2", PLAIN_WORDS)
    clock.set("2027-12-01T00:00")
    assert tidied(site).paper_forms == 0
    assert (count(site, Response), count(site, Concern)) == (2, 1)
    assert set(states(site).values()) == {"accepted"}


def test_what_cannot_wait_stays_until_somebody_hands_it_in_and_the_list_says_so(
    app: Flask, site: Site, visit: BuiltVisit, typist: Typist, code: str, clock: SettableClock
) -> None:
    typist.type(f"{code}-1", HARM, then="later")
    clock.set(NIGHT)
    assert tidied(site).paper_forms == 0
    assert (count(site, PaperEntry), states(site)) == (1, {1: "typing"})
    assert "cannot wait: hand it in today" in Typist(app, visit).client.get(typist.at).text


def test_a_form_that_somebody_works_on_late_is_kept_as_long_again(
    app: Flask, site: Site, visit: BuiltVisit, code: str, clock: SettableClock
) -> None:
    clock.set("2026-12-28T10:00")
    late = Typist(app, visit)
    late.type(f"{code}-1", PLAIN_WORDS, then="later", day="24")
    clock.set("2027-01-25T12:00")
    assert tidied(site).paper_forms == 0
    clock.set("2027-01-26T00:00")
    assert tidied(site).paper_forms == 1


def test_nothing_goes_while_nobody_knows_when_the_survey_closes(
    site: Site, visit: BuiltVisit, typist: Typist, code: str, clock: SettableClock
) -> None:
    typist.type(f"{code}-1", PLAIN_WORDS, then="later")
    with site.writing() as work:
        work.session.execute(update(Visit).where(Visit.id == visit.id).values(standing="paused"))
    clock.set("2027-12-01T00:00")
    assert tidied(site).paper_forms == 0


@pytest.mark.parametrize(("day", "warned"), [("2026-12-22T12:00", False), ("2026-12-23T12:00", True)])
def test_the_list_of_forms_warns_a_week_before_and_always_gives_the_day(
    app: Flask, visit: BuiltVisit, typist: Typist, code: str, clock: SettableClock, day: str, warned: bool
) -> None:
    typist.type(f"{code}-1", PLAIN_WORDS, then="later")
    clock.set(day)
    page = Typist(app, visit).client.get(typist.at).text
    assert say_day(LAST_DAY) in page
    assert ("1 form is not finished." in page) is warned


def test_a_picture_that_nobody_places_goes_after_its_last_day(
    site: Site, visit: BuiltVisit, clock: SettableClock
) -> None:
    add_picture(site, visit, None)
    clock.set("2026-12-08T23:59")
    assert tidied(site).paper_pictures == 0
    clock.set("2026-12-09T00:00")
    assert tidied(site).paper_pictures == 1
    assert count(site, PaperPicture) == 0
