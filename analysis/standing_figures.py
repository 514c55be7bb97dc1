"""The figures of a row that may leave the team now, given what left before: no two moments can be subtracted.

What one export hides, a later one could give away: somebody takes the earlier number from the later one and reads
off the few people who came in between. So a row gets new figures only where every number that is shown moved by
nothing or by enough people, and what was hidden once stays hidden. Otherwise the earlier figures stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.small_numbers import HIDDEN, SMALLEST_BASE, SMALLEST_COUNT, CountRow, suppress


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row as it left the team, or may leave it: numbers of people, None where they are hidden."""

    base: int | None
    cells: tuple[int | None, ...]

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The base and then every cell."""
        return (self.base, *self.cells)

    @property
    def empty(self) -> bool:
        """True when nothing of it is shown."""
        return all(number is None for number in self.numbers)


@dataclass(frozen=True, slots=True)
class Standing:
    """What may leave now; `held` when these are the earlier figures, although there are newer ones."""

    row: ShownRow
    held: bool = False


def standing(now: CountRow, earlier: Sequence[ShownRow] = (), adds_up: bool = True) -> Standing:
    """The figures of a row that may leave now; `earlier` is what left before, the latest last.

    `adds_up` says that the cells of the row make its base, as in `suppress`.
    """
    fresh = shown_alone(now, adds_up)
    left = [row for row in earlier if not row.empty]
    if not left:
        return Standing(fresh)
    last = left[-1]
    new = _hidden_like(now, last)
    if new == last or (_hides_all_of(last, fresh) and all(_far_apart(now, row, adds_up) for row in left)):
        return Standing(new)
    return Standing(last, held=True)


def far_enough(before: int, now: int, enough: int = SMALLEST_COUNT) -> bool:
    """True when nobody, or at least `enough` people, stand between two numbers of people."""
    return before == now or abs(now - before) >= enough


def shown_alone(now: CountRow, adds_up: bool = True) -> ShownRow:
    """What may be shown of a row of which nothing left before."""
    safe = suppress([now], adds_up=adds_up)[0]
    cells = zip(now.cells, safe.cells, strict=True)
    return ShownRow(
        None if safe.base == HIDDEN else now.base,
        tuple(None if shown == HIDDEN else count for count, shown in cells),
    )


def _hidden_like(now: CountRow, last: ShownRow) -> ShownRow:
    """The new numbers, hidden where the earlier ones were."""
    cells = now.cells if len(now.cells) == len(last.cells) else last.cells
    return ShownRow(
        None if last.base is None else now.base,
        tuple(None if before is None else count for count, before in zip(cells, last.cells, strict=True)),
    )


def _hides_all_of(last: ShownRow, fresh: ShownRow) -> bool:
    """True when whatever has to be hidden now was hidden before."""
    if len(last.cells) != len(fresh.cells):
        return False
    return all(
        before is None or number is not None
        for before, number in zip(last.numbers, fresh.numbers, strict=True)
    )


def _far_apart(now: CountRow, before: ShownRow, adds_up: bool) -> bool:
    """True when no number that can be known of both moved by a few people only."""
    if before.base is not None and not far_enough(before.base, now.base, SMALLEST_BASE):
        return False
    pairs = list(zip(now.cells, before.cells, strict=True))
    if not all(far_enough(shown, count) for count, shown in pairs if shown is not None):
        return False
    hidden = sum(count for count, shown in pairs if shown is None)
    if not adds_up or before.base is None or not any(shown is None for _, shown in pairs):
        return True
    return hidden >= SMALLEST_COUNT and far_enough(_left_over(before), hidden)


def _left_over(row: ShownRow) -> int:
    """What the hidden cells make together, which anybody can work out from a base that is shown."""
    return (row.base or 0) - sum(count or 0 for count in row.cells)
