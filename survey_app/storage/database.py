"""The connection to SQLite or PostgreSQL, set so that "received" means on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any, Protocol

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection as Connection
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import DatabaseError, DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

BUSY_TIMEOUT_MS = 15_000
# Somebody waits for a page meanwhile: a server that is not there must be noticed soon.
CONNECT_TIMEOUT_S = 5
ASK_AGAIN_S = 1.0
# busy_timeout comes first: even switching to WAL may have to wait for another writer.
SQLITE_PRAGMAS = (
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
)


class DatabaseAway(Exception):
    """The database does not answer, or could not store anything just now. Nothing was half stored."""


class DoesNotFit(Exception):
    """Something is too long for its column, or holds a character that this database cannot keep."""


class Clock(Protocol):
    """Tells what time it is for one request."""

    def now(self, connection: Connection) -> datetime:
        """The instant, aware, in UTC."""
        ...


class DatabaseClock:
    """The database's own time, so that every worker decides alike; it is asked again after a second."""

    def __init__(self) -> None:
        self._last = (float("-inf"), datetime.fromtimestamp(0, UTC))

    def now(self, connection: Connection) -> datetime:
        """What the database last said, and what has passed since on a clock that nobody can set."""
        at, said = self._last
        passed = monotonic() - at
        if passed < ASK_AGAIN_S:
            return said + timedelta(seconds=passed)
        self._last = (monotonic(), _time_of(connection))
        return self._last[1]


class Database:
    """Two faces: `reading` cannot write and never waits for a writer, `writing` takes its turn and commits."""

    def __init__(self, url: str, pool_size: int = 8) -> None:
        self.engine = _engine(url, pool_size, writes=True)
        self._reader = _engine(url, pool_size, writes=False)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for a request that changes nothing: the database refuses to write by it."""
        with _or_away(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose work is committed at the end, or not at all."""
        with _or_away(), self.engine.connect() as connection, connection.begin():
            yield connection

    def dispose(self, close: bool = True) -> None:
        """Let go of every connection; a process that was just forked must not close those of its parent."""
        for engine in (self.engine, self._reader):
            engine.dispose(close=close)


@contextmanager
def _or_away() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise DatabaseAway(type(error).__name__) from error
    except DataError as error:
        raise DoesNotFit(type(error).__name__) from error
    except DatabaseError as error:
        # SQLite gives a damaged file no class of its own; the classes below this one are faults of a statement.
        if type(error) is not DatabaseError:
            raise
        raise DatabaseAway(type(error).__name__) from error


def _time_of(connection: Connection) -> datetime:
    if connection.dialect.name == "sqlite":
        said = connection.exec_driver_sql("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')").scalar_one()
        return datetime.fromisoformat(said).replace(tzinfo=UTC)
    moment: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    return moment.astimezone(UTC)


def _engine(url: str, pool_size: int, writes: bool) -> Engine:
    return (_sqlite if make_url(url).get_backend_name() == "sqlite" else _postgresql)(
        url,
        writes,
        pool_size=pool_size,
        max_overflow=pool_size,
        # The words of an error end up in logs: they may name a statement, never what somebody wrote.
        hide_parameters=True,
    )


def _sqlite(url: str, writes: bool, **how: Any) -> Engine:
    engine = create_engine(url, **how)
    pragmas = SQLITE_PRAGMAS if writes else (*SQLITE_PRAGMAS, "query_only=ON")
    # Deferred writers fail with "database is locked" as soon as two of them have read first.
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # Python's own transaction handling would begin too late and without the lock.
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    def take_turn(connection: Any) -> None:
        connection.execute(begin)

    # Not an event of the engine: a single one makes every statement of every connection slower.
    engine.dialect.do_begin = take_turn  # type: ignore[method-assign, assignment]
    return engine


def _postgresql(url: str, writes: bool, **how: Any) -> Engine:
    how["connect_args"] = {"connect_timeout": CONNECT_TIMEOUT_S}
    if writes:
        return create_engine(url, **how)
    # A reader sees each statement's own moment with or without BEGIN, so it is spared two journeys to the server.
    engine = create_engine(url, isolation_level="AUTOCOMMIT", **how)

    @event.listens_for(engine, "connect")
    def only_read(connection: Any, _record: Any) -> None:
        connection.execute("SET default_transaction_read_only = on")

    return engine
