"""A flag, and the flag of an answer that sounds like a telling though no rule names it."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.reading import Reading
from analysis.safeguarding.likeness import RULE, Model


@dataclass(frozen=True, slots=True)
class SafeguardingFlag:
    """A reason to read an answer: level 1 immediate to 4 watch, and the code points that say why."""

    category: str
    level: int
    rule: str
    start: int
    end: int
    cues: tuple[str, ...]


def heard(reading: Reading, model: Model, level: int, category: str) -> SafeguardingFlag:
    """The model's own flag, from the first to the last of the words that weigh most."""
    places = model.telling(reading.words)
    cues = tuple(dict.fromkeys(reading.words[place].text for place in places))
    start, end = reading.span(places[0], places[-1] + 1)
    return SafeguardingFlag(category, level, f"{category}.{RULE}", start, end, cues)
