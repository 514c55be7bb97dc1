"""A draft goes under its seven words, once, whatever other tabs do at the same moment."""

from dataclasses import replace

import pytest
from flask import Flask

from survey_app.services import come_back, take_part
from survey_app.services.entry import find_entry
from survey_app.services.errors import DraftGone, DraftMoved
from survey_app.services.seven_words import words_of
from survey_app.storage.channels import Channel
from survey_app.storage.drafts import Draft
from survey_app.storage.responses import Response
from survey_app.storage.sealing import DraftKey, SealBroken, new_cookie_secret
from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.respondent import count
from tests.survey_app.services.answering import Answering, at_once, stored


def words_for(young: Answering) -> str:
    with young.site.reading() as work:
        return words_of(work, young.secret)


def put_under_words(young: Answering) -> bool:
    with young.site.writing() as work:
        return come_back.put_under_words(work, young.entry(), young.secret)


def with_words(young: Answering) -> Answering:
    """The same person on another phone."""
    return replace(young, secret=words_for(young))


def found(young: Answering) -> tuple[str, dict[str, object] | None]:
    with young.site.reading() as work:
        where, draft = come_back.find_draft(work, find_entry(work, young.code), young.secret)
        return where, dict(draft.answers) if draft else None


def test_the_answers_are_under_the_words_and_no_longer_under_the_cookie(young: Answering, site: Site) -> None:
    young.save("listened_to", "ok")
    assert put_under_words(young)
    with site.reading() as work:
        assert take_part.load_draft(work, young.entry(), young.secret) is None
    assert with_words(young).loaded().answers == {"listened_to": "ok"}
    assert count(site, Draft) == 1


def test_the_words_alone_open_nothing_without_the_servers_key(young: Answering, site: Site) -> None:
    young.save("listened_to", "ok")
    put_under_words(young)
    with site.reading() as work:
        sealed = work.session.query(Draft).one().sealed
    with pytest.raises(SealBroken):
        DraftKey(words_for(young), b"another server's key").open(sealed)


def test_asking_twice_is_as_asking_once(young: Answering, site: Site) -> None:
    young.save("listened_to", "ok")
    assert put_under_words(young)
    assert put_under_words(young)
    assert put_under_words(with_words(young))
    assert count(site, Draft) == 1
    assert found(young) == (words_for(young), {"listened_to": "ok"})


def test_with_nothing_saved_there_is_nothing_to_put_away(young: Answering) -> None:
    with pytest.raises(DraftGone):
        put_under_words(young)


def test_a_tab_that_saves_with_the_old_cookie_adds_to_the_same_draft(young: Answering, site: Site) -> None:
    young.save("listened_to", "ok")
    stale = young.loaded()
    put_under_words(young)
    assert young.save("age_band", "age_16_17", stale) is False
    where, answers = found(young)
    assert answers == {"listened_to": "ok"}
    assert replace(young, secret=where).save("age_band", "age_16_17")
    assert with_words(young).loaded().answers == {"listened_to": "ok", "age_band": "age_16_17"}


def test_a_tab_that_was_opened_before_anything_was_saved_makes_no_second_draft(
    young: Answering, site: Site
) -> None:
    empty = young.loaded()
    young.save("listened_to", "ok")
    put_under_words(young)
    assert young.save("age_band", "age_16_17", empty) is False
    assert count(site, Draft) == 1


def test_sending_while_it_is_put_away_stores_nothing_and_loses_nothing(young: Answering, site: Site) -> None:
    young.save("listened_to", "ok")
    sending = young.prepare()
    put_under_words(young)
    with pytest.raises(DraftMoved):
        young.receive(sending)
    again = with_words(young)
    again.receive(again.prepare())
    assert stored(site) == [{"listened_to": "ok"}]


def test_what_was_sent_from_another_phone_cannot_come_to_life_under_the_old_cookie(
    young: Answering, site: Site
) -> None:
    empty = young.loaded()
    young.save("listened_to", "ok")
    put_under_words(young)
    again = with_words(young)
    again.receive(again.prepare())
    for one in (young, again):
        with pytest.raises(DraftGone):
            found(one)
        with pytest.raises(DraftGone):
            one.save("age_band", "age_16_17", empty)
    assert (count(site, Draft), count(site, Response)) == (0, 1)


def test_deleting_by_the_cookie_or_by_the_words_deletes_it(young: Answering, site: Site) -> None:
    for hold in (lambda one: one, with_words):
        one = replace(young, secret=new_cookie_secret())
        one.save("listened_to", "ok")
        put_under_words(one)
        with site.writing() as work:
            come_back.forget(work, hold(one).secret)
        assert count(site, Draft) == 0
        with pytest.raises(DraftGone):
            found(with_words(one))


def test_a_start_is_counted_once(young: Answering, site: Site) -> None:
    young.save("listened_to", "ok")
    put_under_words(young)
    with_words(young).save("age_band", "age_16_17")
    with site.reading() as work:
        assert work.session.get_one(Channel, young.code).started == 1


def test_putting_away_and_saving_at_once_keeps_both_in_one_draft(young: Answering, site: Site) -> None:
    for _turn in range(6):
        one = replace(young, secret=new_cookie_secret())
        one.save("listened_to", "ok")
        away, saved = at_once(
            lambda one=one: put_under_words(one), lambda one=one: one.save("age_band", "age_16_17")
        )
        assert (away, saved) in ((True, False), (False, True), (True, True))
        if not away:
            assert put_under_words(one)
        answers = with_words(one).loaded().answers
        assert answers["listened_to"] == "ok"
        assert ("age_band" in answers) == saved


def test_words_of_one_survey_open_nothing_in_another(
    young: Answering, visit: BuiltVisit, plain: Flask
) -> None:
    young.save("listened_to", "ok")
    put_under_words(young)
    elsewhere = replace(with_words(young), code=visit.codes["practitioners"])
    with pytest.raises(DraftGone):
        found(elsewhere)
