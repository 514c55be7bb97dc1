"""How much there is of a theme, and how much was missed, when the machine that counted makes mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import beta

from analysis.coded_units import Coded, Labels, majority
from analysis.intervals import Proportion

DRAWS = 20_000
TAIL = 0.025
# Jeffreys' prior: half a hit and half a miss, so that 10 of 10 is not taken for never wrong.
HALF = 0.5
SMALLEST_CHECK = 10


@dataclass(frozen=True, slots=True)
class Checked:
    """What people found when they read what the machine had read, for one theme: counts of units."""

    both: int
    machine_only: int
    people_only: int
    neither: int

    @property
    def sensitivity(self) -> Proportion:
        """Of what people found, how much the machine found."""
        return Proportion(self.both, self.both + self.people_only)

    @property
    def specificity(self) -> Proportion:
        """Of what people did not find, how much the machine left alone."""
        return Proportion(self.neither, self.neither + self.machine_only)


@dataclass(frozen=True, slots=True)
class Prevalence:
    """The share of units that raise a theme.

    counted   the share that the machine found, in all units
    share     the same, corrected for the machine's measured error; None when too little was checked for that
    interval  the middle 95 % of what is likely, the error's own uncertainty included; None when `share` is
    """

    counted: Proportion
    checked: Checked
    share: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Missed:
    """What people found in `read` units, a random sample of all `total` where the machine had found nothing."""

    found: int
    read: int
    total: int

    @property
    def interval(self) -> tuple[float, float]:
        """The share missed, between Clopper and Pearson's exact limits: they never promise too little."""
        low = beta.ppf(TAIL, self.found, self.read - self.found + 1) if self.found else 0.0
        high = beta.ppf(1 - TAIL, self.found + 1, self.read - self.found) if self.found < self.read else 1.0
        return float(low), float(high)

    @property
    def units(self) -> tuple[int, int]:
        """The least and the most units that hold something: those that people found, and a share of the unread."""
        low, high = self.interval
        unread = self.total - self.read
        return self.found + round(low * unread), self.found + round(high * unread)


def prevalence(found: int, total: int, checked: Checked, seed: int = 0) -> Prevalence:
    """The share of a theme among `total` units of which the machine found it in `found`.

    W. J. Rogan and B. Gladen (American Journal of Epidemiology, 1978): (counted + specificity - 1) /
    (sensitivity + specificity - 1), kept within 0 and 1.  The interval draws all three from what was counted and
    checked (beta distributions, seeded).  It holds when the checked units were chosen at random.
    """
    counted = Proportion(found, total)
    enough = min(checked.sensitivity.total, checked.specificity.total) >= SMALLEST_CHECK
    right = checked.sensitivity.value + checked.specificity.value - 1
    if not total or not enough or right <= 0:
        return Prevalence(counted, checked, None, None)
    share = (counted.value + checked.specificity.value - 1) / right
    return Prevalence(counted, checked, min(1.0, max(0.0, share)), _likely(counted, checked, seed))


def _likely(counted: Proportion, checked: Checked, seed: int) -> tuple[float, float] | None:
    chance = np.random.default_rng(seed)
    apparent, sensitive, specific = (
        chance.beta(part.hits + HALF, part.total - part.hits + HALF, DRAWS)
        for part in (counted, checked.sensitivity, checked.specificity)
    )
    right = sensitive + specific - 1
    usable = right > 0
    if not usable.any():
        return None
    shares = np.clip((apparent + specific - 1)[usable] / right[usable], 0, 1)
    low, high = np.quantile(shares, [TAIL, 1 - TAIL])
    return float(low), float(high)


def checked_theme(coded: Coded, machine: str, theme: str) -> Checked:
    """The machine beside what more than half of the people found, over the units that both read."""
    pairs = [
        (theme in given[machine], people)
        for given in coded.themes.values()
        if machine in given and (people := _people_found(given, machine, theme)) is not None
    ]
    counts = {(m, p): sum(pair == (m, p) for pair in pairs) for m in (True, False) for p in (True, False)}
    return Checked(counts[True, True], counts[True, False], counts[False, True], counts[False, False])


def _people_found(given: Mapping[str, Labels], machine: str, theme: str) -> bool | None:
    return majority([theme in labels for coder, labels in given.items() if coder != machine])


def prevalences(coded: Coded, machine: str, seed: int = 0) -> dict[str, Prevalence]:
    """Every theme's prevalence among all units that the machine read."""
    read = [given[machine] for given in coded.themes.values() if machine in given]
    return {
        theme: prevalence(
            sum(theme in labels for labels in read), len(read), checked_theme(coded, machine, theme), seed
        )
        for theme in coded.every_theme
    }


def missed(coded: Coded, machine: str) -> Missed:
    """What people found, by more than half of them, where the machine had found no theme at all."""
    empty = [given for given in coded.themes.values() if machine in given and not given[machine]]
    people = (
        majority([bool(labels) for coder, labels in given.items() if coder != machine]) for given in empty
    )
    said = [one for one in people if one is not None]
    return Missed(sum(said), len(said), len(empty))


def not_found(found: Iterable[bool], total: int) -> Missed:
    """The same for any random sample: whether each unit read held something, of `total` that nothing was found in."""
    said = list(found)
    return Missed(sum(said), len(said), total)
