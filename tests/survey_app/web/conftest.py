"""A browser without scripts, in front of the site of the test."""

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts; make a second one with `app.test_client()`."""
    return app.test_client()
