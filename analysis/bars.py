"""Bars to either side of a line: what a chart shows, before it is drawn by plotly or as SVG.

Praise is blue and to the right, criticism orange and to the left: side and lightness tell them apart in grey.
An audience keeps its colour and its marker everywhere. Every colour stands out from white by 3:1 or more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.compare import Interval

PRAISE = "#12508c"
CRITICISM = "#d86c00"
INK = "#1f2328"
GRID = "#b8bec6"


@dataclass(frozen=True, slots=True)
class Look:
    """How an audience is drawn; `marker` is plotly's name for the shape."""

    colour: str
    marker: str


LOOKS: Mapping[str, Look] = {
    "young_people": Look("#6a3d9a", "circle"),
    "parents_carers": Look("#00777a", "square"),
    "practitioners": Look("#a3195b", "diamond"),
    "partnership": Look("#4d4d4d", "triangle-up"),
    "local_leaders": Look("#7a5c00", "triangle-down"),
}
OTHER_LOOK = Look(INK, "cross")


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart, in the chart's unit.

    `right_both` and `left_both` stand outside `right` and `left`: answers that belong to both sides.
    The intervals are drawn over the ends of `right` and `left`. `audience` gives colour and marker, if any.
    """

    label: str
    right: float
    left: float = 0.0
    right_both: float = 0.0
    left_both: float = 0.0
    right_interval: Interval | None = None
    left_interval: Interval | None = None
    audience: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A whole chart. `unit` is `%` or a plural noun; the names say what lies to the right and to the left."""

    bars: tuple[Bar, ...]
    unit: str
    right_name: str
    left_name: str = ""
    both_name: str = ""
    by_audience: bool = False

    @property
    def reach(self) -> float:
        """How far the longer side of the axis goes, in the unit: 100 for shares."""
        if self.unit == "%":
            return 100.0
        longest = max(
            (max(bar.right + bar.right_both, bar.left + bar.left_both) for bar in self.bars), default=0
        )
        return round_up(longest)


def round_up(number: float) -> float:
    """The next 1, 2 or 5 times a power of ten, at least 5, so that an axis ends on a plain number."""
    step = 1
    while True:
        for figure in (5, 10, 20):
            if number <= figure * step:
                return float(figure * step)
        step *= 10


def ticks(reach: float, two_sided: bool) -> tuple[float, ...]:
    """Where the axis is marked: the ends and halfway, on both sides when there are two."""
    right = (0.0, reach / 2, reach)
    return (*(-mark for mark in reversed(right[1:])), *right) if two_sided else right


def look_of(audience: str) -> Look:
    """How to draw an audience, known or not."""
    return LOOKS.get(audience, OTHER_LOOK)


def amount(number: float, unit: str) -> str:
    """A number on an axis or a bar, without its sign: `40%`, `1,200`."""
    return f"{abs(number):.0f}%" if unit == "%" else f"{abs(number):,g}"
