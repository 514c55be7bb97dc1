"""Random answers in which nothing was found, read by people; and what they say about the rest, on both databases."""

import pytest
from flask import Flask
from sqlalchemy import select

from survey_app.services import missed
from survey_app.services.concern_queue import open_cards
from survey_app.services.draw_samples import UNCODED, UNFLAGGED
from survey_app.services.errors import NotFound, Refused
from survey_app.services.find_answers import Wanted
from survey_app.services.missed import MissedSample
from survey_app.services.permissions import INSPECTOR, LEAD_INSPECTOR, SAFEGUARDING_LEAD, Person
from survey_app.services.read_answers import answers_page, scope_for
from survey_app.services.read_concerns import open_concern
from survey_app.services.settle_codes import Verdict
from survey_app.storage.concerns import Concern
from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.respondent import Respondent, send

ODD = "Purple elephants sing number"


def person(visit: BuiltVisit, role: str = LEAD_INSPECTOR) -> Person:
    return Person(role, f"{role}@example.org", roles={visit.id: frozenset({role})})


@pytest.fixture
def odd(plain: Flask, visit: BuiltVisit) -> BuiltVisit:
    """A visit with three answers in which nothing is found, and one with a theme and a flag."""
    texts = [
        *(f"{ODD} {number}" for number in range(3)),
        "My teacher hit me. We waited for an autism assessment.",
    ]
    for text in texts:
        send(Respondent(plain.test_client(), visit.codes["parents_carers"]), {"would_change": text})
    return visit


def drawn(site: Site, visit: BuiltVisit, purpose: str, size: int = 3) -> str:
    with site.writing() as work:
        return missed.draw_missed(work, person(visit), scope_for(work, visit.id), purpose, size, 1).id


def sample(site: Site, visit: BuiltVisit) -> MissedSample:
    with site.reading() as work:
        (found,) = missed.missed_samples(work, person(visit), visit.id)
    return found


def test_an_estimate_grows_with_what_is_read(site: Site, odd: BuiltVisit) -> None:
    made = drawn(site, odd, UNCODED)
    assert "Nobody has read any of these 3 answers yet." in sample(site, odd).sentence
    with site.writing() as work:
        missed.nothing_missed(work, person(odd), odd.id, UNCODED, made, 1)
        missed.theme_missed(
            work, person(odd, INSPECTOR), odd.id, made, 2, "elephants", Verdict("transport", "neutral")
        )
    found = sample(site, odd)
    assert (found.missed.found, found.missed.read, found.missed.total) == (1, 2, 3)
    assert "1 of the 2 answers that people read had a theme." in found.sentence
    assert "Still to be read: 1 of the sample." in found.sentence
    with site.reading() as work:
        assert answers_page(work, person(odd), odd.id, Wanted(theme="transport")).people == 1


def test_reading_goes_on_with_the_first_answer_that_nobody_has_read(site: Site, odd: BuiltVisit) -> None:
    made = drawn(site, odd, UNCODED)
    places = []
    for _ in range(3):
        with site.reading() as work:
            page = missed.missed_page(work, person(odd), scope_for(work, odd.id), UNCODED, made)
        assert (page.answer.text or "").startswith(ODD)
        places.append(page.answer.place)
        with site.writing() as work:
            missed.nothing_missed(work, person(odd), odd.id, UNCODED, made, page.answer.place)
    assert sorted(places) == [1, 2, 3]
    assert sample(site, odd).missed.units == (0, 0)


def test_what_was_found_stays_found_when_the_answer_is_read_again(site: Site, odd: BuiltVisit) -> None:
    made = drawn(site, odd, UNCODED, 1)
    with site.writing() as work:
        missed.theme_missed(work, person(odd), odd.id, made, 1, "", Verdict("transport", "neutral"))
        missed.nothing_missed(work, person(odd), odd.id, UNCODED, made, 1)
    assert sample(site, odd).missed.found == 1


def test_harm_that_no_rule_found_becomes_a_concern_with_its_words(site: Site, odd: BuiltVisit) -> None:
    made = drawn(site, odd, UNFLAGGED)
    with site.reading() as work:
        before = {one.id for one in open_cards(work, odd.id, site.calendar)}
    with site.writing() as work:
        missed.harm_missed(work, person(odd), odd.id, made, 1, "neglect", 1)
    with site.reading() as work:
        (new,) = (one for one in open_cards(work, odd.id, site.calendar) if one.id not in before)
        assert new.level == 1
        file = open_concern(work, person(odd, SAFEGUARDING_LEAD), odd.id, new.id, site.calendar)
    # One of the odd answers stands on the watch list as well: what a person raised comes before it.
    excerpt = file.excerpts[0]
    assert (excerpt.mark.level, excerpt.mark.words[: len(ODD)]) == (1, ODD)
    assert sample(site, odd).missed.found == 1


def test_two_readers_raise_one_concern(site: Site, odd: BuiltVisit) -> None:
    made = drawn(site, odd, UNFLAGGED, 1)
    for _ in range(2):
        with site.writing() as work:
            missed.harm_missed(work, person(odd), odd.id, made, 1, "neglect", 2)
    with site.reading() as work:
        raised = work.session.scalars(select(Concern).where(Concern.level == 2)).all()
        page = missed.missed_page(work, person(odd), scope_for(work, odd.id), UNFLAGGED, made, 1)
    assert len([one for one in raised if one.response_id == page.answer.response_id]) == 1


@pytest.mark.parametrize(("category", "level"), [("nothing_known", 1), ("neglect", 4), ("neglect", 0)])
def test_a_concern_needs_a_category_and_a_level(
    site: Site, odd: BuiltVisit, category: str, level: int
) -> None:
    made = drawn(site, odd, UNFLAGGED)
    with site.writing() as work, pytest.raises(Refused):
        missed.harm_missed(work, person(odd), odd.id, made, 1, category, level)


def test_unflagged_answers_are_read_by_the_lead_alone(site: Site, odd: BuiltVisit) -> None:
    made = drawn(site, odd, UNFLAGGED)
    for role in (INSPECTOR, SAFEGUARDING_LEAD):
        with site.writing() as work, pytest.raises(NotFound):
            missed.missed_page(work, person(odd, role), scope_for(work, odd.id), UNFLAGGED, made)
        with site.writing() as work, pytest.raises(NotFound):
            missed.harm_missed(work, person(odd, role), odd.id, made, 1, "neglect", 1)
    with site.reading() as work:
        assert missed.missed_samples(work, person(odd, INSPECTOR), odd.id) == ()


def test_a_sample_for_one_thing_is_not_read_for_another(site: Site, odd: BuiltVisit) -> None:
    made = drawn(site, odd, UNFLAGGED)
    with site.writing() as work, pytest.raises(NotFound):
        missed.nothing_missed(work, person(odd, INSPECTOR), odd.id, UNCODED, made, 1)


@pytest.mark.parametrize(("size", "seed"), [(0, 1), (501, 1), (5, 1_000_000)])
def test_a_sample_out_of_bounds_is_refused(site: Site, odd: BuiltVisit, size: int, seed: int) -> None:
    with site.writing() as work, pytest.raises(Refused):
        missed.draw_missed(work, person(odd), scope_for(work, odd.id), UNCODED, size, seed)
