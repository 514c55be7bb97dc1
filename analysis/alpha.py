"""Krippendorff's alpha: how far coders agree beyond what chance would give, whoever coded how much.

1 is perfect agreement, 0 what chance gives, below 0 worse than chance.  Any number of coders, any of them missing
on any unit; units that fewer than two coders read cannot say anything and are left out.
K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011) works the arithmetic out by hand; he asks for
0.800 and allows tentative conclusions down to 0.667 (Content Analysis, chapter on reliability).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.coded_units import Coded, Labels

RELIABLE, TENTATIVE = 0.800, 0.667
RESAMPLES = 1_000
FEWEST_UNITS = 10
AT_ONCE = 100
SUBSET, CROSSING = 2 / 3, 1 / 3
Numbers = npt.NDArray[np.float64]
Distances = Callable[[Sequence[Hashable]], Numbers]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree on one thing.

    alpha     None when everybody always said the same single thing: then nothing could have disagreed
    interval  the middle 95 % of alphas over resampled units; None when alpha is
    same      the share of pairs of coders who said exactly the same, averaged over values as alpha is
    units     how many units at least two coders read
    """

    alpha: float | None
    interval: tuple[float, float] | None
    same: float
    units: int

    @property
    def verdict(self) -> str:
        """What alpha allows, in Krippendorff's terms."""
        if self.alpha is None:
            return "cannot be worked out: everybody always said the same"
        if self.units < FEWEST_UNITS:
            return f"too few units to tell: read at least {FEWEST_UNITS}"
        if self.alpha >= RELIABLE:
            return "reliable"
        return "tentative" if self.alpha >= TENTATIVE else "not reliable"


def agreement(
    units: Iterable[Sequence[Hashable]],
    distances: Distances | None = None,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> Agreement:
    """Alpha for units, each the values that coders gave it; values are nominal unless `distances` says how far.

    `distances` takes the different values and gives the matrix of squared differences between them.
    """
    pairable = [list(unit) for unit in units if len(unit) > 1]
    if not pairable:
        return Agreement(None, None, 0.0, 0)
    table = _Table(pairable, distances or nominal)
    value = table.alpha(np.ones((1, len(pairable))))[0]
    if np.isnan(value):
        return Agreement(None, None, table.same(), len(pairable))
    return Agreement(float(value), table.interval(seed, resamples), table.same(), len(pairable))


class _Table:
    """Units as numbers: what they disagree within, and how often each value stands in each of them."""

    def __init__(self, units: Sequence[Sequence[Hashable]], distances: Distances) -> None:
        values = sorted({value for unit in units for value in unit}, key=_order)
        place = {value: index for index, value in enumerate(values)}
        self.counts = np.zeros((len(units), len(values)))
        for row, unit in enumerate(units):
            for value in unit:
                self.counts[row, place[value]] += 1
        self.sizes = self.counts.sum(axis=1)
        self.far = distances(values)
        self.within = self._spread(self.counts) / (self.sizes - 1)

    def _spread(self, counts: Numbers) -> Numbers:
        return np.asarray(((counts @ self.far) * counts).sum(axis=1))

    def alpha(self, weights: Numbers) -> Numbers:
        """One alpha for each row of weights, a weight for each unit; nan where nothing could have disagreed."""
        total = weights @ self.sizes
        observed = weights @ self.within / total
        by_chance = self._spread(weights @ self.counts) / (total * (total - 1))
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(by_chance > 0, 1 - observed / by_chance, np.nan))

    def interval(self, seed: int, resamples: int) -> tuple[float, float] | None:
        chance = np.random.default_rng(seed)
        count = len(self.sizes)
        found = [
            self.alpha(
                chance.multinomial(count, [1 / count] * count, min(AT_ONCE, resamples - done)).astype(float)
            )
            for done in range(0, resamples, AT_ONCE)
        ]
        alphas = np.concatenate(found) if found else np.array([])
        alphas = alphas[~np.isnan(alphas)]
        if not alphas.size:
            return None
        low, high = np.quantile(alphas, [0.025, 0.975])
        return float(low), float(high)

    def same(self) -> float:
        pairs = (self.counts * (self.counts - 1)).sum(axis=1) / (self.sizes - 1)
        return float(pairs.sum() / self.sizes.sum())


def _order(value: Hashable) -> str:
    return ",".join(sorted(map(str, value))) if isinstance(value, frozenset) else str(value)


def nominal(values: Sequence[Hashable]) -> Numbers:
    """Two values are the same or they are not."""
    return np.asarray(1.0 - np.eye(len(values)))


def masi(values: Sequence[Hashable]) -> Numbers:
    """How far sets of themes are apart, from 0 to 1 (R. Passonneau, LREC 2006).

    One less the Jaccard share of what two sets have in common, which counts whole when they are equal, two thirds
    when one lies within the other, one third when each has something of its own, and not at all when they share
    nothing.  Jaccard alone would not tell a coder who saw one theme fewer from one who saw another theme.
    """
    labels = sorted({label for value in values if isinstance(value, frozenset) for label in value})
    has = np.array([[label in value for label in labels] for value in values if isinstance(value, frozenset)])
    has = has.reshape(len(values), len(labels)).astype(float)
    shared, sizes = has @ has.T, has.sum(axis=1)
    smaller, either = np.minimum.outer(sizes, sizes), np.add.outer(sizes, sizes) - shared
    equal = either == shared
    kind = np.where(equal, 1.0, np.where(shared == smaller, SUBSET, np.where(shared > 0, CROSSING, 0.0)))
    return np.asarray(1.0 - kind * np.where(either > 0, shared / np.maximum(either, 1), 1.0))


def by_theme(coded: Coded, seed: int = 0) -> dict[str, Agreement]:
    """For each theme, agreement on whether a unit raises it or not."""
    return {
        theme: agreement(([theme in given for given in unit.values()] for unit in _units(coded)), None, seed)
        for theme in coded.every_theme
    }


def overall(coded: Coded, seed: int = 0) -> Agreement:
    """Agreement on the whole set of themes of a unit, by `masi`."""
    return agreement((list(unit.values()) for unit in _units(coded)), masi, seed)


def on_stance(coded: Coded, seed: int = 0) -> Agreement:
    """Agreement on the stance, where at least two coders gave a unit the same theme."""
    return agreement((list(coded.stances[place].values()) for place in sorted(coded.stances)), None, seed)


def by_pair(coded: Coded, seed: int = 0) -> dict[tuple[str, str], Agreement]:
    """Agreement of every two coders alone: the machine with each person, and the people with each other."""
    coders = coded.coders
    pairs = [(one, other) for place, one in enumerate(coders) for other in coders[place + 1 :]]
    return {pair: overall(coded.only(pair), seed) for pair in pairs}


def _units(coded: Coded) -> Iterable[Mapping[str, Labels]]:
    return (coded.themes[unit] for unit in sorted(coded.themes))
