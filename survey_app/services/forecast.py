"""How many answers there may be at the close, worked out from the shown bands alone: it gives nothing more away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.small_numbers import BANDS

FEWEST = 30
# A message from a school brings most answers within a day, and the last evening brings those who waited.
LAST_EVENING = 1


@dataclass(frozen=True, slots=True)
class Between:
    """A number that lies between two others, both included."""

    low: int
    high: int


def edges(count: int) -> Between:
    """The edges of the band in which a count lies; the highest band ends at twice its beginning."""
    floor = max((edge for edge in BANDS if edge <= count), default=0)
    above = next((edge for edge in BANDS if edge > count), 2 * BANDS[-1])
    return Between(floor, above - 1)


def forecast(so_far: Between, days: Sequence[Between], days_left: int) -> Between | None:
    """How many there may be at the close; None on the first day, with fewer than 30, and when no day is left.

    `days` are the whole days that are over, the first day first; `days_left` the days on which people can still
    answer, today among them.
    """
    if not days or days_left < 1:
        return None
    low = max(so_far.low, sum(day.low for day in days))
    high = max(low, min(so_far.high, sum(day.high for day in days)))
    if low < FEWEST:
        return None
    # The first day is not the pace of the others: a quarter of it to half of it is.
    later = list(days[1:]) or [Between(days[0].low // 4, days[0].high // 2)]
    slowest = sum(day.low for day in later) / len(later)
    fastest = sum(day.high for day in later) / len(later)
    return Between(
        _rounded_down(low + slowest * days_left / 2),
        _rounded_up(high + fastest * (days_left + LAST_EVENING)),
    )


def share(count: Between, expected: int) -> str:
    """About how many of 100 expected people that is, from the edges of a band: "between 10 and 20 of 100"."""
    low, high = 100 * count.low // expected, -(-100 * count.high // expected)
    if low >= 100:
        return "more than the number given: please check it"
    if low == 0:
        return f"fewer than {min(high + 1, 100)} of 100"
    return f"between {low} and {high} of 100" if high < 100 else f"more than {low} of 100"


def in_words(found: Between, close: str) -> str:
    """The forecast as people read it."""
    return (
        f"At this pace about {found.low:,} to {found.high:,} by {close}. "
        "Most come on the first day and on the last evening."
    )


def _step(number: float) -> int:
    return int(10 ** max(1, len(str(int(number))) - 1))


def _rounded_down(number: float) -> int:
    return int(number // _step(number)) * _step(number)


def _rounded_up(number: float) -> int:
    return int(-(-number // _step(number))) * _step(number)
