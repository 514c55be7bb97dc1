"""Two tabs, two presses, two threads: stored once, nothing lost, thanked exactly when stored."""

from dataclasses import replace

import pytest
from flask import Flask

from survey_app.services import take_part
from survey_app.services.entry import find_entry
from survey_app.services.errors import (
    AlreadyReceived,
    DraftGone,
    DraftMoved,
)
from survey_app.storage.channels import Channel
from survey_app.storage.drafts import Draft
from survey_app.storage.responses import Response
from survey_app.storage.sealing import new_cookie_secret
from survey_app.storage.sent_keys import SentKey
from survey_app.web.site import Site
from tests.builders import BuiltVisit, csrf_token
from tests.respondent import count
from tests.survey_app.services.answering import (
    Answering,
    at_last_look,
    at_once,
    one_choice_of_each_page,
    stored,
    with_cookies_of,
)


def test_the_same_form_sent_at_once_is_stored_once(young: Answering, site: Site) -> None:
    young.save("listened_to", "ok")
    first, second = young.prepare(), young.prepare()
    young.receive(first)
    with pytest.raises(AlreadyReceived):
        young.receive(second)
    assert stored(site) == [{"listened_to": "ok"}]
    assert (count(site, SentKey), count(site, Draft)) == (1, 0)


def test_many_threads_with_the_same_form_are_all_thanked_and_it_is_stored_once(
    plain: Flask, site: Site, visit: BuiltVisit
) -> None:
    code = visit.codes["young_people"]
    first = plain.test_client()
    fields = at_last_look(first, site, code, {"listened_to": "good", "age_band": "age_11_15"})
    clients = [with_cookies_of(first, plain) for _ in range(6)]
    replies = at_once(*(lambda c=c: c.post(f"/s/{code}/send", data=fields) for c in clients))
    assert [(reply.status_code, reply.location) for reply in replies] == [(303, f"/s/{code}/sent")] * 6
    assert stored(site) == [{"listened_to": "good", "age_band": "age_11_15"}]
    with site.reading() as work:
        assert work.session.get_one(Channel, code).sent == 1


def test_tabs_that_save_different_pages_at_once_lose_nothing(
    plain: Flask, site: Site, visit: BuiltVisit
) -> None:
    code = visit.codes["young_people"]
    first = plain.test_client()
    first.post(f"/s/{code}", data={"csrf_token": csrf_token(first.get(f"/s/{code}").text)})
    pages = one_choice_of_each_page(site, code)
    token = csrf_token(first.get(f"/s/{code}/help").text)
    jobs = []
    for page, question, value in pages[:5]:
        tab, data = with_cookies_of(first, plain), {question: value, "csrf_token": token}
        jobs.append(lambda tab=tab, page=page, data=data: tab.post(f"/s/{code}/page/{page}", data=data))
    replies = at_once(*jobs)
    assert [reply.status_code for reply in replies] == [303] * 5
    with first.session_transaction() as cookie:
        (begun,) = cookie["drafts"].values()
    with site.reading() as work:
        draft = take_part.load_draft(work, find_entry(work, code), begun[0])
    assert draft
    assert draft.answers == {question: value for _, question, value in pages[:5]}
    assert count(site, Draft) == 1


def test_a_save_while_sending_is_never_lost_and_never_thanked_for_unstored(
    young: Answering, site: Site
) -> None:
    young.save("listened_to", "ok")
    sending = young.prepare()
    assert young.save("age_band", "age_16_17")
    with pytest.raises(DraftMoved):
        young.receive(sending)
    assert (count(site, Response), count(site, SentKey)) == (0, 0)
    assert young.loaded().answers == {"listened_to": "ok", "age_band": "age_16_17"}
    young.receive(young.prepare())
    assert stored(site) == [{"listened_to": "ok", "age_band": "age_16_17"}]


def test_leaving_while_sending_means_that_nothing_is_kept(young: Answering, site: Site) -> None:
    young.save("listened_to", "ok")
    sending = young.prepare()
    young.forget()
    with pytest.raises(DraftMoved):
        young.receive(sending)
    assert (count(site, Response), count(site, SentKey)) == (0, 0)


def test_a_tab_that_was_left_open_cannot_bring_a_sent_draft_back(young: Answering, site: Site) -> None:
    left_open = young.loaded()
    young.save("listened_to", "ok")
    young.receive(young.prepare())
    with pytest.raises(DraftGone):
        young.save("age_band", "age_16_17", left_open)
    assert count(site, Draft) == 0


def test_saves_and_sends_that_race_store_exactly_what_was_checked(young: Answering, site: Site) -> None:
    for turn in range(8):
        one = replace(young, secret=new_cookie_secret())
        one.save("listened_to", "ok")
        sending = one.prepare()
        sent, saved = at_once(
            lambda one=one, sending=sending: one.receive(sending),
            lambda one=one: one.save("age_band", "age_16_17"),
        )
        if sent is None:
            assert saved is False or isinstance(saved, DraftGone | type(None))
        else:
            assert isinstance(sent, DraftMoved)
            assert saved is True
        assert stored(site).count({"listened_to": "ok", "age_band": "age_16_17"}) == 0, turn


def test_a_stale_save_is_told_so_and_changes_nothing(young: Answering) -> None:
    young.save("listened_to", "ok")
    stale = young.loaded()
    assert young.save("age_band", "age_16_17")
    assert young.save("listened_to", "bad", stale) is False
    assert young.loaded().answers == {"listened_to": "ok", "age_band": "age_16_17"}
