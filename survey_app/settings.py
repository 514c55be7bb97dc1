"""The settings, read once at start from SEND_VOICES_* and refused with a sentence when they are wrong."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import ArgumentError

from accessibility.media_files import media_files

PREFIX = "SEND_VOICES_"
KEY_BYTES = 32


class SettingsProblem(Exception):
    """One or more settings are missing or wrong; the text says which and what to set."""


def _database(url: str) -> str:
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError(
            "is not a database address, such as sqlite:////var/lib/send-voices/site.db"
        ) from None
    if parts.drivername in ("postgresql", "postgres"):
        parts = parts.set(drivername="postgresql+psycopg")
    if parts.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
    if parts.get_backend_name() == "sqlite" and parts.database in (None, "", ":memory:"):
        raise ValueError("must name a file, such as sqlite:////var/lib/send-voices/site.db")
    return parts.render_as_string(hide_password=False)


def _public_address(url: str) -> str:
    parts = _address(url)
    if parts is None or any((parts.path.strip("/"), parts.query, parts.fragment, parts.username)):
        raise ValueError("must be the site's address without a path, such as https://voices.example")
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise ValueError("must begin with https:// everywhere but on this machine")
    return url.rstrip("/")


def _webhook(url: str) -> str:
    parts = _address(url)
    if url and (parts is None or not url.isascii() or parts.username is not None or parts.fragment):
        raise ValueError(
            "must be an address to post to, such as https://desk.example/alerts, without a password"
        )
    if parts is not None and parts.scheme != "https" and parts.hostname != "127.0.0.1":
        raise ValueError("must begin with https:// everywhere but on this machine (127.0.0.1)")
    return url


def _webhook_secret(secret: SecretStr) -> SecretStr:
    return _secret(secret) if secret.get_secret_value() else secret


def _leave_to(url: str) -> str:
    parts = _address(url)
    if parts is None or parts.scheme != "https" or not parts.netloc.isascii():
        raise ValueError("must be a neutral page elsewhere, such as https://www.bbc.co.uk/weather")
    return url


def _address(url: str) -> SplitResult | None:
    """The parts of a web address; None when it is not one, or holds what would break a header."""
    try:
        parts = urlsplit(url)
        port_can_be_read = parts.port is None or parts.port > 0
    except ValueError:
        return None
    whole = parts.scheme in ("http", "https") and bool(parts.hostname) and port_can_be_read
    return parts if whole and url.isprintable() and not set(url) & set(" ;,\"'<>\\") else None


def _file(path: Path | None) -> Path | None:
    if path is not None and not path.is_file():
        raise ValueError("names a file that is not there: write the file, or leave the setting out")
    return path


def _folder(path: Path | None) -> Path | None:
    if path is not None and not path.is_dir():
        raise ValueError("names a folder that is not there: make the folder, or leave the setting out")
    return path


def _media(folder: Path | None) -> Path | None:
    media_files(folder)
    return folder


def _secret(secret: SecretStr) -> SecretStr:
    if len(set(secret.get_secret_value())) < 16 or len(secret.get_secret_value()) < 32:
        raise ValueError("is too weak: make one with `send-voices keys`")
    return secret


def _masters(secret: SecretStr) -> SecretStr:
    parse_master_keys(secret.get_secret_value())
    return secret


def parse_master_keys(text: str) -> dict[int, bytes]:
    """Keys by number from "1:BASE64 2:BASE64"; raises ValueError with what is wrong."""
    keys: dict[int, bytes] = {}
    for part in text.split():
        number, _, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            raise ValueError(
                "must look like 1:BASE64, parted by spaces: make one with `send-voices keys`"
            ) from None
        numbered = number.isascii() and number.isdecimal() and 1 <= int(number) <= 255
        if not numbered or len(key) != KEY_BYTES or len(set(key)) < 8:
            raise ValueError(
                "needs numbers from 1 to 255 and keys of 32 random bytes: see `send-voices keys`"
            )
        if int(number) in keys:
            raise ValueError(f"has 2 keys with the number {int(number)}: give each its own number")
        keys[int(number)] = key
    if not keys:
        raise ValueError("holds no key: make one with `send-voices keys`")
    return keys


class Settings(BaseSettings):
    """Every setting of the site. Those without a default must be given."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    database: Annotated[str, AfterValidator(_database)]
    secret: Annotated[SecretStr, AfterValidator(_secret)]
    master_keys: Annotated[SecretStr, AfterValidator(_masters)]
    public_address: Annotated[str, AfterValidator(_public_address)]
    leave_to: Annotated[str, AfterValidator(_leave_to)] = "https://www.bbc.co.uk/weather"
    mail_server: str = ""
    mail_port: int = Field(default=587, ge=1, le=65535)
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_tls: bool = True
    mail_from: str = ""
    alert_to: str = ""
    webhook_url: Annotated[str, AfterValidator(_webhook)] = ""
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] = SecretStr("")
    extra_non_working_days: Annotated[Path | None, AfterValidator(_file)] = None
    symbols: Annotated[Path | None, AfterValidator(_folder)] = None
    translations: Annotated[Path | None, AfterValidator(_folder)] = None
    media: Annotated[Path | None, AfterValidator(_folder), AfterValidator(_media)] = None
    workers: int = Field(default=2, ge=1, le=64)
    threads: int = Field(default=4, ge=1, le=64)
    proxies: int = Field(default=0, ge=0, le=4)
    paper_days: int = Field(default=28, ge=7, le=365)
    largest_post_kb: int = Field(default=256, ge=16, le=4096)

    @property
    def keys(self) -> dict[int, bytes]:
        """The master keys by number."""
        return parse_master_keys(self.master_keys.get_secret_value())

    @property
    def over_https(self) -> bool:
        """True when cookies may demand a secure line."""
        return self.public_address.startswith("https://")


def read_settings(**given: object) -> Settings:
    """The settings from the environment and from what is given; raises SettingsProblem naming each fault."""
    unknown = _unknown_names(os.environ)
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsProblem("\n".join(_sentences(error) + unknown)) from None
    if unknown:
        raise SettingsProblem("\n".join(unknown))
    return settings


def _sentences(error: ValidationError) -> list[str]:
    sentences = []
    for fault in error.errors(include_url=False, include_input=False):
        name = PREFIX + "_".join(str(part) for part in fault["loc"]).upper()
        if fault["type"] == "missing":
            sentences.append(f"{name} is not set. docs/operating.md says what it is.")
        elif fault["type"] == "value_error":
            sentences.append(f"{name} {fault['msg'].removeprefix('Value error, ')}.")
        else:
            sentences.append(f"{name}: {fault['msg'].lower().replace('input ', 'it ')}.")
    return sentences


def _unknown_names(environment: Mapping[str, str]) -> list[str]:
    """A sentence for each SEND_VOICES_ name that no setting has: a slip of the pen must not pass as a default."""
    known = {name.upper() for name in Settings.model_fields}
    sentences = []
    for name in sorted(environment):
        given = name.upper().removeprefix(PREFIX)
        if name.upper().startswith(PREFIX) and given not in known:
            near = get_close_matches(given, known, 1)
            meant = f"Did you mean {PREFIX}{near[0]}?" if near else "docs/operating.md lists those there are."
            sentences.append(f"{name} is not a setting. {meant}")
    return sentences
