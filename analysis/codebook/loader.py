"""The codebook of themes, read from YAML into frozen objects."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from analysis.vocabulary import read_yaml

PACKAGE = "analysis.codebook"
CURRENT = "area-send-2024"
# What the light model of themes was taught, and how its signs are weighed.
LEARNT = ("theme_weights.txt", "theme_card.yaml")


class CodebookError(ValueError):
    """A codebook that cannot be used; the message names the theme and what to change."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: `names` only name it, `criticism` and `praise` carry their own stance.

    `replaces` are ids of an earlier edition of which it takes the place.
    """

    id: str
    label: str
    paragraphs: tuple[str, ...]
    definition: str
    names: tuple[str, ...]
    criticism: tuple[str, ...]
    praise: tuple[str, ...]
    replaces: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """Every pattern of the theme, those that only name it first."""
        return self.names + self.criticism + self.praise


@dataclass(frozen=True, slots=True)
class Codebook:
    """A framework's themes by id, in the order of its paragraphs; `companions` name nothing when alone."""

    id: str
    version: str
    source: str
    themes: Mapping[str, Theme]
    companions: frozenset[str] = frozenset()


@lru_cache(maxsize=4)
def load_codebook(name: str = CURRENT) -> Codebook:
    """Read a codebook by name; CodebookError says what is wrong with it."""
    found = read_yaml(PACKAGE, f"{name}.yaml")
    themes: dict[str, Theme] = {}
    for entry in found["themes"]:
        theme = _theme(entry)
        if theme.id in themes:
            raise CodebookError(f"{name}.yaml: the theme id {theme.id} is used twice.")
        themes[theme.id] = theme
    version = f"{found['version']}+{_fingerprint(name)}"
    companions = frozenset(map(str, found.get("companions") or ()))
    return Codebook(str(found["id"]), version, str(found["source"]), MappingProxyType(themes), companions)


def _fingerprint(name: str) -> str:
    """What changes when the codebook changes, or what was learnt of its themes."""
    digest = hashlib.sha256(files(PACKAGE).joinpath(f"{name}.yaml").read_bytes())
    for learnt in LEARNT:
        source = files("analysis").joinpath(learnt)
        digest.update(source.read_bytes() if source.is_file() else b"")
    return digest.hexdigest()[:12]


def _theme(entry: Mapping[str, Any]) -> Theme:
    missing = [key for key in ("id", "label", "paragraphs", "definition") if not entry.get(key)]
    if missing:
        raise CodebookError(f"Theme {entry.get('id', '(no id)')}: add {', '.join(missing)}.")
    return Theme(
        id=str(entry["id"]),
        label=str(entry["label"]),
        paragraphs=tuple(map(str, entry["paragraphs"])),
        definition=str(entry["definition"]),
        names=tuple(map(str, entry.get("names") or ())),
        criticism=tuple(map(str, entry.get("criticism") or ())),
        praise=tuple(map(str, entry.get("praise") or ())),
        replaces=tuple(map(str, entry.get("replaces") or ())),
    )
