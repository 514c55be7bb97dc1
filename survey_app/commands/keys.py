"""`send-voices keys`: the secrets of a new site, or one more master key for a site that has some."""

from __future__ import annotations

import base64
import os
import secrets

import click

from survey_app.commands.stop import Stop
from survey_app.settings import KEY_BYTES, PREFIX, parse_master_keys

SECRET, MASTER_KEYS = f"{PREFIX}SECRET", f"{PREFIX}MASTER_KEYS"


@click.command
@click.option("--add", is_flag=True, help=f"Add a master key to those in {MASTER_KEYS}; the old ones stay.")
def keys(add: bool) -> None:
    """Make the secret of the cookies and the master key of the answers, and print the lines that set them.

    Nothing is stored. Keep the lines where only the site and one other safe place have them: whoever loses
    the master keys loses every answer in people's own words.
    """
    if add:
        click.echo(_line(MASTER_KEYS, one_more(os.environ.get(MASTER_KEYS, ""))))
        return
    for name, value in new_keys().items():
        click.echo(_line(name, value))


def new_keys() -> dict[str, str]:
    """A fresh secret and a fresh first master key, by the names of their settings."""
    return {SECRET: secrets.token_urlsafe(48), MASTER_KEYS: f"1:{_key()}"}


def one_more(known: str) -> str:
    """The known master keys and one with the next number, which seals from now on."""
    try:
        number = max(parse_master_keys(known)) + 1
    except ValueError as error:
        raise Stop(f"{MASTER_KEYS} {error}.") from None
    if number > 255:
        raise Stop("Keys are numbered from 1 to 255, and 255 is taken.")
    return f"{known.strip()} {number}:{_key()}"


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _line(name: str, value: str) -> str:
    return f"export {name}='{value}'"
