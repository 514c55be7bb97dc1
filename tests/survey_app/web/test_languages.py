"""Pages in the reader's own language: who is offered which, and that nothing of English is left in them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from sqlalchemy import select

from accessibility.languages import LANGUAGES
from survey_app.services.languages import allow_drafts
from survey_app.services.permissions import (
    ADMINISTRATOR,
    INSPECTOR,
    LANO,
    LEAD_INSPECTOR,
    PARTNERSHIP_LEAD,
    SAFEGUARDING_LEAD,
)
from survey_app.storage.responses import Response
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import (
    BuiltVisit,
    SettableClock,
    csrf_token,
    lead_of,
    make_app,
    make_visit,
    post,
    sign_in,
    site_of,
)
from tests.pages import LookingClient
from tests.respondent import Respondent, page_of, send
from tests.survey_app.moving import Table
from tests.survey_app.services.test_partnership_lead import impact_wave
from tests.translations import CLOSE, IN_BRACKETS, OPEN, bracketed, make_translations

MachineMade = "This translation was made by a machine. No person has checked it yet."
IN_ENGLISH = "My teacher is kind, but I waited two years for speech therapy."
IN_ARABIC = "المعلمة طيبة"
LATIN = re.compile(r"[A-Za-z]{2,}")
# Names of services and of the site's word lists are the same in every language.
GLOSS = r"\([^()]*\)"
"""A translator may put the English name of a thing in brackets after their own."""
NAMES = re.compile(
    GLOSS + r"|https?://\S+|Childline|Samaritans|NSPCC Whistleblowing Advice Line|NSPCC|NHS 111|Shout|SEND Voices"
)
SPOKEN_ATTRIBUTES = ("aria-label", "alt", "title", "placeholder")


@pytest.fixture
def app(tmp_path: Path, clock: SettableClock, database_url: str) -> Iterator[Flask]:
    """The site with made-up drafts in three languages."""
    translations = make_translations(tmp_path / "translations", ("pl", "ar", "ur"))
    made = make_app(database_url, clock, translations=translations)
    made.test_client_class = LookingClient
    yield made
    site_of(made).database.dispose()


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


def allow(site: Site, visit: BuiltVisit, *languages: str) -> None:
    with site.writing() as work:
        allow_drafts(work, lead_of(visit.id), visit.id, languages)


def speak(respondent: Respondent, language: str) -> None:
    """Choose a language where it is offered, by its own name."""
    respondent.go(f"/s/{respondent.code}/language")
    token = {k: v for k, v in respondent_hidden(respondent).items() if k != "language"}
    respondent.post(f"/s/{respondent.code}/language", {**token, "language": language})


def respondent_hidden(respondent: Respondent) -> dict[str, str]:
    fields = LexborHTMLParser(respondent.page.text).css("main input[type=hidden]")
    return {str(f.attributes["name"]): f.attributes.get("value") or "" for f in fields}


def answer_age(young: Respondent, site: Site) -> None:
    young.press()
    young.go(f"/s/{young.code}/page/{page_of(young, site, 'age_band')}")
    young.press({"age_band": "age_16_17"})


def root(respondent: Respondent) -> dict[str, str | None]:
    return LexborHTMLParser(respondent.page.text).css_first("html").attributes


def language_of(respondent: Respondent) -> tuple[str | None, str | None]:
    attributes = root(respondent)
    return attributes.get("lang"), attributes.get("dir")


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
    fields = respondent_hidden(young)
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
    young.post(f"/s/{young.code}/language", {**respondent_hidden(young), "language": "pl"})
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
        fields = {**respondent_hidden(young), "back": back, "language": "pl"}
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
        assert bracketed(MachineMade) in notice.text()
        assert MachineMade in notice.css_first("[lang=en-GB]").text()
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


# The words.


def every_page(young: Respondent, site: Site) -> Iterator[Respondent]:
    """Every page of a survey that somebody can come to, one after another."""
    start = f"/s/{young.code}"
    for path in ("", "/help", "/look", "/language"):
        young.go(f"{start}{path}")
        yield young
    young.go(start)
    young.press()
    for _ in range(60):
        yield young
        if young.path.endswith("/check"):
            break
        own_words = [name for name in young.names() if not young.options(name)]
        if own_words:
            young.press({own_words[0]: IN_ARABIC * 1000})
            assert young.page.status_code == 422
            yield young
        young.press({name: young.options(name)[:1] or IN_ARABIC for name in young.names()})
    young.press()
    assert young.path.endswith("/sent"), young.heading
    yield young


ERRORS: dict[str, Callable[[FlaskClient, str], object]] = {
    "unknown code": lambda client, code: client.get("/s/2222222222"),
    "unknown page": lambda client, code: client.get(f"/s/{code}/page/nothing"),
    "unknown address": lambda client, code: client.get("/nothing-here"),
    "no cookie": lambda client, code: client.get(f"/s/{code}/check"),
    "form too old": lambda client, code: client.post(f"/s/{code}", data={"typed": IN_ARABIC}),
    "too large": lambda client, code: client.post(f"/s/{code}", data={"a": "x" * 400_000}),
    "wrong way": lambda client, code: client.post("/"),
    "first page": lambda client, code: client.get("/"),
    "accessibility": lambda client, code: client.get("/accessibility"),
}


def left_in_english(html: str) -> list[str]:
    """Whatever a reader of this page would see or hear that is not translated."""
    tree = LexborHTMLParser(html)
    page_language = tree.css_first("html").attributes["lang"]
    for node in tree.css("script, style, [lang]:not(html)"):
        if node.attributes.get("lang") != page_language:
            node.decompose()
    said = [words(tree.css_first("title")), words(tree.css_first("body"))]
    for name in SPOKEN_ATTRIBUTES:
        said += [str(node.attributes[name]) for node in tree.css(f"[{name}]")]
    bare = (NAMES.sub(" ", IN_BRACKETS.sub(" ", without_nested(one))) for one in said)
    return [found for one in bare for found in LATIN.findall(one)]


def without_nested(said: str) -> str:
    """The words without messages that stand inside other messages."""
    while (shorter := IN_BRACKETS.sub(" ", said)) != said:
        said = shorter
    return said


def words(node: LexborNode | None) -> str:
    return node.text(separator=" ") if node else ""


@pytest.mark.parametrize("audience", ["young_people", "parents_carers", "practitioners"])
def test_nothing_of_english_is_left_on_any_page(
    site: Site, app: Flask, visit: BuiltVisit, audience: str
) -> None:
    allow(site, visit, "ar")
    reader = Respondent(app.test_client(), visit.codes[audience])
    speak(reader, "ar")
    for page in every_page(reader, site):
        assert language_of(page) == ("ar", "rtl"), page.path
        assert left_in_english(page.page.text) == [], page.path


@pytest.mark.parametrize("error", ERRORS)
def test_nothing_of_english_is_left_on_an_error_page(
    site: Site, app: Flask, visit: BuiltVisit, error: str
) -> None:
    allow(site, visit, "ar")
    reader = Respondent(app.test_client(), visit.codes["young_people"])
    speak(reader, "ar")
    reader.page = ERRORS[error](reader.client, reader.code)  # type: ignore[assignment]
    assert language_of(reader) == ("ar", "rtl")
    assert left_in_english(reader.page.text) == []


def test_nothing_of_english_is_left_on_the_way_back(site: Site, app: Flask, visit: BuiltVisit) -> None:
    """Saving for later, the seven words, coming back to them, and deleting."""
    allow(site, visit, "ar")
    reader = Respondent(app.test_client(), visit.codes["young_people"])
    speak(reader, "ar")
    for page in there_and_back(reader, site):
        assert language_of(page) == ("ar", "rtl"), page.path
        assert left_in_english(page.page.text) == [], page.path


def there_and_back(reader: Respondent, site: Site) -> Iterator[Respondent]:
    start = f"/s/{reader.code}"
    reader.go(f"{start}/come-back")
    for typed in ("abbey", "xqzzy " * 7, "abacus " * 7):
        reader.press({"words": typed})
        yield reader
    reader.go(start)
    reader.press()
    reader.go(f"{start}/page/{page_of(reader, site, 'age_band')}")
    reader.press({"age_band": "age_16_17"}, later="1")
    yield reader
    words = [node.text(strip=True) for node in LexborHTMLParser(reader.page.text).css("ol.words li")]
    reader.press()
    yield reader
    reader.go(f"{start}/come-back")
    reader.press({"words": " ".join(words)})
    yield reader
    reader.post(f"{start}/delete", {"csrf_token": csrf_token(reader.page.text)})
    yield reader


STATES = ("draft", "scheduled", "closing", "closed", "deferred", "paused", "abandoned", "archived")


@pytest.mark.parametrize("state", STATES)
def test_nothing_of_english_is_left_while_nobody_can_answer(
    site: Site, app: Flask, clock: SettableClock, state: str
) -> None:
    table = Table(site, clock, make_visit(site, live=False))
    allow(site, table.visit, "ar")
    table.come_to(state)
    client = app.test_client()
    client.set_cookie("look", "default.100.normal.system..ar")
    reader = Respondent(client, table.visit.codes["young_people"])
    assert language_of(reader) == ("ar", "rtl")
    assert left_in_english(reader.page.text) == []


def test_english_that_is_left_is_seen() -> None:
    page = (
        f'<html lang="ar"><title>{OPEN}x{CLOSE}</title><body><p>{OPEN}Good{CLOSE} bad <i lang="pl">Polski</i>'
    )
    assert left_in_english(page) == ["bad"]
    assert left_in_english('<html lang="ar"><title>ا</title><body><a aria-label="Help">ا</a>') == ["Help"]


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("pl", "wtorek, 1 grudnia, godz. 09:00"),
        ("ar", "الثلاثاء، 1 ديسمبر، 09:00"),
        ("ur", "منگل، 1 دسمبر، 09:00"),
    ],
)
def test_the_close_is_said_on_the_readers_calendar(
    site: Site, app: Flask, visit: BuiltVisit, language: str, says: str
) -> None:
    allow(site, visit, language)
    parent = Respondent(app.test_client(), visit.codes["parents_carers"])
    speak(parent, language)
    assert says in parent.text


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


# The lead's page.


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
