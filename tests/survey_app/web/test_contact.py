"""Somebody who has sent asks to be contacted: apart from answers, for safeguarding leads only, deleted when done."""

import pytest
from flask import Flask
from sqlalchemy import select

from survey_app.storage.contact_requests import ContactRequest
from survey_app.storage.journal import JournalEntry
from survey_app.storage.outbox import OutboxItem
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, csrf_token, sign_in
from tests.respondent import Respondent, count, send

WISH = {
    "way": "phone",
    "reach": "the purple number",
    "name": "Marigold",
    "about": "the blue swing",
    "who_may_know": "my aunt",
}


class Desk:
    """A safeguarding lead in front of the page of a visit."""

    def __init__(self, app: Flask, visit: BuiltVisit) -> None:
        self.client, self.at = app.test_client(), f"/staff/visits/{visit.id}/contact"
        self.person = sign_in(self.client, "safeguarding_lead", visit)

    def page(self) -> str:
        return self.client.get(self.at).text

    def press(self, what: str, **more: str) -> str:
        data = {"csrf_token": csrf_token(self.page()), **more}
        return self.client.post(f"{self.at}/{what}", data=data, follow_redirects=True).text


@pytest.fixture
def desk(app: Flask, visit: BuiltVisit) -> Desk:
    return Desk(app, visit)


@pytest.fixture
def asking(young: Respondent, desk: Desk) -> Respondent:
    """Somebody who has sent where contact is offered, with the form open."""
    desk.press("offer", offered="yes")
    send(young)
    young.go(f"/s/{young.code}/contact")
    return young


def stored(site: Site) -> ContactRequest:
    with site.reading() as work:
        return work.session.scalars(select(ContactRequest)).one()


def test_nothing_is_offered_until_a_safeguarding_lead_says_so(young: Respondent, desk: Desk) -> None:
    send(young)
    assert "Ask for contact" not in young.text
    assert young.go(f"/s/{young.code}/contact").status_code == 404
    assert "within 2 working days" in desk.page()
    desk.press("offer", offered="yes")
    assert "Ask for contact" in young.client.get(f"/s/{young.code}/sent").text
    desk.press("offer", offered="no")
    assert young.go(f"/s/{young.code}/contact").status_code == 404


def test_only_somebody_who_has_just_sent_is_asked(young: Respondent, desk: Desk) -> None:
    desk.press("offer", offered="yes")
    young.go(f"/s/{young.code}/contact")
    assert young.path == f"/s/{young.code}"


def test_a_request_is_sealed_and_holds_the_hour_only(
    asking: Respondent, site: Site, clock: SettableClock
) -> None:
    clock.forward(minutes=17)
    asking.press(WISH)
    assert asking.heading == "Thank you"
    one = stored(site)
    assert (one.raised_at.minute, one.raised_at.second) == (0, 0)
    assert not [word for word in WISH.values() if word.encode() in one.sealed]
    with site.reading() as work:
        payloads = [item.payload for item in work.session.scalars(select(OutboxItem))]
    assert {"visit": one.visit_id} in payloads


def test_what_is_wrong_comes_back_with_what_was_typed_at_an_address(asking: Respondent, site: Site) -> None:
    asking.press({**WISH, "reach": "", "way": ""})
    assert asking.came_back
    assert "Choose how we contact you." in asking.text
    assert asking.shown_value("about") == [WISH["about"]]
    assert count(site, ContactRequest) == 0
    asking.press(WISH)
    assert count(site, ContactRequest) == 1


def test_pressed_twice_it_is_one_request(asking: Respondent, site: Site) -> None:
    form = {**asking.hidden(), **WISH}
    for _ in range(2):
        asking.post(f"/s/{asking.code}/contact", form)
        assert asking.heading == "Thank you"
    assert count(site, ContactRequest) == 1


def test_after_leaving_nobody_finds_the_form_here(asking: Respondent) -> None:
    asking.press({**WISH, "reach": ""})
    asking.client.post(f"/s/{asking.code}/leave", data=asking.hidden())
    asking.go(f"/s/{asking.code}/contact")
    assert WISH["about"] not in asking.page.text


def test_a_flood_is_held_and_what_was_typed_stays(
    asking: Respondent, site: Site, clock: SettableClock
) -> None:
    for _ in range(60):
        asking.go(f"/s/{asking.code}/contact")
        asking.press(WISH)
    asking.go(f"/s/{asking.code}/contact")
    asking.press(WISH)
    assert "Too many people" in asking.text
    assert asking.shown_value("about") == [WISH["about"]]
    assert count(site, ContactRequest) == 60
    clock.forward(hours=1)
    asking.press(WISH)
    assert count(site, ContactRequest) == 61


def test_a_lead_opens_takes_and_deletes_and_each_is_written_down(
    asking: Respondent, desk: Desk, site: Site
) -> None:
    asking.press(WISH)
    one = stored(site)
    assert not [word for word in WISH.values() if word in desk.page() and word != "phone"]
    opened = desk.press(f"{one.id}/open")
    assert all(WISH[name] in opened for name in ("reach", "name", "about", "who_may_know"))
    assert f"Taken by {desk.person.email}" in desk.press(f"{one.id}/take")
    desk.press(f"{one.id}/done")
    assert count(site, ContactRequest) == 0
    with site.reading() as work:
        entries = work.session.scalars(select(JournalEntry).where(JournalEntry.subject == one.id))
        actions = [entry.action for entry in entries]
    assert sorted(actions) == ["delete_contact_request", "open_contact_request", "take_contact_request"]


def test_what_nobody_answers_in_two_working_days_is_overdue(
    app: Flask, asking: Respondent, visit: BuiltVisit, desk: Desk, clock: SettableClock
) -> None:
    asking.press(WISH)
    assert "overdue" not in desk.page()
    clock.forward(hours=72)
    assert "overdue" in Desk(app, visit).page()


def test_answering_again_does_not_lose_the_way_to_ask(young: Respondent, desk: Desk) -> None:
    young.go(f"/s/{young.code}")
    desk.press("offer", offered="yes")
    assert "Ask for contact" not in young.go(f"/s/{young.code}").text
    send(young)
    assert "Ask for contact" in young.go(f"/s/{young.code}").text
    young.go(f"/s/{young.code}/contact")
    assert young.heading == "Ask for contact"
    # the next reader of this browser is somebody else
    young.go(f"/s/{young.code}")
    young.press()
    assert "Ask for contact" not in young.go(f"/s/{young.code}").text
