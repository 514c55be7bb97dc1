"""`send-voices health` and `backup`: what somebody has to know before it is too late."""

import sqlite3
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from survey_app.app import make_site
from survey_app.calendar.clock import to_london
from survey_app.commands.keys import new_keys
from survey_app.services.demonstration.story import latest_notification
from survey_app.settings import read_settings
from survey_app.storage.base import random_id
from survey_app.storage.outbox import OutboxItem
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, make_person, make_visit
from tests.survey_app.commands.answers import send
from tests.survey_app.commands.typed import quoted, typed


@pytest.fixture
def open_now(site: Site, clock: SettableClock) -> BuiltVisit:
    """A visit that is open by the database's own clock."""
    notified = latest_notification(datetime.now(UTC), site.calendar)
    clock.shows = datetime.now(UTC)
    return make_visit(site, notified=to_london(notified).replace(tzinfo=None).isoformat(timespec="minutes"))


def wrong_lines(settings: dict[str, str]) -> list[str]:
    ended = typed("health", settings)
    wrong = [line for line in ended.said.splitlines() if line.startswith("WRONG")]
    assert ended.code == (1 if wrong else 0)
    return wrong


def test_a_site_that_is_well_says_so(site: Site, settings: dict[str, str], open_now: BuiltVisit) -> None:
    make_person(site, "safeguarding_lead", open_now)
    send(site, open_now.codes["young_people"], {"going_well": "the garden"})
    if settings["SEND_VOICES_DATABASE"].startswith("postgresql"):
        # The PostgreSQL of the tests is quick and forgetful, and that has to be said.
        (line,) = wrong_lines(settings)
        assert "fsync" in line
    else:
        assert wrong_lines(settings) == []


def about(settings: dict[str, str], words: str) -> bool:
    return any(words in line for line in wrong_lines(settings))


def test_an_open_visit_where_nobody_reads_concerns_is_wrong(
    site: Site, settings: dict[str, str], open_now: BuiltVisit
) -> None:
    make_person(site, "inspector", open_now)
    assert about(settings, "nobody is there to read concerns")
    make_person(site, "lead_inspector", open_now)
    assert not about(settings, "nobody is there to read concerns")


def test_a_late_message_is_wrong(site: Site, settings: dict[str, str]) -> None:
    row = {"sort": "concern", "payload": {}, "due_at": datetime(2026, 1, 1, tzinfo=UTC), "attempts": 9}
    with site.writing() as work:
        work.connection.execute(insert(OutboxItem), {**row, "id": random_id()})
    assert about(settings, "1 messages should have left")


def test_keys_that_do_not_fit_are_wrong(site: Site, settings: dict[str, str], open_now: BuiltVisit) -> None:
    make_person(site, "safeguarding_lead", open_now)
    send(site, open_now.codes["young_people"], {"going_well": "the garden"})
    assert not about(settings, "cannot be opened")
    assert about({**settings, **new_keys()}, "cannot be opened")


def test_every_key_that_ever_sealed_an_answer_is_needed(
    site: Site, settings: dict[str, str], open_now: BuiltVisit, clock: SettableClock
) -> None:
    make_person(site, "safeguarding_lead", open_now)
    first = settings["SEND_VOICES_MASTER_KEYS"]
    both = typed("keys --add", settings).said.split("'")[1]
    later = site_with(settings, both, clock)
    for _ in range(30):
        send(site, open_now.codes["young_people"], {"going_well": "the garden"})
    send(later, open_now.codes["young_people"], {"going_well": "the pond"})
    later.database.dispose()
    assert not about({**settings, "SEND_VOICES_MASTER_KEYS": both}, "cannot be opened")
    assert about({**settings, "SEND_VOICES_MASTER_KEYS": first}, "cannot be opened")
    assert about({**settings, "SEND_VOICES_MASTER_KEYS": both.split()[1]}, "cannot be opened")


def site_with(settings: dict[str, str], keys: str, clock: SettableClock) -> Site:
    given = {name.removeprefix("SEND_VOICES_").lower(): value for name, value in settings.items()}
    return make_site(read_settings(**{**given, "master_keys": keys}), clock)


@pytest.fixture
def on_sqlite(settings: dict[str, str]) -> None:
    if not settings["SEND_VOICES_DATABASE"].startswith("sqlite"):
        pytest.skip("PostgreSQL is copied with pg_dump")


@pytest.mark.usefixtures("on_sqlite")
def test_a_copy_that_is_taken_under_load_opens_and_holds_what_was_there_before(
    site: Site, settings: dict[str, str], open_now: BuiltVisit, tmp_path: Path
) -> None:
    make_person(site, "safeguarding_lead", open_now)
    code, stop, sent = open_now.codes["young_people"], threading.Event(), [""]
    sent[0] = send(site, code, {"going_well": "the garden"})

    def keep_sending() -> None:
        while not stop.is_set():
            sent.append(send(site, code, {"going_well": "more"}))

    sender = threading.Thread(target=keep_sending)
    sender.start()
    try:
        before = list(sent)
        out = tmp_path / "copy.sqlite3"
        ended = typed(f"backup --out {quoted(out)}", settings)
    finally:
        stop.set()
        sender.join()
    assert ended.code == 0
    with sqlite3.connect(out) as copy:
        kept = {row[0] for row in copy.execute("SELECT id FROM responses")}
    copy.close()
    assert set(before) <= kept <= set(sent)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert wrong_lines({**settings, "SEND_VOICES_DATABASE": f"sqlite:///{out}"}) == []


@pytest.mark.usefixtures("on_sqlite")
def test_a_copy_that_cannot_be_made_leaves_nothing_and_harms_nothing(
    site: Site, settings: dict[str, str], tmp_path: Path
) -> None:
    assert typed(f"backup --out {quoted(tmp_path / 'none' / 'copy')}", settings).code == 2
    with site.reading() as work:
        assert work.connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def test_on_postgresql_the_way_to_copy_is_said(settings: dict[str, str], tmp_path: Path) -> None:
    if not settings["SEND_VOICES_DATABASE"].startswith("postgresql"):
        pytest.skip("SQLite is copied by us")
    ended = typed(f"backup --out {quoted(tmp_path / 'copy')}", settings)
    assert ended.code == 2
    assert "pg_dump" in ended.complained
