"""What came of it: written by the partnership, read first by groups, then by everybody, with figures counted once."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from accessibility.languages import LANGUAGES
from accessibility.preferences import Preferences
from survey_app.services.permissions import INSPECTOR, LANO
from survey_app.storage.feedback import FeedbackEntry, FeedbackReader, PublicPage
from survey_app.storage.reading import TakenAway
from survey_app.web.languages import LOOK_COOKIE
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, make_visit, sign_in
from tests.respondent import Respondent, send
from tests.tagged_text import read_aloud

SAID = {
    "theme": "parent_voice",
    "said_by": "",
    "you_said": "Nobody asks us before a plan is written.",
    "state": "done",
    "we_did": "Every plan now begins with a meeting.",
    "we_cannot": "",
    "easy_said": "You want to be asked first.",
    "easy_did": "We now meet you first.",
    "picture": "listen",
    "owner": "The planning team",
}
AFTER_THE_CLOSE = "2026-12-07T10:00"


@pytest.fixture
def visit(site: Site) -> BuiltVisit:
    return make_visit(site)


@pytest.fixture
def desk(app: Flask, site: Site, visit: BuiltVisit) -> FlaskClient:
    """The screen of the local area's officer."""
    client = app.test_client()
    sign_in(client, LANO, visit)
    return client


def page_code(site: Site, visit: BuiltVisit) -> str:
    with site.reading() as work:
        return work.session.scalars(select(PublicPage.code).where(PublicPage.visit_id == visit.id)).one()


def home(visit: BuiltVisit) -> str:
    return f"/staff/visits/{visit.id}/feedback"


def post(client: FlaskClient, form_at: str, to: str = "", **data: str) -> object:
    page = client.get(form_at)
    fields = LexborHTMLParser(page.text).css("input[type=hidden]")
    hidden = {str(f.attributes["name"]): f.attributes.get("value") or "" for f in fields}
    return client.post(to or form_at, data={**hidden, **data})


def write(desk: FlaskClient, visit: BuiltVisit, **parts: str) -> str:
    """An entry; the address of its page."""
    answer = post(desk, f"{home(visit)}/new", **{**SAID, **parts})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def invite(desk: FlaskClient, site: Site, visit: BuiltVisit, name: str = "The youth group") -> str:
    post(desk, f"{home(visit)}/readers", kind="youth_group", name=name)
    with site.reading() as work:
        return work.session.scalars(select(FeedbackReader.key).where(FeedbackReader.name == name)).one()


def words(html: str) -> str:
    return " ".join(LexborHTMLParser(html).css_first("main").text().split())


def test_the_address_works_from_the_first_day_and_says_when_to_look_again(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    page = client.get(f"/after/{page_code(site, visit)}")
    assert page.status_code == 200
    assert re.search(r"Look again from: \w+ \d+ \w+", words(page.text))


def test_the_thank_you_page_leads_there(app: Flask, site: Site, visit: BuiltVisit) -> None:
    somebody = Respondent(app.test_client(), visit.codes["young_people"])
    send(somebody)
    assert f"/after/{page_code(site, visit)}" in somebody.page.text


def test_an_entry_is_read_by_everybody_only_once_it_is_published(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit, desk: FlaskClient, clock: SettableClock
) -> None:
    entry = write(desk, visit)
    clock.set(AFTER_THE_CLOSE)
    sign_in(desk, LANO, visit)
    public = f"/after/{page_code(site, visit)}"
    assert post(desk, entry, f"{entry}/publish").status_code == 303
    assert SAID["we_did"] not in client.get(public).text
    assert post(desk, home(visit), f"{home(visit)}/page/publish").status_code == 303
    assert SAID["we_did"] in words(client.get(public).text)
    easy = words(client.get(f"{public}/young-people").text)
    assert SAID["easy_did"] in easy
    assert SAID["we_did"] not in easy
    post(desk, entry, **{**SAID, "we_did": "Something else entirely."})
    assert "Something else entirely." not in client.get(public).text


@pytest.mark.parametrize("lacking", ["easy_said", "easy_did", "picture", "owner", "we_did"])
def test_nothing_is_published_without_easy_words_a_picture_and_somebody_who_looks_after_it(
    desk: FlaskClient, site: Site, visit: BuiltVisit, lacking: str
) -> None:
    entry = write(desk, visit, **{lacking: ""})
    assert post(desk, entry, f"{entry}/publish").status_code == 422
    with site.reading() as work:
        assert work.session.scalars(select(FeedbackEntry)).one().published == {}


def test_what_is_not_possible_needs_its_reason(desk: FlaskClient, visit: BuiltVisit) -> None:
    entry = write(desk, visit, state="not_possible")
    refused = post(desk, entry, f"{entry}/publish")
    assert refused.status_code == 422
    assert "Say why it is not possible." in refused.text


def test_a_group_reads_first_and_what_it_says_stands_beside_the_entry(
    client: FlaskClient, site: Site, visit: BuiltVisit, desk: FlaskClient
) -> None:
    entry = write(desk, visit)
    key = invite(desk, site, visit)
    refused = post(desk, entry, f"{entry}/publish")
    assert refused.status_code == 422
    assert "The youth group" in refused.text
    told = client.get(f"/before/{key}")
    assert SAID["easy_did"] in told.text
    place = entry.rsplit("/", 1)[-1]
    said = post(
        client, f"/before/{key}", f"/before/{key}/{place}", verdict="not_yet", words="When?", show="yes"
    )
    assert said.status_code == 303
    assert "When?" in desk.get(entry).text
    assert post(desk, entry, f"{entry}/publish").status_code == 303
    with site.reading() as work:
        stored = work.session.scalars(select(FeedbackEntry)).one().published
    assert stored["views"] == [{"reader": "The youth group", "verdict": "not_yet", "words": "When?"}]


def test_a_group_that_read_an_older_entry_is_asked_again(
    client: FlaskClient, site: Site, visit: BuiltVisit, desk: FlaskClient
) -> None:
    entry = write(desk, visit)
    key = invite(desk, site, visit)
    place = entry.rsplit("/", 1)[-1]
    post(client, f"/before/{key}", f"/before/{key}/{place}", verdict="difference")
    post(desk, entry, **{**SAID, "we_did": "Every plan begins with two meetings."})
    assert post(desk, entry, f"{entry}/publish").status_code == 422
    waited = post(desk, entry, f"{entry}/publish", why="The group meets again next month.")
    assert waited.status_code == 303


def test_a_key_opens_no_entry_of_another_visit(
    client: FlaskClient, site: Site, visit: BuiltVisit, desk: FlaskClient
) -> None:
    write(desk, visit, easy_did="Ours.")
    key = invite(desk, site, visit)
    other = make_visit(site, title="Other", area="Harbour")
    sign_in(desk, LANO, other)
    place = write(desk, other).rsplit("/", 1)[-1]
    answer = post(client, f"/before/{key}", f"/before/{key}/{place}", verdict="difference")
    assert answer.status_code == 404
    assert SAID["easy_did"] not in client.get(f"/before/{key}").text


def test_an_ended_page_opens_no_more(
    client: FlaskClient, site: Site, visit: BuiltVisit, desk: FlaskClient
) -> None:
    key = invite(desk, site, visit)
    with site.reading() as work:
        reader = work.session.scalars(select(FeedbackReader)).one().id
    post(desk, f"{home(visit)}/readers", f"{home(visit)}/readers/{reader}/end")
    assert client.get(f"/before/{key}").status_code == 404


def test_nobody_writes_over_a_change_unseen(desk: FlaskClient, visit: BuiltVisit) -> None:
    entry = write(desk, visit)
    hidden = {
        str(f.attributes["name"]): f.attributes.get("value") or ""
        for f in LexborHTMLParser(desk.get(entry).text).css("form input[type=hidden]")
    }
    post(desk, entry, **{**SAID, "we_did": "First."})
    second = desk.post(entry, data={**hidden, **SAID, "edition": "1", "we_did": "Second."})
    assert second.status_code == 409
    assert "First." in second.text
    assert "Second." in second.text


def test_the_page_cannot_be_published_while_people_answer(
    desk: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    entry = write(desk, visit)
    post(desk, entry, f"{entry}/publish")
    refused = post(desk, home(visit), f"{home(visit)}/page/publish")
    assert refused.status_code == 422
    assert "not over yet" in refused.text


def test_the_figures_are_counted_once_and_small_ones_are_hidden(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit, desk: FlaskClient, clock: SettableClock
) -> None:
    for _ in range(3):
        somebody = Respondent(app.test_client(), visit.codes["young_people"])
        send(somebody)
    entry = write(desk, visit)
    post(desk, entry, f"{entry}/publish")
    clock.set(AFTER_THE_CLOSE)
    sign_in(desk, LANO, visit)
    for _ in range(2):
        post(desk, home(visit), f"{home(visit)}/page/publish")
    shown = words(client.get(f"/after/{page_code(site, visit)}").text)
    assert "under 10" in shown
    with site.reading() as work:
        assert len(work.session.scalars(select(TakenAway)).all()) == 1


def test_inspectors_write_nothing_of_it(app: Flask, site: Site, visit: BuiltVisit) -> None:
    client = app.test_client()
    sign_in(client, INSPECTOR, visit)
    assert client.get(home(visit)).status_code == 404


def test_a_thematic_visit_has_no_page_of_an_area(app: Flask, client: FlaskClient, site: Site) -> None:
    far = make_visit(site, kind="thematic-local-offer-2026", title="Thematic visit", area="Far and Away")
    page = client.get(f"/after/{page_code(site, far)}")
    assert "no page for one area" in words(page.text)
    assert "Far and Away" not in page.text
    staff = app.test_client()
    sign_in(staff, LANO, far)
    assert staff.get(home(far)).status_code == 404


@pytest.mark.parametrize("code", ["zzzzzzzzzz", "x", "a" * 200])
def test_an_address_that_nobody_gave_out_is_not_found(client: FlaskClient, code: str) -> None:
    assert client.get(f"/after/{code}").status_code == 404


@pytest.mark.parametrize("page", ["guide", "guide/young-people"])
def test_the_guide_tells_the_visits_own_dates(
    client: FlaskClient, site: Site, visit: BuiltVisit, page: str
) -> None:
    told = words(client.get(f"/after/{page_code(site, visit)}/{page}").text)
    assert "to Tuesday 1 December, 9am" in told
    assert visit.area in told


@pytest.mark.parametrize(
    ("audience", "page"), [("young_people", "guide/young-people"), ("parents_carers", "guide")]
)
def test_the_first_page_leads_to_the_guide_before_and_after_the_survey_opens(
    client: FlaskClient, site: Site, visit: BuiltVisit, clock: SettableClock, audience: str, page: str
) -> None:
    guide = f"/after/{page_code(site, visit)}/{page}"
    assert guide in client.get(f"/s/{visit.codes[audience]}").text
    clock.set(AFTER_THE_CLOSE)
    assert guide in client.get(f"/s/{visit.codes[audience]}").text


def test_the_guide_speaks_polish_with_polish_dates_and_says_that_it_is_a_draft(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    client.set_cookie(LOOK_COOKIE, Preferences().choosing({"language": "pl"}, LANGUAGES).to_token())
    shown = LexborHTMLParser(client.get(f"/after/{page_code(site, visit)}/guide").text)
    assert shown.css_first("html").attributes["lang"] == "pl"
    told = words(str(shown.html))
    assert "Prosty przewodnik dla rodzin" in told
    assert "wtorek, 1 grudnia" in told
    assert "This translation was made by a machine. No person has checked it yet." in told
    for sentence in ("What is happening?", "You can answer from"):
        assert sentence not in told


def test_the_guide_to_a_thematic_visit_names_no_area(client: FlaskClient, site: Site) -> None:
    far = make_visit(site, kind="thematic-local-offer-2026", title="Thematic visit", area="Far and Away")
    for page in ("guide", "guide/young-people"):
        told = client.get(f"/after/{page_code(site, far)}/{page}")
        assert told.status_code == 200
        assert "Far and Away" not in told.text


@pytest.mark.parametrize("sheet", ["page-12.pdf", "page-24.pdf?easy=1", "poster-a4.pdf"])
def test_what_is_printed_says_what_the_page_says(
    client: FlaskClient, site: Site, visit: BuiltVisit, desk: FlaskClient, clock: SettableClock, sheet: str
) -> None:
    public = f"/after/{page_code(site, visit)}"
    assert client.get(f"{public}/{sheet}").status_code == 404
    entry = write(desk, visit)
    post(desk, entry, f"{entry}/publish")
    clock.set(AFTER_THE_CLOSE)
    sign_in(desk, LANO, visit)
    post(desk, home(visit), f"{home(visit)}/page/publish")
    made = client.get(f"{public}/{sheet}")
    assert made.mimetype == "application/pdf"
    heard = " ".join(read_aloud(made.data))
    assert SAID["we_did" if "12" in sheet else "easy_did"] in heard
    assert public in heard
