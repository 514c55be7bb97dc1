"""How sure a proportion is: Wilson's interval, which keeps its shape near nought and one."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share of `total` with its 95 % interval (E. B. Wilson, 1927)."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share itself, or nought when nothing was counted."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Low and high ends; nothing counted means nothing known, so 0 to 1."""
        if not self.total:
            return 0.0, 1.0
        n, p, z2 = self.total, self.value, Z95 * Z95
        centre = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = Z95 * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return max(0.0, centre - half), min(1.0, centre + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.2f} ({low:.2f} to {high:.2f}, {self.hits} of {self.total})"
