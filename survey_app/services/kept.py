"""What a process has counted and keeps until it changes: one result for each visit, with what it was counted from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
Stamp = tuple[tuple[str, str, int], ...]
VISITS = 16


class Kept(Generic[T]):
    """The newest result of a few visits. `stamp` names what a result was made from: another one is made anew."""

    def __init__(self, visits: int = VISITS) -> None:
        self._visits = visits
        self._kept: OrderedDict[str, tuple[Stamp, T]] = OrderedDict()
        self._lock = Lock()

    def get(self, visit_id: str, stamp: Stamp, make: Callable[[], T]) -> T:
        """The result for exactly this stamp, made when it is not kept."""
        with self._lock:
            kept = self._kept.get(visit_id)
        if kept is None or kept[0] != stamp:
            # Made outside the lock: two requests at once may both count, and nobody waits for another visit.
            kept = stamp, make()
            self._keep(visit_id, kept)
        return kept[1]

    def forget(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._kept.clear()

    def _keep(self, visit_id: str, kept: tuple[Stamp, T]) -> None:
        with self._lock:
            self._kept[visit_id] = kept
            self._kept.move_to_end(visit_id)
            while len(self._kept) > self._visits:
                self._kept.popitem(last=False)
