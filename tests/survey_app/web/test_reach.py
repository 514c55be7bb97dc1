"""How far the surveys reached, as the local area sees it; and the page of a helper."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from survey_app.storage.base import random_id
from survey_app.storage.channels import Channel
from survey_app.storage.responses import Response
from survey_app.storage.surveys import Survey
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, make_visit, post, sign_in

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def at(visit: BuiltVisit) -> str:
    return f"/staff/visits/{visit.id}/reach"


def fill(site: Site, visit: BuiltVisit, day: int, count: int, mode: str = "online") -> None:
    """So many answers of parents on a day of November, counted on the main link."""
    survey = visit.surveys["parents_carers"]
    with site.writing() as work:
        digest = work.session.get_one(Survey, survey).version_digest
        made = {"survey_id": survey, "version_digest": digest, "choices": "{}", "mode": mode}
        for _ in range(count):
            work.session.add(Response(id=random_id(), received_on=date(2026, 11, day), **made))
        here = Channel.code == visit.codes["parents_carers"]
        work.session.execute(update(Channel).where(here).values(sent=Channel.sent + count))


def test_days_come_in_bands_without_today_and_without_paper(
    client: FlaskClient, site: Site, visit: BuiltVisit, clock: SettableClock
) -> None:
    fill(site, visit, 23, 137)
    fill(site, visit, 24, 61)
    fill(site, visit, 24, 300, mode="paper")
    fill(site, visit, 25, 999)
    clock.set("2026-11-25T10:00")
    sign_in(client, "lano", visit)
    page = client.get(at(visit)).text
    days = re.findall(r'header">(\w+ \d+ November)</th><td[^>]*>([^<]+)<', page)
    assert ("Monday 23 November", "100 to 249") in days
    assert ("Tuesday 24 November", "50 to 99") in days
    assert not [day for day, _ in days if "25" in day]
    assert not re.search(r">\s*(137|61|361|999|1,497)\b", page)


def test_the_forecast_waits_for_the_second_day_and_for_thirty(
    client: FlaskClient, site: Site, visit: BuiltVisit, clock: SettableClock
) -> None:
    fill(site, visit, 23, 20)
    sign_in(client, "lano", visit)
    assert "At this pace" not in client.get(at(visit)).text
    fill(site, visit, 23, 200)
    clock.set("2026-11-23T20:00")
    assert "At this pace" not in client.get(at(visit)).text
    clock.set("2026-11-24T10:00")
    sign_in(client, "lano", visit)
    page = client.get(at(visit)).text
    assert re.search(r"At this pace about [\d,]+ to [\d,]+ by Tuesday 1 December, 9am\. Most come", page)
    clock.set("2026-12-01T09:00")
    sign_in(client, "lano", visit)
    assert "At this pace" not in client.get(at(visit)).text


def test_the_share_comes_from_the_number_that_the_area_gives(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    fill(site, visit, 23, 137)
    sign_in(client, "lano", visit)
    survey = visit.surveys["parents_carers"]
    fields = {"survey": survey, "number": "1,000", "source": "SEN census, January"}
    assert post(client, f"{at(visit)}/expected", fields, page=at(visit)).status_code == 302
    page = client.get(at(visit)).text
    assert "between 10 and 25 of 100" in page
    assert "1,000, SEN census, January" in page
    post(client, f"{at(visit)}/expected", {"survey": survey, "number": ""}, page=at(visit))
    assert "of 100" not in client.get(at(visit)).text


@pytest.mark.parametrize("number", ["many", "-5", "0", "9999999", "²", "1" * 400])
@ON_SQLITE
def test_a_wrong_number_is_explained(client: FlaskClient, visit: BuiltVisit, number: str) -> None:
    sign_in(client, "lano", visit)
    fields = {"survey": visit.surveys["parents_carers"], "number": number}
    answer = post(client, f"{at(visit)}/expected", fields, page=at(visit))
    assert answer.status_code == 422
    assert re.search(r"Give a (whole )?number", answer.text)


def test_a_survey_of_another_visit_takes_no_number(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    other = make_visit(site, area="Harbour")
    sign_in(client, "lano", visit)
    fields = {"survey": other.surveys["parents_carers"], "number": "5"}
    assert post(client, f"{at(visit)}/expected", fields, page=at(visit)).status_code == 404


def helper(client: FlaskClient, visit: BuiltVisit, **fields: str) -> str:
    """Press on the link of a helper; gives the address that the page then shows, if any."""
    code = visit.codes["parents_carers"]
    post(client, f"/staff/visits/{visit.id}/channels/{code}/helper", fields, page=at(visit))
    found = re.search(r"(/for/[0-9a-f]{32})<", client.get(at(visit)).text)
    return found[1] if found else ""


def test_a_helper_sees_their_own_channel_without_an_account(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    fill(site, visit, 23, 61)
    sign_in(client, "lano", visit)
    address = helper(client, visit)
    stranger = app.test_client()
    answer = stranger.get(address)
    assert answer.status_code == 200
    assert "50 to 99" in answer.text
    assert f"/s/{visit.codes['parents_carers']}" in answer.text
    for other in ("young_people", "practitioners"):
        assert visit.codes[other] not in answer.text
    assert "People can answer until Tuesday 1 December, 9am." in answer.text
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert stranger.get(f"{address}/qr.png").mimetype == "image/png"
    assert stranger.get(f"{address}/qr.svg").mimetype == "image/svg+xml"


def test_a_new_helper_link_ends_the_old_one_and_a_press_ends_it(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    sign_in(client, "lano", visit)
    first = helper(client, visit)
    second = helper(client, visit)
    stranger = app.test_client()
    assert [stranger.get(a).status_code for a in (first, second)] == [404, 200]
    assert helper(client, visit, stop="yes") == ""
    for more in ("", "/qr.png", "/qr.svg"):
        assert stranger.get(second + more).status_code == 404


def test_a_made_up_helper_key_finds_nothing(client: FlaskClient, visit: BuiltVisit) -> None:
    for key in ("", "x", "0" * 32, "None"):
        assert client.get(f"/for/{key}").status_code == 404
