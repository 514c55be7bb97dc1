"""What is counted in memory is what the database says, for everybody and for each group, whatever comes meanwhile."""

from collections import Counter
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import delete, select

from analysis.summaries import STANCES, one_stance
from survey_app.services import counting, inspect
from survey_app.services.code_answers import add
from survey_app.services.codes_that_count import codes_that_count
from survey_app.services.find_answers import Wanted, matching
from survey_app.services.inspect import Results, results
from survey_app.services.read_answers import scope_for
from survey_app.services.settle_codes import Verdict
from survey_app.storage.code_decisions import CodeDecision, SettledCode
from survey_app.storage.findings import THEME, Finding
from survey_app.storage.responses import FreeText, Response
from survey_app.web.site import Site
from tests.benchmarks.filled_visit import fill
from tests.builders import BuiltVisit, lead_of
from tests.respondent import Respondent, send

GROUPS = (
    Wanted(),
    Wanted(about=(("age_band", "age_16_17"),)),
    Wanted(about=(("setting", "college"),)),
    Wanted(about=(("age_band", "age_16_17"), ("filled_by", "me"))),
    Wanted(mode="paper"),
    Wanted(language="en-GB", face="standard"),
    Wanted(about=(("age_band", "no such age"),)),
)


@pytest.fixture(autouse=True)
def nothing_is_known() -> None:
    counting.forget()
    inspect.forget()


def filled(site: Site, visit: BuiltVisit, how_many: int = 300, seed: int = 1) -> None:
    with site.writing() as work:
        fill(work, visit.id, how_many, seed)


def theme_counts(site: Site, visit: BuiltVisit, audience: str) -> Counter[tuple[str, str]]:
    """What the database itself says, one person at a time."""
    with site.reading() as work:
        codes = codes_that_count([visit.surveys[audience]]).c
        rows = work.session.execute(select(codes.response_id, codes.theme, codes.stance)).all()
    stances: dict[tuple[str, str], list[str]] = {}
    for response, theme, stance in rows:
        stances.setdefault((response, theme), []).append(stance)
    return Counter((theme, one_stance(found)) for (_, theme), found in stances.items())


def shown_themes(found: Results, audience: str) -> Counter[tuple[str, str]]:
    """The same from the results page."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in (row for part in found.paragraphs for row in part.rows if audience in row.counts):
        one = row.counts[audience]
        sides = (one.praise, one.criticism, one.mixed, one.neutral)
        counts.update({(row.theme, stance): n for stance, n in zip(STANCES, sides, strict=True) if n})
    return counts


def test_columns_say_what_the_results_say(site: Site, visit: BuiltVisit) -> None:
    filled(site, visit)
    with site.reading() as work:
        people = counting.people_of(work, visit.id)
        found = results(work, lead_of(visit.id), visit.id)
    assert {audience: len(them) for audience, them in people.items()} == dict(found.sent)
    items = [item for one in found.compared for item in one.comparison.items]
    assert items
    for item in items:
        chosen = people[item.audience].chosen()[item.question]
        assert {o.option: o.count for o in item.options if o.count} == dict(chosen)
        assert people[item.audience].answers()[item.question] == item.base
    for audience, them in people.items():
        assert them.written.counts() == theme_counts(site, visit, audience) == shown_themes(found, audience)
        assert int(them.wrote_anything().sum()) == found.wrote[audience]


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_has_the_people_that_stand_behind_its_number(
    site: Site, visit: BuiltVisit, group: Wanted
) -> None:
    filled(site, visit)
    with site.reading() as work:
        them = counting.people_of(work, visit.id)["young_people"]
        counted = {str(one, "ascii") for one in them.ids[counting.among(them, group)].tolist()}
        asked = matching(
            work, scope_for(work, visit.id), replace(group, audience="young_people", everyone=True)
        )
        assert asked is not None
        assert counted == set(work.session.scalars(asked))


def test_what_comes_later_is_added(app: Flask, site: Site, visit: BuiltVisit) -> None:
    filled(site, visit, 50)
    with site.reading() as work:
        before = counting.people_of(work, visit.id)["parents_carers"]
    answers = {"listened_to": "agree", "going_well": "The speech therapist is brilliant."}
    send(Respondent(app.test_client(), visit.codes["parents_carers"]), dict(answers))
    with site.reading() as work:
        after = counting.people_of(work, visit.id)["parents_carers"]
    assert len(after) == len(before) + 1
    assert after.chosen()["listened_to"]["agree"] == before.chosen()["listened_to"]["agree"] + 1
    assert after.written.counts() == theme_counts(site, visit, "parents_carers")
    assert after.written.counts() != before.written.counts()


def test_what_a_person_decides_counts_at_once(site: Site, visit: BuiltVisit) -> None:
    filled(site, visit, 50)
    with site.reading() as work:
        before = counting.people_of(work, visit.id)["parents_carers"].written.counts()
        text = work.session.scalars(
            select(FreeText).where(FreeText.survey_id == visit.surveys["parents_carers"]).limit(1)
        ).one()
        place = text.response_id, text.question
    with site.writing() as work:
        add(work, lead_of(visit.id), visit.id, *place, "", Verdict("transport", "mixed"))
    after = theme_counts(site, visit, "parents_carers")
    with site.reading() as work:
        assert counting.people_of(work, visit.id)["parents_carers"].written.counts() == after
    assert after != before


def test_who_is_gone_is_counted_no_more(site: Site, visit: BuiltVisit) -> None:
    filled(site, visit, 60)
    survey = visit.surveys["practitioners"]
    with site.reading() as work:
        before = counting.people_of(work, visit.id)["practitioners"]
    with site.writing() as work:
        gone = work.session.scalars(select(Response.id).where(Response.survey_id == survey).limit(1)).one()
        for table in (SettledCode, CodeDecision, Finding, FreeText):
            work.session.execute(delete(table).where(table.response_id == gone))
        work.session.execute(delete(Response).where(Response.id == gone))
    with site.reading() as work:
        after = counting.people_of(work, visit.id)["practitioners"]
        there = set(work.session.scalars(select(Response.id).where(Response.survey_id == survey)))
        themes = work.session.scalars(
            select(Finding.id).where(Finding.survey_id == survey, Finding.sort == THEME)
        ).all()
    assert gone.encode() in before.ids
    assert {str(one, "ascii") for one in after.ids.tolist()} == there
    assert bool(themes) == bool(after.written.counts())
