"""Which languages are offered to whom, how a reader chooses one, and what is kept of the choice."""

from pathlib import Path

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from accessibility.languages import LANGUAGES
from survey_app.storage.responses import Response
from survey_app.web.site import Site
from tests.builders import (
    BuiltVisit,
    SettableClock,
    make_app,
    make_visit,
    site_of,
)
from tests.respondent import Respondent, page_of, send
from tests.survey_app.web.languages.speaking import (
    IN_ARABIC,
    MACHINE_MADE,
    allow,
    answer_age,
    every_page,
    hidden_fields,
    language_of,
    speak,
)
from tests.translations import OPEN, bracketed, make_translations

# Who is offered what.


def test_a_draft_is_offered_to_nobody_until_the_lead_allows_it(
    site: Site, app: Flask, visit: BuiltVisit
) -> None:
    parent = Respondent(app.test_client(), visit.codes["parents_carers"])
    assert "Polski" not in parent.page.text
    allow(site, visit, "pl", "ar")
    parent.go(f"/s/{parent.code}")
    assert "Polski" in parent.page.text
    assert "العربية" in parent.page.text
    assert "اردو" not in parent.page.text


def test_a_cookie_cannot_ask_for_what_is_not_offered(app: Flask, visit: BuiltVisit) -> None:
    client = app.test_client()
    client.set_cookie("look", "default.100.normal.system..pl")
    parent = Respondent(client, visit.codes["parents_carers"])
    assert language_of(parent) == ("en-GB", None)
    assert OPEN not in parent.page.text


@pytest.mark.parametrize(
    "token", ["default.100.normal.system..xx", "default.100.normal.system..../..", "ar", "....." * 9]
)
def test_a_hostile_cookie_speaks_english(app: Flask, visit: BuiltVisit, site: Site, token: str) -> None:
    allow(site, visit, "ar")
    client = app.test_client()
    client.set_cookie("look", token)
    assert language_of(Respondent(client, visit.codes["young_people"])) == ("en-GB", None)


def test_a_survey_without_that_wording_does_not_offer_it(site: Site, app: Flask) -> None:
    visit = make_visit(site, kind="area-send-monitoring")
    allow(site, visit, "pl")
    assert "Polski" not in Respondent(app.test_client(), next(iter(visit.codes.values()))).page.text


def test_a_message_without_words_keeps_the_whole_language_back(
    tmp_path: Path, clock: SettableClock, database_url: str
) -> None:
    gappy = make_translations(tmp_path / "gappy", ["pl"], without=["Skip this question"])
    made = make_app(database_url, clock, translations=gappy)
    visit = make_visit(site_of(made))
    allow(site_of(made), visit, "pl")
    assert "Polski" not in Respondent(made.test_client(), visit.codes["young_people"]).page.text
    site_of(made).database.dispose()


def test_pages_that_a_person_has_read_still_wait_for_the_questionnaire(
    tmp_path: Path, clock: SettableClock, database_url: str
) -> None:
    read = make_translations(tmp_path / "read", ["pl"], review="reviewed")
    made = make_app(database_url, clock, translations=read)
    visit = make_visit(site_of(made))
    young = Respondent(made.test_client(), visit.codes["young_people"])
    assert "Polski" not in young.page.text
    young.go("/")
    assert "Polski" in young.page.text, "the first page has no questionnaire to wait for"
    site_of(made).database.dispose()


# Choosing.


def test_switching_keeps_the_place_and_the_answers(site: Site, app: Flask, visit: BuiltVisit) -> None:
    allow(site, visit, "pl")
    young = Respondent(app.test_client(), visit.codes["young_people"])
    answer_age(young, site)
    place = young.path
    young.go(f"/s/{young.code}/language?back=/s/{young.code}/page/{page_of(young, site, 'age_band')}")
    fields = hidden_fields(young)
    young.post(f"/s/{young.code}/language", {**fields, "language": "pl"})
    assert young.path.endswith(page_of(young, site, "age_band"))
    assert language_of(young) == ("pl", None)
    assert young.shown_value("age_band") == ["age_16_17"]
    young.go(place)
    assert bracketed("Next") in young.page.text


def test_what_is_typed_is_saved_on_the_way_to_another_language(
    site: Site, app: Flask, visit: BuiltVisit
) -> None:
    allow(site, visit, "pl")
    young = Respondent(app.test_client(), visit.codes["young_people"])
    young.press()
    place = f"/s/{young.code}/page/{page_of(young, site, 'would_change')}"
    young.go(place)
    young.press({"would_change": IN_ARABIC}, to_language="1")
    assert young.path.startswith(f"/s/{young.code}/language")
    young.post(f"/s/{young.code}/language", {**hidden_fields(young), "language": "pl"})
    assert young.path == place
    assert young.shown_value("would_change") == [IN_ARABIC]


def test_a_way_back_leads_to_no_other_site(site: Site, app: Flask, visit: BuiltVisit) -> None:
    allow(site, visit, "pl")
    young = Respondent(app.test_client(), visit.codes["young_people"])
    for address, back in (
        (f"/s/{young.code}/language", "//evil.example"),
        ("/language", "https://evil.example/"),
    ):
        young.go(f"/s/{young.code}/language")
        fields = {**hidden_fields(young), "back": back, "language": "pl"}
        answer = young.client.post(address, data=fields)
        assert answer.location in (f"/s/{young.code}", "/")


def test_every_page_of_a_draft_says_so_and_leads_to_english(
    site: Site, app: Flask, visit: BuiltVisit
) -> None:
    allow(site, visit, "ar")
    young = Respondent(app.test_client(), visit.codes["young_people"])
    speak(young, "ar")
    for page in every_page(young, site):
        tree = LexborHTMLParser(page.page.text)
        notice = tree.css_first("form.draft")
        assert notice is not None, page.path
        assert bracketed(MACHINE_MADE) in notice.text()
        assert MACHINE_MADE in notice.css_first("[lang=en-GB]").text()
    form = LexborHTMLParser(young.page.text).css_first("form.draft")
    fields = {str(f.attributes["name"]): str(f.attributes["value"]) for f in form.css("input[type=hidden]")}
    young.post(str(form.attributes["action"]), fields)
    assert language_of(young) == ("en-GB", None)
    assert 'form class="draft"' not in young.page.text


def test_the_browsers_language_comes_first_but_is_never_chosen_for_anybody(
    site: Site, app: Flask, visit: BuiltVisit
) -> None:
    allow(site, visit, "pl", "ar", "ur")
    client = app.test_client()
    page = client.get(
        f"/s/{visit.codes['parents_carers']}", headers={"Accept-Language": "ar-SY,pl;q=0.5"}
    ).text
    tree = LexborHTMLParser(page)
    assert tree.css_first("html").attributes["lang"] == "en-GB"
    assert [b.attributes["value"] for b in tree.css("form.choose button")] == ["ar", "pl", "ur"]


def test_two_readers_of_one_page_each_get_their_own_language(
    site: Site, app: Flask, visit: BuiltVisit
) -> None:
    allow(site, visit, "pl", "ar")
    readers = {
        code: Respondent(app.test_client(), visit.codes["young_people"]) for code in ("ar", "pl", "en")
    }
    for code, reader in readers.items():
        speak(reader, code)
    for path in ("", "/help", "/language"):
        for _ in range(2):
            for code, reader in readers.items():
                reader.go(f"/s/{reader.code}{path}")
                assert language_of(reader)[0] == LANGUAGES[code].tag, path


def test_staff_pages_stay_english_whatever_the_cookie_says(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("look", "default.100.normal.system..ar")
    for address in ("/staff/sign-in", "/staff/nothing-here"):
        page = client.get(address).text
        assert 'lang="en' in page
        assert OPEN not in page


# What is kept.


@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_response_keeps_the_language_of_its_pages(
    site: Site, app: Flask, visit: BuiltVisit, language: str
) -> None:
    allow(site, visit, "pl")
    young = Respondent(app.test_client(), visit.codes["young_people"])
    speak(young, language)
    young.go(f"/s/{young.code}")
    send(young)
    with site.reading() as work:
        assert work.session.scalars(select(Response.language)).one() == LANGUAGES[language].tag


def test_answers_go_on_in_english_when_the_lead_takes_a_draft_back(
    site: Site, app: Flask, visit: BuiltVisit
) -> None:
    allow(site, visit, "pl")
    young = Respondent(app.test_client(), visit.codes["young_people"])
    speak(young, "pl")
    young.go(f"/s/{young.code}")
    answer_age(young, site)
    allow(site, visit)
    young.go(f"/s/{young.code}/page/{page_of(young, site, 'age_band')}")
    assert language_of(young) == ("en-GB", None)
    assert young.shown_value("age_band") == ["age_16_17"]
