"""The plain guide to a visit: one page for families, one for young people, in the words of a YAML file.

English says what there is: which kinds of visit, which sections in which order, which pictures. A file of another
language has the same sections in its own words.
"""

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
ENGLISH, ENGLISH_FILE = "en", "en-GB"
REVIEWED = "reviewed"
WHEN = "when"
DEFAULT = "default"
# The dates that a family wants to know, of all that a timetable holds.
TOLD = ("forum-meeting", "on-site", "publication", "monitoring")


@dataclass(frozen=True, slots=True)
class SaidDate:
    """A milestone of TOLD with its days in words. `last` ends a span; `deadline` means "by then"."""

    id: str
    first: str
    last: str = ""
    deadline: bool = False


@dataclass(frozen=True, slots=True)
class SaidDates:
    """The visit's own dates, already in the words of the guide's language; all empty while it has none."""

    opens: str = ""
    closes: str = ""
    milestones: tuple[SaidDate, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with its paragraphs. `picture` is the name of a drawing; empty for families."""

    id: str
    heading: str
    lines: tuple[str, ...]
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide with everything filled in; a section without words is left out.

    `other` leads to the guide for the other readers. `draft` says that no person has checked these words.
    """

    title: str
    other: str
    draft: bool
    sections: tuple[Section, ...]


NO_DATES = SaidDates()


def guide(
    kind: str, reader: str, filled: Mapping[str, str], dates: SaidDates = NO_DATES, language: str = ENGLISH
) -> Guide:
    """The guide to a visit of this kind for one of READERS, in `told_in(language)`.

    `filled` gives area, address and front_door; a line whose placeholder is empty is left out. Raises KeyError
    for a kind or reader that the file does not know.
    """
    english, told = _read(ENGLISH), _read(told_in(language))
    group, words = english["kinds"][kind], told[reader]
    own = {section["id"]: section for section in words["sections"]}
    when = _when(told["when"], dates)
    sections = []
    for section in english[reader]["sections"]:
        said = own[section["id"]]
        lines = when if section["id"] == WHEN else _lines(said["text"], group, filled)
        if lines:
            sections.append(Section(section["id"], said["heading"], lines, section.get("picture", "")))
    return Guide(words["title"], words["other"], told["review"] != REVIEWED, tuple(sections))


def kinds_told() -> frozenset[str]:
    """The kinds of visit that the guide knows."""
    return frozenset(_read(ENGLISH)["kinds"])


def told_in(language: str) -> str:
    """The code of the language in which somebody who reads this one gets the guide; English where there is none."""
    return language if language in languages_told() else ENGLISH


@cache
def languages_told() -> frozenset[str]:
    """The codes of the languages that have a guide."""
    return frozenset(path.stem for path in HERE.glob("*.yaml")) - {ENGLISH_FILE} | {ENGLISH}


def _when(words: Mapping[str, Any], dates: SaidDates) -> tuple[str, ...]:
    """A sentence for each date; none while the visit has no dates."""
    if not (dates.opens and dates.closes):
        return ()
    answering = words["answering"].format(opens=dates.opens, closes=dates.closes)
    return (answering, *(_milestone(words, date) for date in dates.milestones))


def _milestone(words: Mapping[str, Any], date: SaidDate) -> str:
    days = words["span"].format(first=date.first, last=date.last) if date.last else date.first
    said = words["deadline"].format(date=days) if date.deadline else days
    return str(words["milestone"].format(what=words["milestones"][date.id], date=said))


def _lines(text: Mapping[str, list[str]], group: str, filled: Mapping[str, str]) -> tuple[str, ...]:
    found = text.get(group, text.get(DEFAULT, []))
    lines = [line.format(**filled) for line in found if all(filled[name] for name in _names(line, filled))]
    return tuple(lines)


def _names(line: str, filled: Mapping[str, str]) -> list[str]:
    return [name for name in filled if f"{{{name}}}" in line]


@cache
def _read(language: str) -> dict[str, Any]:
    name = ENGLISH_FILE if language == ENGLISH else language
    return dict(yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8")))
