"""Moving a database from one numbered set of tables to another, all of the way or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from survey_app.storage.database import Database, DatabaseAway

FOLDER = Path(__file__).with_name("migrations")
NEWEST = "head"
NOTHING = "base"
# Any number will do, as long as every process that migrates waits for the same one.
POSTGRES_LOCK = 0x5E4D


class MigrationProblem(Exception):
    """The database cannot be moved as asked; it is as it was. The text says why."""


def upgrade(database: Database, to: str = NEWEST, folder: Path = FOLDER) -> str:
    """Move up to a number such as "0001" and return where the database is then; raises MigrationProblem."""
    with _moving(database.engine) as connection:
        _run(command.upgrade, connection, to, folder)
    return current(database)


def downgrade(database: Database, to: str, folder: Path = FOLDER) -> str:
    """Move down to a number, or to "base" for no tables at all; raises MigrationProblem."""
    with _moving(database.engine) as connection:
        _run(command.downgrade, connection, to, folder)
    return current(database)


def current(database: Database) -> str:
    """The number that the database is at; "base" when it has no tables of ours."""
    with database.reading() as connection:
        return MigrationContext.configure(connection).get_current_revision() or NOTHING


def newest(folder: Path = FOLDER) -> str:
    """The number that this version of the software needs."""
    return ScriptDirectory(folder).get_current_head() or NOTHING


def is_current(database: Database, folder: Path = FOLDER) -> bool:
    """True when the database has exactly the tables that this version of the software needs."""
    return current(database) == newest(folder)


def move(database: Database, to: str = NEWEST, folder: Path = FOLDER) -> str:
    """Move up or down, whichever way the number lies, and return where the database is then.

    Raises MigrationProblem.
    """
    numbers = _numbers(folder)
    here, there = current(database), numbers[-1] if to == NEWEST else to
    for number in (here, there):
        if number not in numbers:
            raise MigrationProblem(f"There is no migration {number!r} here, only {', '.join(numbers)}.")
    if numbers.index(there) < numbers.index(here):
        return downgrade(database, there, folder)
    return upgrade(database, there, folder) if there != here else here


def _numbers(folder: Path) -> list[str]:
    """Every number there is, from no tables at all to the newest."""
    return [NOTHING, *reversed([step.revision for step in ScriptDirectory(folder).walk_revisions()])]


def _run(step: Callable[[Config, str], None], connection: Connection, to: str, folder: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        step(config, to)
    except CommandError as error:
        raise MigrationProblem(f"{error}.") from error


@contextmanager
def _moving(engine: Engine) -> Iterator[Connection]:
    """One transaction for every step, alone on the database."""
    try:
        with engine.connect() as connection:
            alone = _alone_on_sqlite if connection.dialect.name == "sqlite" else _alone_on_postgresql
            with alone(connection):
                yield connection
    except OperationalError as error:
        raise DatabaseAway(type(error).__name__) from error


@contextmanager
def _alone_on_postgresql(connection: Connection) -> Iterator[None]:
    with connection.begin():
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({POSTGRES_LOCK})")
        yield


@contextmanager
def _alone_on_sqlite(connection: Connection) -> Iterator[None]:
    """SQLite rebuilds a table by dropping the old one: with foreign keys on, that would delete its children.

    The switch does nothing inside a transaction, so it is turned on the driver's own connection before it begins.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            yield
            if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                tables = ", ".join(sorted({row[0] for row in orphans}))
                raise MigrationProblem(f"Rows in {tables} would point at nothing. Nothing was changed.")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
