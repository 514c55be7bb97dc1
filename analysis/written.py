"""Which themes are in what people wrote, as columns: who, which theme, and whether they praise or blame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
PRAISED, BLAMED = 1, 2
SIDES: Mapping[int, str] = {0: "neutral", PRAISED: "positive", BLAMED: "negative", PRAISED | BLAMED: "mixed"}
SIDE_OF: Mapping[str, int] = {stance: side for side, stance in SIDES.items()}


def _none() -> Rows:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Written:
    """The themes in what people wrote: person `rows[i]` wrote about `themes[i]`, on these `sides` (PRAISED, BLAMED).

    A person stands once for a theme.
    """

    names: tuple[str, ...] = ()
    rows: Rows = field(default_factory=_none)
    themes: Rows = field(default_factory=_none)
    sides: Rows = field(default_factory=_none)

    def counts(self, among: Bits | None = None) -> Counter[tuple[str, str]]:
        """How many people wrote about each theme, by (theme, stance)."""
        kept = slice(None) if among is None else among[self.rows]
        both = np.bincount(self.themes[kept] * len(SIDES) + self.sides[kept], minlength=0)
        return Counter(
            {
                (self.names[place // len(SIDES)], SIDES[place % len(SIDES)]): int(both[place])
                for place in np.flatnonzero(both).tolist()
            }
        )

    def who(self, theme: str = "", stance: str = "") -> Rows:
        """The rows of those who wrote about the theme (any: empty) under this stance (any: empty)."""
        kept = np.ones(len(self.rows), bool)
        if theme:
            kept &= self.themes == (self.names.index(theme) if theme in self.names else -1)
        if stance:
            kept &= self.sides == SIDE_OF[stance]
        return self.rows[kept]

    def moved(self, new_rows: Rows) -> Written:
        """The same where person `i` has become `new_rows[i]`; those who have become -1 are gone."""
        rows = new_rows[self.rows]
        kept = rows >= 0
        return Written(self.names, rows[kept], self.themes[kept], self.sides[kept])


def written_from(themes: Sequence[str], rows: Rows, sides: Rows) -> Written:
    """The themes of these codes; of several codes of one person about one theme, the sides are taken together."""
    names = tuple(dict.fromkeys(themes))
    places = {name: place for place, name in enumerate(names)}
    numbers = np.fromiter(map(places.__getitem__, themes), np.int64, len(themes))
    return _once_each(Written(names, rows, numbers, sides))


def written_together(parts: Sequence[Written], begins: Sequence[int]) -> Written:
    """Several parts as one, where the person in row 0 of a part is the one in row `begins` of the whole."""
    names = tuple(dict.fromkeys(name for part in parts for name in part.names))
    places = {name: place for place, name in enumerate(names)}
    return Written(
        names,
        np.concatenate([_none(), *(p.rows + at for p, at in zip(parts, begins, strict=True))]),
        np.concatenate(
            [_none(), *(np.array([places[n] for n in p.names], np.int64)[p.themes] for p in parts)]
        ),
        np.concatenate([_none(), *(part.sides for part in parts)]),
    )


def _once_each(found: Written) -> Written:
    width = max(1, len(found.names))
    keys = found.rows * width + found.themes
    order = np.argsort(keys, kind="stable")
    each, first = np.unique(keys[order], return_index=True)
    sides = np.bitwise_or.reduceat(found.sides[order], first) if len(first) else found.sides
    return Written(found.names, each // width, each % width, sides)
