"""A decided concern is opened again: with a reason, read and decided anew, its hours from the beginning."""

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from survey_app.services.permissions import LEAD_INSPECTOR, SAFEGUARDING_LEAD
from survey_app.storage.outbox import OutboxItem
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, csrf_token, enter, sign_in
from tests.survey_app.concerns import history, raise_at, stored

CALMED = {"decision": "no_action", "reason": "About a film."}
PASSED_ON = {"decision": "police", "told": "101", "reason": "Called them."}


def text_of(page: str) -> str:
    """The words of a page."""
    body = LexborHTMLParser(page).body
    return " ".join(body.text(separator=" ").split()) if body else ""


class Desk:
    """Somebody who works concerns, in front of one of them."""

    def __init__(self, app: Flask, visit: BuiltVisit, concern: str, role: str = SAFEGUARDING_LEAD) -> None:
        self.client, self.at = app.test_client(), f"/staff/visits/{visit.id}/concerns/{concern}"
        self.queue = f"/staff/visits/{visit.id}/concerns"
        self.person = sign_in(self.client, role, visit)

    def page(self) -> str:
        return text_of(self.client.get(self.at).text)

    def press(self, what: str, **fields: str) -> str:
        token = csrf_token(self.client.get(self.at).text)
        sent = self.client.post(
            f"{self.at}/{what}", data={"csrf_token": token, **fields}, follow_redirects=True
        )
        return text_of(sent.text)

    def proposal(self) -> str:
        page = self.client.get(self.at).text
        return page.partition('name="proposal" value="')[2].partition('"')[0]


@pytest.mark.parametrize("role", [SAFEGUARDING_LEAD, LEAD_INSPECTOR])
def test_it_waits_again_with_hours_begun_anew_and_a_reason_in_its_history(
    app: Flask, site: Site, visit: BuiltVisit, clock: SettableClock, role: str
) -> None:
    clock.set("2026-11-24T10:20")
    concern = raise_at(site, visit, 2)
    desk = Desk(app, visit, concern, role)
    desk.press("whole")
    desk.press("decide", **CALMED)
    clock.set("2026-11-26T09:40")
    enter(desk.client, desk.person)
    assert "It is open again" in desk.press("reopen", why="The parent rang about it.")
    one = stored(site, concern)
    assert (one.state, one.decision, one.decided_by, one.decided_at, one.opened_at) == (
        "new",
        "",
        "",
        None,
        None,
    )
    page = desk.page()
    assert "Opened again, to the hour Thursday 26 November, 9am" in page
    assert "The parent rang about it." in page
    assert "Opened it again; before it was: No action, with a reason" in page
    assert "Had been raised in the hour from: 2026-11-24 10:00 UTC" in page
    assert "To be read by Thursday 26 November, 1pm" in text_of(desk.client.get(desk.queue).text)


def test_without_a_reason_it_stays_decided(app: Flask, site: Site, visit: BuiltVisit) -> None:
    concern = raise_at(site, visit, 2)
    desk = Desk(app, visit, concern)
    desk.press("decide", **PASSED_ON)
    assert "Say in a sentence why you open it again." in desk.press("reopen", why="  ")
    assert stored(site, concern).state == "decided"


def test_what_is_open_is_not_opened_again(app: Flask, site: Site, visit: BuiltVisit) -> None:
    concern = raise_at(site, visit, 2)
    desk = Desk(app, visit, concern)
    before = stored(site, concern).raised_at
    assert "waits for a decision already" in desk.press("reopen", why="To be sure.")
    assert (stored(site, concern).state, stored(site, concern).raised_at) == ("new", before)
    assert history(site, concern) == []


def test_it_is_read_anew_before_it_is_closed_without_passing_it_on(
    app: Flask, site: Site, visit: BuiltVisit
) -> None:
    concern = raise_at(site, visit, 3)
    desk = Desk(app, visit, concern)
    desk.press("whole")
    desk.press("decide", **CALMED)
    desk.press("reopen", why="A second look.")
    assert "Read the whole answer first." in desk.press("decide", **CALMED)
    desk.press("whole")
    assert "Your decision is recorded." in desk.press("decide", **CALMED)


def test_an_immediate_one_needs_two_people_again(app: Flask, site: Site, visit: BuiltVisit) -> None:
    concern = raise_at(site, visit, 1)
    first, second = Desk(app, visit, concern), Desk(app, visit, concern, LEAD_INSPECTOR)
    for _ in range(2):
        first.press("decide", **PASSED_ON)
        assert stored(site, concern).state == "proposed"
        assert "You proposed this yourself." in first.press("confirm", proposal="1")
        second.press("whole")
        assert "The concern is closed." in second.press("confirm", proposal=second.proposal())
        second.press("reopen", why="It came up again.")
    assert [action for action, _, _ in history(site, concern)].count("confirm") == 2
    assert stored(site, concern).state == "new"


def test_people_are_told_again(app: Flask, site: Site, visit: BuiltVisit) -> None:
    concern = raise_at(site, visit, 2)
    desk = Desk(app, visit, concern)
    desk.press("decide", **PASSED_ON)

    def told() -> int:
        with site.reading() as work:
            items = work.session.scalars(select(OutboxItem).where(OutboxItem.sort == "concern"))
            return sum(item.payload["concern"] == concern for item in items)

    before = told()
    desk.press("reopen", why="The school rang.")
    assert told() == before + 1
