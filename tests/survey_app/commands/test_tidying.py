"""`send-voices tidy`: what is no longer needed goes, what is needed stays, and nothing hidden tells the order."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text, update

from survey_app.services import take_part
from survey_app.services.entry import find_entry
from survey_app.storage.base import random_id
from survey_app.storage.drafts import Draft
from survey_app.storage.outbox import OutboxItem
from survey_app.storage.reordering import ANONYMOUS
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sent_keys import SentKey
from survey_app.storage.tables import metadata
from survey_app.web.site import Site
from tests.builders import SettableClock, make_visit
from tests.survey_app.commands.answers import begin, send
from tests.survey_app.commands.typed import typed

LONG_AGO, FAR_AHEAD = "2025-03-03T09:30", "2030-03-04T09:30"


def count(site: Site, table: type) -> int:
    with site.reading() as work:
        return work.session.execute(select(func.count()).select_from(table)).scalar_one()


def test_drafts_of_closed_surveys_go_and_those_of_open_ones_stay(
    site: Site, settings: dict[str, str], clock: SettableClock
) -> None:
    over, running = make_visit(site, notified=LONG_AGO), make_visit(site, notified=FAR_AHEAD)
    clock.set("2025-03-04T12:00")
    begin(site, over.codes["young_people"], {"going_well": "gone"})
    clock.set("2030-03-05T12:00")
    code = running.codes["young_people"]
    secret = begin(site, code, {"going_well": "kept"})
    ended = typed("tidy", settings)
    assert ended.code == 0
    assert "1 drafts" in ended.said
    assert count(site, Draft) == 1
    with site.reading() as work:
        draft = take_part.load_draft(work, find_entry(work, code), secret)
    assert draft is not None
    assert draft.answers == {"going_well": "kept"}


def test_answers_stay(site: Site, settings: dict[str, str], clock: SettableClock) -> None:
    over = make_visit(site, notified=LONG_AGO)
    clock.set("2025-03-04T12:00")
    for _ in range(3):
        send(site, over.codes["young_people"], {"going_well": "kept"})
    typed("tidy", settings)
    typed("tidy", settings)
    assert (count(site, Response), count(site, FreeText)) == (3, 3)


def test_a_key_of_a_sent_form_goes_after_its_last_day(site: Site, settings: dict[str, str]) -> None:
    today = datetime.now(UTC).date()
    days = {"old": today - timedelta(days=3), "last": today + timedelta(days=1), "new": date(2031, 1, 1)}
    with site.writing() as work:
        rows = [{"key_hash": key, "body_hash": "", "expires_on": day} for key, day in days.items()]
        work.connection.execute(insert(SentKey), rows)
    typed("tidy", settings)
    with site.reading() as work:
        assert set(work.session.scalars(select(SentKey.key_hash))) == {"last", "new"}


def test_messages_go_once_they_have_left_and_never_before(site: Site, settings: dict[str, str]) -> None:
    then = datetime(2026, 1, 1, tzinfo=UTC)
    with site.writing() as work:
        row = {"sort": "concern", "payload": {}, "due_at": then, "attempts": 1}
        work.connection.execute(insert(OutboxItem), [{**row, "id": random_id()}, {**row, "id": "waits"}])
        work.connection.execute(update(OutboxItem).where(OutboxItem.id != "waits").values(done_at=then))
    typed("tidy", settings)
    with site.reading() as work:
        assert list(work.session.scalars(select(OutboxItem.id))) == ["waits"]


def test_every_table_without_order_of_arrival_is_written_anew() -> None:
    """Those that SQLite keeps without row numbers are those that PostgreSQL has to be made to forget."""
    unordered = {
        t.name for t in metadata.tables.values() if t.dialect_options["sqlite"]["with_rowid"] is False
    }
    assert unordered - {"outbox"} == set(ANONYMOUS)


def test_postgresql_does_not_tell_who_came_first(
    site: Site, settings: dict[str, str], request: pytest.FixtureRequest, clock: SettableClock
) -> None:
    if not settings["SEND_VOICES_DATABASE"].startswith("postgresql"):
        pytest.skip("SQLite keeps these tables in the order of their random ids")
    code = make_visit(site).codes["young_people"]
    came = [send(site, code, {"going_well": f"number {n}", "safe": "good"}) for n in range(12)]
    rows = "SELECT id, xmin::text AS number FROM responses ORDER BY ctid"
    with site.reading() as work:
        before = work.connection.execute(text(rows)).all()
    assert [row.id for row in before] == came, "before, the table lies in the order of arrival"
    assert len({row.number for row in before}) == 12
    typed("tidy", settings)
    with site.reading() as work:
        after = work.connection.execute(text(rows)).all()
    assert [row.id for row in after] == sorted(came)
    assert len({row.number for row in after}) == 1


def test_on_sqlite_what_was_deleted_is_gone_from_the_disk(
    site: Site, settings: dict[str, str], clock: SettableClock, tmp_path: Path
) -> None:
    if not settings["SEND_VOICES_DATABASE"].startswith("sqlite"):
        pytest.skip("looks into the files of SQLite")
    code = make_visit(site, notified=LONG_AGO).codes["young_people"]
    clock.set("2025-03-04T12:00")
    begin(site, code, {"going_well": "something long enough to look for"})
    with site.reading() as work:
        sealed = work.session.scalars(select(Draft.sealed)).one()
    files = [tmp_path / "voices.sqlite3", tmp_path / "voices.sqlite3-wal"]
    assert any(sealed in file.read_bytes() for file in files if file.exists())
    typed("tidy", settings)
    assert not any(sealed in file.read_bytes() for file in files if file.exists())
