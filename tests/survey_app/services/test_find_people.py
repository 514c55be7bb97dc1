"""A list of answers is the same from the columns in memory and from the database, for every filter there is."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from analysis.people import NOT_SAID
from survey_app.services import counting
from survey_app.services import find_people as by_columns
from survey_app.services.draw_samples import DOUBLE, draw
from survey_app.services.find_answers import Wanted, matching
from survey_app.services.find_people import find_people
from survey_app.services.read_answers import ON_A_PAGE, answers_page, scope_for
from survey_app.storage.coding_samples import SampleCoder
from survey_app.storage.responses import Response
from survey_app.web.site import Site
from tests.benchmarks.filled_visit import fill
from tests.builders import BuiltVisit, lead_of

FILTERS = (
    Wanted(),
    Wanted(everyone=True),
    Wanted(audience="parents_carers"),
    Wanted(audience="parents_carers", stance="negative"),
    Wanted(stance="mixed"),
    Wanted(stance="neutral"),
    Wanted(theme="wait_neuro"),
    Wanted(theme="wait_neuro", stance="negative"),
    Wanted(theme="wait_neuro", stance="positive", about=(("age_band", "age_16_17"),)),
    Wanted(theme="no such theme"),
    Wanted(level=1),
    Wanted(level=2, category="physical_abuse"),
    Wanted(category="no such category"),
    Wanted(question="going_well"),
    Wanted(question="going_well", unanswered=True, everyone=True),
    Wanted(question="going_well", values=("agree",), unanswered=True, everyone=True),
    Wanted(question="listened_to"),
    Wanted(question="listened_to", unanswered=True, everyone=True),
    Wanted(question="listened_to", values=("disagree", "agree"), everyone=True),
    Wanted(question="listened_to", values=("disagree",), unanswered=True, everyone=True),
    Wanted(question="listened_to", values=("no such option",), everyone=True),
    Wanted(question="no such question"),
    Wanted(about=(("age_band", "age_16_17"), ("setting", "college")), everyone=True),
    Wanted(about=(("age_band", ""),), everyone=True),
    Wanted(about=(("no such question", "college"),)),
    Wanted(about=(("age_band", NOT_SAID),), everyone=True),
    Wanted(about=(("age_band", NOT_SAID), ("setting", NOT_SAID)), audience="young_people"),
    Wanted(about=(("going_well", NOT_SAID),), everyone=True),
    Wanted(but=(("age_band", "age_16_17"),), everyone=True),
    Wanted(but=(("age_band", "age_16_17"), ("setting", "college")), theme="wait_neuro"),
    Wanted(but=(("age_band", NOT_SAID),), everyone=True),
    Wanted(but=(("age_band", "no such option"),), about=(("setting", "college"),), everyone=True),
    Wanted(but=(("listened_to", "agree"),), everyone=True),
    Wanted(but=(("no such question", "college"),), everyone=True),
    Wanted(mode="paper", everyone=True),
    Wanted(language="en-GB", face="standard"),
)


@pytest.fixture(autouse=True)
def filled(site: Site, visit: BuiltVisit) -> Iterator[None]:
    counting.forget()
    with site.writing() as work:
        fill(work, visit.id, 300)
    yield
    counting.forget()


def in_database(site: Site, visit: BuiltVisit, wanted: Wanted) -> list[str]:
    with site.reading() as work:
        asked = matching(work, scope_for(work, visit.id, lead_of(visit.id)), wanted)
        if asked is None:
            return []
        return list(work.session.scalars(asked.order_by(Response.received_on.desc(), Response.id)))


def in_columns(site: Site, visit: BuiltVisit, wanted: Wanted) -> list[str]:
    with site.reading() as work:
        found = find_people(work, scope_for(work, visit.id, lead_of(visit.id)), wanted)
        assert found is not None
        ids = [one for first in range(0, found.people + 7, 7) for one in found.page(first, 7)]
        assert len(ids) == found.people
        everybody = set(in_database(site, visit, Wanted()))
        assert found.wrote == len(everybody.intersection(ids))
        return ids


def test_both_find_the_same_people_in_the_same_order(site: Site, visit: BuiltVisit) -> None:
    sizes = set()
    for wanted in FILTERS:
        found = in_columns(site, visit, wanted)
        assert found == in_database(site, visit, wanted), wanted
        sizes.add(len(found))
    assert len(sizes) > 10


def test_who_chose_an_option_who_did_not_and_who_was_not_asked_are_everybody(
    site: Site, visit: BuiltVisit
) -> None:
    for question, option in (("age_band", "age_16_17"), ("age_band", NOT_SAID), ("listened_to", "agree")):
        pair = ((question, option),)
        for audience in ("", "young_people", "practitioners"):
            chose = in_columns(site, visit, Wanted(audience=audience, about=pair, everyone=True))
            not_chosen = in_columns(site, visit, Wanted(audience=audience, but=pair, everyone=True))
            said = Wanted(audience=audience, question=question, everyone=True)
            silent = Wanted(audience=audience, about=((question, NOT_SAID),), everyone=True)
            assert not set(chose) & set(not_chosen)
            asked = {*in_columns(site, visit, said), *in_columns(site, visit, silent)}
            assert asked == {*chose, *not_chosen}


def test_what_somebody_codes_blind_is_found_by_neither(site: Site, visit: BuiltVisit) -> None:
    lead = lead_of(visit.id)
    wanted = [one for one in FILTERS if one.theme or one.stance]
    before = [in_columns(site, visit, one) for one in wanted]
    with site.writing() as work:
        sample = draw(work, lead, scope_for(work, visit.id), DOUBLE, 100, 1)
        work.session.add(SampleCoder(sample_id=sample.id, coder=lead.id))
    after = [in_columns(site, visit, one) for one in wanted]
    assert after == [in_database(site, visit, one) for one in wanted] != before


def test_a_process_that_knows_nobody_asks_the_database_to_the_same_end(
    site: Site, visit: BuiltVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = lead_of(visit.id)
    for wanted in FILTERS[:12]:
        with site.reading() as work:
            quick = answers_page(work, lead, visit.id, wanted, 2)
        counting.forget()
        with monkeypatch.context() as few, site.reading() as work:
            few.setattr(by_columns, "MOST_READ", -1)
            few.setattr(by_columns, "MOST_FOR_STANCE", -1)
            assert find_people(work, quick.scope, wanted) is None or not quick.people
            slow = answers_page(work, lead, visit.id, wanted, 2)
        assert [one.response_id for one in slow.told] == [one.response_id for one in quick.told]
        assert replace(slow, told=()) == replace(quick, told=())
        assert len(quick.told) <= ON_A_PAGE
