"""What the last test of accessibility looked at and found: a file that the test itself writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from flask_babel import lazy_gettext

RESULTS = Path(__file__).with_name("accessibility_results.json")

# What each check looks for, in words for everybody.
CHECKS: Mapping[str, object] = {
    "axe": lazy_gettext("A program (axe) looks for faults by all rules of WCAG 2.2, levels A, AA and AAA."),
    "colours": lazy_gettext("Words and edges are easy to see, in all colours that you can choose."),
    "keyboard": lazy_gettext("Everything works with a keyboard, and you always see where you are."),
    "size": lazy_gettext("Words at 3 times their size fit on a very small screen."),
    "targets": lazy_gettext("Everything to press is 44 pixels wide and high, or more."),
    "pages": lazy_gettext(
        "Pages are small, follow the HTML standard, and ask no other website for anything."
    ),
    "shared_phone": lazy_gettext("On a shared phone, the next person cannot find your answers."),
    "staff": lazy_gettext("Pages for staff: the same, at levels A and AA."),
}


@dataclass(frozen=True, slots=True)
class Check:
    """How often one check looked, and how many faults it found."""

    id: str
    looked: int
    found: int

    @property
    def words(self) -> object:
        """What it looks for."""
        return CHECKS[self.id]


@dataclass(frozen=True, slots=True)
class KnownFault:
    """A fault that was found: on which page, what it is, and what somebody can do until it is mended."""

    page: str
    what: str
    instead: str


@dataclass(frozen=True, slots=True)
class LastTest:
    """One test of the whole site. `pages` maps a page's name to its route, `languages` holds codes."""

    on: date
    versions: Mapping[str, str]
    languages: tuple[str, ...]
    themes: int
    pages: Mapping[str, str]
    checks: tuple[Check, ...]
    faults: tuple[KnownFault, ...]


@cache
def last_test(file: Path = RESULTS) -> LastTest:
    """The last test, as its file tells it; raises KeyError for a check that has no words here."""
    told = json.loads(file.read_text(encoding="utf-8"))
    looks, found = told["looked"], told["found"]
    return LastTest(
        on=date.fromisoformat(told["on"]),
        versions=told["versions"],
        languages=tuple(told["languages"]),
        themes=told["themes"],
        pages=told["pages"],
        checks=tuple(Check(name, looks[name], found.get(name, 0)) for name in CHECKS if name in looks),
        faults=tuple(KnownFault(**fault) for fault in told["faults"]),
    )
