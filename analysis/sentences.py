"""Where sentences begin and end among the words of an answer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from analysis.matching import Word

# A sentence without a stop is read this many words each way, so that time stays a straight line.
REACH = 50


class Sentences:
    """The stops of an answer, asked for the bounds of the sentence around a word."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._stops = [i for i, word in enumerate(words) if word.stop]
        self._length = len(words)

    def bounds(self, place: int) -> tuple[int, int]:
        """First word and one past the last word of the sentence that holds `place`."""
        after = bisect_right(self._stops, place - 1)
        start = self._stops[after - 1] + 1 if after else 0
        end = self._stops[after] if after < len(self._stops) else self._length
        return max(start, place - REACH), min(end, place + REACH)

    def number(self, place: int) -> int:
        """Which sentence holds `place`, counted from nought."""
        return bisect_right(self._stops, place - 1)

    def pieces(self) -> Iterator[tuple[int, int]]:
        """Every sentence as first word and one past the last; a sentence without end comes in several pieces."""
        start = 0
        for stop in (*self._stops, self._length):
            for first in range(start, stop, REACH):
                yield first, min(first + REACH, stop)
            start = stop + 1
