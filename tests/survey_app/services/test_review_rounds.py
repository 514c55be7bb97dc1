"""A review of questions: who opens it, until when, for which groups, and what can never be taken back."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey_app.services import review_rounds
from survey_app.services.errors import MayNotShorten, NotFound, Refused
from survey_app.services.permissions import ADMINISTRATOR, ALLOWED, PARTNERSHIP_LEAD, ROLES
from survey_app.services.review_rounds import GroupParts, RoundParts
from survey_app.storage.review_rounds import ReviewRound
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock
from tests.survey_app.people import person

ADMIN = person(ADMINISTRATOR, "")
PARTS = RoundParts(None, "young-people", "Our words", "Please look at them.")
YOUTH = GroupParts("youth_group", "The youth group", "a young people's forum")


def opened(site: Site, parts: RoundParts = PARTS) -> ReviewRound:
    """A round that the administrator opened."""
    with site.writing() as work:
        return review_rounds.open_round(work, ADMIN, parts, site.calendar)


def test_a_round_closes_at_five_on_its_last_working_day(site: Site, clock: SettableClock) -> None:
    clock.set("2026-12-22T10:00")
    made = opened(site, RoundParts(None, "young-people", "Our words", working_days=5))
    # Christmas Day, the Boxing Day in lieu and New Year's Day do not count.
    assert made.closes_at.isoformat() == "2026-12-31T17:00:00+00:00"


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.integers(1, 60), ahead=st.integers(0, 900))
def test_a_round_gives_as_many_working_days_as_it_says(days: int, ahead: int) -> None:
    begun = SettableClock().shows + timedelta(days=ahead)
    ends = review_rounds.closing(begun, days)
    counted = review_rounds.WorkingCalendar().working_days_between(begun.date(), ends.date())
    assert counted == days


@pytest.mark.parametrize("days", [0, -1, 61, 10**9])
def test_a_round_has_a_length_in_reason(site: Site, days: int) -> None:
    with pytest.raises(Refused, match="from 1 to 60"):
        opened(site, RoundParts(None, "young-people", "Our words", working_days=days))


@pytest.mark.parametrize("title", ["", "  \x00 ", "x" * 201])
def test_a_round_has_a_title(site: Site, title: str) -> None:
    with pytest.raises(Refused, match="title"):
        opened(site, RoundParts(None, "young-people", title))


def test_nobody_reviews_what_is_not_there(site: Site) -> None:
    with pytest.raises(NotFound):
        opened(site, RoundParts(None, "no-such", "Our words"))


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_who_leads_opens_finds_and_sees_rounds(site: Site, visit: BuiltVisit, role: str) -> None:
    who, parts = person(role, visit.id), RoundParts(visit.id, "young-people", "Our words")
    made = opened(site, parts)
    leads = role in ALLOWED["lead_reviews"]
    with site.writing() as work:
        assert (made.id in {one.id for one in review_rounds.rounds_of(work, who)}) is leads
        if leads:
            assert review_rounds.find_round(work, who, made.id).id == made.id
            return
        with pytest.raises(NotFound):
            review_rounds.find_round(work, who, made.id)
        with pytest.raises(NotFound):
            review_rounds.open_round(work, who, parts)


def test_a_lead_of_one_visit_opens_nothing_national_and_sees_nothing_of_another(
    site: Site, visit: BuiltVisit
) -> None:
    lead = person(PARTNERSHIP_LEAD, visit.id)
    national = opened(site)
    with site.writing() as work:
        assert review_rounds.rounds_of(work, lead) == ()
        for attempt in (
            lambda: review_rounds.open_round(work, lead, PARTS),
            lambda: review_rounds.find_round(work, lead, national.id),
            lambda: review_rounds.add_group(work, lead, national.id, YOUTH),
            lambda: review_rounds.withdraw(work, lead, national.id, "No time"),
        ):
            with pytest.raises(NotFound):
                attempt()


def test_a_visit_reviews_the_wording_that_it_asks(site: Site, visit: BuiltVisit) -> None:
    made = opened(site, RoundParts(visit.id, "young-people", "Our words"))
    with site.reading() as work:
        assert review_rounds.draft_of(work, made).digest == made.base_digest == made.draft_digest
        assert review_rounds.draft_of(work, made).id == "young-people"


def test_groups_have_codes_and_keys_of_their_own(site: Site) -> None:
    made = opened(site)
    with site.writing() as work:
        one = review_rounds.add_group(work, ADMIN, made.id, YOUTH)
        other = review_rounds.add_group(work, ADMIN, made.id, GroupParts("forum", "The forum", "", True))
        assert len({one.code, other.code, one.facilitator_key, other.facilitator_key}) == 4
        assert [group.name for group in review_rounds.groups_of(work, made.id)] == [
            "The forum",
            "The youth group",
        ]
        assert (one.must_approve, other.must_approve) == (False, True)
        assert review_rounds.took_part(work, one.id) == review_rounds.TookPart(0, 0)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (GroupParts("band", "A"), "kind of group"),
        (GroupParts("forum", " "), "name"),
        (GroupParts("forum", "x" * 121), "too long"),
        (GroupParts("forum", "A", "x" * 121), "too long"),
        (GroupParts("forum", "the YOUTH group"), "already"),
    ],
)
def test_a_group_is_refused_in_words(site: Site, parts: GroupParts, sentence: str) -> None:
    made = opened(site)
    with site.writing() as work:
        review_rounds.add_group(work, ADMIN, made.id, YOUTH)
        with pytest.raises(Refused, match=sentence):
            review_rounds.add_group(work, ADMIN, made.id, parts)


def test_a_round_is_over_at_its_time_and_can_be_given_more(site: Site, clock: SettableClock) -> None:
    made = opened(site)
    clock.shows = made.closes_at - timedelta(microseconds=1)
    with site.writing() as work:
        assert not review_rounds.is_over(work, made)
        with pytest.raises(MayNotShorten):
            review_rounds.close_later(work, ADMIN, made.id, made.closes_at.date())
        with pytest.raises(Refused, match="no later than"):
            review_rounds.close_later(work, ADMIN, made.id, date(2029, 1, 5))
    clock.shows = made.closes_at
    with site.writing() as work:
        assert review_rounds.is_over(work, made)
        with pytest.raises(Refused, match="ended"):
            review_rounds.add_group(work, ADMIN, made.id, YOUTH)
        later = (made.closes_at + timedelta(days=3)).date()
        review_rounds.close_later(work, ADMIN, made.id, later)
        assert not review_rounds.is_over(work, review_rounds.find_round(work, ADMIN, made.id))


def test_a_round_is_withdrawn_once_and_with_a_reason(site: Site) -> None:
    made = opened(site)
    with site.writing() as work:
        with pytest.raises(Refused, match="why"):
            review_rounds.withdraw(work, ADMIN, made.id, " \n")
        review_rounds.withdraw(work, ADMIN, made.id, "The forum asked for more time")
        found = review_rounds.find_round(work, ADMIN, made.id)
        assert review_rounds.is_over(work, found)
        with pytest.raises(Refused, match="ended"):
            review_rounds.withdraw(work, ADMIN, made.id, "Again")
        with pytest.raises(Refused, match="ended"):
            review_rounds.close_later(work, ADMIN, made.id, date(2027, 1, 5))
