"""A concern is taken, read, passed on and closed: the first step is kept, and each is told."""

import json
import threading

import pytest
from sqlalchemy import select

from survey_app.services import safeguard, work_concerns
from survey_app.services.errors import NotFound, Refused
from survey_app.services.permissions import (
    ADMINISTRATOR,
    INSPECTOR,
    LANO,
    LEAD_INSPECTOR,
    PARTNERSHIP_LEAD,
    SAFEGUARDING_LEAD,
    Person,
)
from survey_app.services.safeguard import DECISIONS, name_of
from survey_app.services.work_concerns import Ending
from survey_app.storage.journal import JournalEntry
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, make_visit
from tests.survey_app.concerns import (
    CALMED,
    POLICE,
    REFERRED,
    STANDINGS,
    bring_to,
    confirm,
    decide,
    history,
    raise_at,
    read,
    stored,
)
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


# Taking and handing back.


def test_the_first_to_take_it_has_it(
    site: Site, visit: BuiltVisit, concern: str, lead: Person, second: Person
) -> None:
    with site.writing() as work:
        work_concerns.claim(work, lead, visit.id, concern)
    with pytest.raises(Refused, match="Somebody else took"), site.writing() as work:
        work_concerns.claim(work, second, visit.id, concern)
    one = stored(site, concern)
    assert (one.state, one.claimed_by) == ("claimed", lead.email)
    with pytest.raises(NotFound), site.writing() as work:
        work_concerns.claim(work, lead, visit.id, "none")


def test_what_is_handed_back_can_be_taken_by_others(
    site: Site, visit: BuiltVisit, concern: str, lead: Person, second: Person
) -> None:
    with site.writing() as work:
        work_concerns.claim(work, lead, visit.id, concern)
        work_concerns.hand_back(work, lead, visit.id, concern)
        work_concerns.claim(work, second, visit.id, concern)
    assert stored(site, concern).claimed_by == second.email
    assert [row[0] for row in history(site, concern)] == ["claim", "hand_back", "claim"]


def test_somebody_elses_is_handed_back_with_a_reason_only(
    site: Site, visit: BuiltVisit, concern: str, lead: Person, second: Person
) -> None:
    with site.writing() as work:
        work_concerns.claim(work, lead, visit.id, concern)
    with pytest.raises(Refused, match="Say why you hand it back"), site.writing() as work:
        work_concerns.hand_back(work, second, visit.id, concern, "  ")
    with site.writing() as work:
        work_concerns.hand_back(work, second, visit.id, concern, "Gone home.")
    assert stored(site, concern).state == "new"
    assert history(site, concern)[-1] == ("hand_back", "", "Gone home.")
    with pytest.raises(Refused, match="Nobody has this concern"), site.writing() as work:
        work_concerns.hand_back(work, second, visit.id, concern, "Again.")


# Deciding.


@pytest.mark.parametrize(
    ("ending", "sentence"),
    [
        (Ending("", "why"), "Choose what was done"),
        (Ending("none", "why"), "Choose what was done"),
        (Ending("no_action", ""), "Say in a sentence why"),
        (Ending("no_action", " \n"), "Say in a sentence why"),
        (Ending("police", "why"), "to whom it was passed"),
        (Ending("lead_told", "why", told=" "), "to whom it was passed"),
        (Ending("referred", "why", told="The front door"), "Choose where a concern"),
        (Ending("referred", "why", told="The front door", route="nowhere"), "Choose where a concern"),
        (Ending("duplicate", "why"), "Write the name of the other concern"),
    ],
)
def test_a_decision_needs_everything_that_belongs_to_it(
    site: Site, visit: BuiltVisit, concern: str, lead: Person, ending: Ending, sentence: str
) -> None:
    read(site, lead, concern)
    with pytest.raises(Refused, match=sentence):
        decide(site, visit, lead, concern, ending)
    assert stored(site, concern).state == "new"


@pytest.mark.parametrize("decision", [one for one in DECISIONS if one != "duplicate"])
def test_a_decision_is_kept_with_who_and_when(
    site: Site, visit: BuiltVisit, concern: str, lead: Person, decision: str, clock: SettableClock
) -> None:
    read(site, lead, concern)
    ending = Ending(decision, " By phone. ", told=" The front door ", reference=" 77 ", route="child")
    assert decide(site, visit, lead, concern, ending) == "decided"
    one = stored(site, concern)
    assert (one.state, one.decision, one.reason, one.route) == ("decided", decision, "By phone.", "child")
    assert (one.decided_by, one.decided_at) == (lead.email, clock.shows)
    passed = decision in ("referred", "police", "lead_told")
    assert (one.told, one.reference) == (("The front door", "77") if passed else ("", ""))


@pytest.mark.parametrize("decision", ["no_action", "machine_wrong"])
def test_nobody_dismisses_what_they_have_not_read(
    site: Site, visit: BuiltVisit, concern: str, lead: Person, second: Person, decision: str
) -> None:
    read(site, second, concern)
    with pytest.raises(Refused, match="Read the whole answer first"):
        decide(site, visit, lead, concern, Ending(decision, "A game."))
    decide(site, visit, second, concern, Ending(decision, "A game."))


def test_passing_on_does_not_wait_for_reading(
    site: Site, visit: BuiltVisit, concern: str, lead: Person
) -> None:
    assert decide(site, visit, lead, concern, POLICE) == "decided"


def test_a_repeated_concern_leads_to_the_other(
    site: Site, visit: BuiltVisit, concern: str, grave: str, lead: Person
) -> None:
    read(site, lead, concern)
    decide(
        site, visit, lead, concern, Ending("duplicate", "The same.", same_as=f" {name_of(grave).upper()} ")
    )
    assert stored(site, concern).reference == grave


def test_a_repeated_concern_needs_another_one_that_stands_by_itself(
    site: Site, visit: BuiltVisit, concern: str, grave: str, lead: Person
) -> None:
    third = raise_at(site, visit, 3)
    elsewhere = raise_at(site, make_visit(site, area="Hill and Dale"), 3)
    for one in (concern, third):
        read(site, lead, one)
    decide(site, visit, lead, third, Ending("duplicate", "The same.", same_as=name_of(grave)))
    for name in (name_of(concern), name_of(elsewhere), "zzzzzz", grave[:2], "%%%%%%"):
        with pytest.raises(Refused, match="no other concern called"):
            decide(site, visit, lead, concern, Ending("duplicate", "The same.", same_as=name))
    with pytest.raises(Refused, match=f"itself the same as {name_of(grave)}"):
        decide(site, visit, lead, concern, Ending("duplicate", "The same.", same_as=name_of(third)))


def test_a_decision_is_never_overwritten(
    site: Site, visit: BuiltVisit, concern: str, lead: Person, second: Person
) -> None:
    decide(site, visit, lead, concern)
    read(site, second, concern)
    with pytest.raises(Refused, match="has already decided"):
        decide(site, visit, second, concern, CALMED)
    assert stored(site, concern).reason == REFERRED.reason


def test_of_two_decisions_at_once_the_first_stays(
    site: Site, visit: BuiltVisit, concern: str, lead: Person, second: Person
) -> None:
    loaded, told = threading.Event(), []

    def decide_too() -> None:
        try:
            with site.writing() as work:
                safeguard.find_concern(work, second, visit.id, concern)
                loaded.set()
                work_concerns.decide(work, second, visit.id, concern, POLICE)
        except Refused as refused:
            told.append(refused.sentence)

    with site.writing() as work:
        work_concerns.decide(work, lead, visit.id, concern, REFERRED)
        other = threading.Thread(target=decide_too)
        other.start()
        # On SQLite the other one cannot even look before this is done.
        loaded.wait(0.5)
    other.join()
    assert told == [f"{lead.email} has already decided this concern."]
    one = stored(site, concern)
    assert (one.decision, one.decided_by) == ("referred", lead.email)


# What is written down, and for whom.


def test_reading_is_written_down_each_time_and_the_first_time_is_kept(
    site: Site, concern: str, lead: Person, second: Person, clock: SettableClock
) -> None:
    first = clock.shows
    read(site, lead, concern)
    clock.forward(hours=3)
    read(site, second, concern)
    assert stored(site, concern).opened_at == first
    assert [row[0] for row in history(site, concern)] == ["read", "read"]


def test_the_journal_holds_what_was_done_and_no_words(
    site: Site, visit: BuiltVisit, concern: str, lead: Person
) -> None:
    with site.writing() as work:
        work_concerns.claim(work, lead, visit.id, concern)
        work_concerns.note_reading(work, lead, concern)
        work_concerns.decide(work, lead, visit.id, concern, POLICE)
    with site.reading() as work:
        entries = work.session.scalars(select(JournalEntry).where(JournalEntry.subject == concern)).all()
    assert {entry.action for entry in entries} == {"claim_concern", "read_concern", "decide_concern"}
    assert {entry.by for entry in entries} == {lead.email}
    assert {entry.detail for entry in entries} == {"", "police"}
    assert "hits" not in json.dumps([entry.detail for entry in entries])


def test_a_step_that_is_refused_leaves_nothing_behind(
    site: Site, visit: BuiltVisit, grave: str, lead: Person
) -> None:
    read(site, lead, grave)
    decide(site, visit, lead, grave)
    before = history(site, grave)
    with pytest.raises(Refused), site.writing() as work:
        confirm(work, lead, visit, grave)
    assert history(site, grave) == before


@pytest.mark.parametrize("role", [LANO, INSPECTOR, PARTNERSHIP_LEAD, ADMINISTRATOR])
def test_nobody_else_works_a_concern(site: Site, visit: BuiltVisit, concern: str, role: str) -> None:
    check_absent(site, visit, concern, person(role, visit.id))


@pytest.mark.parametrize("role", [SAFEGUARDING_LEAD, LEAD_INSPECTOR])
def test_another_teams_concerns_do_not_exist(site: Site, visit: BuiltVisit, concern: str, role: str) -> None:
    other = make_visit(site, title="Another visit", area="Hill and Dale")
    for there in (visit, other):
        check_absent(site, there, concern, person(role, other.id))


def check_absent(site: Site, visit: BuiltVisit, concern: str, who: Person) -> None:
    with site.writing() as work:
        for ask in (
            lambda: safeguard.find_concern(work, who, visit.id, concern),
            lambda: work_concerns.claim(work, who, visit.id, concern),
            lambda: work_concerns.hand_back(work, who, visit.id, concern, "Why."),
            lambda: work_concerns.decide(work, who, visit.id, concern, REFERRED),
            lambda: work_concerns.confirm(work, who, visit.id, concern, 1),
            lambda: work_concerns.send_back(work, who, visit.id, concern, "Why."),
        ):
            with pytest.raises(NotFound):
                ask()
    assert stored(site, concern).state == "new"


@pytest.mark.parametrize("standing", STANDINGS)
def test_every_step_works_in_every_standing_of_the_survey(
    site: Site, visit: BuiltVisit, lead: Person, second: Person, clock: SettableClock, standing: str
) -> None:
    grave = raise_at(site, visit, 1)
    bring_to(site, clock, visit, standing)
    with site.writing() as work:
        work_concerns.claim(work, lead, visit.id, grave)
        work_concerns.hand_back(work, lead, visit.id, grave)
        work_concerns.decide(work, lead, visit.id, grave, REFERRED)
        work_concerns.send_back(work, second, visit.id, grave, "The police too.")
        work_concerns.decide(work, lead, visit.id, grave, POLICE)
        work_concerns.note_reading(work, second, grave)
        confirm(work, second, visit, grave)
    assert stored(site, grave).state == "decided"
