"""How sure are we? Shares with intervals, differences with intervals, and the plain sentence for each.

Wilson's score interval (1927) for one share; Newcombe's hybrid score interval (1998, method 10) for a
difference of two. Both behave with small groups and with shares near 0 and 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
SMALLEST_GROUP = 10


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true value plausibly lies; both ends are shares (or differences of shares)."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Group:
    """`positive` of the `base` people called `name` (in the plural, as it stands inside a sentence)."""

    name: str
    positive: int
    base: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 when nobody answered."""
        return self.positive / self.base if self.base else 0.0

    @property
    def too_small(self) -> bool:
        """True when so few answered that a comparison would say more about them than about the group."""
        return self.base < SMALLEST_GROUP


@dataclass(frozen=True, slots=True)
class Difference:
    """First share minus second. `clear` is True when chance alone would rarely give a difference like it."""

    value: float
    interval: Interval

    @property
    def clear(self) -> bool:
        return self.interval.low > 0 or self.interval.high < 0


def wilson(positive: int, base: int, confidence: float = CONFIDENCE) -> Interval | None:
    """Wilson's interval for `positive` out of `base`; None when nobody answered."""
    if base == 0:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = positive / base, z * z / base
    middle = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / base + weight / (4 * base)) / (1 + weight)
    return Interval(
        max(0.0, middle - half) if positive else 0.0, min(1.0, middle + half) if positive < base else 1.0
    )


def difference(first: Group, second: Group, pairs: int = 1) -> Difference | None:
    """How the first group's share differs from the second's; None when either is empty.

    `pairs` is how many such comparisons are read together: the interval widens for it (Bonferroni).
    """
    confidence = 1 - (1 - CONFIDENCE) / pairs
    one, two = (wilson(group.positive, group.base, confidence) for group in (first, second))
    if one is None or two is None:
        return None
    value = first.share - second.share
    below = sqrt((first.share - one.low) ** 2 + (two.high - second.share) ** 2)
    above = sqrt((one.high - first.share) ** 2 + (second.share - two.low) ** 2)
    return Difference(value, Interval(max(-1.0, value - below), min(1.0, value + above)))


def percent(share: float) -> str:
    """A share in whole per cent, never 0% for somebody or 100% for not everybody."""
    if 0 < share < 0.005:
        return "under 1%"
    if 0.995 <= share < 1:
        return "over 99%"
    return f"{share:.0%}"


def difference_sentence(first: Group, second: Group, pairs: int = 1) -> str:
    """What the difference between two groups' positive shares says, with its interval."""
    found = difference(first, second, pairs)
    if found is None:
        empty = first if not first.base else second
        return f"No {empty.name} gave a view on this, so there is nothing to compare."
    if not found.clear:
        return f"The difference between {first.name} and {second.name} is small enough to be chance."
    more, less, sign = (first, second, 1) if found.value > 0 else (second, first, -1)
    ends = sorted(round(100 * sign * end) for end in (found.interval.low, found.interval.high))
    points = round(100 * abs(found.value))
    return (
        f"{_capital(more.name)} were more positive than {less.name} by {points} percentage "
        f"point{'s' if points != 1 else ''} (likely between {ends[0]} and {ends[1]})."
    )


def groups_sentence(groups: Sequence[Group]) -> str:
    """Several groups' positive shares in words: their sizes, then what differs, or that nothing does."""
    asked = [group for group in groups if group.base]
    if not asked:
        return "No one has given a view on this yet."
    parts = [_shares(asked), *(_too_few(group) for group in asked if group.too_small)]
    parts += _differences([group for group in asked if not group.too_small])
    return " ".join(parts)


def joined(words: Iterable[str]) -> str:
    """Words as a list in a sentence: `a`, `a and b`, `a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _shares(groups: Sequence[Group]) -> str:
    opening, *rest = groups
    shares = [f"{percent(opening.share)} of {opening.name} ({opening.base:,} gave a view)"]
    shares += [f"{percent(group.share)} of {group.name} ({group.base:,})" for group in rest]
    return f"Positive: {joined(shares)}."


def _differences(groups: Sequence[Group]) -> list[str]:
    pairs = list(combinations(groups, 2))
    if not pairs:
        return []
    found = [(one, two, difference(one, two, len(pairs))) for one, two in pairs]
    clear = [(one, two) for one, two, what in found if what is not None and what.clear]
    if clear:
        return [difference_sentence(one, two, len(pairs)) for one, two in clear]
    return [
        "The difference is small enough to be chance."
        if len(pairs) == 1
        else "The differences are small enough to be chance."
    ]


def _too_few(group: Group) -> str:
    return f"Only {group.base} {group.name} gave a view: too few to compare."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
