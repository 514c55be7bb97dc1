"""The timetable: what is due, late and done; dates that moved, with both said; calendars that follow."""

import re
from dataclasses import dataclass

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.test import TestResponse

from survey_app.calendar.windows import parse_london
from survey_app.services import open_and_close
from survey_app.services.permissions import LEAD_INSPECTOR
from survey_app.storage.staff import Membership
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, post, sign_in
from tests.survey_app.people import person

LISTS = "person-level-data"
WHY = "The school was flooded."


def at(visit: BuiltVisit) -> str:
    return f"/staff/visits/{visit.id}/timetable"


def row(page: str, milestone: str) -> str:
    found = re.search(rf'<tr[^>]*id="milestone-{milestone}".*?</tr>', page, re.DOTALL)
    assert found
    return found[0]


@dataclass
class Lead:
    """Moves the visit's dates, as the lead inspector does."""

    site: Site
    visit: BuiltVisit

    def extend(self, to: str) -> None:
        with self.site.writing() as work:
            open_and_close.extend(work, self._visit(work), parse_london(to), self._who, WHY)

    def move(self, name: str) -> None:
        with self.site.writing() as work:
            if name == "pause":
                open_and_close.pause(work, self._visit(work), self._who, WHY)
            else:
                open_and_close.move(work, self._visit(work), name, self._who, WHY)

    def _visit(self, work: object) -> Visit:
        return work.session.get_one(Visit, self.visit.id)  # type: ignore[attr-defined, no-any-return]

    @property
    def _who(self):  # type: ignore[no-untyped-def]
        return person(LEAD_INSPECTOR, self.visit.id)


@pytest.fixture
def lead(site: Site, visit: BuiltVisit) -> Lead:
    return Lead(site, visit)


def test_what_is_due_today_is_late_after_its_hour_until_it_is_done(
    client: FlaskClient, visit: BuiltVisit, clock: SettableClock
) -> None:
    clock.set("2026-11-24T10:50")
    sign_in(client, "lano", visit)
    assert ">today</span>" in row(client.get(at(visit)).text, LISTS)
    clock.set("2026-11-24T11:00")
    page = client.get(at(visit)).text
    assert ">late</span>" in row(page, LISTS)
    post(client, f"{at(visit)}/done", {"milestone": LISTS}, page=at(visit))
    page = client.get(at(visit)).text
    assert "Done on Tuesday 24 November" in row(page, LISTS)
    assert ">late</span>" not in row(page, LISTS)
    post(client, f"{at(visit)}/done", {"milestone": LISTS, "undo": "yes"}, page=at(visit))
    assert ">late</span>" in row(client.get(at(visit)).text, LISTS)


def mark(client: FlaskClient, visit: BuiltVisit, on: str) -> TestResponse:
    return post(client, f"{at(visit)}/done", {"milestone": LISTS, "on": on}, page=at(visit))


def test_what_was_done_earlier_keeps_its_day(
    client: FlaskClient, visit: BuiltVisit, clock: SettableClock
) -> None:
    clock.set("2026-11-26T10:00")
    sign_in(client, "lano", visit)
    assert 'name="on" value="2026-11-26"' in row(client.get(at(visit)).text, LISTS)
    assert mark(client, visit, "2026-11-24").status_code == 302
    assert "Done on Tuesday 24 November" in row(client.get(at(visit)).text, LISTS)


@pytest.mark.parametrize("on", ["2026-11-23", "2026-11-26"])
def test_the_day_of_the_notification_and_today_may_both_be_given(
    client: FlaskClient, visit: BuiltVisit, clock: SettableClock, on: str
) -> None:
    clock.set("2026-11-26T10:00")
    sign_in(client, "lano", visit)
    assert mark(client, visit, on).status_code == 302
    assert ">done</span>" in row(client.get(at(visit)).text, LISTS)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2026-11-27", "Choose today or an earlier day"),
        ("2026-11-22", "Choose Monday 23 November 2026 or a later day"),
        ("0001-01-01", "Choose Monday 23 November 2026 or a later day"),
        ("", "Enter the day on which it was done"),
        ("2026-02-30", "Enter the day on which it was done"),
        ("24/11/2026", "Enter the day on which it was done"),
        ('"><script>', "Enter the day on which it was done"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(
    client: FlaskClient, visit: BuiltVisit, clock: SettableClock, on: str, words: str
) -> None:
    clock.set("2026-11-26T10:00")
    sign_in(client, "lano", visit)
    answer = mark(client, visit, on)
    assert answer.status_code == 422
    mine = row(answer.text, LISTS)
    assert words in mine
    assert f'name="on" value="{escape(on)}"' in mine
    assert f'aria-describedby="on-{LISTS}-error"' in mine
    assert f'href="#on-{LISTS}"' in answer.text
    assert answer.text.count("govuk-error-message") == 1
    assert ">done</span>" not in row(client.get(at(visit)).text, LISTS)


def test_nobody_marks_what_the_clock_does_or_what_is_not_there(
    client: FlaskClient, visit: BuiltVisit
) -> None:
    sign_in(client, "lano", visit)
    for milestone in ("surveys-close", "closes", "nonsense"):
        assert post(client, f"{at(visit)}/done", {"milestone": milestone}, page=at(visit)).status_code == 404


def test_one_look_says_days_left_who_waits_and_how_many_came(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, "lano", visit)
    post(client, f"/staff/visits/{visit.id}/asked/new", {"name": "Hill School", "edition": "0"})
    page = client.get(at(visit)).text
    for words in ("7 days left", "Hill School", "17 groups of the scope", "under 10 answers so far"):
        assert words in page


def test_a_moved_close_is_said_with_both_dates_and_words_to_send(
    client: FlaskClient, visit: BuiltVisit, lead: Lead
) -> None:
    sign_in(client, "lano", visit)
    assert "The dates have changed" not in client.get(at(visit)).text
    lead.extend("2026-12-02T09:00")
    lead.extend("2026-12-03T09:00")
    page = client.get(at(visit)).text
    assert "<s>Tuesday 1 December, 9am</s>" in page
    assert "Now: Thursday 3 December, 9am." in page
    text = re.search(r"SEND survey: you can now answer until [^<]*", page)
    assert text
    assert len(text[0]) <= 160


@pytest.mark.parametrize(
    ("name", "words"),
    [("pause", "The SEND survey is paused"), ("defer", "is put off"), ("abandon", "has ended early")],
)
def test_a_stop_is_said_too(
    client: FlaskClient, visit: BuiltVisit, lead: Lead, name: str, words: str
) -> None:
    sign_in(client, "lano", visit)
    lead.move(name)
    page = client.get(at(visit)).text
    assert words in page
    assert "Tuesday 1 December, 9am" in page


def address(client: FlaskClient, visit: BuiltVisit, **fields: str) -> str:
    post(client, f"{at(visit)}/address", fields, page=at(visit))
    found = re.search(r"(/calendar/[0-9a-f]{32}\.ics)<", client.get(at(visit)).text)
    return found[1] if found else ""


def events(client: FlaskClient, at: str) -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(client.get(at).data)
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_a_program_follows_the_dates_without_signing_in(
    app: Flask, client: FlaskClient, visit: BuiltVisit, lead: Lead, clock: SettableClock
) -> None:
    sign_in(client, "lano", visit)
    followed = address(client, visit)
    program = app.test_client()
    first = program.get(followed)
    assert first.mimetype == "text/calendar"
    assert "Set-Cookie" not in first.headers
    mark = {"If-None-Match": first.headers["ETag"]}
    clock.forward(hours=3)
    assert program.get(followed, headers=mark).status_code == 304
    before = events(program, followed)
    lead.extend("2026-12-03T09:00")
    assert program.get(followed, headers=mark).status_code == 200
    after = events(program, followed)
    assert before.keys() == after.keys()
    moved = [uid for uid in before if before[uid]["dtstart"] != after[uid]["dtstart"]]
    assert "The surveys close" in {str(after[uid]["summary"]) for uid in moved}
    for uid in before:
        assert int(after[uid]["sequence"]) > int(before[uid]["sequence"])
        assert after[uid].decoded("last-modified") > before[uid].decoded("last-modified")


@pytest.mark.parametrize(("name", "status"), [("pause", "TENTATIVE"), ("abandon", "CANCELLED")])
def test_a_stop_reaches_the_calendar(
    client: FlaskClient, visit: BuiltVisit, lead: Lead, name: str, status: str
) -> None:
    sign_in(client, "lano", visit)
    followed = address(client, visit)
    assert {str(event["status"]) for event in events(client, followed).values()} == {"CONFIRMED"}
    lead.move(name)
    assert {str(event["status"]) for event in events(client, followed).values()} == {status}


def test_an_address_ends_when_it_is_made_anew_or_stopped_or_its_person_leaves(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    officer = sign_in(client, "lano", visit)
    program = app.test_client()
    first, second = address(client, visit), address(client, visit)
    assert [program.get(one).status_code for one in (first, second)] == [404, 200]
    with site.writing() as work:
        mine = Membership.staff_id == officer.id
        work.session.query(Membership).where(mine).update({"role": "paper_entry"})
    assert program.get(second).status_code == 404
    with site.writing() as work:
        work.session.query(Membership).where(mine).update({"role": "lano"})
    assert program.get(second).status_code == 200
    assert address(client, visit, stop="yes") == ""
    assert program.get(second).status_code == 404


def test_a_made_up_address_finds_nothing(client: FlaskClient, visit: BuiltVisit) -> None:
    for key in ("x", "0" * 32, "None"):
        assert client.get(f"/calendar/{key}.ics").status_code == 404
