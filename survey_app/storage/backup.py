"""A consistent copy of an SQLite database while it is written to. PostgreSQL brings its own tool, pg_dump."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from pathlib import Path

from survey_app.storage.database import Database

PAGES_TOGETHER = 2_000


class BackupProblem(Exception):
    """There is no copy; the database is as it was. The text says why."""


def copy_sqlite(database: Database, target: Path) -> None:
    """Copy the database to a file that only its owner can read, complete and checked or not there at all.

    Raises BackupProblem.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise BackupProblem(f"{target} cannot be written: {error.strerror}.") from None
    os.close(handle)
    unfinished = Path(name)
    try:
        _copy(database, unfinished)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _copy(database: Database, target: Path) -> None:
    with database.reading() as connection:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        copy = sqlite3.connect(target)
        try:
            source.backup(copy, pages=PAGES_TOGETHER)
            # The copy is one file: nothing of it may wait in a log beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
            said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.Error as error:
            raise BackupProblem(f"The copy failed: {error}.") from None
        finally:
            copy.close()
    if said != "ok":
        raise BackupProblem(f"The copy is damaged ({said}). Look at the disk, and keep the last good copy.")
