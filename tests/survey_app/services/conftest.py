"""Somebody who answers through the services, beside the site of the test."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.survey_app.services.answering import Answering


@pytest.fixture
def young(site: Site, visit: BuiltVisit) -> Answering:
    """A young person who has opened the link."""
    return Answering(site, visit.codes["young_people"])


@pytest.fixture
def plain(app: Flask) -> Flask:
    """The app with browsers that do not look at pages: these tests look at what is stored."""
    app.test_client_class = FlaskClient
    return app
