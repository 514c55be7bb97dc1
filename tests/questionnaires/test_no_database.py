"""Tests of the plain packages cannot reach a database, so they stay fast by construction."""

import sqlite3

import psycopg
import pytest
from sqlalchemy import create_engine

MESSAGE = "reached for a database"


def test_sqlite_is_out_of_reach() -> None:
    with pytest.raises(AssertionError, match=MESSAGE):
        sqlite3.connect(":memory:")


def test_sqlite_is_out_of_reach_through_sqlalchemy() -> None:
    engine = create_engine("sqlite://")
    with pytest.raises(AssertionError, match=MESSAGE):
        engine.connect()


def test_postgres_is_out_of_reach() -> None:
    with pytest.raises(AssertionError, match=MESSAGE):
        psycopg.connect("postgresql:///voices")
