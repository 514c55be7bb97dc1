"""`send-voices migrate`, and the sentences when settings or database are not as they must be."""

from pathlib import Path

import pytest

from survey_app.storage import migrate
from tests.survey_app.commands.typed import site_settings, typed


def test_migrating_twice_changes_nothing_the_second_time(database_url: str) -> None:
    settings = site_settings(database_url)
    assert f"from base to {migrate.newest()}" in typed("migrate", settings).said
    assert f"is at {migrate.newest()}" in typed("migrate", settings).said


def test_going_down_to_a_number_and_to_nothing(database_url: str) -> None:
    settings = site_settings(database_url)
    typed("migrate", settings)
    assert "to 0001" in typed("migrate --to 0001", settings).said or migrate.newest() == "0001"
    assert "to base" in typed("migrate --to base", settings).said


def test_a_number_that_does_not_exist_is_said_with_those_that_do(database_url: str) -> None:
    ended = typed("migrate --to 9999", site_settings(database_url))
    assert ended.code == 2
    assert "'9999'" in ended.complained
    assert "base, 0001" in ended.complained


@pytest.mark.parametrize(
    "address", ["sqlite:////none/such/folder/site.db", "postgresql+psycopg://127.0.0.1:1/voices"]
)
def test_a_database_that_does_not_answer_is_a_sentence(address: str) -> None:
    ended = typed("migrate", site_settings(address))
    assert ended.code == 2
    assert ended.complained.startswith("SEND_VOICES_DATABASE: the database does not answer.")
    assert len(ended.complained.splitlines()) == 1


def test_every_setting_that_is_missing_is_named_at_once() -> None:
    ended = typed("migrate")
    assert ended.code == 2
    for name in ("DATABASE", "SECRET", "MASTER_KEYS", "PUBLIC_ADDRESS"):
        assert f"SEND_VOICES_{name} is not set." in ended.complained


def test_what_is_secret_is_never_repeated(tmp_path: Path) -> None:
    settings = {**site_settings(f"sqlite:///{tmp_path / 'site.db'}"), "SEND_VOICES_SECRET": "swordfish"}
    ended = typed("migrate", settings)
    assert ended.code == 2
    assert "SEND_VOICES_SECRET is too weak" in ended.complained
    assert "swordfish" not in ended.complained
