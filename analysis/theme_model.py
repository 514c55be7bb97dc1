"""A light model beside the codebook's patterns: which themes some words are about, and what they think of them.

`python -m analysis.theme_training` learns it from the sentences in training/ and keeps it as a list of words and
pairs with whole-number weights that anybody can read (theme_weights.txt), and a card that says what it was learnt
from and how well it did (theme_card.yaml).  Here it is only added up, in whole numbers, so that the same words
always give the same answer: for each theme and stance, what it always has, and the sum of what each word, pair and
tone adds, divided by the length of them all (the root of the sum of the squares of their worths).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from math import sqrt
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from analysis.matching import Word
from analysis.patterns import keyed
from analysis.theme_lessons import STANCES, Lesson, lessons

__all__ = ["Lesson", "ThemeModel", "Weights", "features", "lessons", "load_weights", "stem"]

WEIGHTS = "theme_weights.txt"
# What a sum of worths and weights, both in hundredths, is multiplied by to give thousandths of log odds.
THOUSANDTHS = 10
MOST_KEPT = 100_000
NO_PAIRS: Mapping[str, int] = MappingProxyType({})
NOT_TURNED: Mapping[int, str] = MappingProxyType({})
LONGEST_WORD, LONGEST_STEM, SHORTEST_STEM = 30, 6, 3
ENDINGS = ("ings", "ing", "ies", "ed", "es", "s", "ly")
SMALL_WORDS = frozenset("the a an of".split())
GOOD, BAD, DOUBTFUL = keyed("good"), keyed("bad"), keyed("doubtful")
TONES = frozenset({GOOD, BAD, DOUBTFUL})
DENIAL_REACH = 3
DENIALS = frozenset(
    "not no never nobody noone none nothing without isnt wasnt arent werent dont doesnt didnt hasnt havent "
    "wont aint cant couldnt wouldnt hardly barely dosnt".split()
)
Numbers = npt.NDArray[np.int64]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its ending, and no longer than six letters: waiting, waits and waited are one."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            word = word[: -len(ending)] + ("y" if ending == "ies" else "")
            break
    return word[:LONGEST_STEM]


def features(words: Sequence[Word]) -> set[str]:
    """Stems, pairs of neighbouring stems, and words of praise and blame, each turned round by a denial."""
    spoken = [word for word in words if not word.stop and len(word.text) < LONGEST_WORD]
    stems = [stem(word.text) for word in spoken]
    turned = _turned(spoken)
    found = {one for place, one in enumerate(stems) if place not in turned and one not in SMALL_WORDS}
    found.update(f"{one} {other}" for one, other in pairwise(stems))
    for place, word in enumerate(spoken):
        mark = turned.get(place, "")
        found.update(mark + tone for tone in (GOOD, BAD, DOUBTFUL) if tone in word.keys)
    return found


def _turned(words: Sequence[Word]) -> dict[int, str]:
    """The places of words of blame turned round by a denial just before, and of those denials."""
    found: dict[int, str] = {}
    denial = -DENIAL_REACH - 1
    for place, word in enumerate(words):
        if word.text in DENIALS:
            denial = place
        elif place - denial <= DENIAL_REACH and not word.keys.isdisjoint(TONES):
            found[place] = "not"
            if GOOD not in word.keys:
                found[denial] = "not"
    return found


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt: a column for each theme and stance, and a row for each feature.

    columns  themes, then the four stances
    always   what each column has before a word is read, in thousandths of log odds
    strange  the square of the worth of a word that no lesson holds
    worths   of each feature, in hundredths
    values   rows by columns, what each feature adds before it is divided by the length: worth times weight
    """

    columns: tuple[str, ...]
    always: tuple[int, ...]
    strange: int
    features: Mapping[str, int]
    worths: tuple[int, ...]
    values: Numbers


@dataclass(frozen=True, slots=True)
class _Known:
    """A word among the features: its stem, its rows, its rows when turned round, and pairs that it begins."""

    stem: str
    rows: tuple[int, ...]
    turned: tuple[int, ...]
    pairs: Mapping[str, int]
    strange: int


class ThemeModel:
    """How like each theme and stance some words are, by the weights that were learnt."""

    def __init__(self, weights: Weights) -> None:
        self.themes = {name: place for place, name in enumerate(weights.columns[: -len(STANCES)])}
        self._weights = weights
        self._values = weights.values
        self._squares = [worth * worth for worth in weights.worths]
        count = len(self.themes)
        self._tops: list[int] = self._values[:, :count].max(axis=1, initial=0).tolist()
        self._highest = max(weights.always[:count])
        self._tones: list[tuple[int, ...]] = [tuple(row) for row in self._values[:, count:].tolist()]
        self._pairs: dict[str, dict[str, int]] = {}
        for feature, row in weights.features.items():
            one, _, other = feature.partition(" ")
            if other:
                self._pairs.setdefault(one, {})[other] = row
        self._known: dict[Word, _Known] = {}

    def likeness(self, words: Sequence[Word], least: int | None = None) -> Sequence[int]:
        """How like each theme and stance the words are, in thousandths of log odds, by place: the `themes` first.

        With `least`, nothing at all when it is plain at a glance that no theme can reach it.
        """
        rows, length = self._met(words)
        if least is not None:
            most = THOUSANDTHS * sum(self._tops[row] for row in rows)
            if not rows or most < (least - self._highest) * length:
                return ()
        if not rows:
            return self._weights.always
        sums: list[int] = self._values[rows].sum(axis=0).tolist()
        return [
            always + int(THOUSANDTHS * one / length)
            for always, one in zip(self._weights.always, sums, strict=True)
        ]

    def nearest(self, likeness: Sequence[int]) -> tuple[int, int]:
        """The places of the two themes that some words are most like, the first of equals first."""
        places = sorted(self.themes.values(), key=lambda place: (-likeness[place], place))
        return places[0], places[1]

    def tone(self, words: Sequence[Word]) -> tuple[int, ...]:
        """How like praise, blame, a plain mention and both at once the words are, in thousandths of log odds."""
        rows, length = self._met(words)
        always = self._weights.always[-len(STANCES) :]
        if not rows:
            return always
        sums = map(sum, zip(*(self._tones[row] for row in rows), strict=True))
        return tuple(own + int(THOUSANDTHS * one / length) for own, one in zip(always, sums, strict=True))

    def _met(self, words: Sequence[Word]) -> tuple[list[int], float]:
        """The rows of the features that the lessons hold, each once, and the length of all the features."""
        spoken = [word for word in words if not word.stop and len(word.text) < LONGEST_WORD]
        turned = _turned(spoken) if any(word.text in DENIALS for word in spoken) else NOT_TURNED
        rows: dict[int, None] = {}
        strangers = 0
        pairs = NO_PAIRS
        for place, word in enumerate(spoken):
            known = self._known.get(word) or self._learn(word)
            if known.stem in pairs:
                rows[pairs[known.stem]] = None
            pairs = known.pairs
            if place in turned:
                rows.update(dict.fromkeys(known.turned))
                continue
            strangers += known.strange
            rows.update(dict.fromkeys(known.rows))
        squares = self._squares
        found = list(rows)
        return found, sqrt(sum(squares[row] for row in found) + strangers * self._weights.strange) or 1.0

    def _learn(self, word: Word) -> _Known:
        """What a word stands for among the features, kept for when it is met again."""
        if len(self._known) > MOST_KEPT:
            self._known.clear()
        own, all_rows = stem(word.text), self._weights.features
        tones = [tone for tone in (GOOD, BAD, DOUBTFUL) if tone in word.keys]
        plain = [own] * (own not in SMALL_WORDS) + tones
        known = _Known(
            own,
            tuple(all_rows[feature] for feature in plain if feature in all_rows),
            tuple(all_rows["not" + tone] for tone in tones if "not" + tone in all_rows),
            self._pairs.get(own, NO_PAIRS),
            int(own not in SMALL_WORDS and own not in all_rows),
        )
        self._known[word] = known
        return known


@lru_cache(maxsize=1)
def load_weights() -> Weights | None:
    """The weights that were learnt last, or nothing when there are none and the patterns work alone."""
    source = files("analysis").joinpath(WEIGHTS)
    return read_weights(source.read_text(encoding="utf-8")) if source.is_file() else None


def read_weights(text: str) -> Weights:
    """Weights from the lines of their file: columns with what they always have, the strange, then the features."""
    columns, strange, *lines = text.splitlines()
    named = [one.split(":") for one in columns.split()]
    rows: dict[str, int] = {}
    worths: list[int] = []
    values = np.zeros((len(lines), len(named)), dtype=np.int64)
    for row, line in enumerate(lines):
        feature, worth, *weights = line.split("\t")
        rows[feature] = row
        worths.append(int(worth))
        for one in weights:
            place, weight = one.split(":")
            values[row, int(place)] = int(worth) * int(weight)
    names, always = zip(*named, strict=True)
    return Weights(tuple(names), tuple(map(int, always)), int(strange), rows, tuple(worths), values)
