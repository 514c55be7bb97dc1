"""What each word adds to how like a theme or a stance some words are: `analysis.theme_model` over whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.bulk.compiled import kernel
from analysis.bulk.pairs import Pairs, pairs_of, value_of
from analysis.bulk.rows import NO_ROWS, Integers, Rows, joined, rows_of
from analysis.matching import Word
from analysis.stance import TURNS
from analysis.theme_model import (
    BAD,
    DENIAL_REACH,
    DENIALS,
    DOUBTFUL,
    GOOD,
    LONGEST_WORD,
    SMALL_WORDS,
    Weights,
    stem,
)

Longs = npt.NDArray[np.int64]
# What may be said of a word, as bits.
SPOKEN, DENIAL, PRAISE, BLAME, DOUBT, TURN, STRANGE, STOP = (1 << bit for bit in range(8))
TONED = PRAISE | BLAME | DOUBT


class Sounds(NamedTuple):
    """For each word: what may be said of it, its stem, its rows among the weights, and its rows when denied."""

    marks: Integers
    stems: Integers
    rows: Rows
    denied: Rows


class Sums(NamedTuple):
    """The weights: rows of pairs of stems, and for each row its square, what it adds, and the most to any theme."""

    pairs: Pairs
    squares: Longs
    values: Integers
    tops: Longs
    always: Longs
    highest: int
    strange: int
    themes: int
    reach: int


class Room(NamedTuple):
    """Scratch: when each row was last met, the rows met, the denied words, and how often anything was met."""

    seen: Longs
    rows: Integers
    turned: Integers
    clock: Longs


class Listening:
    """The weights for the words met so far."""

    def __init__(self, weights: Weights, themes: int) -> None:
        self._features = weights.features
        self._stems: dict[str, int] = {}
        pairs = {self._pair(feature): row for feature, row in weights.features.items() if " " in feature}
        values = _compact(weights.values)
        self.sums = Sums(
            pairs_of(pairs),
            np.array(weights.worths, np.int64) ** 2,
            values,
            values[:, :themes].max(axis=1, initial=0).astype(np.int64),
            np.array(weights.always, np.int64),
            max(weights.always[:themes]),
            weights.strange,
            themes,
            DENIAL_REACH,
        )
        none = np.zeros(0, np.int32)
        self.sounds = Sounds(none, none, NO_ROWS, NO_ROWS)

    def learn(self, words: Sequence[Word]) -> None:
        """Look up words never met before, in the order of their numbers."""
        stems = [stem(word.text) for word in words]
        tones = [[tone for tone in (GOOD, BAD, DOUBTFUL) if tone in word.keys] for word in words]
        rows = [
            self._rows([own] * (own not in SMALL_WORDS) + toned)
            for own, toned in zip(stems, tones, strict=True)
        ]
        denied = [self._rows(["not" + tone for tone in toned]) for toned in tones]
        old = self.sounds
        self.sounds = Sounds(
            np.concatenate((old.marks, np.array([self._mark(word) for word in words], np.int32))),
            np.concatenate((old.stems, np.array([self._stems.get(own, -1) for own in stems], np.int32))),
            joined(old.rows, rows_of(rows)),
            joined(old.denied, rows_of(denied)),
        )

    def room(self, longest: int) -> Room:
        """Scratch for answers of up to so many words."""
        rows = len(self.sums.squares)
        return Room(
            np.zeros(rows + 1, np.int64),
            np.zeros(rows + 1, np.int32),
            np.zeros(longest + 1, np.int32),
            np.zeros(1, np.int64),
        )

    def _rows(self, features: Sequence[str]) -> list[int]:
        return [self._features[feature] for feature in features if feature in self._features]

    def _pair(self, feature: str) -> tuple[int, int]:
        one, _, other = feature.partition(" ")
        return (
            self._stems.setdefault(one, len(self._stems)),
            self._stems.setdefault(other, len(self._stems)),
        )

    def _mark(self, word: Word) -> int:
        own = stem(word.text)
        said = {
            SPOKEN: not word.stop and len(word.text) < LONGEST_WORD,
            DENIAL: word.text in DENIALS,
            PRAISE: GOOD in word.keys,
            BLAME: BAD in word.keys,
            DOUBT: DOUBTFUL in word.keys,
            TURN: word.text in TURNS,
            STRANGE: own not in SMALL_WORDS and own not in self._features,
            STOP: word.stop,
        }
        return sum(bit for bit, holds in said.items() if holds)


def _compact(values: Longs) -> Integers:
    """The weights in half the room, which is sooner read."""
    if np.abs(values).max(initial=0) > np.iinfo(np.int32).max:
        raise ValueError("A weight of a theme is too large to be added up in bulk.")
    return np.ascontiguousarray(values, np.int32)


@kernel
def meet(ids: Integers, first: int, last: int, sounds: Sounds, sums: Sums, room: Room) -> tuple[int, float]:
    """Write the rows of the features from first to last into `room.rows`, each once; how many, and the length."""
    _turn_round(ids, first, last, sounds.marks, sums.reach, room.turned)
    room.clock[0] += 1
    count, strangers, before, squares = 0, 0, -1, 0
    for place in range(first, last):
        word = ids[place]
        marks = sounds.marks[word]
        if not marks & SPOKEN:
            continue
        pair = value_of(sums.pairs, before, sounds.stems[word])
        before = sounds.stems[word]
        if pair >= 0:
            count, squares = _note(pair, room, sums.squares, count, squares)
        if room.turned[place - first]:
            for item in range(sounds.denied.ends[word], sounds.denied.ends[word + 1]):
                count, squares = _note(sounds.denied.items[item], room, sums.squares, count, squares)
            continue
        strangers += 1 if marks & STRANGE else 0
        for item in range(sounds.rows.ends[word], sounds.rows.ends[word + 1]):
            count, squares = _note(sounds.rows.items[item], room, sums.squares, count, squares)
    length = sqrt(squares + strangers * sums.strange)
    return count, length if length > 0 else 1.0


@kernel
def _turn_round(ids: Integers, first: int, last: int, marks: Integers, reach: int, turned: Integers) -> None:
    """Mark words of praise and blame just after a denial, and the denials of words that do not praise."""
    spoken, denial, denied_at = 0, -1, -reach - 1
    for place in range(first, last):
        turned[place - first] = 0
        mark = marks[ids[place]]
        if not mark & SPOKEN:
            continue
        if mark & DENIAL:
            denial, denied_at = place, spoken
        elif spoken - denied_at <= reach and mark & TONED:
            turned[place - first] = 1
            if not mark & PRAISE:
                turned[denial - first] = 1
        spoken += 1


@kernel
def _note(row: int, room: Room, squares: Longs, count: int, total: int) -> tuple[int, int]:
    """Note a row unless it was met before; how many there are, and the sum of their squares."""
    if room.seen[row] == room.clock[0]:
        return count, total
    room.seen[row] = room.clock[0]
    room.rows[count] = row
    return count + 1, total + squares[row]


@kernel
def add_up(sums: Sums, room: Room, count: int, length: float, first: int, last: int, found: Longs) -> None:
    """Write how like the columns from first to last the rows met are into `found`."""
    part, always = found[first:last], sums.always[first:last]
    for column in range(len(part)):
        part[column] = 0
    for met in range(count):
        row = sums.values[room.rows[met], first:last]
        for column in range(len(part)):
            part[column] += row[column]
    for column in range(len(part)):
        part[column] = always[column] + (int(10 * part[column] / length) if count else 0)


@kernel
def most_like(sums: Sums, room: Room, count: int) -> int:
    """The most that the rows met can add to any theme."""
    total = 0
    for met in range(count):
        total += sums.tops[room.rows[met]]
    return total
