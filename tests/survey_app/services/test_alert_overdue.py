"""What the clock brings up reaches people by mail: late concerns again and again, a second person once."""

from collections.abc import Iterator

import pytest

from survey_app.app import make_site
from survey_app.services.alert_overdue import alert
from survey_app.services.mail import SmtpPost, dispatch_one
from survey_app.services.permissions import person_of
from survey_app.settings import Settings
from survey_app.storage import migrate
from survey_app.web.site import Site
from tests.builders import BuiltPerson, BuiltVisit, SettableClock, make_person, make_settings, make_visit
from tests.survey_app.concerns import POLICE, decide, raise_at
from tests.survey_app.services.post_office import PostOffice

OVERDUE, SECOND = "SEND Voices: a concern is overdue", "SEND Voices: a concern waits for a second person"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as found:
        yield found


@pytest.fixture
def settings(database_url: str, office: PostOffice) -> Settings:
    return make_settings(
        database_url,
        mail_server="127.0.0.1",
        mail_port=office.port,
        mail_tls=False,
        mail_from="voices@example.org",
    )


@pytest.fixture
def site(settings: Settings, clock: SettableClock) -> Iterator[Site]:
    made = make_site(settings, clock)
    migrate.upgrade(made.database)
    yield made
    made.database.dispose()


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def visit(site: Site) -> BuiltVisit:
    return make_visit(site)


@pytest.fixture
def lead(site: Site, visit: BuiltVisit) -> BuiltPerson:
    return make_person(site, "safeguarding_lead", visit)


@pytest.fixture
def second(site: Site, visit: BuiltVisit) -> BuiltPerson:
    return make_person(site, "lead_inspector", visit)


def run(site: Site, settings: Settings) -> None:
    """What the dispatcher does each time it looks."""
    alert(site, site.calendar)
    while dispatch_one(site, SmtpPost(settings), settings):
        pass


def subjects(office: PostOffice, wanted: str) -> int:
    return sum(message["Subject"] == wanted for message in office.taken)


def test_a_late_concern_is_told_once_a_day_until_it_is_decided(
    site: Site,
    settings: Settings,
    office: PostOffice,
    visit: BuiltVisit,
    lead: BuiltPerson,
    clock: SettableClock,
) -> None:
    concern = raise_at(site, visit, 2)
    run(site, settings)
    assert subjects(office, OVERDUE) == 0, "it is not late yet"
    told = []
    clock.set("2026-11-24T14:30")
    for _ in range(3):
        run(site, settings)
        run(site, settings)
        told.append(subjects(office, OVERDUE))
        clock.forward(hours=24)
    assert told == [1, 2, 3]
    assert f"/concerns/{concern}" in office.taken[-1].get_content()
    with site.reading() as work:
        who = person_of(work.session, lead.id)
    assert who
    decide(site, visit, who, concern)
    run(site, settings)
    assert subjects(office, OVERDUE) == 3


def test_two_days_without_mail_lose_nothing_and_double_nothing(
    site: Site,
    settings: Settings,
    office: PostOffice,
    visit: BuiltVisit,
    lead: BuiltPerson,
    clock: SettableClock,
) -> None:
    for _ in range(3):
        raise_at(site, visit, 1)
    away = settings.model_copy(update={"mail_port": 1})
    for _ in range(48):
        run(site, away)
        clock.forward(hours=1)
    assert office.taken == []
    run(site, settings)
    run(site, settings)
    assert subjects(office, OVERDUE) == 3
    assert len(office.taken) == 6, "for each concern the first message and one that it is overdue"
    assert len({message["Message-ID"] for message in office.taken}) == 6


def test_a_proposal_is_told_once_to_everybody_but_the_one_who_made_it(
    site: Site,
    settings: Settings,
    office: PostOffice,
    visit: BuiltVisit,
    lead: BuiltPerson,
    second: BuiltPerson,
) -> None:
    concern = raise_at(site, visit, 1)
    with site.reading() as work:
        who = person_of(work.session, lead.id)
    assert who
    decide(site, visit, who, concern, POLICE)
    run(site, settings)
    run(site, settings)
    found = [at for at, message in enumerate(office.taken) if message["Subject"] == SECOND]
    assert [office.recipients[at] for at in found] == [{second.email}]
    assert POLICE.reason not in office.taken[found[0]].as_string()
