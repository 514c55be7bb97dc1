"""What a demonstration keeps in its folder: the database, its keys, and how its invented staff sign in."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyotp

from survey_app.commands.keys import new_keys
from survey_app.commands.stop import Stop
from survey_app.commands.writing import OWNER_ONLY, write_file
from survey_app.services.demonstration.loading import SignIn
from survey_app.services.demonstration.story import ROLES_SHOWN
from survey_app.services.sign_in import new_totp_secret
from survey_app.settings import PREFIX
from survey_app.storage.base import sayable_code


class DemoFolder:
    """A folder that only its owner can read. What is missing is made; nothing that is there is changed."""

    def __init__(self, folder: Path) -> None:
        self.shown = folder
        self._folder = folder.absolute()
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Stop(f"{folder} cannot be made: {error.strerror}. Choose another folder.") from None

    @property
    def database(self) -> Path:
        return self._folder / "voices.sqlite3"

    def keys(self) -> dict[str, str]:
        """The secret and the master key, by the names of their settings in small letters."""
        made = self._kept("keys.json", new_keys())
        return {name.removeprefix(PREFIX).lower(): value for name, value in made.items()}

    def staff(self) -> tuple[SignIn, ...]:
        """One person for each role."""
        return tuple(
            SignIn(**who)
            for who in self._kept("staff.json", [asdict(_sign_in(role)) for role in ROLES_SHOWN])
        )

    def code_of(self, email: str) -> str:
        """The one-time code of this moment for one of them."""
        found = [who for who in self.staff() if who.email == email]
        if not found:
            raise Stop(f"Nobody here is {email}. There are: {', '.join(who.email for who in self.staff())}.")
        return pyotp.TOTP(found[0].totp_secret).now()

    def _kept(self, name: str, new: object) -> Any:
        file = self._folder / name
        if not file.exists():
            if self.database.exists():
                raise Stop(
                    f"{file} is gone, and the answers cannot be opened without it. `make demo-reset` starts anew."
                )
            write_file(file, json.dumps(new, indent=2).encode(), OWNER_ONLY)
        return json.loads(file.read_text(encoding="utf-8"))


def _sign_in(role: str) -> SignIn:
    password = "-".join(sayable_code()[:5] for _ in range(4))
    return SignIn(role, f"{role.replace('_', '-')}@example.org", password, new_totp_secret())
