"""The page on which a lead allows drafts, and what inspectors see of the language of an answer."""

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser

from survey_app.services.permissions import (
    ADMINISTRATOR,
    INSPECTOR,
    LANO,
    LEAD_INSPECTOR,
    PARTNERSHIP_LEAD,
    SAFEGUARDING_LEAD,
)
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import (
    BuiltVisit,
    post,
    sign_in,
)
from tests.respondent import Respondent, send
from tests.survey_app.services.test_partnership_lead import impact_wave
from tests.survey_app.web.languages.speaking import IN_ARABIC, IN_ENGLISH


def test_the_lead_allows_a_draft_on_a_page_and_sees_it_written_down(
    site: Site, app: Flask, visit: BuiltVisit
) -> None:
    lead = app.test_client()
    sign_in(lead, LEAD_INSPECTOR, visit)
    address = f"/staff/visits/{visit.id}/languages"
    answer = post(lead, address, {"languages": ["pl", "ar"]}, follow_redirects=True)
    assert "Drafts are now offered in Polish and Arabic." in answer.text
    assert (
        LexborHTMLParser(answer.text)
        .css_first("fieldset legend")
        .text(strip=True)
        .startswith("Machine drafts")
    )
    assert "Polski" in Respondent(app.test_client(), visit.codes["parents_carers"]).page.text
    dates = lead.get(f"/staff/visits/{visit.id}/window").text
    assert "Polish and Arabic" in dates
    post(lead, address, {})
    assert "Polski" not in Respondent(app.test_client(), visit.codes["parents_carers"]).page.text


@pytest.mark.parametrize("language", ["cy", "xx", "en", "../.."])
def test_a_language_that_is_not_there_cannot_be_allowed(
    site: Site, app: Flask, visit: BuiltVisit, language: str
) -> None:
    lead = app.test_client()
    sign_in(lead, LEAD_INSPECTOR, visit)
    answer = post(lead, f"/staff/visits/{visit.id}/languages", {"languages": [language]})
    assert answer.status_code == 422
    with site.reading() as work:
        assert work.session.get_one(Visit, visit.id).draft_languages == ""


@pytest.mark.parametrize("role", [INSPECTOR, LANO, SAFEGUARDING_LEAD, ADMINISTRATOR])
def test_nobody_else_comes_to_the_page(app: Flask, visit: BuiltVisit, role: str) -> None:
    other = app.test_client()
    sign_in(other, role, visit)
    assert other.get(f"/staff/visits/{visit.id}/languages").status_code == 404


def test_the_partnerships_lead_decides_for_what_the_partnership_owns(app: Flask, site: Site) -> None:
    visit_id = impact_wave(site)
    partner = app.test_client()
    sign_in(partner, PARTNERSHIP_LEAD, BuiltVisit(visit_id, "", "", {}, {}))
    page = partner.get(f"/staff/visits/{visit_id}/languages")
    assert page.status_code == 200
    assert "Nothing but English is there for these surveys." in page.text


def test_inspectors_see_what_language_an_answer_seems_to_be_in(
    app: Flask, visit: BuiltVisit, site: Site
) -> None:
    send(Respondent(app.test_client(), visit.codes["young_people"]), {"would_change": IN_ARABIC * 4})
    send(Respondent(app.test_client(), visit.codes["young_people"]), {"would_change": IN_ENGLISH})
    inspector = app.test_client()
    sign_in(inspector, INSPECTOR, visit)
    tree = LexborHTMLParser(inspector.get(f"/staff/visits/{visit.id}/answers").text)
    assert tree.html is not None
    assert tree.html.count("Probably ") == 1
    assert "Probably Arabic" in tree.html
    assert [words.attributes.get("lang") for words in tree.css("blockquote.words")].count("ar") == 1
