"""Guessing slowed down, one account at a time: nobody's guesses delay anybody else, and nobody is locked out for long.

Kept in memory only, so each worker counts alone; a guesser gains a factor of the number of workers, no more.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

FREE_TRIES = 5
FIRST_WAIT = 15.0
LONGEST_WAIT = 300.0
REMEMBERED = 10_000


@dataclass
class Throttle:
    """How often each account was got wrong, and until when it has to wait (seconds of a steady clock)."""

    _wrong: OrderedDict[str, int] = field(default_factory=OrderedDict)
    _until: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def failed(self, account: str) -> None:
        """Count one wrong try; from the sixth on, the wait doubles each time, up to 5 minutes."""
        with self._lock:
            count = self._wrong[account] = self._wrong.pop(account, 0) + 1
            if count > FREE_TRIES:
                wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (count - FREE_TRIES - 1))
                self._until[account] = time.monotonic() + wait
            while len(self._wrong) > REMEMBERED:
                oldest, _ = self._wrong.popitem(last=False)
                self._until.pop(oldest, None)

    def succeeded(self, account: str) -> None:
        """Forget what went wrong before."""
        with self._lock:
            self._wrong.pop(account, None)
            self._until.pop(account, None)

    def waits(self, account: str) -> bool:
        """True while tries for this account are refused unseen."""
        with self._lock:
            return self._until.get(account, 0.0) > time.monotonic()


throttle = Throttle()
