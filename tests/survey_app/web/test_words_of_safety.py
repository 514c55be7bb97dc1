"""What happens if you tell us something, and who can help: for each reader and age, in both wordings."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser

from accessibility.review import review_text
from survey_app.storage.areas import Area
from survey_app.storage.visits import Visit
from survey_app.web.respondent.help_lines import CHECKED_FOR, HELP_LINES, help_lines_for
from survey_app.web.site import Site
from tests.builders import BuiltVisit, csrf_token
from tests.respondent import Respondent, page_of

CHILDLINE, SAMARITANS, NSPCC = "tel:08001111", "tel:116123", "tel:08088005000"
NAMES = "children’s services|the NSPCC"
"""What people have to ask for by name."""
FACES = ("standard", "easy_read_pictures")


def somebody(app: Flask, visit: BuiltVisit, audience: str = "young_people", face: str = "") -> Respondent:
    """Somebody who has begun, and reads in a face."""
    person = Respondent(app.test_client(), visit.codes[audience])
    if face:
        chosen = {"csrf_token": csrf_token(person.page.text), "face": face}
        person.client.post(f"/s/{person.code}/look", data=chosen)
        person.go(f"/s/{person.code}")
    person.press()
    return person


def answer(person: Respondent, site: Site, **answers: str) -> None:
    """Go to the page of each question and answer it."""
    for question, value in answers.items():
        person.go(f"/s/{person.code}/page/{page_of(person, site, question)}")
        person.press({question: value})


def words_before(person: Respondent, site: Site, question: str = "going_well") -> str:
    """The block before a text box."""
    person.go(f"/s/{person.code}/page/{page_of(person, site, question)}")
    (block,) = LexborHTMLParser(person.page.text).css(f"#{question}-safe")
    (box,) = person.form().css(f"#{question}")
    assert f"{question}-safe" in str(box.attributes["aria-describedby"])
    return block.html or ""


def said(html: str) -> str:
    """The words of a piece of a page."""
    return " ".join(LexborHTMLParser(html).text().split())


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


def test_no_number_is_older_than_a_year() -> None:
    today = datetime.now(UTC).date()
    stale = [
        f"{line.name} ({line.spoken}): checked on {line.checked_on}"
        for line in HELP_LINES
        if line.is_stale(today)
    ]
    advice = (
        "Look each number up on the service's own website, change it in survey_app/web/respondent/help_lines.py "
        "if it is another one, and write today's date and where you looked beside it."
    )
    assert not stale, f"Numbers that nobody has checked for a year: {'; '.join(stale)}. {advice}"


@pytest.mark.parametrize("days, stale", [(-1, True), (0, False), (CHECKED_FOR.days, False), (366, True)])
def test_a_number_is_stale_a_year_after_it_was_checked(days: int, stale: bool) -> None:
    line = HELP_LINES[0]
    assert line.is_stale(line.checked_on + timedelta(days=days)) is stale


def test_every_number_says_who_says_so_and_who_checked_it() -> None:
    for line in HELP_LINES:
        assert line.source
        assert line.checked_by
        assert line.call == line.spoken.replace(" ", "")
        assert date(2026, 1, 1) < line.checked_on


def test_childline_is_only_for_those_whom_it_answers() -> None:
    under = {line.name: line.under for line in HELP_LINES if line.under}
    assert under == {"Childline": 19}
    for audience in ("parents_carers", "practitioners", "partnership", "local_leaders"):
        assert "Childline" not in {line.name for line in help_lines_for(audience).all}


@pytest.mark.parametrize("audience", ["young_people", "parents_carers", "practitioners"])
def test_the_help_page_gives_every_line_with_the_day_it_was_checked(
    app: Flask, visit: BuiltVisit, audience: str
) -> None:
    page = app.test_client().get(f"/s/{visit.codes[audience]}/help")
    main = LexborHTMLParser(page.text).css_first("main")
    assert main is not None
    links = {str(link.attributes["href"]) for link in main.css("a")}
    shown = " ".join(main.text().split())
    for line in help_lines_for(audience).all:
        assert f"{'sms' if line.by_text else 'tel'}:{line.call}" in links
    assert "We checked this number on 22 November 2026." in shown


def test_the_help_page_of_young_people_tells_both_ages_what_to_do(app: Flask, visit: BuiltVisit) -> None:
    page = app.test_client().get(f"/s/{visit.codes['young_people']}/help").text
    under, _, over = page.partition("If you are 18 or over")
    assert CHILDLINE in under
    assert CHILDLINE not in over.partition("<footer")[0]
    assert "adult social care" in over


def open_front_door(site: Site, visit: BuiltVisit, words: str) -> None:
    """Let the area say where it wants people to ask for help."""
    with site.writing() as work:
        stored = work.session.get_one(Visit, visit.id)
        work.session.get_one(Area, stored.area_id).front_door = words


@pytest.mark.parametrize("audience", ["young_people", "parents_carers", "practitioners"])
@pytest.mark.parametrize("longer, shown", [(0, True), (200, False)])
def test_a_short_front_door_stands_before_the_boxes_too(
    app: Flask, site: Site, visit: BuiltVisit, audience: str, longer: int, shown: bool
) -> None:
    open_front_door(site, visit, "Call 0300 123 4567." + "!" * longer)
    block = words_before(somebody(app, visit, audience), site)
    assert ("tel:03001234567" in block) is shown


def test_the_front_door_of_the_area_can_be_tapped_and_is_only_words(
    app: Flask, site: Site, visit: BuiltVisit
) -> None:
    open_front_door(site, visit, "<b>Call</b> 0300 123 4567, at night 0300 123 4568. Or 101 High Street.")
    page = LexborHTMLParser(app.test_client().get(f"/s/{visit.codes['young_people']}/help").text)
    links = [str(link.attributes["href"]) for link in page.css("main a")]
    assert {"tel:03001234567", "tel:03001234568"} <= set(links)
    assert page.css("main b") == []
    numbers = page.css("main a[href='tel:03001234567'] bdi[dir=ltr]")
    assert [number.text() for number in numbers] == ["0300 123 4567"]


@pytest.mark.parametrize("audience", ["young_people", "parents_carers", "practitioners"])
def test_answering_again_carries_nothing_over(
    app: Flask, site: Site, visit: BuiltVisit, audience: str
) -> None:
    """For another child, or from another role."""
    person = somebody(app, visit, audience)
    answer(person, site, listened_to=person_chooses(person, site, "listened_to"), would_change="The buses")
    person.go(f"/s/{person.code}/check")
    person.press()
    assert person.heading == "Thank you"
    again = LexborHTMLParser(person.page.text).css_first(f"main a[href='/s/{person.code}']")
    assert again is not None
    assert again.text() == "Answer again"
    person.go(str(again.attributes["href"]))
    assert "Start" in person.text
    person.press()
    for question in ("listened_to", "would_change"):
        person.go(f"/s/{person.code}/page/{page_of(person, site, question)}")
        assert "".join(person.shown_value(question)).strip() == ""
        assert "The buses" not in person.page.text
    person.go(f"/s/{person.code}/check")
    assert "not answered a question yet" in person.text


def person_chooses(person: Respondent, site: Site, question: str) -> str:
    """The first option of a question."""
    person.go(f"/s/{person.code}/page/{page_of(person, site, question)}")
    return person.options(question)[0]


@pytest.mark.parametrize(
    "audience, offers",
    [("parents_carers", "another child"), ("practitioners", "another role")],
)
def test_who_may_answer_again_is_told_so(
    app: Flask, site: Site, visit: BuiltVisit, audience: str, offers: str
) -> None:
    person = somebody(app, visit, audience)
    answer(person, site, would_change="The buses")
    person.go(f"/s/{person.code}/check")
    person.press()
    assert offers in person.text
