"""A browser without scripts, in front of the site of the test."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import BuiltVisit
from tests.respondent import Respondent


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts; make a second one with `app.test_client()`."""
    return app.test_client()


@pytest.fixture
def young(app: Flask, visit: BuiltVisit) -> Respondent:
    """A young person who has just opened the link."""
    return Respondent(app.test_client(), visit.codes["young_people"])
