"""A site with made-up drafts in three languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.builders import (
    SettableClock,
    make_app,
    site_of,
)
from tests.pages import LookingClient
from tests.translations import make_translations


@pytest.fixture
def app(tmp_path: Path, clock: SettableClock, database_url: str) -> Iterator[Flask]:
    """The site with made-up drafts in three languages."""
    translations = make_translations(tmp_path / "translations", ("pl", "ar", "ur"))
    made = make_app(database_url, clock, translations=translations)
    made.test_client_class = LookingClient
    yield made
    site_of(made).database.dispose()


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"
