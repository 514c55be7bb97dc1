"""Concerns: raised with an answer, taken, read and decided by those who may."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from survey_app.services.permissions import ADMINISTRATOR, INSPECTOR, LANO, LEAD_INSPECTOR, SAFEGUARDING_LEAD
from survey_app.storage.concerns import Concern
from survey_app.storage.journal import JournalEntry
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, csrf_token, make_visit, sign_in
from tests.respondent import Respondent, send

HIT = "My teacher hit me at school yesterday. I like drawing and the art club on Fridays."


def raised(app: Flask, site: Site, visit: BuiltVisit, text: str = HIT) -> str:
    """The id of the concern that this answer raises."""
    send(Respondent(app.test_client(), visit.codes["young_people"]), {"would_change": text})
    with site.reading() as work:
        return work.session.scalars(select(Concern.id).where(Concern.visit_id == visit.id)).one()


def text_of(page: str) -> str:
    main = LexborHTMLParser(page).css_first("main")
    return " ".join(main.text().split()) if main else ""


def press(client: FlaskClient, address: str, action: str, **fields: str) -> tuple[int, str]:
    """Press a button of a concern's page; the status, and the words of the page that it leads to."""
    token = csrf_token(client.get(address).text)
    answer = client.post(f"{address}/{action}", data={"csrf_token": token, **fields})
    status = answer.status_code
    page = client.get(answer.location).text if status == 303 else answer.text
    return status, text_of(page)


def journal(site: Site) -> list[str]:
    with site.reading() as work:
        return [
            f"{e.action} {e.subject}"
            for e in work.session.scalars(select(JournalEntry))
            if "concern" in e.action
        ]


def test_a_concern_goes_from_the_queue_to_its_decision(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    concern = raised(app, site, visit)
    person = sign_in(client, SAFEGUARDING_LEAD, visit)
    queue = f"/staff/visits/{visit.id}/concerns"
    at = f"{queue}/{concern}"
    waiting = text_of(client.get(queue).text)
    assert "1 concern waits for a decision" in waiting
    assert "Tuesday 24 November, 10am" in waiting
    assert "hit me" not in waiting

    opened = text_of(client.get(at).text)
    assert "teacher hit me" in opened
    assert "physical_abuse." in opened
    assert journal(site) == []

    assert press(client, at, "claim")[0] == 303
    assert f"Taken by {person.email}" in text_of(client.get(queue).text)

    status, whole = press(client, at, "whole")
    assert status == 200
    # Between these words stands the note of what else was found.
    assert "the art club" in whole
    assert "on Fridays" in whole
    assert visit.area in whole

    status, after = press(client, at, "decide", decision="referred", reason="Called the front door, 11am.")
    assert status == 303
    assert "No concern waits for a decision." in after
    assert "Passed on to children's or adult services" in after
    decided = text_of(client.get(at).text)
    assert "Called the front door, 11am." in decided
    assert person.email in decided
    assert journal(site) == [
        f"{what} {concern}" for what in ("claim_concern", "read_concern", "decide_concern")
    ]


def test_a_decision_needs_both_fields_and_keeps_what_was_typed(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    concern = raised(app, site, visit)
    sign_in(client, LEAD_INSPECTOR, visit)
    at = f"/staff/visits/{visit.id}/concerns/{concern}"
    status, page = press(client, at, "decide", reason="I called them.")
    assert status == 400
    assert "Choose what was done." in page
    assert "I called them." in page
    status, page = press(client, at, "decide", decision="no_action", reason="   ")
    assert status == 400
    assert "Say in a sentence why" in page
    status, page = press(client, at, "decide", decision="forget_it", reason="Because.")
    assert status == 400
    with site.reading() as work:
        assert work.session.get_one(Concern, concern).state == "new"


def test_the_first_to_take_or_decide_a_concern_has_it(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    concern = raised(app, site, visit)
    at = f"/staff/visits/{visit.id}/concerns/{concern}"
    first = sign_in(client, SAFEGUARDING_LEAD, visit)
    late = app.test_client()
    sign_in(late, LEAD_INSPECTOR, visit)
    assert press(client, at, "claim")[0] == 303
    status, page = press(late, at, "claim")
    assert status == 409
    assert "Somebody else took this concern first." in page
    token = csrf_token(late.get(at).text)
    assert press(client, at, "decide", decision="police", reason="Called 101.")[0] == 303
    answer = late.post(
        f"{at}/decide", data={"csrf_token": token, "decision": "no_action", "reason": "A game."}
    )
    assert answer.status_code == 409
    assert f"{first.email} has already decided this concern." in text_of(answer.text)
    assert "A game." in text_of(answer.text)
    with site.reading() as work:
        assert work.session.get_one(Concern, concern).decision == "police"


@pytest.mark.parametrize("role", [LANO, INSPECTOR, ADMINISTRATOR])
def test_nobody_else_sees_a_concern(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit, role: str
) -> None:
    concern = raised(app, site, visit)
    sign_in(client, role, visit)
    for path in ("", f"/{concern}"):
        assert client.get(f"/staff/visits/{visit.id}/concerns{path}").status_code == 404


def test_a_concern_is_not_there_under_another_visits_address(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    concern = raised(app, site, visit)
    other = make_visit(site, area="Hill and Dale")
    own = raised(app, site, other)
    sign_in(client, SAFEGUARDING_LEAD, other)
    foreign = f"/staff/visits/{other.id}/concerns/{concern}"
    assert client.get(foreign).status_code == 404
    token = csrf_token(client.get(f"/staff/visits/{other.id}/concerns/{own}").text)
    fields = {"csrf_token": token, "decision": "no_action", "reason": "Not ours."}
    for action in ("claim", "whole", "decide"):
        assert client.post(f"{foreign}/{action}", data=fields).status_code == 404
    assert journal(site) == []


def test_concerns_are_worked_after_the_close(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit, clock: SettableClock
) -> None:
    concern = raised(app, site, visit)
    clock.set("2026-12-09T15:00")
    sign_in(client, SAFEGUARDING_LEAD, visit)
    at = f"/staff/visits/{visit.id}/concerns/{concern}"
    assert press(client, at, "decide", decision="referred", reason="Passed on by phone.")[0] == 303


def test_the_empty_queue_says_what_will_fill_it(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, SAFEGUARDING_LEAD, visit)
    page = text_of(client.get(f"/staff/visits/{visit.id}/concerns").text)
    assert "No concern waits for a decision." in page
    assert "One that needs a person shows here at once." in page


def test_a_national_visit_names_its_area_only_where_a_concern_is_passed_on(
    app: Flask, client: FlaskClient, site: Site
) -> None:
    made = make_visit(
        site, kind="thematic-local-offer-2026", title="Visit to Hill and Dale", area="Hill and Dale"
    )
    send(Respondent(app.test_client(), made.codes["young_people"]), {"missing_help": HIT})
    with site.reading() as work:
        concern = work.session.scalars(select(Concern.id)).one()
    sign_in(client, SAFEGUARDING_LEAD, made)
    at = f"/staff/visits/{made.id}/concerns/{concern}"
    assert "Hill and Dale" not in client.get(at).text
    assert "Hill and Dale" in press(client, at, "whole")[1]
