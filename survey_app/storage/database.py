"""The connection to SQLite or PostgreSQL, set so that "received" means on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection as Connection
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

BUSY_TIMEOUT_MS = 15_000
# Somebody waits for a page meanwhile: a server that is not there must be noticed soon.
CONNECT_TIMEOUT_S = 5
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


class Clock(Protocol):
    """Tells what time it is for one request."""

    def now(self, connection: Connection) -> datetime:
        """The instant, aware, in UTC."""
        ...


class DatabaseClock:
    """The database's own time, so that every worker decides alike."""

    def now(self, connection: Connection) -> datetime:
        if connection.dialect.name == "sqlite":
            said = connection.exec_driver_sql("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')").scalar_one()
            return datetime.fromisoformat(said).replace(tzinfo=UTC)
        moment: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        return moment.astimezone(UTC)


class Database:
    """One engine with two faces: `reading` never takes the write lock, `writing` takes it at once and commits."""

    def __init__(self, url: str, pool_size: int = 8) -> None:
        self.engine = _engine(url, pool_size)
        self._reader = self.engine.execution_options(writes=False)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for a request that changes nothing; whatever it did is rolled back."""
        with _or_away(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose work is committed at the end, or not at all."""
        with _or_away(), self.engine.connect() as connection, connection.begin():
            yield connection

    def dispose(self) -> None:
        """Close every connection, for instance before a worker process is forked."""
        self.engine.dispose()


@contextmanager
def _or_away() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise DatabaseAway(type(error).__name__) from error
    except DatabaseError as error:
        # SQLite gives a damaged file no class of its own; the classes below this one are faults of a statement.
        if type(error) is not DatabaseError:
            raise
        raise DatabaseAway(type(error).__name__) from error


def _engine(url: str, pool_size: int) -> Engine:
    sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        # The words of an error end up in logs: they may name a statement, never what somebody wrote.
        hide_parameters=True,
        connect_args={} if sqlite else {"connect_timeout": CONNECT_TIMEOUT_S},
    )
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # Python's own transaction handling would begin too late and without the lock.
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # Deferred writers fail with "database is locked" as soon as two of them have read first.
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
