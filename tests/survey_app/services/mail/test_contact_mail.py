"""Mail about people who ask to be contacted: at once, and again each day while somebody waits too long."""

import secrets

import pytest

from survey_app.services.contact_requests import Wish, ask, done
from survey_app.services.entry import find_entry
from survey_app.services.permissions import SAFEGUARDING_LEAD
from survey_app.settings import Settings
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import BuiltPerson, BuiltVisit, SettableClock, make_person
from tests.survey_app.people import person
from tests.survey_app.services.mail.sending import alert_and_send, taken
from tests.survey_app.services.post_office import PostOffice

ASKS, WAITS = (
    "SEND Voices: somebody asks to be contacted",
    "SEND Voices: somebody still waits to be contacted",
)
WISH = Wish("phone", "the purple number", "Marigold", "the blue swing", "my aunt")


@pytest.fixture
def besides() -> dict[str, object]:
    return {"alert_to": "duty@example.org"}


@pytest.fixture
def visit(site: Site, visit: BuiltVisit) -> BuiltVisit:
    """The open inspection, whose team may be asked to get in touch."""
    with site.writing() as work:
        work.session.get_one(Visit, visit.id).offers_contact = True
    return visit


def asks(site: Site, visit: BuiltVisit) -> str:
    key = secrets.token_hex(16)
    with site.writing() as work:
        ask(work, find_entry(work, visit.codes["young_people"]), WISH, key)
    return key


def test_safeguarding_leads_are_told_once_and_nobody_else(
    site: Site, settings: Settings, visit: BuiltVisit, lead: BuiltPerson, office: PostOffice
) -> None:
    make_person(site, "inspector", visit)
    make_person(site, "lano", visit)
    asks(site, visit)
    for _ in range(3):
        alert_and_send(site, settings)
    assert taken(office, ASKS) == 1
    assert office.recipients == [{lead.email}]


def test_no_message_holds_a_word_of_it(
    site: Site,
    settings: Settings,
    visit: BuiltVisit,
    lead: BuiltPerson,
    office: PostOffice,
    clock: SettableClock,
) -> None:
    asks(site, visit)
    alert_and_send(site, settings)
    clock.set("2026-11-27T10:00")
    alert_and_send(site, settings)
    assert {message["Subject"] for message in office.taken} == {ASKS, WAITS}
    for message in office.taken:
        assert not [
            word for word in (WISH.reach, WISH.name, WISH.about, WISH.who_may_know) if word in str(message)
        ]
        assert visit.area not in str(message)
        assert f"/staff/visits/{visit.id}/contact" in str(message)


def test_who_waits_after_two_working_days_is_mailed_of_each_day_until_it_is_done(
    site: Site,
    settings: Settings,
    visit: BuiltVisit,
    lead: BuiltPerson,
    office: PostOffice,
    clock: SettableClock,
) -> None:
    first, second = asks(site, visit), asks(site, visit)
    told = []
    # Asked on a Tuesday: the promised days end with Thursday.
    for now in ("2026-11-26T23:30", "2026-11-27T00:30", "2026-11-27T15:00", "2026-11-28T09:00"):
        clock.set(now)
        alert_and_send(site, settings)
        told.append(taken(office, WAITS))
    assert told == [0, 1, 1, 2]
    with site.writing() as work:
        for key in (first, second):
            done(work, person(SAFEGUARDING_LEAD, visit.id), visit.id, key)
    clock.set("2026-11-30T09:00")
    alert_and_send(site, settings)
    assert taken(office, WAITS) == 2


def test_days_without_mail_lose_nothing_and_double_nothing(
    site: Site,
    settings: Settings,
    visit: BuiltVisit,
    lead: BuiltPerson,
    office: PostOffice,
    clock: SettableClock,
) -> None:
    office.answer = "451 Come back later"
    asks(site, visit)
    for _ in range(5):
        alert_and_send(site, settings)
        clock.forward(hours=24)
    assert not office.taken
    office.answer = "250 Message taken"
    alert_and_send(site, settings)
    assert (taken(office, ASKS), taken(office, WAITS)) == (1, 1)
