"""The staff pages in a real browser, narrow and wide: axe finds nothing, and nothing sticks out at the side."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from survey_app.web.site import Site
from tests.builders import BuiltVisit, make_person, post, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
LINKED = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
WIDTHS = (320, 1280)
RULES = "{rules: {'target-size': {enabled: true}}}"


def show(browser: Browser, client: FlaskClient, html: str) -> Page:
    """The page with its style sheets, as a browser draws it without scripts."""
    styled = LINKED.sub(lambda link: f"<style>{client.get(link[1]).text}</style>", html)
    page = browser.new_page()
    page.set_content(styled)
    return page


def faults(page: Page, axe_script: str) -> list[str]:
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(axe_script)
        result: dict[str, Any] = page.evaluate(f"axe.run({RULES})")
        for violation in result["violations"]:
            found += [f"{width}: {violation['id']}: {node['html'][:120]}" for node in violation["nodes"]]
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            found.append(f"{width}: the page is {over} pixels too wide")
    page.close()
    return found


@pytest.mark.parametrize("address", ["/staff/sign-in", "/staff/help", "/staff/invitation/x"])
def test_pages_before_signing_in(
    browser: Browser, client: FlaskClient, axe_script: str, address: str
) -> None:
    assert faults(show(browser, client, client.get(address).text), axe_script) == []


def test_a_refused_sign_in_says_so_to_everybody(
    browser: Browser, client: FlaskClient, axe_script: str
) -> None:
    answer = post(
        client, "/staff/sign-in", {"email": "somebody@example.org", "password": "wrong wrong wrong"}
    )
    page = show(browser, client, answer.text)
    assert page.title().startswith("Problem: ")
    page.click(".govuk-error-summary a")
    assert page.evaluate("document.activeElement.id") == "email"
    assert faults(page, axe_script) == []


@pytest.mark.parametrize("address", ["share", "share/new", "timetable", "channels/{code}/poster"])
def test_pages_of_the_areas_officer(
    browser: Browser, client: FlaskClient, visit: BuiltVisit, axe_script: str, address: str
) -> None:
    sign_in(client, "lano", visit)
    fields = {
        "survey": visit.surveys["young_people"],
        "kind": "school",
        "name": "A link with a long name " * 4,
    }
    post(client, f"/staff/visits/{visit.id}/share/new", fields)
    place = address.format(code=visit.codes["young_people"])
    assert (
        faults(show(browser, client, client.get(f"/staff/visits/{visit.id}/{place}").text), axe_script) == []
    )


@pytest.mark.parametrize("address", ["window", "window/extend", "window/abandon"])
def test_pages_of_the_lead_about_dates(
    browser: Browser, client: FlaskClient, visit: BuiltVisit, axe_script: str, address: str
) -> None:
    sign_in(client, "lead_inspector", visit)
    assert (
        faults(show(browser, client, client.get(f"/staff/visits/{visit.id}/{address}").text), axe_script)
        == []
    )


@pytest.mark.parametrize(
    "address",
    [
        "/staff",
        "/staff/account",
        "/staff/recovery-codes",
        "/staff/admin/staff",
        "/staff/admin/staff/{person}",
        "/staff/admin/staff/invite",
        "/staff/admin/visits",
        "/staff/admin/visits/{visit}",
        "/staff/admin/visits/new",
        "/staff/admin/visits/new/area-send-monitoring",
        "/staff/admin/journal",
    ],
)
def test_pages_of_administrators(
    browser: Browser, client: FlaskClient, site: Site, visit: BuiltVisit, axe_script: str, address: str
) -> None:
    sign_in(client, "administrator")
    person = make_person(site, "safeguarding_lead", visit)
    place = address.format(person=person.id, visit=visit.id)
    assert faults(show(browser, client, client.get(place).text), axe_script) == []
