"""What happens if you tell us something: before each box, for each reader and age, in both wordings."""

import re

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser

from accessibility.review import review_text
from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.respondent import page_of
from tests.survey_app.web.readers import FACES, answer, open_front_door, said, somebody, words_before

CHILDLINE, SAMARITANS, NSPCC = "tel:08001111", "tel:116123", "tel:08088005000"
NAMES = "children’s services|the NSPCC"
"""What people have to ask for by name."""


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("age", ["age_11_15", "age_16_17"])
def test_somebody_under_18_reads_about_an_adult_they_trust_and_childline(
    app: Flask, site: Site, visit: BuiltVisit, age: str, face: str
) -> None:
    person = somebody(app, visit, face=face)
    answer(person, site, age_band=age)
    block = words_before(person, site)
    assert "an adult you trust" in said(block)
    assert CHILDLINE in block
    assert 'href="tel:999"' in block
    assert SAMARITANS not in block
    assert "adult social care" not in block


@pytest.mark.parametrize("face", FACES)
def test_somebody_of_18_reads_about_adult_social_care_and_samaritans(
    app: Flask, site: Site, visit: BuiltVisit, face: str
) -> None:
    person = somebody(app, visit, face=face)
    answer(person, site, age_band="age_18_25")
    block = words_before(person, site)
    assert "adult social care" in said(block)
    assert SAMARITANS in block
    assert 'href="tel:999"' in block
    assert CHILDLINE not in block


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("age", ["other_age", ""])
def test_somebody_whose_age_is_not_known_reads_what_is_true_at_any_age(
    app: Flask, site: Site, visit: BuiltVisit, age: str, face: str
) -> None:
    person = somebody(app, visit, face=face)
    if age:
        answer(person, site, age_band=age)
    block = words_before(person, site)
    assert "under 19" in said(block)
    assert {CHILDLINE, SAMARITANS} <= set(re.findall(r'href="([^"]+)"', block))


@pytest.mark.parametrize("face", FACES)
def test_another_age_changes_the_words_and_keeps_the_answers(
    app: Flask, site: Site, visit: BuiltVisit, face: str
) -> None:
    person = somebody(app, visit, face=face)
    answer(person, site, age_band="age_11_15", listened_to="bad", safe="good")
    young = words_before(person, site)
    person.go(f"/s/{person.code}/page/{page_of(person, site, 'listened_to')}")
    asked_young, ids_young = person.text, person.options("listened_to")
    answer(person, site, age_band="age_18_25")
    assert words_before(person, site) != young
    person.go(f"/s/{person.code}/page/{page_of(person, site, 'listened_to')}")
    assert person.text != asked_young
    assert person.options("listened_to") == ids_young
    assert person.shown_value("listened_to") == ["bad"]
    person.go(f"/s/{person.code}/page/{page_of(person, site, 'safe')}")
    assert person.shown_value("safe") == ["good"]


def test_somebody_of_12_is_asked_less_than_somebody_of_18(app: Flask, site: Site, visit: BuiltVisit) -> None:
    totals = {}
    for age in ("age_11_15", "age_18_25"):
        person = somebody(app, visit)
        answer(person, site, age_band=age)
        found = re.search(r"Question \d+ of (\d+)", person.text)
        assert found
        totals[age] = int(found[1])
    assert totals == {"age_11_15": 11, "age_18_25": 13}


@pytest.mark.parametrize("face", FACES)
def test_parents_read_whom_to_call_about_a_child(
    app: Flask, site: Site, visit: BuiltVisit, face: str
) -> None:
    block = words_before(somebody(app, visit, "parents_carers", face), site)
    assert "children’s services" in said(block)
    assert NSPCC in block
    assert CHILDLINE not in block


@pytest.mark.parametrize("face", FACES)
def test_practitioners_are_sent_to_their_own_procedure_first(
    app: Flask, site: Site, visit: BuiltVisit, face: str
) -> None:
    block = said(words_before(somebody(app, visit, "practitioners", face), site))
    assert "your own safeguarding procedure first" in block
    assert "not a way to report a concern" in block


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("audience", ["young_people", "parents_carers", "practitioners"])
def test_every_box_says_who_reads_and_that_help_does_not_come_from_here(
    app: Flask, site: Site, visit: BuiltVisit, audience: str, face: str
) -> None:
    person = somebody(app, visit, audience, face)
    for question in ("going_well", "anything_else"):
        block = said(words_before(person, site, question)).lower()
        assert "inspectors read what you write" in block
        assert "straight away" in block
        assert "flag" not in block


def test_a_second_box_on_a_page_is_brief_and_still_says_who_reads(
    app: Flask, site: Site, visit: BuiltVisit
) -> None:
    person = somebody(app, visit, "parents_carers")
    first, second = (words_before(person, site, box) for box in ("going_well", "would_change"))
    assert len(said(second)) < len(said(first)) / 3
    assert "Inspectors read this box too" in said(second)
    assert 'href="tel:999"' in second


@pytest.mark.parametrize("audience", ["young_people", "parents_carers"])
@pytest.mark.parametrize("age", ["age_11_15", "age_18_25", ""])
def test_the_easy_words_before_a_box_are_easy(
    app: Flask, site: Site, visit: BuiltVisit, audience: str, age: str
) -> None:
    person = somebody(app, visit, audience, FACES[1])
    if age and audience == "young_people":
        answer(person, site, age_band=age)
    block = LexborHTMLParser(words_before(person, site))
    texts = [re.sub(NAMES, "them", " ".join(line.text().split())) for line in block.css("p")]
    assert len(texts) > 3
    found = [finding for text in texts for finding in review_text(text) if finding.level == "must"]
    assert found == []


@pytest.mark.parametrize("audience", ["young_people", "parents_carers", "practitioners"])
@pytest.mark.parametrize("longer, shown", [(0, True), (200, False)])
def test_a_short_front_door_stands_before_the_boxes_too(
    app: Flask, site: Site, visit: BuiltVisit, audience: str, longer: int, shown: bool
) -> None:
    open_front_door(site, visit, "Call 0300 123 4567." + "!" * longer)
    block = words_before(somebody(app, visit, audience), site)
    assert ("tel:03001234567" in block) is shown
