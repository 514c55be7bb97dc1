"""What the clock brings up reaches people by mail: late concerns again and again, a second person once."""

import pytest

from survey_app.services.permissions import person_of
from survey_app.settings import Settings
from survey_app.web.site import Site
from tests.builders import BuiltPerson, BuiltVisit, SettableClock, make_person
from tests.survey_app.concerns import POLICE, decide, raise_at
from tests.survey_app.services.mail.sending import alert_and_send, taken
from tests.survey_app.services.post_office import PostOffice

OVERDUE, SECOND = "SEND Voices: a concern is overdue", "SEND Voices: a concern waits for a second person"


@pytest.fixture
def second(site: Site, visit: BuiltVisit) -> BuiltPerson:
    return make_person(site, "lead_inspector", visit)


def test_a_late_concern_is_told_once_a_day_until_it_is_decided(
    site: Site,
    settings: Settings,
    office: PostOffice,
    visit: BuiltVisit,
    lead: BuiltPerson,
    clock: SettableClock,
) -> None:
    concern = raise_at(site, visit, 2)
    alert_and_send(site, settings)
    assert taken(office, OVERDUE) == 0, "it is not late yet"
    told = []
    clock.set("2026-11-24T14:30")
    for _ in range(3):
        alert_and_send(site, settings)
        alert_and_send(site, settings)
        told.append(taken(office, OVERDUE))
        clock.forward(hours=24)
    assert told == [1, 2, 3]
    assert f"/concerns/{concern}" in office.taken[-1].get_content()
    with site.reading() as work:
        who = person_of(work.session, lead.id)
    assert who
    decide(site, visit, who, concern)
    alert_and_send(site, settings)
    assert taken(office, OVERDUE) == 3


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
        alert_and_send(site, away)
        clock.forward(hours=1)
    assert office.taken == []
    alert_and_send(site, settings)
    alert_and_send(site, settings)
    assert taken(office, OVERDUE) == 3
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
    alert_and_send(site, settings)
    alert_and_send(site, settings)
    found = [at for at, message in enumerate(office.taken) if message["Subject"] == SECOND]
    assert [office.recipients[at] for at in found] == [{second.email}]
    assert POLICE.reason not in office.taken[found[0]].as_string()
