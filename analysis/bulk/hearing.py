"""How much each answer of a batch sounds like a telling: the model of `analysis.safeguarding.likeness` in bulk.

Here it is only added up as it is there, in the same order, so that the same answers are raised.  What it hears in
an answer that is raised, its kind and the words that weigh most, is worked out for those few alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.bulk.compiled import inner, kernel
from analysis.bulk.pairs import Pairs, pairs_of, value_of
from analysis.bulk.rows import Flags, Integers
from analysis.bulk.wording import Words
from analysis.matching import Word
from analysis.safeguarding.categories import CATEGORIES
from analysis.safeguarding.features import OPENING, SHORTEST, word_features
from analysis.safeguarding.likeness import (
    ALWAYS,
    MOST_COUNTED,
    SENTENCE_SHARE,
    SHOWN,
    UNIT,
    UNPLACED,
    Model,
)

Numbers = npt.NDArray[np.float64]
# In the order of their names, so that of equals the last is taken, as `Model.category` does.
NAMES = tuple(sorted(CATEGORIES))


class Weighed(NamedTuple):
    """For each word: its weight, how many features it has, its number among pairs, and the kinds it speaks for.

    `spelt` is the same number for words that are written alike, which count once in an answer.
    """

    weights: Integers
    counts: Integers
    texts: Integers
    spelt: Integers
    stops: Flags
    kinds: Integers


class Neighbours(NamedTuple):
    """Pairs of words that stand side by side: their row, and for each row its weight and the kinds it speaks for."""

    table: Pairs
    weights: Integers
    kinds: Integers
    opening: int


class Heard(NamedTuple):
    """The score of each answer as a whole, and of the sentence that tells most or of the whole when none does."""

    whole: Numbers
    best: Numbers


class Spoken(NamedTuple):
    """For each answer how much its words speak for each category, and how many features they have."""

    kinds: Integers
    counts: Integers


class Hearing:
    """The model's weights for the words met so far."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._texts = {OPENING: 0}
        pairs = [feature for feature in {**model.weights, **model.kinds} if " " in feature]
        rows = {self._pair(feature): row for row, feature in enumerate(pairs)}
        self._neighbours = Neighbours(
            pairs_of(rows),
            np.array([model.weights.get(feature, 0) for feature in pairs], np.int32),
            self._kinds_of([[feature] for feature in pairs]),
            0,
        )
        none = np.zeros(0, np.int32)
        self._spelt: dict[str, int] = {}
        self._weighed = Weighed(none, none, none, none, np.zeros(0, np.bool_), self._kinds_of([]))

    def learn(self, words: Sequence[Word]) -> None:
        """Weigh words never met before, in the order of their numbers."""
        features = [word_features(word) for word in words]
        weights = [sum(self._model.weights.get(f, 0) for f in found) for found in features]
        new = Weighed(
            np.array(weights, np.int32),
            np.array(list(map(len, features)), np.int32),
            np.array([self._texts.get(word.text, -1) for word in words], np.int32),
            np.array([self._spelt.setdefault(word.text, len(self._spelt)) for word in words], np.int32),
            np.array([word.stop for word in words], np.bool_),
            self._kinds_of(features),
        )
        self._weighed = Weighed(*(np.concatenate(pair) for pair in zip(self._weighed, new, strict=True)))

    def hear(self, words: Words) -> Heard:
        """The scores of every answer of a batch."""
        count = len(words.answers) - 1
        heard = Heard(np.empty(count), np.empty(count))
        always = self._model.weights[ALWAYS]
        pairs = np.empty(len(words.ids), np.int32)
        _pair_up(words, self._weighed, self._neighbours, pairs)
        _hear(words, self._weighed, self._neighbours, pairs, always, UNIT, SHORTEST, self._unsaid(), heard)
        return heard

    def evidence(self, heard: Heard, themes: Integers) -> Numbers:
        """How much speaks for reading each answer in which no rule was found, given how many themes it names."""
        score = heard.whole + SENTENCE_SHARE * np.maximum(heard.best - heard.whole, 0.0)
        found = np.empty(len(score))
        for count in range(MOST_COUNTED + 1):
            these = np.minimum(themes, MOST_COUNTED) == count
            found[these] = self._model.card.evidence.weigh(score[these], {}, count)
        return found

    def kinds(self, words: Words, answers: Integers) -> list[str]:
        """The category for which the words of some answers speak most."""
        found = self.spoken(words, answers).kinds
        last = len(NAMES) - 1 - found[:, ::-1].argmax(axis=1)
        most = found.max(axis=1, initial=0)
        return [NAMES[place] if top > 0 else UNPLACED for place, top in zip(last, most, strict=True)]

    def spoken(self, words: Words, answers: Integers) -> Spoken:
        """What the words of some answers speak for, the categories in the order of NAMES."""
        spoken = Spoken(np.zeros((len(answers), len(NAMES)), np.int32), np.zeros(len(answers), np.int32))
        _add_kinds(words, answers, self._weighed, self._neighbours, self._unsaid(), spoken)
        return spoken

    def telling(self, words: Words, answers: Integers) -> Integers:
        """The places of the words of some answers that weigh most, a row for each, in order and after -1 for none."""
        found = np.full((len(answers), SHOWN), -1, np.int32)
        _find_telling(words, answers, self._weighed, found)
        found.sort(axis=1)
        found[found[:, -1] < 0, -1] = 0
        return found

    def _unsaid(self) -> Integers:
        """In which piece each spelling was said last: in none yet."""
        return np.full(len(self._spelt), -1, np.int32)

    def _pair(self, feature: str) -> tuple[int, int]:
        before, _, after = feature.partition(" ")
        return (
            self._texts.setdefault(before, len(self._texts)),
            self._texts.setdefault(after, len(self._texts)),
        )

    def _kinds_of(self, features: Sequence[Sequence[str]]) -> Integers:
        """For each list of features, how much it speaks for each category."""
        found = np.zeros((len(features), len(NAMES)), np.int32)
        for row, names in enumerate(features):
            for name in names:
                for category, weight in self._model.kinds.get(name, {}).items():
                    found[row, NAMES.index(category)] += weight
        return found


@kernel
def _find_telling(words: Words, answers: Integers, weighed: Weighed, found: Integers) -> None:
    """Write the places of the heaviest words, the heaviest first and of equals the first, into each row."""
    for row in range(len(answers)):
        first, count = words.answers[answers[row]], 0
        for place in range(words.answers[answers[row] + 1] - first):
            word = words.ids[first + place]
            weight = weighed.weights[word]
            if weighed.stops[word] or weight <= 0:
                continue
            rank = count
            while rank > 0 and weighed.weights[words.ids[first + found[row, rank - 1]]] < weight:
                rank -= 1
            if rank == found.shape[1]:
                continue
            count = min(count + 1, found.shape[1])
            for later in range(count - 1, rank, -1):
                found[row, later] = found[row, later - 1]
            found[row, rank] = place


@kernel
def _pair_up(words: Words, weighed: Weighed, near: Neighbours, pairs: Integers) -> None:
    """Write for each word the row of its pair with the word before it in the answer, or -1."""
    for answer in range(len(words.answers) - 1):
        before = near.opening
        for place in range(words.answers[answer], words.answers[answer + 1]):
            word = words.ids[place]
            if not weighed.stops[word]:
                pairs[place] = value_of(near.table, before, weighed.texts[word])
                before = weighed.texts[word]


@kernel
def _hear(
    words: Words,
    weighed: Weighed,
    near: Neighbours,
    pairs: Integers,
    always: int,
    unit: float,
    shortest: int,
    said: Integers,
    heard: Heard,
) -> None:
    piece = 0
    for answer in range(len(words.answers) - 1):
        first, last = words.answers[answer], words.answers[answer + 1]
        whole = _score(words.ids, first, last, weighed, near, pairs, always, unit, said, piece)
        piece += 1
        best, start = -np.inf, first
        for place in range(first, last + 1):
            if place < last and not weighed.stops[words.ids[place]]:
                continue
            alone = start == first and place >= last - 1
            if not alone and place - start >= shortest:
                score = _score(words.ids, start, place, weighed, near, pairs, always, unit, said, piece)
                best = max(best, score)
                piece += 1
            start = place + 1
        heard.whole[answer] = whole
        heard.best[answer] = best if best > -np.inf else whole


@kernel
def _score(
    ids: Integers,
    first: int,
    last: int,
    weighed: Weighed,
    near: Neighbours,
    pairs: Integers,
    always: int,
    unit: float,
    said: Integers,
    piece: int,
) -> float:
    """How a piece sounds; `said` holds the last piece in which each spelling was counted."""
    total, count, opens = 0, 0, True
    for place in range(first, last):
        word = ids[place]
        if weighed.stops[word]:
            continue
        if said[weighed.spelt[word]] != piece:
            said[weighed.spelt[word]] = piece
            total += weighed.weights[word]
            count += weighed.counts[word]
        pair = value_of(near.table, near.opening, weighed.texts[word]) if opens else pairs[place]
        total += near.weights[pair] if pair >= 0 else 0
        count += 1
        opens = False
    return (always + total / sqrt(max(count, 1))) * unit


@kernel
def _add_kinds(
    words: Words, answers: Integers, weighed: Weighed, near: Neighbours, said: Integers, spoken: Spoken
) -> None:
    for row in range(len(answers)):
        before, count, kinds = near.opening, 0, spoken.kinds[row]
        for place in range(words.answers[answers[row]], words.answers[answers[row] + 1]):
            word = words.ids[place]
            if weighed.stops[word]:
                continue
            if said[weighed.spelt[word]] != row:
                said[weighed.spelt[word]] = row
                count += weighed.counts[word]
                _add(kinds, weighed.kinds[word])
            pair = value_of(near.table, before, weighed.texts[word])
            if pair >= 0:
                _add(kinds, near.kinds[pair])
            count += 1
            before = weighed.texts[word]
        spoken.counts[row] = count


@inner
def _add(sums: Integers, more: Integers) -> None:
    for place in range(len(sums)):
        sums[place] += more[place]
