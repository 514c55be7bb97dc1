"""What was looked at, and what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that somebody could stumble over: found by which check, on which page, looked at how."""

    check: str
    page: str
    how: str
    what: str


@dataclass
class Found:
    """Everything that was found, and how often each check looked."""

    looks: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)

    def looked(self, check: str, page: str, how: str, faults: Iterable[str]) -> None:
        """Count one look, and keep what it found."""
        self.looks[check] += 1
        self.faults += [Fault(check, page, how, what) for what in faults]

    def visited(self, page: str, endpoint: str) -> None:
        """Remember that a page was reached, and the route that drew it."""
        self.pages[page] = endpoint

    def add(self, other: Found) -> None:
        """Take over what somebody else found."""
        self.looks.update(other.looks)
        self.faults += other.faults
        self.pages |= other.pages
