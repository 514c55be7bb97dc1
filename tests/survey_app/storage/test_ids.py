"""Ids and codes say nothing about time, order or machine; codes can be said aloud."""

import re
from itertools import pairwise

from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from survey_app.services.entry import as_typed
from survey_app.storage.base import CODE_LENGTH, SAYABLE, random_id, sayable_code
from survey_app.storage.database import Database
from survey_app.storage.tables import metadata

ABOUT_WHAT_WAS_SAID = ("responses", "free_texts", "findings", "concerns", "drafts", "sent_keys", "outbox")


def rises(values: list[str]) -> int:
    return sum(a < b for a, b in pairwise(values))


def test_ids_are_128_random_bits() -> None:
    ids = [random_id() for _ in range(4000)]
    assert len(set(ids)) == 4000
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in ids)
    for place in range(32):
        assert len({one[place] for one in ids}) == 16
    assert 1800 < rises(ids) < 2200


def test_codes_are_short_sayable_and_random() -> None:
    codes = [sayable_code() for _ in range(4000)]
    assert len(set(codes)) == 4000
    assert {len(code) for code in codes} == {CODE_LENGTH}
    assert set("".join(codes)) == set(SAYABLE)
    assert not set("il0o1") & set(SAYABLE)
    assert len(SAYABLE) ** CODE_LENGTH > 2**48
    assert 1800 < rises(codes) < 2200


def test_a_code_may_be_typed_as_it_is_heard() -> None:
    code = sayable_code()
    spaced = f" {code[:4].upper()}-{code[4:7]} {code[7:].upper()}\t"
    assert as_typed(spaced) == code


def test_no_table_about_what_was_said_keeps_an_order_of_its_own(tmp_path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'ids.db'}")
    metadata.create_all(database.engine)
    with database.reading() as connection:
        made = dict(
            connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
        )
    for name in ABOUT_WHAT_WAS_SAID:
        assert "WITHOUT ROWID" in made[name], name
    database.dispose()


def test_no_table_about_what_was_said_counts_upwards() -> None:
    for name in ABOUT_WHAT_WAS_SAID:
        made = CreateTable(metadata.tables[name]).compile(dialect=postgresql.dialect())
        assert "SERIAL" not in str(made).upper(), name
