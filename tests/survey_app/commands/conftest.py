"""A migrated database with its settings, as somebody at a terminal has it."""

from collections.abc import Iterator

import pytest

from survey_app.app import make_site
from survey_app.settings import read_settings
from survey_app.web.site import Site
from tests.builders import SettableClock
from tests.survey_app.commands.typed import site_settings, typed


@pytest.fixture
def settings(database_url: str) -> dict[str, str]:
    """What has to be set, for a database with its tables."""
    made = site_settings(database_url)
    assert typed("migrate", made).code == 0
    return made


@pytest.fixture
def clock() -> SettableClock:
    """The time at which a test stores things; the commands read the database's own clock."""
    return SettableClock()


@pytest.fixture
def site(settings: dict[str, str], clock: SettableClock) -> Iterator[Site]:
    """The site that the commands work on, to put something there and to look."""
    given = {name.removeprefix("SEND_VOICES_").lower(): value for name, value in settings.items()}
    made = make_site(read_settings(**given), clock)
    yield made
    made.database.dispose()
