"""A site that sends mail to a post office of its own; `besides` is what a file sets on top."""

from collections.abc import Iterator

import pytest

from survey_app.app import make_site
from survey_app.settings import Settings
from survey_app.storage import migrate
from survey_app.web.site import Site
from tests.builders import BuiltPerson, BuiltVisit, SettableClock, make_person, make_settings
from tests.survey_app.services.post_office import PostOffice


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as found:
        yield found


@pytest.fixture
def besides() -> dict[str, object]:
    """Settings that a file wants besides those of mail."""
    return {}


@pytest.fixture
def settings(database_url: str, office: PostOffice, besides: dict[str, object]) -> Settings:
    return make_settings(
        database_url,
        mail_server="127.0.0.1",
        mail_port=office.port,
        mail_tls=False,
        mail_from="voices@example.org",
        **besides,
    )


@pytest.fixture
def site(settings: Settings, clock: SettableClock) -> Iterator[Site]:
    made = make_site(settings, clock)
    migrate.upgrade(made.database)
    yield made
    made.database.dispose()


@pytest.fixture
def lead(site: Site, visit: BuiltVisit) -> BuiltPerson:
    return make_person(site, "safeguarding_lead", visit)
