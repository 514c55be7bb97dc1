"""The connection: what is committed is on the disk, writers wait for each other, and being away has a name."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, event, insert, select, update
from sqlalchemy.exc import IntegrityError, InternalError

from survey_app.storage.base import Instant
from survey_app.storage.database import Database, DatabaseAway, DatabaseClock, DoesNotFit
from tests.postgres import TemporaryPostgres

tables = MetaData()
COUNTERS = Table("counters", tables, Column("id", Integer, primary_key=True), Column("value", Integer))
DIARY = Table(
    "diary",
    tables,
    Column("id", Integer, primary_key=True),
    Column("at", Instant),
    Column("words", String(200)),
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    tables.create_all(made.engine)
    with made.writing() as connection:
        connection.execute(insert(COUNTERS).values(id=1, value=0))
    yield made
    made.dispose()


@pytest.fixture
def file_database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'one.db'}")
    tables.create_all(made.engine)
    with made.writing() as connection:
        connection.execute(insert(COUNTERS).values(id=1, value=0))
    yield made
    made.dispose()


@pytest.fixture
def postgres_database(new_postgres_database: Callable[[], str]) -> Iterator[Database]:
    made = Database(new_postgres_database())
    tables.create_all(made.engine)
    yield made
    made.dispose()


def value(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(select(COUNTERS.c.value)).scalar_one()


def write_then_fail(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(update(COUNTERS).values(value=6))
        connection.execute(insert(COUNTERS).values(id=1, value=7))


def all_at_once(count: int, work: Callable[[int], None]) -> list[BaseException]:
    """Run this many threads from one starting line and give back what went wrong in them."""
    start, wrong = threading.Barrier(count), []

    def run(number: int) -> None:
        start.wait()
        try:
            work(number)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_every_sqlite_connection_waits_keeps_and_wipes(file_database: Database) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "busy_timeout": 15_000,
    }
    with (
        file_database.reading() as first,
        file_database.reading() as second,
        file_database.reading() as third,
    ):
        for connection in (first, second, third):
            said = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
            assert said == wanted


def test_what_was_written_is_there_and_what_failed_is_not(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(update(COUNTERS).values(value=5))
    with pytest.raises(IntegrityError):
        write_then_fail(database)
    assert value(database) == 5


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises((DatabaseAway, InternalError)), database.reading() as connection:
        connection.execute(update(COUNTERS).values(value=9))
    assert value(database) == 0


def test_a_reader_is_not_held_up_by_a_writer(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(update(COUNTERS).values(value=3))
        assert value(database) == 0
    assert value(database) == 3


def test_many_writers_at_once_all_get_their_turn(database: Database) -> None:
    def count_up(_number: int) -> None:
        for _ in range(10):
            with database.writing() as connection:
                connection.execute(update(COUNTERS).values(value=COUNTERS.c.value + 1))

    assert all_at_once(8, count_up) == []
    assert value(database) == 80


def test_a_writer_that_looks_first_never_loses_to_another(file_database: Database) -> None:
    def look_then_write(_number: int) -> None:
        for _ in range(10):
            with file_database.writing() as connection:
                seen = connection.execute(select(COUNTERS.c.value)).scalar_one()
                connection.execute(update(COUNTERS).values(value=seen + 1))

    assert all_at_once(8, look_then_write) == []
    assert value(file_database) == 80


def test_more_requests_than_connections_still_get_through(database_url: str) -> None:
    small = Database(database_url, pool_size=1)
    tables.create_all(small.engine)

    def read(_number: int) -> None:
        for _ in range(5):
            with small.reading() as connection:
                connection.execute(select(COUNTERS.c.value)).all()

    assert all_at_once(6, read) == []
    small.dispose()


@pytest.mark.parametrize(
    "address",
    ["sqlite:////there/is/no/such/folder/site.db", "postgresql+psycopg://nobody@127.0.0.1:1/none"],
    ids=["no folder", "no server"],
)
def test_a_database_that_is_not_there_is_away(address: str) -> None:
    absent = Database(address)
    with pytest.raises(DatabaseAway), absent.reading() as connection:
        connection.execute(select(COUNTERS.c.value))
    absent.dispose()


def test_a_file_that_is_no_database_is_away(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear reader, this is no database. " * 40)
    wrong = Database(f"sqlite:///{tmp_path / 'letter.db'}")
    with pytest.raises(DatabaseAway), wrong.reading() as connection:
        connection.execute(select(COUNTERS.c.value))
    wrong.dispose()


def test_another_writer_for_too_long_is_away_and_then_it_goes_on(file_database: Database) -> None:
    other = Database(str(file_database.engine.url))
    event.listen(other.engine, "connect", lambda driver, _: driver.execute("PRAGMA busy_timeout=30"))
    with file_database.writing() as connection:
        connection.execute(update(COUNTERS).values(value=1))
        with pytest.raises(DatabaseAway), other.writing():
            pass
        with other.reading() as reader:
            assert reader.execute(select(COUNTERS.c.value)).scalar_one() == 0
    with other.writing() as connection:
        connection.execute(update(COUNTERS).values(value=2))
    assert value(file_database) == 2
    other.dispose()


@pytest.mark.postgres
def test_a_server_that_stops_is_away_and_welcome_back() -> None:
    with TemporaryPostgres() as server:
        database = Database(server.url(server.create_database()))
        tables.create_all(database.engine)
        with database.reading() as connection:
            server.server.stop()
            with pytest.raises(DatabaseAway), database.writing() as other:
                other.execute(insert(COUNTERS).values(id=1, value=1))
            with pytest.raises(Exception, match=r"terminating|closed|connection"):
                connection.execute(select(COUNTERS.c.value))
            connection.invalidate()
        server.server.start()
        with database.writing() as connection:
            connection.execute(insert(COUNTERS).values(id=1, value=1))
        assert value(database) == 1
        database.dispose()


def test_an_error_of_the_database_never_says_what_was_stored(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(insert(DIARY).values(id=1, words="canary-51"))
    with pytest.raises(IntegrityError) as caught, database.writing() as connection:
        connection.execute(insert(DIARY).values(id=1, words="canary-52"))
    assert "canary" not in f"{caught.value!s} {caught.value!r}"


@pytest.mark.postgres
def test_what_postgresql_cannot_keep_does_not_fit(postgres_database: Database) -> None:
    for words in ("a\x00b", "x" * 300):
        with pytest.raises(DoesNotFit), postgres_database.writing() as connection:
            connection.execute(insert(DIARY).values(id=1, words=words))
    with postgres_database.reading() as connection:
        assert connection.execute(select(DIARY)).all() == []


def test_the_clock_of_the_database_is_the_time_in_utc(database: Database) -> None:
    before = datetime.now(UTC)
    with database.reading() as connection:
        said = DatabaseClock().now(connection)
    assert said.tzinfo is UTC
    assert before - timedelta(seconds=2) < said < datetime.now(UTC) + timedelta(seconds=2)


def test_the_clock_goes_on_without_asking_the_database_each_time(database: Database) -> None:
    clock, asked = DatabaseClock(), []
    with database.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        said = [clock.now(connection) for _ in range(5)]
    assert said == sorted(said)
    assert sum(statement.startswith("SELECT") for statement in asked) == 1


@pytest.mark.parametrize("hours", [-5, 0, 1, 14])
def test_an_instant_comes_back_as_the_same_instant_in_utc(database: Database, hours: int) -> None:
    stored = datetime(2026, 12, 1, 9, 0, 0, 125_000, timezone(timedelta(hours=hours)))
    with database.writing() as connection:
        connection.execute(insert(DIARY).values(id=1, at=stored))
    with database.reading() as connection:
        read = connection.execute(select(DIARY.c.at)).scalar_one()
    assert read == stored
    assert read.utcoffset() == timedelta(0)


def test_a_time_without_its_zone_is_not_an_instant(database: Database) -> None:
    with pytest.raises(Exception, match="needs its time zone"), database.writing() as connection:
        connection.execute(insert(DIARY).values(id=1, at=datetime(2026, 12, 1, 9)))
