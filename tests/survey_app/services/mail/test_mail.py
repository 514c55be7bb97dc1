"""Messages leave once, are never lost, and say nothing of what was answered. The mail server here is a real one."""

import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import insert, select, update

from survey_app.services.mail import LEASE, SmtpPost, dispatch_one, late_messages
from survey_app.settings import Settings
from survey_app.storage.base import random_id
from survey_app.storage.outbox import OutboxItem
from survey_app.web.site import Site
from tests.builders import BuiltPerson, BuiltVisit, SettableClock, make_person, make_visit
from tests.survey_app.services.mail.sending import (
    WORDS,
    Dispatcher,
    raise_concerns,
    raise_concerns_long_ago,
    send_all,
)
from tests.survey_app.services.post_office import PostOffice

AGAIN = "You may have had this message before."


def waiting(site: Site) -> list[OutboxItem]:
    with site.reading() as work:
        return list(work.session.scalars(select(OutboxItem).where(OutboxItem.done_at.is_(None))))


def test_a_message_goes_once_to_those_who_work_concerns(
    site: Site, settings: Settings, office: PostOffice, visit: BuiltVisit, lead: BuiltPerson
) -> None:
    inspector_in_the_lead = make_person(site, "lead_inspector", visit)
    for role in ("inspector", "lano", "administrator"):
        make_person(site, role, visit)
    make_person(site, "safeguarding_lead", make_visit(site))
    raise_concerns(site, visit)
    assert send_all(site, settings) == 1
    assert office.recipients == [{lead.email, inspector_in_the_lead.email}]
    assert send_all(site, settings) == 0


def test_a_message_says_where_to_look_and_nothing_of_what_was_said(
    site: Site, settings: Settings, office: PostOffice, visit: BuiltVisit, lead: BuiltPerson
) -> None:
    raise_concerns(site, visit, level=1)
    send_all(site, settings)
    (message,) = office.taken
    with site.reading() as work:
        (concern,) = (item.payload["concern"] for item in work.session.scalars(select(OutboxItem)))
    everything = message.as_string()
    assert f"/staff/visits/{visit.id}/concerns/{concern}" in message.get_content()
    assert "needs a person to read it now" in message["Subject"]
    assert not [word for word in (*WORDS.split(), visit.area) if len(word) > 3 and word in everything]
    assert lead.email not in everything


def test_an_address_of_the_settings_is_told_as_well(
    site: Site, settings: Settings, office: PostOffice, visit: BuiltVisit, lead: BuiltPerson
) -> None:
    raise_concerns(site, visit)
    send_all(site, settings.model_copy(update={"alert_to": "duty@example.org, desk@example.org"}))
    assert office.recipients == [{lead.email, "duty@example.org", "desk@example.org"}]


def test_a_message_waits_while_there_is_nobody_to_tell(
    site: Site, settings: Settings, office: PostOffice, visit: BuiltVisit, clock: SettableClock
) -> None:
    raise_concerns(site, visit)
    send_all(site, settings)
    lead = make_person(site, "safeguarding_lead", visit)
    clock.forward(minutes=11)
    assert send_all(site, settings) == 1
    assert office.recipients == [{lead.email}]


def test_what_is_kept_of_a_sent_message_tells_the_hour_only(
    site: Site, settings: Settings, visit: BuiltVisit, lead: BuiltPerson, clock: SettableClock
) -> None:
    raise_concerns(site, visit)
    clock.forward(minutes=17, seconds=23)
    send_all(site, settings)
    with site.reading() as work:
        (item,) = work.session.scalars(select(OutboxItem))
    assert item.leased_until is None
    assert [(at.minute, at.second) for at in (item.due_at, item.done_at) if at] == [(0, 0)] * 2


@pytest.mark.parametrize("answer", ["451 Come back later", "554 We do not like it"])
def test_a_message_that_was_refused_is_tried_again_later_and_is_no_repeat(
    site: Site,
    settings: Settings,
    office: PostOffice,
    visit: BuiltVisit,
    lead: BuiltPerson,
    clock: SettableClock,
    answer: str,
) -> None:
    raise_concerns(site, visit)
    taken, office.answer = office.answer, answer
    send_all(site, settings)
    office.answer = taken
    assert send_all(site, settings) == 0, "it waits before it is tried again"
    clock.forward(minutes=1)
    assert send_all(site, settings) == 1
    assert AGAIN not in office.taken[0].get_content()


def test_a_mail_server_that_is_away_for_two_days_loses_nothing(
    site: Site,
    settings: Settings,
    office: PostOffice,
    visit: BuiltVisit,
    lead: BuiltPerson,
    clock: SettableClock,
) -> None:
    raise_concerns(site, visit, count=3)
    away = settings.model_copy(update={"mail_port": 1})
    for _ in range(12):
        send_all(site, away)
        clock.forward(hours=4)
    with site.reading() as work:
        assert late_messages(work) == 3
    assert send_all(site, settings) == 3
    assert len({message["Message-ID"] for message in office.taken}) == 3


def test_those_who_are_there_are_told_when_another_address_is_refused(
    site: Site, settings: Settings, office: PostOffice, visit: BuiltVisit, lead: BuiltPerson
) -> None:
    gone = make_person(site, "safeguarding_lead", visit)
    office.refuses = {gone.email}
    raise_concerns(site, visit)
    assert send_all(site, settings) == 1
    assert office.recipients == [{lead.email}]
    assert waiting(site) == []


def test_a_message_that_everybody_refused_stays(
    site: Site, settings: Settings, office: PostOffice, visit: BuiltVisit, lead: BuiltPerson
) -> None:
    office.refuses = {lead.email}
    raise_concerns(site, visit)
    send_all(site, settings)
    assert len(waiting(site)) == 1


def test_nothing_is_locked_while_a_message_is_on_its_way(
    site: Site, settings: Settings, office: PostOffice, visit: BuiltVisit, lead: BuiltPerson
) -> None:
    raise_concerns(site, visit)
    office.on_message = lambda: raise_concerns(site, visit)
    dispatch_one(site, SmtpPost(settings), settings)
    assert len(office.taken) == 1
    assert len(waiting(site)) == 1


def test_a_sort_of_message_from_a_newer_version_is_left_alone(site: Site, settings: Settings) -> None:
    with site.writing() as work:
        row = {"id": random_id(), "sort": "from_tomorrow", "payload": {}, "due_at": work.now, "attempts": 0}
        work.connection.execute(insert(OutboxItem), row)
    assert send_all(site, settings) == 0
    assert len(waiting(site)) == 1


def test_dispatchers_side_by_side_send_each_message_once(
    site: Site, settings: Settings, office: PostOffice, visit: BuiltVisit, lead: BuiltPerson
) -> None:
    raise_concerns(site, visit, count=20)
    with ThreadPoolExecutor(3) as pool:
        sent = list(pool.map(lambda _: send_all(site, settings), range(3)))
    assert sum(sent) == 20
    assert len({message["Message-ID"] for message in office.taken}) == len(office.taken) == 20


def test_a_lease_that_was_lost_is_not_marked_done_by_who_lost_it(
    site: Site,
    settings: Settings,
    office: PostOffice,
    visit: BuiltVisit,
    lead: BuiltPerson,
    clock: SettableClock,
) -> None:
    """A dispatcher so slow that another one took over must leave the row to the other."""
    raise_concerns(site, visit)

    def take_over() -> None:
        clock.forward(minutes=10)
        with site.writing() as work:
            work.connection.execute(update(OutboxItem).values(leased_until=work.now + LEASE))

    office.on_message = take_over
    dispatch_one(site, SmtpPost(settings), settings)
    assert len(waiting(site)) == 1


def kill_at(dispatcher: Dispatcher, office: PostOffice, count: int) -> None:
    if len(office.taken) >= count:
        dispatcher.kill()


def wait_until(office: PostOffice, count: int) -> None:
    give_up = time.monotonic() + 30
    while len(office.taken) < count and time.monotonic() < give_up:
        time.sleep(0.02)
    assert len(office.taken) >= count


@pytest.mark.slow
def test_killed_after_the_message_left_it_is_sent_again_and_says_so(
    site: Site, settings: Settings, office: PostOffice, visit: BuiltVisit, lead: BuiltPerson
) -> None:
    """The moment between sending and marking done: not lost, and the reader can tell the repeat."""
    raise_concerns_long_ago(site, visit)
    first = Dispatcher(settings)
    office.on_message = first.kill
    assert first.ended() == -signal.SIGKILL
    assert len(waiting(site)) == 1
    office.on_message = lambda: None
    second = Dispatcher(settings)
    wait_until(office, 2)
    second.process.terminate()
    assert second.ended() == 0, "a polite end finishes the message in hand"
    once, again = office.taken
    assert once["Message-ID"] == again["Message-ID"]
    assert (AGAIN in once.get_content(), AGAIN in again.get_content()) == (False, True)
    assert waiting(site) == []


@pytest.mark.slow
def test_killed_before_the_message_left_it_is_sent_once(
    site: Site, settings: Settings, office: PostOffice, visit: BuiltVisit, lead: BuiltPerson
) -> None:
    raise_concerns_long_ago(site, visit)
    first = Dispatcher(settings)
    office.on_recipient = first.kill
    first.ended()
    office.on_recipient = lambda: None
    second = Dispatcher(settings)
    wait_until(office, 1)
    second.process.terminate()
    second.ended()
    assert len(office.taken) == 1


@pytest.mark.slow
def test_killed_again_and_again_nothing_is_lost_and_every_repeat_says_so(
    site: Site, settings: Settings, office: PostOffice, visit: BuiltVisit, lead: BuiltPerson
) -> None:
    raise_concerns_long_ago(site, visit, count=8)
    for round_ in range(3):
        dispatcher = Dispatcher(settings)
        office.on_message = partial(kill_at, dispatcher, office, len(office.taken) + 1 + round_ % 2)
        dispatcher.ended()
    office.on_message = lambda: None
    last = Dispatcher(settings)
    give_up = time.monotonic() + 30
    while waiting(site) and time.monotonic() < give_up:
        time.sleep(0.1)
    last.process.terminate()
    last.ended()
    assert waiting(site) == []
    times = Counter(message["Message-ID"] for message in office.taken)
    unmarked = Counter(m["Message-ID"] for m in office.taken if AGAIN not in m.get_content())
    assert len(times) == 8
    assert max(unmarked.values()) == 1, "without the line, a message came once"
    assert sum(times.values()) <= 8 + 3, "each kill repeats one message at the most"


def test_the_wait_between_tries_grows_and_stays_under_a_quarter_of_an_hour(
    site: Site, settings: Settings, visit: BuiltVisit, lead: BuiltPerson, clock: SettableClock
) -> None:
    raise_concerns(site, visit)
    away = settings.model_copy(update={"mail_port": 1})
    waits = []
    for _ in range(12):
        send_all(site, away)
        (item,) = waiting(site)
        waits.append(item.due_at - clock.shows)
        clock.shows = item.due_at
    assert waits == sorted(waits)
    assert waits[0] < timedelta(minutes=1)
    assert timedelta(minutes=5) < waits[-1] < timedelta(minutes=15)
