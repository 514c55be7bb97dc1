"""Reminders leave on working days, to those who were asked and have not answered, and never after the close."""

from datetime import timedelta

import pytest

from survey_app.calendar.clock import to_london
from survey_app.services.distribution_log import ASKED, CONFIRMED, DECLINED, EntryParts, add_entry, mark_entry
from survey_app.services.permissions import LANO
from survey_app.services.remind import remind
from survey_app.settings import Settings
from survey_app.storage.distribution import DistributionEntry
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, make_visit
from tests.survey_app.people import person
from tests.survey_app.services.mail.sending import send_all
from tests.survey_app.services.post_office import PostOffice

FRIDAY_BEFORE_CLOSE = "2026-11-27T10:00"


def asked(site: Site, visit: BuiltVisit, *, remind: bool = True, standing: str = ASKED) -> str:
    officer = person(LANO, visit.id)
    code = visit.codes["parents_carers"]
    parts = EntryParts("Hill School", ("special",), code, "office@example.org", remind=remind)
    with site.writing() as work:
        entry = add_entry(work, officer, visit.id, parts)
        mark_entry(work, officer, visit.id, entry, 1, standing)
    return entry


def run(site: Site, settings: Settings) -> None:
    """What the dispatcher does each time it looks."""
    remind(site, site.calendar)
    send_all(site, settings)


def watched(
    site: Site, settings: Settings, office: PostOffice, clock: SettableClock, hours: int
) -> list[str]:
    """The days and hours in England at which reminders left, looking every hour."""
    left = []
    for _ in range(hours):
        before = len(office.taken)
        run(site, settings)
        left += [f"{to_london(clock.shows):%a %H}"] * (len(office.taken) - before)
        clock.forward(hours=1)
    return left


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_they_leave_in_the_morning_of_working_days_until_the_close(
    site: Site, visit: BuiltVisit, settings: Settings, office: PostOffice, clock: SettableClock
) -> None:
    clock.set("2026-11-26T11:00")
    asked(site, visit)
    assert watched(site, settings, office, clock, 24 * 8) == ["Fri 09", "Mon 09"]
    assert to_london(clock.shows).day == 4


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_there_are_never_more_than_three(
    site: Site, visit: BuiltVisit, settings: Settings, office: PostOffice, clock: SettableClock
) -> None:
    clock.set("2026-11-23T11:00")
    asked(site, visit)
    assert watched(site, settings, office, clock, 24 * 8) == ["Tue 09", "Wed 09", "Thu 09"]


def test_the_message_says_who_asks_where_to_and_until_when(
    site: Site, visit: BuiltVisit, settings: Settings, office: PostOffice, clock: SettableClock
) -> None:
    asked(site, visit)
    clock.set(FRIDAY_BEFORE_CLOSE)
    run(site, settings)
    (message,) = office.taken
    said = message.get_content()
    assert office.recipients == [{"office@example.org"}]
    assert f"{settings.public_address}/s/{visit.codes['parents_carers']}" in said
    for words in ("Hill School", visit.area, "lano@example.org", "Tuesday 1 December, 9am", "three in all"):
        assert words in said
    assert "Tuesday 1 December, 9am" in message["Subject"]


@pytest.mark.parametrize("standing", [CONFIRMED, DECLINED])
def test_whoever_has_answered_is_left_alone(
    site: Site, visit: BuiltVisit, settings: Settings, office: PostOffice, clock: SettableClock, standing: str
) -> None:
    asked(site, visit, standing=standing)
    clock.set(FRIDAY_BEFORE_CLOSE)
    run(site, settings)
    assert office.taken == []


def test_whoever_wants_none_gets_none(
    site: Site, visit: BuiltVisit, settings: Settings, office: PostOffice, clock: SettableClock
) -> None:
    asked(site, visit, remind=False)
    clock.set(FRIDAY_BEFORE_CLOSE)
    run(site, settings)
    assert office.taken == []


@pytest.mark.parametrize(
    "when", ["2026-11-28T10:00", "2026-11-29T10:00", "2026-11-27T08:59", "2026-11-27T17:00"]
)
def test_nobody_is_reminded_at_weekends_or_in_the_evening(
    site: Site, visit: BuiltVisit, settings: Settings, office: PostOffice, clock: SettableClock, when: str
) -> None:
    asked(site, visit)
    clock.set(when)
    run(site, settings)
    assert office.taken == []


def test_a_day_off_is_no_working_day(
    site: Site, visit: BuiltVisit, office: PostOffice, clock: SettableClock
) -> None:
    asked(site, visit)
    clock.set(FRIDAY_BEFORE_CLOSE)
    assert remind(site, site.calendar.with_days_off(clock.shows.date())) == 0
    assert remind(site, site.calendar) == 1


@pytest.mark.parametrize("standing", ["paused", "deferred", "abandoned"])
def test_a_visit_that_takes_no_answers_reminds_nobody(
    site: Site, visit: BuiltVisit, settings: Settings, office: PostOffice, clock: SettableClock, standing: str
) -> None:
    asked(site, visit)
    clock.set(FRIDAY_BEFORE_CLOSE)
    with site.writing() as work:
        work.session.get_one(Visit, visit.id).standing = standing
    run(site, settings)
    assert office.taken == []


def test_what_could_not_leave_before_the_close_never_leaves(
    site: Site, visit: BuiltVisit, settings: Settings, office: PostOffice, clock: SettableClock
) -> None:
    asked(site, visit)
    away = settings.model_copy(update={"mail_port": 1})
    clock.set("2026-11-30T16:50")
    run(site, away)
    clock.set("2026-12-01T09:01")
    send_all(site, settings)
    assert office.taken == [], "even when the dispatcher did not look first"
    clock.forward(hours=1)
    run(site, settings)
    assert office.taken == []


def test_an_answer_meanwhile_takes_the_message_back(
    site: Site, visit: BuiltVisit, settings: Settings, office: PostOffice, clock: SettableClock
) -> None:
    entry = asked(site, visit)
    clock.set(FRIDAY_BEFORE_CLOSE)
    assert remind(site, site.calendar) == 1
    with site.writing() as work:
        mark_entry(work, person(LANO, visit.id), visit.id, entry, 2, CONFIRMED)
    run(site, settings)
    assert office.taken == []


def test_two_dispatchers_remind_once(
    site: Site, visit: BuiltVisit, settings: Settings, office: PostOffice, clock: SettableClock
) -> None:
    other = make_visit(site, area="Harbour")
    asked(site, visit)
    asked(site, other)
    clock.set(FRIDAY_BEFORE_CLOSE)
    assert [remind(site, site.calendar), remind(site, site.calendar)] == [2, 0]
    clock.shows += timedelta(minutes=5)
    run(site, settings)
    assert len(office.taken) == 2
    with site.reading() as work:
        stored = work.session.query(DistributionEntry).all()
    assert [row.reminders for row in stored] == [1, 1]
