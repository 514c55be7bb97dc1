"""The area's officer spreads links and learns how far they reached, never how many exactly, never what was said."""

from dataclasses import astuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from analysis.small_numbers import BANDS
from survey_app.services.distribute import (
    CHANNEL_KINDS,
    LONGEST_NAME,
    SurveyReach,
    find_channel,
    make_channel,
    reach,
    visits_for,
)
from survey_app.services.errors import NotFound, Refused
from survey_app.services.permissions import ADMINISTRATOR, INSPECTOR, LANO, LEAD_INSPECTOR, SAFEGUARDING_LEAD
from survey_app.storage.channels import Channel
from survey_app.storage.journal import JournalEntry
from survey_app.web.site import Site
from tests.builders import BuiltVisit, make_visit
from tests.survey_app.people import person

YOUNG = "young_people"


@pytest.fixture
def other(site: Site) -> BuiltVisit:
    return make_visit(site, title="Another visit", area="Harbour")


def make(
    site: Site, visit: BuiltVisit, kind: str = "school", name: str = "All schools", survey: str = ""
) -> str:
    with site.writing() as work:
        officer = person(LANO, visit.id)
        return make_channel(work, officer, visit.id, survey or visit.surveys[YOUNG], kind, name)


def sent(site: Site, code: str, count: int) -> None:
    with site.writing() as work:
        work.session.execute(
            update(Channel).where(Channel.code == code).values(sent=count, started=count + 3)
        )


def seen(site: Site, visit: BuiltVisit, role: str = LANO) -> SurveyReach:
    with site.reading() as work:
        found = reach(work, person(role, visit.id), visit.id)
    return next(survey for survey in found if survey.audience == YOUNG)


@pytest.mark.parametrize("count", [0, 1, 4, 5, 9])
def test_fewer_than_ten_are_never_told_apart(site: Site, visit: BuiltVisit, count: int) -> None:
    sent(site, visit.codes[YOUNG], count)
    found = seen(site, visit)
    assert found.band == "under 10"
    assert [channel.band for channel in found.channels] == ["under 10"]


@pytest.mark.parametrize(
    ("count", "band"), [(10, "10 to 24"), (24, "10 to 24"), (25, "25 to 49"), (3000, "2,500 to 4,999")]
)
def test_more_are_told_in_bands(site: Site, visit: BuiltVisit, count: int, band: str) -> None:
    sent(site, visit.codes[YOUNG], count)
    assert seen(site, visit).band == band


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(first=st.integers(0, 300), second=st.integers(0, 300))
def test_no_count_can_be_read_from_what_is_shown(site: Site, first: int, second: int) -> None:
    visit = make_visit(site)
    sent(site, visit.codes[YOUNG], first)
    sent(site, make(site, visit), second)
    found = seen(site, visit)
    edges = {str(edge) for edge in BANDS} | {str(edge - 1) for edge in BANDS}
    for band in (found.band, *(channel.band for channel in found.channels)):
        assert set(band.replace("under ", "").split(" to ")) <= edges
    shown = repr([astuple(channel) for channel in found.channels])
    assert "started" not in shown
    assert {type(part) for channel in found.channels for part in astuple(channel)} == {str}


def test_reach_is_of_ones_own_visit_only(site: Site, visit: BuiltVisit, other: BuiltVisit) -> None:
    for role in (LANO, INSPECTOR, LEAD_INSPECTOR):
        with site.reading() as work:
            member = person(role, visit.id)
            codes = {c.code for survey in reach(work, member, visit.id) for c in survey.channels}
            assert codes == set(visit.codes.values())
            with pytest.raises(NotFound):
                reach(work, member, other.id)


@pytest.mark.parametrize("role", [SAFEGUARDING_LEAD, ADMINISTRATOR])
def test_reach_is_for_those_who_spread_and_those_who_inspect(
    site: Site, visit: BuiltVisit, role: str
) -> None:
    with site.reading() as work, pytest.raises(NotFound):
        reach(work, person(role, visit.id), visit.id)


def test_a_channel_is_made_under_a_code_of_its_own_and_written_down(site: Site, visit: BuiltVisit) -> None:
    code = make(site, visit, name="  All \n schools ")
    with site.reading() as work:
        channel = work.session.get_one(Channel, code)
        assert (channel.name, channel.kind, channel.sent, channel.started) == ("All schools", "school", 0, 0)
        assert channel.made_on == work.today
        entry = work.session.scalars(select(JournalEntry).where(JournalEntry.action == "make_channel")).one()
        assert (entry.by, entry.subject, entry.detail) == ("lano@example.org", code, "All schools")
    assert code not in visit.codes.values()
    assert [channel.name for channel in seen(site, visit).channels] == ["Main link", "All schools"]
    assert seen(site, visit).main_code == visit.codes[YOUNG]


@pytest.mark.parametrize("kind", ["", "direct", "pigeon", "School"])
def test_a_channel_is_of_a_kind_from_the_list(site: Site, visit: BuiltVisit, kind: str) -> None:
    with pytest.raises(Refused, match="Choose the kind"):
        make(site, visit, kind=kind)


def test_every_kind_but_the_main_link_can_be_made(site: Site, visit: BuiltVisit) -> None:
    for kind, words in CHANNEL_KINDS.items():
        if kind != "direct":
            make(site, visit, kind, words)
    assert len(seen(site, visit).channels) == len(CHANNEL_KINDS)


@pytest.mark.parametrize("name", ["", "  \t\n", "x" * (LONGEST_NAME + 1)])
def test_a_channel_needs_a_name_that_fits(site: Site, visit: BuiltVisit, name: str) -> None:
    with pytest.raises(Refused, match="1 to 120 characters"):
        make(site, visit, name=name)
    assert len(make(site, visit, name="x" * LONGEST_NAME)) == 10


@pytest.mark.parametrize("name", ["All schools", " All  schools", "Main link"])
def test_two_channels_of_a_survey_never_share_a_name(site: Site, visit: BuiltVisit, name: str) -> None:
    make(site, visit)
    with pytest.raises(Refused, match="already has a channel called"):
        make(site, visit, name=name)
    assert make(site, visit, survey=visit.surveys["practitioners"])


def test_a_channel_with_control_characters_does_no_harm(site: Site, visit: BuiltVisit) -> None:
    with pytest.raises(Refused, match="1 to 120 characters"):
        make(site, visit, name="\x00\x07")
    code = make(site, visit, name="Schools\x00 and\x1b[31m nurseries")
    with site.reading() as work:
        assert work.session.get_one(Channel, code).name == "Schools and[31m nurseries"


def test_nobody_makes_a_channel_for_another_visit(site: Site, visit: BuiltVisit, other: BuiltVisit) -> None:
    for survey in (other.surveys[YOUNG], "none"):
        with pytest.raises(NotFound):
            make(site, visit, survey=survey)
    with site.writing() as work, pytest.raises(NotFound):
        make_channel(work, person(LANO, visit.id), other.id, other.surveys[YOUNG], "school", "Schools")


@pytest.mark.parametrize("role", [INSPECTOR, LEAD_INSPECTOR, SAFEGUARDING_LEAD, ADMINISTRATOR])
def test_only_the_officer_makes_channels(site: Site, visit: BuiltVisit, role: str) -> None:
    with site.writing() as work, pytest.raises(NotFound):
        make_channel(work, person(role, visit.id), visit.id, visit.surveys[YOUNG], "school", "Schools")


def test_a_channel_is_found_in_its_own_visit_only(site: Site, visit: BuiltVisit, other: BuiltVisit) -> None:
    with site.reading() as work:
        officer = person(LANO, visit.id)
        channel, survey = find_channel(work, officer, visit.id, visit.codes[YOUNG])
        assert (channel.code, survey.id) == (visit.codes[YOUNG], visit.surveys[YOUNG])
        for visit_id, code in (
            (visit.id, other.codes[YOUNG]),
            (visit.id, "none"),
            (other.id, other.codes[YOUNG]),
        ):
            with pytest.raises(NotFound):
                find_channel(work, officer, visit_id, code)


def test_each_sees_their_own_visits_and_an_administrator_all(
    site: Site, visit: BuiltVisit, other: BuiltVisit
) -> None:
    later = make_visit(site, title="Later", notified="2026-11-24T09:30")
    with site.reading() as work:
        assert [v.id for v in visits_for(work, person(LANO, visit.id))] == [visit.id]
        assert list(visits_for(work, person(LANO, "none"))) == []
        everything = [v.id for v in visits_for(work, person(ADMINISTRATOR, ""))]
    assert everything[0] == later.id
    assert set(everything) == {visit.id, other.id, later.id}
