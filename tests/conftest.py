"""What every test may lean on: bands of speed, real databases, a real browser, repeatable examples."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import chromium_command
from tests.postgres import TemporaryPostgres

ROOT = Path(__file__).resolve().parent.parent

PLAIN = ("tests/questionnaires", "tests/accessibility", "tests/analysis", "tests/survey_app/calendar")
"""Packages that know no database: their tests stay fast because none can be reached."""

settings.register_profile("always the same", derandomize=True, database=None, deadline=None, max_examples=60)
settings.register_profile("searching", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "always the same"))


def refuse_connection(*_: object, **__: object) -> NoReturn:
    raise AssertionError(
        f"A test under {', '.join(PLAIN)} reached for a database. "
        "Test the rule without one, or move the test beside the service that stores things."
    )


@pytest.fixture(autouse=True)
def no_database_for_plain_packages(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.path.relative_to(ROOT).as_posix().startswith(PLAIN):
        for owner in (sqlite3, sqlite3.dbapi2, psycopg, psycopg.Connection):
            monkeypatch.setattr(owner, "connect", refuse_connection)


@pytest.fixture(scope="session")
def postgres() -> Iterator[TemporaryPostgres]:
    """A real PostgreSQL of our own, empty, stopped and deleted at the end of the run."""
    with TemporaryPostgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres: TemporaryPostgres) -> str:
    """Where that PostgreSQL is, as SQLAlchemy writes it; nothing is kept in its own `postgres` database."""
    return postgres.url("postgres")


@pytest.fixture
def new_postgres_database(postgres: TemporaryPostgres) -> Iterator[Callable[[], str]]:
    """Each call makes one more empty database and says where it is."""
    made: list[str] = []

    def make() -> str:
        made.append(postgres.create_database())
        return postgres.url(made[-1])

    yield make
    for name in made:
        postgres.drop_database(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'voices.sqlite3'}"
    make: Callable[[], str] = request.getfixturevalue("new_postgres_database")
    return make()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium without a window; a test opens its own `browser.new_context(...)`."""
    with sync_playwright() as playwright:
        # a container has no user namespace for the browser's own sandbox, and only our pages are opened
        chromium = playwright.chromium.launch(executable_path=chromium_command(), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def axe_script() -> str:
    """The source of axe-core, to run inside a page: `page.evaluate(axe_script)`, then `axe.run()`."""
    return (ROOT / "tests/node/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
