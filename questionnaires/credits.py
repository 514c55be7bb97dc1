"""A record of a group that chose words with us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

GROUPS: Mapping[str, str] = {
    "forum": "A parent carer forum",
    "youth_group": "A group of young people",
    "practitioners": "Practitioners",
    "leaders": "Leaders",
}
# A smaller number could tell who they were.
FEWEST, MOST = 10, 100_000


@dataclass(frozen=True, slots=True)
class Credit:
    """A group that chose words. `took_part` is 0 when fewer than 10 did; `changed` are ids of questions."""

    group: str
    kind: str
    on: date
    took_part: int = 0
    changed: tuple[str, ...] = ()
