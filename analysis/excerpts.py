"""A few answers out of many, chosen so that they differ: in who says it, how, about what, and at what length.

Not for drama: what an answer says is never looked at, only where it stands. The same candidates always give the
same choice, in whatever order they come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

SHORT, LONG = 120, 600


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person's words about one theme; `length` is about how many bytes they wrote."""

    response: str
    audience: str
    theme: str
    stance: str
    length: int

    @property
    def size(self) -> str:
        """short, middling or long."""
        return "short" if self.length < SHORT else "long" if self.length > LONG else "middling"


def spread(candidates: Iterable[Candidate], count: int) -> tuple[Candidate, ...]:
    """At most `count` of them, one for a person: each time the one that is least like those chosen before."""
    left = sorted(set(candidates), key=_by_lot)
    seen: Counter[tuple[str, str]] = Counter()
    chosen: list[Candidate] = []
    while left and len(chosen) < count:
        best = min(left, key=lambda one: sum(seen[trait] for trait in _traits(one)))
        chosen.append(best)
        seen.update(_traits(best))
        left = [one for one in left if one.response != best.response]
    return tuple(chosen)


def _traits(one: Candidate) -> tuple[tuple[str, str], ...]:
    return ("audience", one.audience), ("stance", one.stance), ("theme", one.theme), ("size", one.size)


def _by_lot(one: Candidate) -> tuple[bytes, str, str]:
    """An order that has nothing to do with what was said, or when."""
    return blake2b(one.response.encode(), digest_size=8).digest(), one.theme, one.stance
