"""A whole site for each test, on SQLite and on PostgreSQL, with a clock that stands where the test puts it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, make_app, make_visit, site_of
from tests.pages import LookingClient


@pytest.fixture
def clock() -> SettableClock:
    """Shows Tuesday 24 November 2026, 10am: the day after the visit of the builders was notified."""
    return SettableClock()


@pytest.fixture
def app(database_url: str, clock: SettableClock) -> Iterator[Flask]:
    made = make_app(database_url, clock)
    made.test_client_class = LookingClient
    yield made
    site_of(made).database.dispose()


@pytest.fixture
def site(app: Flask) -> Site:
    return site_of(app)


@pytest.fixture
def visit(site: Site) -> BuiltVisit:
    """A full inspection that is open, with its three surveys."""
    return make_visit(site)
