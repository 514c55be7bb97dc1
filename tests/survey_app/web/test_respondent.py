"""Taking part, through the front door: without scripts, on both databases."""

import json
import re

import pytest
from flask import Flask
from sqlalchemy import select

from survey_app.services import publish
from survey_app.storage.concerns import Concern
from survey_app.storage.drafts import Draft
from survey_app.storage.findings import SAFEGUARDING, THEME, Finding
from survey_app.storage.outbox import OutboxItem
from survey_app.storage.responses import Response
from survey_app.storage.surveys import QuestionnaireVersion, Survey
from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.respondent import ANSWERS, WORDS, Respondent, count, page_of, send


def test_somebody_answers_checks_sends_and_is_thanked(young: Respondent, site: Site) -> None:
    assert "Start" in young.text
    young.walk(ANSWERS)
    assert young.heading == "Check your answers"
    assert WORDS in young.text
    assert "Skipped" in young.text
    assert count(site, Response) == 0
    young.press()
    assert young.heading == "Thank you"
    with site.reading() as work:
        stored = work.session.scalars(select(Response)).one()
        assert json.loads(stored.choices) == {"age_band": "age_16_17", "listened_to": "ok"}
        assert stored.received_on == work.today
        assert stored.mode == "online"
    assert count(site, Draft) == 0


def test_themes_are_found_on_sending_with_the_words_they_rest_on(young: Respondent, site: Site) -> None:
    send(young)
    with site.reading() as work:
        found = work.session.scalars(select(Finding).where(Finding.sort == THEME)).all()
    assert "wait_salt" in {finding.label for finding in found}
    assert all(0 <= finding.start < finding.end <= len(WORDS) for finding in found)


def test_a_disclosure_raises_a_concern_and_a_message_without_its_words(young: Respondent, site: Site) -> None:
    send(young, {"would_change": "my step dad hits me when mum is out"})
    with site.reading() as work:
        flags = work.session.scalars(select(Finding).where(Finding.sort == SAFEGUARDING)).all()
        concern = work.session.scalars(select(Concern)).one()
        message = work.session.scalars(select(OutboxItem)).one()
        assert {flag.label for flag in flags} & {"physical_abuse", "domestic_abuse"}
        assert concern.level <= 2
        assert (concern.raised_at.minute, concern.raised_at.second) == (0, 0)
        assert "hits" not in json.dumps(message.payload)
    assert "flag" not in young.text.lower()


def test_every_question_may_be_skipped_but_nothing_at_all_is_not_sent(young: Respondent, site: Site) -> None:
    young.walk({})
    assert "not answered a question yet" in young.text
    young.press()
    assert young.page.status_code == 422
    assert count(site, Response) == 0


def test_back_shows_what_was_answered_and_skip_takes_it_away(young: Respondent) -> None:
    young.press()
    first, name = young.path, young.names()[0]
    young.press({name: young.options(name)[0]})
    assert young.path != first
    young.go(first)
    assert young.shown_value(name)
    young.press(skip="1")
    young.go(first)
    assert not young.shown_value(name)


def test_going_on_leads_to_the_first_page_that_is_not_answered(young: Respondent) -> None:
    young.press()
    first, name = young.path, young.names()[0]
    young.press({name: young.options(name)[0]})
    second = young.path
    young.go(f"/s/{young.code}")
    young.press()
    assert young.path == second != first


def test_sending_the_same_form_again_stores_nothing_twice_and_says_thanks(
    young: Respondent, site: Site
) -> None:
    young.walk(ANSWERS)
    form, address = young.hidden(), young.form().attributes["action"]
    assert address
    for _ in range(3):
        young.post(address, form)
        assert young.heading == "Thank you"
    assert count(site, Response) == 1


def test_the_same_form_with_other_answers_is_refused_and_the_first_are_kept(
    young: Respondent, site: Site
) -> None:
    young.walk(ANSWERS)
    form, address = young.hidden(), young.form().attributes["action"]
    assert address
    young.post(address, form)
    young.post(address, {**form, "mark": "0" * 64})
    assert young.page.status_code == 409
    assert count(site, Response) == 1


def test_answers_changed_in_another_tab_are_shown_again_before_they_are_sent(
    young: Respondent, site: Site
) -> None:
    young.walk(ANSWERS)
    form, address = young.hidden(), young.form().attributes["action"]
    assert address
    young.go(f"/s/{young.code}/page/{page_of(young, site, 'listened_to')}")
    young.press({"listened_to": "bad"})
    young.post(address, form)
    assert "changed in another tab" in young.text
    assert count(site, Response) == 0
    young.press()
    assert young.heading == "Thank you"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"listened_to": "excellent"}, "Choose an answer from the list, or skip this question."),
        ({"listened_to": ["good", "bad"]}, "Choose 1 answer, or skip this question."),
    ],
)
def test_a_wrong_option_gets_a_sentence_beside_its_field(
    young: Respondent, site: Site, sent: dict[str, str | list[str]], says: str
) -> None:
    young.press()
    young.go(f"/s/{young.code}/page/{page_of(young, site, 'listened_to')}")
    young.press(sent)
    assert young.came_back
    assert young.text.count(says) == 2
    assert "Error" in young.page.text


def test_too_long_a_text_is_kept_on_the_page(young: Respondent, site: Site) -> None:
    young.press()
    young.go(f"/s/{young.code}/page/{page_of(young, site, 'would_change')}")
    long = "We waited. " * 1000
    young.press({"would_change": long})
    assert young.came_back
    assert "too long" in young.text
    assert young.shown_value("would_change")[0].strip() == long.strip()


def test_a_field_that_the_page_never_had_is_refused(young: Respondent) -> None:
    young.press()
    young.press({"administrator": "1"})
    assert young.page.status_code == 400


def test_a_missing_token_gives_a_way_to_send_again_with_what_was_typed(young: Respondent, site: Site) -> None:
    young.press()
    page = page_of(young, site, "would_change")
    young.post(f"/s/{young.code}/page/{page}", {"would_change": WORDS})
    assert young.came_back
    assert young.shown_value("would_change") == [WORDS]
    young.press({"would_change": WORDS})
    young.go(f"/s/{young.code}/page/{page}")
    assert young.shown_value("would_change") == [WORDS]


def test_a_body_that_is_too_large_is_told_so(young: Respondent, site: Site) -> None:
    young.press()
    young.press({"x": "y" * 400_000})
    assert young.page.status_code == 413
    assert "longer than we can take" in young.text


@pytest.mark.parametrize("code", ["", "zzzzzzzzzz", "%F0%9F%99%82", "a' or 1=1--"])
def test_an_unknown_code_gets_a_kind_page(app: Flask, code: str) -> None:
    page = app.test_client().get(f"/s/{code}")
    assert page.status_code == 404
    assert "html" in page.text


def test_a_code_may_be_typed_with_capitals_and_spaces(app: Flask, visit: BuiltVisit) -> None:
    code = visit.codes["young_people"]
    spoken = f" {code[:5].upper()} - {code[5:]} "
    answer = app.test_client().get("/", query_string={"code": spoken})
    assert answer.location == f"/s/{code}"


def test_a_correction_serves_new_starts_and_leaves_earlier_ones_alone(
    app: Flask, site: Site, visit: BuiltVisit, young: Respondent
) -> None:

    young.press()
    with site.writing() as work:
        survey = work.session.get_one(Survey, visit.surveys["young_people"])
        old = work.session.get_one(QuestionnaireVersion, survey.version_digest)
        texts = {
            name: text.replace("\nversion: ", "\nversion: 9").replace("How old are you?", "What is your age?")
            for name, text in old.texts.items()
        }
        publish.correct(work, survey, texts, "lead@example.org", "clearer")
    page = page_of(young, site, "age_band")
    young.go(f"/s/{young.code}/page/{page}")
    assert "How old are you?" in young.text
    new = Respondent(app.test_client(), young.code)
    new.press()
    new.go(f"/s/{young.code}/page/{page}")
    assert "What is your age?" in new.text
    send(Respondent(app.test_client(), young.code))
    young.walk(ANSWERS)
    young.press()
    with site.reading() as work:
        assert len(set(work.session.scalars(select(Response.version_digest)))) == 2


def test_how_it_looks_is_kept_for_the_visit_and_answers_stay(young: Respondent, site: Site) -> None:
    young.press()
    page = f"/s/{young.code}/page/{page_of(young, site, 'listened_to')}"
    young.go(page)
    young.press({"listened_to": "bad"})
    young.go(f"/s/{young.code}/look?back={page}")
    token = re.search(r'name="csrf_token" value="([^"]+)"', young.page.text)
    assert token
    chosen = {"csrf_token": token[1], "back": page, "face": "standard", "theme": "dark", "text_size": "200"}
    young.post(f"/s/{young.code}/look", chosen)
    assert young.path == page
    assert 'data-theme="dark"' in young.page.text
    assert "<svg" not in young.page.text
    assert young.shown_value("listened_to") == ["bad"]


def test_the_look_page_never_leads_elsewhere(young: Respondent) -> None:
    for back in ("https://elsewhere.example/", "//elsewhere.example", "/s/other", "/staff"):
        page = young.client.get(f"/s/{young.code}/look", query_string={"back": back})
        assert "elsewhere" not in page.text
        assert 'value="/staff"' not in page.text
