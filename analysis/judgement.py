"""Whether a sentence raises a theme, and its stance: what patterns say, weighed with what the model hears.

How much each sign weighs was learnt from sentences that the model had not seen (theme_training.py) and stands in
the card, theme_card.yaml, in thousandths.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from analysis.matching import Word
from analysis.theme_lessons import STANCES
from analysis.theme_model import ThemeModel, load_weights
from analysis.vocabulary import read_yaml

CARD = "theme_card.yaml"
# What a pattern may be, the weakest first: a common word, a word, a phrase, or what the writer thinks.
KINDS = ("common", "word", "phrase", "opinion")
# What a pattern says by itself: blame, nothing, praise, or that a problem is absent.
BLAMES, SILENT, PRAISES, ABSENT = -1, 0, 1, 2
OPINIONS = {BLAMES: "blames", PRAISES: "praises", ABSENT: "absent"}
STANCE_NAMES = tuple(STANCES.values())
UNIT = 1_000
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What each sign adds to the log of the odds that a sentence raises a theme, in thousandths.

    like, like_named  of each thousandth of likeness, when no pattern names the theme and when one does
    rival             of each thousandth of the highest likeness to another theme, which counts from `floor`
    named             of each kind of pattern
    least             from where a theme is coded
    """

    always: int
    like: int
    like_named: int
    rival: int
    floor: int
    least: int
    named: Mapping[str, int]

    def weigh(self, likeness: int, rival: int, kind: str | None) -> int:
        """The evidence for a theme in a sentence, in millionths, less what is needed to code it."""
        own, slope = (self.named[kind], self.like_named) if kind else (0, self.like)
        return (
            (self.always + own - self.least) * UNIT + slope * likeness + self.rival * max(rival, self.floor)
        )

    @property
    def plain(self) -> int:
        """The likeness below which no theme is coded unless a pattern names it."""
        return ((self.least - self.always) * UNIT - self.rival * self.floor) // self.like


@dataclass(frozen=True, slots=True)
class StanceEvidence:
    """What each sign adds to the log of the odds of each stance, in thousandths, a number for each stance.

    always  before anything is read
    heard   of each thousandth of what the model hears, by the stance heard
    toned   of each step of words of praise less words of blame
    said    by what a pattern says by itself
    """

    always: tuple[int, ...]
    heard: tuple[tuple[int, ...], ...]
    toned: tuple[int, ...]
    said: Mapping[str, tuple[int, ...]]

    def weigh(self, heard: Sequence[int], toned: int, opinion: int) -> list[int]:
        """The evidence for each stance, in millionths."""
        said = self.said[OPINIONS[opinion]] if opinion else None
        return [
            (own + toned * self.toned[place] + (said[place] if said else 0)) * UNIT
            + sum(row[place] * one for row, one in zip(self.heard, heard, strict=True))
            for place, own in enumerate(self.always)
        ]


@dataclass(frozen=True, slots=True)
class Judge:
    """The model with what its card says of the evidence."""

    model: ThemeModel
    evidence: Evidence
    stances: StanceEvidence

    def raised(self, words: Sequence[Word], named: Mapping[str, str]) -> list[str]:
        """The themes that the words raise; `named` are themes that patterns name, with the kind of pattern.

        A theme of which the model was taught nothing is raised by its patterns alone.
        """
        plain = self.evidence.plain
        likeness = self.model.likeness(words, None if named else plain)
        untaught = [theme for theme in named if theme not in self.model.themes]
        if not likeness:
            return untaught
        first, second = self.model.nearest(likeness)
        found = []
        for theme, place in self.model.themes.items():
            kind = named.get(theme)
            if kind is None and (likeness[place] < plain or len(words) < SHORTEST):
                continue
            rival = likeness[second if place == first else first]
            if self.evidence.weigh(likeness[place], rival, kind) >= 0:
                found.append(theme)
        return found + untaught


@lru_cache(maxsize=1)
def load_judge() -> Judge | None:
    """The model and the card that were learnt last, or nothing when there are none."""
    weights = load_weights()
    return read_judge(ThemeModel(weights), read_yaml("analysis", CARD)) if weights else None


def read_judge(model: ThemeModel, card: Mapping[str, Any]) -> Judge:
    """A judge from the parts of a card that are used."""
    return Judge(model, read_evidence(card), read_stances(card))


def read_evidence(card: Mapping[str, Any]) -> Evidence:
    """What the card says of themes."""
    return Evidence(**card["evidence"])


def read_stances(card: Mapping[str, Any]) -> StanceEvidence:
    """What the card says of stances."""
    stance = card["stance"]
    return StanceEvidence(
        always=tuple(stance["always"]),
        heard=tuple(tuple(stance["heard"][name]) for name in STANCE_NAMES),
        toned=tuple(stance["toned"]),
        said={name: tuple(row) for name, row in stance["said"].items()},
    )
