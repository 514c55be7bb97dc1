"""The plain guide to a visit: one page for families, one for young people, in the words of a YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
FAMILIES, YOUNG_PEOPLE = "families", "young_people"
READERS = (FAMILIES, YOUNG_PEOPLE)
WHEN = "when"
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with its paragraphs. `picture` is the name of a drawing; empty for families."""

    id: str
    heading: str
    lines: tuple[str, ...]
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide with everything filled in; a section without words is left out."""

    title: str
    sections: tuple[Section, ...]


def guide(kind: str, reader: str, filled: Mapping[str, str], when: tuple[str, ...]) -> Guide:
    """The guide to a visit of this kind for one of READERS.

    `filled` gives area, address and front_door; a line whose placeholder is empty is left out. `when` are the
    visit's own dates in words. Raises KeyError for a kind or reader that the file does not know.
    """
    told = _read()
    words, group = told[reader], told["kinds"][kind]
    sections = []
    for section in words["sections"]:
        lines = when if section["id"] == WHEN else _lines(section["text"], group, filled)
        if lines:
            sections.append(Section(section["id"], section["heading"], lines, section.get("picture", "")))
    return Guide(words["title"], tuple(sections))


def kinds_told() -> frozenset[str]:
    """The kinds of visit that the guide knows."""
    return frozenset(_read()["kinds"])


def _lines(text: Mapping[str, list[str]], group: str, filled: Mapping[str, str]) -> tuple[str, ...]:
    found = text.get(group, text.get(DEFAULT, []))
    lines = [line.format(**filled) for line in found if all(filled[name] for name in _names(line, filled))]
    return tuple(lines)


def _names(line: str, filled: Mapping[str, str]) -> list[str]:
    return [name for name in filled if f"{{{name}}}" in line]


@cache
def _read() -> dict[str, Any]:
    return dict(yaml.safe_load((HERE / "en-GB.yaml").read_text(encoding="utf-8")))
