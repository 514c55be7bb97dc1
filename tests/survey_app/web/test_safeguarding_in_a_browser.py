"""The pages about concerns in a real browser, narrow and wide, full and empty: axe finds nothing."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from survey_app.services.permissions import LEAD_INSPECTOR, SAFEGUARDING_LEAD
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, csrf_token, post, sign_in
from tests.survey_app.concerns import raise_at
from tests.survey_app.web.test_staff_pages_in_a_browser import faults, show

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
HURT = "My teacher hit me at school yesterday."
PASSED = {"decision": "police", "told": "999", "reason": "Called them. " * 30}


def test_the_lists_and_the_figures(
    browser: Browser,
    client: FlaskClient,
    site: Site,
    visit: BuiltVisit,
    axe_script: str,
    clock: SettableClock,
) -> None:
    sign_in(client, SAFEGUARDING_LEAD, visit)
    queue = f"/staff/visits/{visit.id}/concerns"
    lists = ["", "?show=late", "?show=mine", "?show=to-confirm", "?show=decided", "/figures"]
    for at in lists:
        assert faults(show(browser, client, client.get(queue + at).text), axe_script) == [], f"empty {at}"
    raise_at(site, visit, 3, age_band="age_16_17", would_change=HURT)
    clock.forward(days=1, hours=1)
    # Signed in again: a day is longer than anybody stays.
    sign_in(client, SAFEGUARDING_LEAD, visit)
    done, *_ = [raise_at(site, visit, 2) for _ in range(27)]
    post(client, f"{queue}/{done}/decide", PASSED, f"{queue}/{done}")
    for at in ("", "?page=2", "?show=late", "?show=decided", "/figures"):
        assert faults(show(browser, client, client.get(queue + at).text), axe_script) == [], at


def test_one_concern_on_its_way(
    app: Flask, browser: Browser, client: FlaskClient, site: Site, visit: BuiltVisit, axe_script: str
) -> None:
    concern = raise_at(site, visit, 1, would_change=HURT, age_band="age_11_15")
    at = f"/staff/visits/{visit.id}/concerns/{concern}"
    sign_in(client, SAFEGUARDING_LEAD, visit)
    other = app.test_client()
    sign_in(other, LEAD_INSPECTOR, visit)

    def check(who: FlaskClient, html: str) -> None:
        assert faults(show(browser, who, html), axe_script) == []

    check(client, client.get(at).text)
    check(client, post(client, f"{at}/decide", {"decision": "referred"}, at).text)
    post(client, f"{at}/claim", {}, at)
    check(other, post(other, f"{at}/hand-back", {}, at).text)
    check(client, post(client, f"{at}/whole", {}, at).text)
    post(client, f"{at}/decide", PASSED, at)
    check(client, client.get(at).text)
    check(other, other.get(at).text)
    token = csrf_token(other.get(at).text)
    check(other, other.post(f"{at}/send-back", data={"csrf_token": token}).text)
    check(other, other.post(f"{at}/whole", data={"csrf_token": token}).text)
