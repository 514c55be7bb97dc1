"""Save and come back later: seven words that open the answers on any phone, until they are sent or it closes."""

import re

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from survey_app.services.seven_words import HOW_MANY, easy_words
from survey_app.services.tidy import tidy
from survey_app.storage.channels import Channel
from survey_app.storage.drafts import Draft
from survey_app.storage.responses import FreeText, Response
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock
from tests.respondent import ANSWERS, WORDS, Respondent, count, page_of

LATER = {"later": "1"}


def words_on(page: str) -> list[str]:
    return [node.text(strip=True) for node in LexborHTMLParser(page).css("ol.words li")]


def save_for_later(young: Respondent, site: Site, text: str = WORDS) -> str:
    """Type a text, press "Save and come back later", and read the words."""
    young.press()
    young.go(f"/s/{young.code}/page/{page_of(young, site, 'would_change')}")
    young.press({"would_change": text}, **LATER)
    words = words_on(young.page.text)
    assert len(words) == HOW_MANY
    return " ".join(words)


def another_phone(app: Flask, young: Respondent, words: str, code: str = "") -> Respondent:
    """Open the same link on another phone and type the words."""
    phone = Respondent(app.test_client(), code or young.code)
    phone.go(f"/s/{phone.code}/come-back")
    phone.press(words=words)
    return phone


def draft_bytes(site: Site) -> list[bytes]:
    with site.reading() as work:
        return list(work.session.scalars(select(Draft.sealed)))


def cookie_of(young: Respondent) -> dict[str, object]:
    with young.client.session_transaction() as cookie:
        return dict(cookie)


@pytest.fixture
def words(young: Respondent, site: Site) -> str:
    """The seven words of somebody who has saved one text for later."""
    return save_for_later(young, site)


def test_the_words_open_the_answers_on_another_phone_and_they_are_sent_once(
    app: Flask, site: Site, young: Respondent, words: str
) -> None:
    phone = another_phone(app, young, words)
    assert phone.heading == "Welcome back"
    assert "Questions that you have answered: 1." in phone.text
    phone.walk(ANSWERS)
    assert WORDS in phone.text
    phone.press()
    assert phone.heading == "Thank you"
    assert (count(site, Response), count(site, FreeText), count(site, Draft)) == (1, 1, 0)
    with site.reading() as work:
        channel = work.session.get_one(Channel, young.code)
        assert (channel.started, channel.sent) == (1, 1)


def test_the_words_are_easy_numbered_and_come_with_what_to_do(young: Respondent, words: str) -> None:
    assert set(words.split()) <= set(easy_words())
    assert young.heading == "Your answers are saved"
    assert "Tuesday 1 December, 9am" in young.text
    assert f"http://localhost/s/{young.code}" in young.text
    assert "I have 7 words" in young.text
    assert "We cannot find your words again" in young.text


def test_a_reload_shows_the_words_again_until_somebody_has_them(young: Respondent, words: str) -> None:
    for _ in range(2):
        young.go(f"/s/{young.code}/words")
        assert words_on(young.page.text) == words.split()
    young.press()
    assert young.heading == "You can come back later"
    assert not set(words.split()) & set(young.text.split())
    young.go(f"/s/{young.code}/words")
    assert words_on(young.page.text) == []
    assert young.heading == "I have 7 words"


def test_leaving_after_saving_keeps_the_answers_and_hides_the_words(
    app: Flask, site: Site, young: Respondent, words: str
) -> None:
    token = young.hidden()["csrf_token"]
    left = young.client.post(f"/s/{young.code}/leave", data={"csrf_token": token})
    assert left.status_code == 303
    young.go(f"/s/{young.code}/words")
    assert words_on(young.page.text) == []
    assert count(site, Draft) == 1
    assert another_phone(app, young, words).heading == "Welcome back"


def test_the_words_go_after_an_hour(young: Respondent, words: str, clock: SettableClock) -> None:
    clock.forward(minutes=59)
    young.go(f"/s/{young.code}/words")
    assert words_on(young.page.text) == words.split()
    clock.forward(minutes=2)
    young.go(f"/s/{young.code}/words")
    assert words_on(young.page.text) == []


def test_the_next_child_who_begins_on_this_phone_sees_neither_words_nor_answers(
    young: Respondent, words: str
) -> None:
    young.go(f"/s/{young.code}")
    assert "Start" in young.text
    young.press()
    assert young.names()
    young.go(f"/s/{young.code}/words")
    assert words_on(young.page.text) == []


def test_nothing_of_the_draft_stays_in_this_browser(young: Respondent, site: Site, words: str) -> None:
    before = str(cookie_of(young))
    assert not any(word in before for word in words.split())
    young.press()
    assert cookie_of(young).get("drafts") in ({}, None)
    assert "saved" not in cookie_of(young)
    young.go(f"/s/{young.code}/page/{page_of(young, site, 'would_change')}")
    assert young.page.status_code == 404
    assert WORDS not in young.page.text
    assert "If you saved them with 7 words, we kept them for you." in young.text


def test_the_old_row_goes_and_the_bytes_are_sealed_anew(young: Respondent, site: Site) -> None:
    young.press()
    page = f"/s/{young.code}/page/{page_of(young, site, 'would_change')}"
    young.go(page)
    young.press({"would_change": WORDS})
    with site.reading() as work:
        before = work.session.scalars(select(Draft)).one()
    young.go(page)
    young.press({"would_change": WORDS}, **LATER)
    with site.reading() as work:
        after = work.session.scalars(select(Draft)).one()
    assert after.id != before.id
    assert after.sealed != before.sealed
    assert after.begun_on == before.begun_on
    assert WORDS.encode() not in after.sealed


def test_saving_from_the_last_look_works_too(app: Flask, site: Site, young: Respondent) -> None:
    young.walk(ANSWERS)
    young.press(**LATER)
    phone = another_phone(app, young, " ".join(words_on(young.page.text)))
    assert "Questions that you have answered: 3." in phone.text
    phone.walk(ANSWERS)
    assert WORDS in phone.text
    phone.press()
    assert phone.heading == "Thank you"
    assert count(site, Response) == 1


def test_the_same_words_work_again_and_again(app: Flask, site: Site, young: Respondent, words: str) -> None:
    for text in ("More buses.", "More buses and a quiet room."):
        phone = another_phone(app, young, words)
        phone.go(f"/s/{young.code}/page/{page_of(phone, site, 'would_change')}")
        phone.press({"would_change": text}, **LATER)
        assert words_on(phone.page.text) == words.split()
    last = another_phone(app, young, words)
    last.go(f"/s/{young.code}/page/{page_of(last, site, 'would_change')}")
    assert last.shown_value("would_change") == ["More buses and a quiet room."]


def test_when_the_reply_is_lost_asking_again_tells_the_same_words(
    app: Flask, site: Site, young: Respondent
) -> None:
    young.press()
    page = f"/s/{young.code}/page/{page_of(young, site, 'would_change')}"
    young.go(page)
    form = {**young.hidden(), "would_change": WORDS, **LATER}
    cookies = dict(young.client._cookies or {})
    young.post(page, form)
    first = words_on(young.page.text)
    young.client._cookies = dict(cookies)
    young.post(page, form)
    assert words_on(young.page.text) == first
    assert len(first) == HOW_MANY
    assert count(site, Draft) == 1
    young.client._cookies = dict(cookies)
    young.go(page)
    assert young.shown_value("would_change") == [WORDS]


def test_when_the_reply_is_lost_leaving_still_deletes_everything(site: Site, young: Respondent) -> None:
    young.press()
    page = f"/s/{young.code}/page/{page_of(young, site, 'would_change')}"
    young.go(page)
    form = young.hidden()
    cookies = dict(young.client._cookies or {})
    young.post(page, {**form, "would_change": WORDS, **LATER})
    young.client._cookies = dict(cookies)
    young.client.post(f"/s/{young.code}/leave", data={"csrf_token": form["csrf_token"]})
    assert count(site, Draft) == 0


def test_a_mistake_on_the_page_is_said_before_it_is_saved(young: Respondent, site: Site) -> None:
    young.press()
    young.go(f"/s/{young.code}/page/{page_of(young, site, 'would_change')}")
    young.press({"would_change": "We waited. " * 1000}, **LATER)
    assert young.came_back
    assert words_on(young.page.text) == []


def test_a_misspelt_word_is_named_with_near_ones_and_what_was_typed_stays(
    app: Flask, young: Respondent, words: str
) -> None:
    typed = words.split()
    typed[2] = "elefantt"
    phone = another_phone(app, young, "\n".join(typed))
    assert phone.came_back
    assert "Word 3 is not one of our words: elefantt. Did you mean: elephant" in phone.text
    assert phone.shown_value("words") == ["\n".join(typed)]
    phone.press(words=words)
    assert phone.heading == "Welcome back"


def test_too_few_words_are_counted(app: Flask, young: Respondent, words: str) -> None:
    phone = another_phone(app, young, " ".join(words.split()[:6]))
    assert phone.came_back
    assert "Words that you typed: 6. You need all 7." in phone.text


def test_unknown_words_get_kind_reasons(app: Flask, young: Respondent, words: str) -> None:
    turned = " ".join(reversed(words.split()))
    phone = another_phone(app, young, turned)
    assert phone.came_back
    assert "We cannot find answers for these words" in phone.text
    assert phone.shown_value("words") == [turned]


def test_words_of_sent_answers_say_that_we_have_them(app: Flask, young: Respondent, words: str) -> None:
    phone = another_phone(app, young, words)
    phone.walk({"would_change": WORDS})
    phone.press()
    assert phone.heading == "Thank you"
    again = another_phone(app, young, words)
    assert again.came_back
    assert "These answers were sent" in again.text


def test_words_of_one_survey_open_nothing_in_another(
    app: Flask, site: Site, visit: BuiltVisit, young: Respondent, words: str
) -> None:
    elsewhere = another_phone(app, young, words, visit.codes["parents_carers"])
    assert elsewhere.came_back
    assert WORDS not in elsewhere.page.text
    assert count(site, Draft) == 1


def test_answers_are_deleted_when_asked(app: Flask, site: Site, young: Respondent, words: str) -> None:
    phone = another_phone(app, young, words)
    token = re.search(r'name="csrf_token" value="([^"]+)"', phone.page.text)
    assert token
    phone.post(f"/s/{young.code}/delete", {"csrf_token": token[1]})
    assert phone.heading == "Your answers are deleted"
    assert count(site, Draft) == 0
    assert "We cannot find answers for these words" in another_phone(app, young, words).text


def test_a_phone_that_was_going_on_is_told_when_the_answers_were_deleted_on_another(
    app: Flask, site: Site, young: Respondent, words: str
) -> None:
    one, other = another_phone(app, young, words), another_phone(app, young, words)
    page = f"/s/{young.code}/page/{page_of(one, site, 'listened_to')}"
    one.go(page)
    form = one.hidden()
    other.post(f"/s/{young.code}/delete", {"csrf_token": other.hidden()["csrf_token"]})
    one.post(page, {**form, "listened_to": "ok"})
    assert one.came_back
    assert one.page.status_code == 404
    assert count(site, Draft) == 0


def test_leaving_deletes_answers_that_were_opened_with_words(
    app: Flask, site: Site, young: Respondent, words: str
) -> None:
    phone = another_phone(app, young, words)
    phone.client.post(f"/s/{young.code}/leave", data={"csrf_token": phone.hidden()["csrf_token"]})
    assert count(site, Draft) == 0


def test_who_comes_back_in_the_grace_time_may_still_send(
    app: Flask, site: Site, young: Respondent, words: str, clock: SettableClock
) -> None:
    clock.set("2026-12-01T09:20")
    late = Respondent(app.test_client(), young.code)
    assert late.heading == "This is now closed"
    assert "Tuesday 1 December, 10am" in late.text
    phone = another_phone(app, young, words)
    phone.walk({"would_change": WORDS})
    clock.set("2026-12-01T09:59")
    phone.press()
    assert phone.heading == "Thank you"
    assert count(site, Response) == 1


def test_after_the_grace_time_the_words_open_nothing_and_the_draft_is_deleted(
    app: Flask, site: Site, young: Respondent, words: str, clock: SettableClock
) -> None:
    clock.set("2026-12-01T10:00")
    phone = Respondent(app.test_client(), young.code)
    phone.go(f"/s/{young.code}/come-back")
    assert phone.heading == "This is now closed"
    with phone.client.session_transaction() as cookie:
        assert "drafts" not in cookie
    clock.set("2026-12-02T09:59")
    with site.writing() as work:
        assert tidy(work, 28).drafts == 0
    clock.set("2026-12-02T10:01")
    with site.writing() as work:
        assert tidy(work, 28).drafts == 1
    assert count(site, Draft) == 0


def test_answers_that_somebody_else_has_begun_on_this_phone_are_not_lost_unasked(
    app: Flask, site: Site, young: Respondent, words: str
) -> None:
    shared = Respondent(app.test_client(), young.code)
    shared.press()
    page = f"/s/{young.code}/page/{page_of(shared, site, 'listened_to')}"
    shared.go(page)
    shared.press({"listened_to": "bad"})
    shared.go(f"/s/{young.code}/come-back")
    shared.press(words=words)
    assert shared.came_back
    assert "Someone has begun to answer here" in shared.text
    assert count(site, Draft) == 2
    form = shared.hidden()
    shared.go(page)
    assert shared.shown_value("listened_to") == ["bad"]
    shared.post(f"/s/{young.code}/come-back", {**form, "words": words, "instead": "1"})
    assert shared.heading == "Welcome back"
    assert len(draft_bytes(site)) == 1


def test_the_start_says_where_the_words_go(young: Respondent) -> None:
    link = LexborHTMLParser(young.page.text).css_first("main a[href$='/come-back']")
    assert link is not None
    assert link.text() == "I have 7 words"


@pytest.mark.parametrize("words", ["", "   ", "\x00", "<b>apple</b>", "é" * 400, "=1+1", "😀 " * 7])
def test_hostile_words_get_a_kind_page(app: Flask, young: Respondent, words: str) -> None:
    phone = another_phone(app, young, words)
    assert phone.came_back
    assert "<b>apple</b>" not in phone.page.text
