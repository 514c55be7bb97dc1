"""What somebody types, and what comes back: every command is driven through the one table of commands."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from survey_app.cli import main
from survey_app.commands.keys import new_keys
from survey_app.settings import PREFIX

FORGOTTEN = {
    f"{PREFIX}{name}": None for name in ("DATABASE", "SECRET", "MASTER_KEYS", "PUBLIC_ADDRESS", "SYMBOLS")
}


@dataclass(frozen=True)
class Ended:
    """How a command ended: its number, what it printed, and what it complained of."""

    code: int
    said: str
    complained: str


def typed(line: str, settings: Mapping[str, str] | None = None) -> Ended:
    """Type `send-voices <line>` with these settings and no others."""
    result = CliRunner().invoke(main, shlex.split(line), env={**FORGOTTEN, **(settings or {})})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


def site_settings(database_url: str) -> dict[str, str]:
    """Settings with which everything starts."""
    return {
        f"{PREFIX}DATABASE": database_url,
        f"{PREFIX}PUBLIC_ADDRESS": "http://127.0.0.1:8000",
        **new_keys(),
    }


def quoted(path: Path) -> str:
    return shlex.quote(str(path))
