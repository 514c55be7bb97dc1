"""The gravest concerns are closed by two people, of whom the second has read all of it, and never by one alone."""

import pytest

from survey_app.services import safeguard, work_concerns
from survey_app.services.errors import Refused
from survey_app.services.permissions import LEAD_INSPECTOR, SAFEGUARDING_LEAD, Person
from survey_app.services.work_concerns import proposal_of
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock
from tests.survey_app.concerns import POLICE, REFERRED, confirm, decide, history, raise_at, read, stored
from tests.survey_app.people import person


@pytest.fixture
def lead(visit: BuiltVisit) -> Person:
    return person(SAFEGUARDING_LEAD, visit.id)


@pytest.fixture
def second(visit: BuiltVisit) -> Person:
    return person(LEAD_INSPECTOR, visit.id)


@pytest.fixture
def concern(site: Site, visit: BuiltVisit) -> str:
    """A concern of the second level that nobody has taken yet."""
    return raise_at(site, visit, 2)


@pytest.fixture
def grave(site: Site, visit: BuiltVisit) -> str:
    """A concern of the first level that nobody has taken yet."""
    return raise_at(site, visit, 1)


def test_the_gravest_is_closed_by_two_people(
    site: Site, visit: BuiltVisit, grave: str, lead: Person, second: Person, clock: SettableClock
) -> None:
    assert decide(site, visit, lead, grave) == "proposed"
    one = stored(site, grave)
    assert (one.state, one.proposed_by, one.decided_by, one.decided_at) == ("proposed", lead.email, "", None)
    clock.forward(minutes=20)
    read(site, second, grave)
    with site.writing() as work:
        assert safeguard.open_count(work, visit.id) == 1
        confirm(work, second, visit, grave)
        assert safeguard.open_count(work, visit.id) == 0
    one = stored(site, grave)
    assert (one.state, one.decision, one.proposed_by, one.decided_by) == (
        "decided",
        "referred",
        lead.email,
        second.email,
    )
    assert one.decided_at == clock.shows


def test_nobody_confirms_their_own_proposal(site: Site, visit: BuiltVisit, grave: str, lead: Person) -> None:
    read(site, lead, grave)
    decide(site, visit, lead, grave)
    both_roles = Person("x", lead.email, roles={visit.id: frozenset({SAFEGUARDING_LEAD, LEAD_INSPECTOR})})
    for who in (lead, both_roles):
        with pytest.raises(Refused, match="You proposed this yourself"), site.writing() as work:
            confirm(work, who, visit, grave)
    assert stored(site, grave).state == "proposed"


def test_whoever_confirms_has_read_it(
    site: Site, visit: BuiltVisit, grave: str, lead: Person, second: Person
) -> None:
    decide(site, visit, lead, grave)
    with pytest.raises(Refused, match="whoever confirms has to have read it"), site.writing() as work:
        confirm(work, second, visit, grave)


def test_a_proposal_is_sent_back_with_a_reason_and_stays_in_the_history(
    site: Site, visit: BuiltVisit, grave: str, lead: Person, second: Person
) -> None:
    decide(site, visit, lead, grave)
    with pytest.raises(Refused, match="why you send it back"), site.writing() as work:
        work_concerns.send_back(work, second, visit.id, grave, " ")
    with site.writing() as work:
        work_concerns.send_back(work, second, visit.id, grave, "The police too.")
    one = stored(site, grave)
    assert (one.state, one.claimed_by, one.decision, one.reason, one.told, one.proposed_by) == (
        "claimed", lead.email, "", "", "", "",
    )  # fmt: skip
    assert history(site, grave) == [
        ("propose", "referred", REFERRED.reason),
        ("send_back", "referred", "The police too."),
    ]
    with pytest.raises(Refused, match="Nothing waits to be confirmed"), site.writing() as work:
        work_concerns.send_back(work, second, visit.id, grave, "Again.")
    assert decide(site, visit, second, grave, POLICE) == "proposed"


def test_a_second_proposal_does_not_replace_the_first(
    site: Site, visit: BuiltVisit, grave: str, lead: Person, second: Person
) -> None:
    decide(site, visit, lead, grave)
    with pytest.raises(Refused, match="has already proposed"):
        decide(site, visit, second, grave, POLICE)
    with pytest.raises(Refused, match="Nobody has this concern"), site.writing() as work:
        work_concerns.hand_back(work, second, visit.id, grave, "Why not.")
    assert stored(site, grave).decision == "referred"


def test_nobody_confirms_what_they_have_not_seen(
    site: Site, visit: BuiltVisit, grave: str, lead: Person, second: Person
) -> None:
    read(site, second, grave)
    decide(site, visit, lead, grave)
    with site.writing() as work:
        seen = proposal_of(work, grave)
        work_concerns.send_back(work, lead, visit.id, grave, "Not quite.")
    decide(site, visit, lead, grave, POLICE)
    with pytest.raises(Refused, match="Something else was proposed"), site.writing() as work:
        work_concerns.confirm(work, second, visit.id, grave, seen)
    with site.writing() as work:
        confirm(work, second, visit, grave)
    assert stored(site, grave).decision == "police"


def test_only_what_was_proposed_is_confirmed(
    site: Site, visit: BuiltVisit, concern: str, second: Person
) -> None:
    read(site, second, concern)
    with pytest.raises(Refused, match="Nothing waits to be confirmed"), site.writing() as work:
        confirm(work, second, visit, concern)
