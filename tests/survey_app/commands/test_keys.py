"""`send-voices keys` prints lines that a shell takes and the settings accept."""

import subprocess

import pytest

from survey_app.settings import parse_master_keys, read_settings
from tests.survey_app.commands.typed import typed

SHOW = '{lines}printf "%s\n%s" "$SEND_VOICES_SECRET" "$SEND_VOICES_MASTER_KEYS"'


def as_a_shell_reads(lines: str) -> list[str]:
    return subprocess.run(
        ["sh", "-c", SHOW.format(lines=lines)], capture_output=True, text=True, check=True
    ).stdout.split("\n")


def test_the_printed_lines_set_a_secret_and_a_key_that_the_site_accepts() -> None:
    secret, keys = as_a_shell_reads(typed("keys").said)
    settings = read_settings(
        database="sqlite:///site.db", secret=secret, master_keys=keys, public_address="https://voices.example"
    )
    assert set(settings.keys) == {1}


def test_no_two_sites_get_the_same() -> None:
    said = [line for _ in range(20) for line in typed("keys").said.splitlines()]
    assert len(set(said)) == 40


def test_a_key_is_added_with_the_next_number_and_the_old_ones_stay() -> None:
    (known,) = as_a_shell_reads(typed("keys").said)[1:]
    (more,) = as_a_shell_reads(typed("keys --add", {"SEND_VOICES_MASTER_KEYS": known}).said)[1:]
    assert more.startswith(known)
    assert set(parse_master_keys(more)) == {1, 2}


@pytest.mark.parametrize("known", ["", "1:short", "256:" + "QUJD" * 11])
def test_a_key_is_not_added_to_keys_that_are_wrong(known: str) -> None:
    ended = typed("keys --add", {"SEND_VOICES_MASTER_KEYS": known})
    assert (ended.code, ended.said) == (2, "")
    assert "SEND_VOICES_MASTER_KEYS" in ended.complained


def test_a_256th_key_cannot_be_numbered() -> None:
    (known,) = as_a_shell_reads(typed("keys").said)[1:]
    ended = typed("keys --add", {"SEND_VOICES_MASTER_KEYS": known.replace("1:", "255:", 1)})
    assert ended.code == 2
    assert "255" in ended.complained
