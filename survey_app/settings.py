"""The settings, read once at start from SEND_VOICES_* and refused with a sentence when they are wrong."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "SEND_VOICES_"
KEY_BYTES = 32


class SettingsProblem(Exception):
    """One or more settings are missing or wrong; the text says which and what to set."""


def _database(url: str) -> str:
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError:
        raise ValueError("is not a database address, such as sqlite:////var/lib/send-voices/site.db") from None
    if backend not in ("sqlite", "postgresql"):
        raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
    return url


def _public_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise ValueError("must be the site's address without a path, such as https://voices.example")
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise ValueError("must begin with https:// everywhere but on this machine")
    return url.rstrip("/")


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
            raise ValueError("must look like 1:BASE64, parted by spaces: make one with `send-voices keys`") from None
        if not number.isdecimal() or not 1 <= int(number) <= 255 or len(key) != KEY_BYTES or len(set(key)) < 8:
            raise ValueError("needs numbers from 1 to 255 and keys of 32 random bytes: see `send-voices keys`")
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
    leave_to: str = "https://www.bbc.co.uk/weather"
    mail_server: str = ""
    mail_port: int = Field(default=587, ge=1, le=65535)
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_tls: bool = True
    mail_from: str = ""
    alert_to: str = ""
    extra_non_working_days: Path | None = None
    symbols: Path | None = None
    workers: int = Field(default=2, ge=1, le=64)
    threads: int = Field(default=4, ge=1, le=64)
    proxies: int = Field(default=0, ge=0, le=4)
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
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsProblem("\n".join(_sentences(error))) from None


def _sentences(error: ValidationError) -> list[str]:
    sentences = []
    for fault in error.errors(include_url=False, include_input=False):
        name = PREFIX + "_".join(str(part) for part in fault["loc"]).upper()
        if fault["type"] == "missing":
            sentences.append(f"{name} is not set. docs/operating.md says what it is.")
        else:
            sentences.append(f"{name} {fault['msg'].removeprefix('Value error, ')}.")
    return sentences
