"""Where the themes of the codebook stand in the frameworks of other inspections and visits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from analysis.codebook.loader import PACKAGE
from analysis.vocabulary import read_yaml


@dataclass(frozen=True, slots=True)
class Part:
    """One question, theme or weakness of a framework, with where it is written."""

    id: str
    label: str
    source: str


@dataclass(frozen=True)
class Framework:
    """A framework: its parts by id, the parts of each theme, and why other themes stand in none."""

    id: str
    title: str
    source: str
    parts: Mapping[str, Part]
    places: Mapping[str, tuple[str, ...]]
    outside: Mapping[str, str]


@lru_cache(maxsize=1)
def load_frameworks() -> Mapping[str, Framework]:
    """Every framework that themes are mapped to, by id."""
    found = (_framework(entry) for entry in read_yaml(PACKAGE, "frameworks.yaml")["frameworks"])
    return MappingProxyType({framework.id: framework for framework in found})


def in_framework(theme_id: str, framework: str) -> tuple[str, ...]:
    """The ids of the parts of a framework in which a theme stands, in its order; none when it stands outside.

    Raises KeyError for a framework, or a theme, that no mapping knows.
    """
    known = load_frameworks()[framework]
    return () if theme_id in known.outside else known.places[theme_id]


def why_outside(theme_id: str, framework: str) -> str | None:
    """Why a theme stands in no part of a framework, as a sentence; None when it stands in one."""
    return load_frameworks()[framework].outside.get(theme_id)


def _framework(entry: Mapping[str, list[dict[str, object]]]) -> Framework:
    places: dict[str, tuple[str, ...]] = {}
    for part in entry["parts"]:
        for theme in _themes(part):
            places[theme] = (*places.get(theme, ()), str(part["id"]))
    parts = {str(p["id"]): Part(str(p["id"]), str(p["label"]), str(p["source"])) for p in entry["parts"]}
    outside = {theme: str(group["because"]) for group in entry["outside"] for theme in _themes(group)}
    return Framework(str(entry["id"]), str(entry["title"]), str(entry["source"]), parts, places, outside)


def _themes(group: Mapping[str, object]) -> list[str]:
    named = group["themes"]
    return [str(theme) for theme in named] if isinstance(named, list) else []
