"""How far areas lie apart, said without naming or ranking any of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import quantiles

from analysis.compare import SMALLEST_GROUP, percent

# With fewer, somebody who knows one area could work out another.
FEWEST_AREAS = 5


@dataclass(frozen=True, slots=True)
class Spread:
    """The shares (0 to 1) between which the middle half of the areas lies, and the one in the middle."""

    areas: int
    low: float
    middle: float
    high: float

    @property
    def sentence(self) -> str:
        """What it says in words."""
        ends = f"{percent(self.low)} to {percent(self.high)}"
        return f"In the middle half of {self.areas} areas: {ends}, with {percent(self.middle)} in the middle."


def spread(shares: Iterable[tuple[int, int]]) -> Spread | None:
    """The spread over areas, each as (positive, views); None when too few areas have enough views."""
    found = [positive / views for positive, views in shares if views >= SMALLEST_GROUP]
    if len(found) < FEWEST_AREAS:
        return None
    low, middle, high = quantiles(found, n=4, method="inclusive")
    return Spread(len(found), low, middle, high)
