"""A survey that is repeated: each item from wave to wave, and whether what changed is more than chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from analysis.compare import difference, percent
from analysis.summaries import ItemSummary, as_group

NOT_COMPARABLE = "The question was worded differently, so these two waves cannot be compared."


@dataclass(frozen=True)
class WaveComparison:
    """One item for one audience in every wave that asked it, oldest first; `sentence` says what changed."""

    audience: str
    question: str
    waves: tuple[str, ...]
    items: tuple[ItemSummary, ...]
    sentence: str


def wave_by_wave(waves: Mapping[str, Iterable[ItemSummary]]) -> tuple[WaveComparison, ...]:
    """The rated items that at least two waves asked; `waves` holds each wave's items, oldest first.

    An item is the same when its id is. It is compared only where it has the same words, and its options too
    (those that both waves know of: an export does not tell of an option that nobody chose).
    """
    found: dict[tuple[str, str], list[tuple[str, ItemSummary]]] = {}
    for wave, items in waves.items():
        for item in items:
            if item.rated:
                found.setdefault((item.audience, item.question), []).append((wave, item))
    return tuple(_comparison(key, asked) for key, asked in found.items() if len(asked) > 1)


def _comparison(key: tuple[str, str], asked: Sequence[tuple[str, ItemSummary]]) -> WaveComparison:
    shares = ", ".join(f"{_share(item)} in {wave}" for wave, item in asked)
    changes = [_change(before, after, len(asked) - 1) for before, after in pairwise(asked)]
    return WaveComparison(
        audience=key[0],
        question=key[1],
        waves=tuple(wave for wave, _ in asked),
        items=tuple(item for _, item in asked),
        sentence=f"Positive: {shares}. {' '.join(changes)}",
    )


def _share(item: ItemSummary) -> str:
    return f"{percent(item.share_positive)} of {item.views:,}" if item.views else "no views"


def _change(before: tuple[str, ItemSummary], after: tuple[str, ItemSummary], changes: int) -> str:
    """What one wave says against the wave before it."""
    (earlier, old), (later, new) = before, after
    if not same_question(old, new):
        return f"From {earlier} to {later}: {NOT_COMPARABLE[0].lower()}{NOT_COMPARABLE[1:]}"
    groups = [replace(as_group(item), name=wave) for wave, item in (after, before)]
    found = difference(groups[0], groups[1], changes)
    if found is None or any(group.too_small for group in groups):
        return f"From {earlier} to {later}: too few views to compare."
    if not found.clear:
        return f"From {earlier} to {later}: the change is small enough to be chance."
    ends = sorted(round(abs(100 * end)) for end in (found.interval.low, found.interval.high))
    way = "more" if found.value > 0 else "less"
    points = round(100 * abs(found.value))
    return f"From {earlier} to {later}: {way} positive by {points} points (likely between {ends[0]} and {ends[1]})."


def same_question(old: ItemSummary, new: ItemSummary) -> bool:
    """True when an item has the same words in both waves, and the same words for the options that both have."""
    known = {option.option: option.label for option in new.options}
    shared = [option for option in old.options if option.option in known]
    return old.wording == new.wording and all(known[option.option] == option.label for option in shared)
