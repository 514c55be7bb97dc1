"""The menu of a visit: in parts, before the page that the skip link leads to, with the place where one is marked."""

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from survey_app.services.permissions import INSPECTOR, LANO, LEAD_INSPECTOR, SAFEGUARDING_LEAD
from tests.builders import BuiltVisit, sign_in

PLACES = ("results", "paragraphs", "answers", "reading", "enquiry", "suggestions", "coding", "take-away")


def opened(client: FlaskClient, visit: BuiltVisit, place: str) -> LexborHTMLParser:
    answer = client.get(f"/staff/visits/{visit.id}/{place}", follow_redirects=True)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.data)


def menu(page: LexborHTMLParser) -> LexborNode:
    found = page.css("nav[aria-label='This visit']")
    assert len(found) == 1
    return found[0]


def test_many_pages_stand_in_named_parts(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, LEAD_INSPECTOR, visit)
    page = opened(client, visit, "results")
    lists = menu(page).css("ul")
    assert len(lists) > 1
    for one in lists:
        name = page.css_first(f"#{one.attributes['aria-labelledby']}")
        assert name is not None
        assert name.text(strip=True)


@pytest.mark.parametrize(("role", "place"), [(LANO, "share"), (SAFEGUARDING_LEAD, "concerns")])
def test_few_pages_stand_in_one_list(client: FlaskClient, visit: BuiltVisit, role: str, place: str) -> None:
    sign_in(client, role, visit)
    assert len(menu(opened(client, visit, place)).css("ul")) == 1


@pytest.mark.parametrize("place", PLACES)
def test_every_page_of_the_desk_has_both_menus_and_marks_one_place(
    client: FlaskClient, visit: BuiltVisit, place: str
) -> None:
    sign_in(client, INSPECTOR, visit)
    page = opened(client, visit, place)
    assert page.css_matches("nav[aria-label='Site']")
    assert len(menu(page).css("[aria-current]")) == 1


@pytest.mark.parametrize("place", PLACES)
def test_the_skip_link_leads_past_both_menus(client: FlaskClient, visit: BuiltVisit, place: str) -> None:
    sign_in(client, INSPECTOR, visit)
    page = opened(client, visit, place)
    target = str(page.css_first("a.govuk-skip-link").attributes["href"])
    assert page.css_matches(f"{target} h1")
    assert not page.css_matches(f"{target} nav[aria-label='This visit']")


def test_a_visit_on_the_first_page_names_its_parts_too(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, LEAD_INSPECTOR, visit)
    page = LexborHTMLParser(client.get("/staff").data)
    in_menu = [link.attributes["href"] for link in menu(opened(client, visit, "results")).css("a")]
    assert [link.attributes["href"] for link in page.css("section a")] == in_menu
