"""Which answers two people code without seeing each other's codes, or the machine's."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from math import ceil
from typing import Protocol, TypeVar


class Asked(Protocol):
    """An answer with an id and an audience."""

    @property
    def id(self) -> str | int: ...

    @property
    def audience(self) -> str: ...


Row = TypeVar("Row", bound=Asked)


def sample(rows: Iterable[Row], share: float, seed: int = 0) -> list[Row]:
    """At least `share` (0 to 1) of the rows, as many from each audience as it has to give.

    An audience with little to give gives all it has, and the others make up for it.  The choice hangs on ids and
    seed alone: the order of the rows changes nothing, and a larger share keeps all of a smaller one.
    Raises ValueError when the share is not between 0 and 1.
    """
    if not 0 <= share <= 1:
        raise ValueError("The share to code twice should be between 0 and 1.")
    by_audience: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_audience[row.audience].append(row)
    total = sum(map(len, by_audience.values()))
    places = _shared_out(ceil(share * total), {name: len(found) for name, found in by_audience.items()})
    chosen = [
        row
        for name, found in by_audience.items()
        for row in sorted(found, key=lambda row: _draw(row, seed))[: places[name]]
    ]
    return sorted(chosen, key=lambda row: _draw(row, seed))


def _draw(row: Asked, seed: int) -> tuple[bytes, str]:
    return hashlib.sha256(f"{seed}\0{row.audience}\0{row.id}".encode("utf-8", "surrogatepass")).digest(), str(
        row.id
    )


def _shared_out(wanted: int, there: dict[str, int]) -> dict[str, int]:
    """How many each gives: the same from all, less only where there is less; what is left over goes by name."""
    given: dict[str, int] = {}
    for place, name in enumerate(sorted(there, key=lambda name: (there[name], name))):
        given[name] = min(there[name], ceil(wanted / (len(there) - place)))
        wanted -= given[name]
    return given
