"""Counts sentences, words and syllables. Scores made of them are a hint: on short texts they mean little."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

# A full stop ends a sentence where a space, a closing quote or the end follows: not in 2.5 or e.g.
ENDS = re.compile(r"[.!?؟।]+[\"”’')]*(?=\s|$)|\n+")
WORD = re.compile(r"\w+(?:['’.-]\w+)*")
VOWELS = re.compile(r"[aeiouy]+")
SHORTEST_TEXT = 100


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: `start` and `end` are offsets in code points."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text in order, without the spaces around them. A new line starts a new sentence."""
    cuts = [0, *(match.end() for match in ENDS.finditer(text)), len(text)]
    spans = (_trimmed(text, start, end) for start, end in pairwise(cuts))
    return tuple(span for span in spans if WORD.search(span.text))


def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text; "don't", "well-being" and "2.5" are one each."""
    return tuple(WORD.findall(text))


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(piece.strip(), start + len(piece) - len(piece.lstrip()))


def syllables(word: str) -> int:
    """About how many syllables an English word has; at least 1."""
    lower = word.lower()
    count = len(VOWELS.findall(lower))
    silent_end = lower.endswith("e") and not lower.endswith(("le", "ee")) and count > 1
    return max(1, count - silent_end)


def school_grade(texts: Iterable[str]) -> float | None:
    """The Flesch-Kincaid school grade (Kincaid and others, 1975); None below SHORTEST_TEXT words.

    Add 5 for the age of a reader. Texts without an end, such as answers, count as one sentence each.
    """
    found = [span for text in texts for span in sentences(text)]
    said = [word for span in found for word in words(span.text)]
    if len(said) < SHORTEST_TEXT:
        return None
    per_word = sum(map(syllables, said)) / len(said)
    return 0.39 * len(said) / len(found) + 11.8 * per_word - 15.59
