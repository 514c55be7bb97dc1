"""One share, or two beside each other, in the words that every page uses for them: numbers first, then how sure."""

from __future__ import annotations

from analysis.compare import CONFIDENCE, Group, difference, percent, wilson


def confidence(looks: int) -> float:
    """How sure each of so many intervals has to be for all of them together to be sure (Bonferroni, 1936)."""
    return 1 - (1 - CONFIDENCE) / max(1, looks)


def share_in_words(group: Group, looks: int = 0) -> str:
    """Like `64% (70 of 110; likely 52% to 75%)`; without the interval when nothing was looked at for it."""
    numbers = numbers_in_words(group, looks)
    return f"{percent(group.share)} {numbers}" if group.base else numbers


def numbers_in_words(group: Group, looks: int = 0) -> str:
    """Like `(70 of 110; likely 52% to 75%)`."""
    interval = wilson(group.positive, group.base, confidence(looks)) if looks else None
    likely = f"; likely {percent(interval.low)} to {percent(interval.high)}" if interval else ""
    return f"({group.positive:,} of {group.base:,}{likely})"


def apart_in_words(first: Group, second: Group, looks: int = 1) -> str:
    """Like `25 percentage points apart (likely 10 to 39)`, or that it may be chance or cannot be told."""
    found = difference(first, second, max(1, looks))
    if found is None:
        return "nothing to compare"
    points = round(100 * abs(found.value))
    word = f"{points} percentage point{'' if points == 1 else 's'} apart"
    if not found.clear:
        return f"{word}, small enough to be chance"
    ends = sorted(round(abs(100 * end)) for end in (found.interval.low, found.interval.high))
    return f"{word} (likely {ends[0]} to {ends[1]})"
