"""What the light model reads in an answer: words with their families, pieces of words, and pairs of neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from analysis.matching import Word

PIECE = 4
SHORTEST = 3
OPENING = "^"


def word_features(word: Word) -> list[str]:
    """A word, its stems and families, and its pieces of four letters, which survive a slip of the keys."""
    framed = f"<{word.text}>"
    pieces = (f"#{framed[i : i + PIECE]}" for i in range(len(framed) - PIECE + 1))
    return [*sorted(word.keys), *pieces]


def pair(before: str, after: str) -> str:
    """Two words that stand side by side; an answer opens with OPENING."""
    return f"{before} {after}"


def features_of(words: Sequence[Word]) -> list[str]:
    """Every feature of an answer: of each word once, however often it is said, and of all neighbours."""
    spoken = [word for word in words if not word.stop]
    texts = [OPENING, *(word.text for word in spoken)]
    different = {word.text: word for word in reversed(spoken)}
    return [
        *(feature for word in different.values() for feature in word_features(word)),
        *(pair(one, other) for one, other in pairwise(texts)),
    ]


def sentences(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The sentences of an answer that are long enough to be weighed alone; none when there is only one."""
    stops = [place for place, word in enumerate(words) if word.stop]
    if not stops or stops[0] == len(words) - 1:
        return
    start = 0
    for stop in (*stops, len(words)):
        if stop - start >= SHORTEST:
            yield words[start:stop]
        start = stop + 1
