"""What each word adds to how like a theme or a stance some words are: `analysis.theme_model` over whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.bulk.compiled import inner, kernel
from analysis.bulk.denying import part_in_denial
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
# What may be said of a word, as bits; those above are in denying.py.
SPOKEN, DENIAL, PRAISE, BLAME, DOUBT, TURN, STRANGE, STOP = (1 << bit for bit in range(8))
TONED = PRAISE | BLAME | DOUBT


class Sounds(NamedTuple):
    """For each word: what may be said of it, its stem, its rows among the weights, and its rows when denied."""

    marks: Integers
    stems: Integers
    rows: Rows
    denied: Rows


class Sums(NamedTuple):
    """The weights: rows of pairs of stems, and for each row its square, what it adds, and the most to any theme.

    A row adds to few themes: `columns` are these, and `values` what it adds to each; `tones` is what it adds to each
    stance.  `always` is what each theme has before a word is read, and `manner` what each stance has.
    """

    pairs: Pairs
    squares: Longs
    columns: Rows
    values: Integers
    tones: Integers
    tops: Longs
    always: Longs
    manner: Longs
    highest: int
    strange: int
    themes: int
    reach: int


class Room(NamedTuple):
    """Scratch for one answer at a time.

    seen      when each row was last met; `clock` counts how often anything was met
    rows      the rows met last
    features  the row of the pair that each word ends, if it has one, and the rows of the word, one after another
    firsts    for each word where its features begin, and `paired` whether a pair is the first of them
    partners  for each word the denial that turns it round, or the word for which a denial is turned, or -1
    turned    for each word how many before it are turned round by a denial, and `strange` how many are strange
    """

    seen: Longs
    rows: Integers
    features: Integers
    firsts: Integers
    paired: Integers
    partners: Integers
    turned: Integers
    strange: Integers
    clock: Longs


class Listening:
    """The weights for the words met so far."""

    def __init__(self, weights: Weights, themes: int) -> None:
        self._features = weights.features
        self._stems: dict[str, int] = {}
        pairs = {self._pair(feature): row for feature, row in weights.features.items() if " " in feature}
        values = _compact(weights.values)
        told, columns = np.nonzero(values[:, :themes])
        self.sums = Sums(
            pairs_of(pairs),
            np.array(weights.worths, np.int64) ** 2,
            Rows(
                np.searchsorted(told, np.arange(len(values) + 1)).astype(np.int32), columns.astype(np.int32)
            ),
            values[told, columns],
            np.ascontiguousarray(values[:, themes:]),
            values[:, :themes].max(axis=1, initial=0).astype(np.int64),
            np.array(weights.always[:themes], np.int64),
            np.array(weights.always[themes:], np.int64),
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
        rows, most = len(self.sums.squares), 1 + int(np.diff(self.sounds.rows.ends).max(initial=0))
        firsts, paired, partners, turned, strange = (np.zeros(longest + 1, np.int32) for _ in range(5))
        return Room(
            np.zeros(rows, np.int64),
            np.zeros(rows + 1, np.int32),
            np.zeros((longest + 1) * most, np.int32),
            firsts,
            paired,
            partners,
            turned,
            strange,
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
        return sum(bit for bit, holds in said.items() if holds) + part_in_denial(word.text)


def _compact(values: Longs) -> Integers:
    """The weights in half the room, which is sooner read."""
    if np.abs(values).max(initial=0) > np.iinfo(np.int32).max:
        raise ValueError("A weight of a theme is too large to be added up in bulk.")
    return np.ascontiguousarray(values, np.int32)


@kernel
def heed(ids: Integers, sounds: Sounds, sums: Sums, room: Room) -> None:
    """Note the features of an answer, and which words a denial turns round, before any of its words are met."""
    before, spoken, denial, denied_at, count, turned, strange = -1, 0, -1, -sums.reach - 1, 0, 0, 0
    for place in range(len(ids)):
        room.firsts[place], room.turned[place], room.strange[place] = count, turned, strange
        room.paired[place], room.partners[place] = 0, -1
        word = ids[place]
        mark = sounds.marks[word]
        if not mark & SPOKEN:
            continue
        pair = value_of(sums.pairs, before, sounds.stems[word])
        before = sounds.stems[word]
        if pair >= 0:
            room.features[count], room.paired[place] = pair, 1
            count += 1
        for item in range(sounds.rows.ends[word], sounds.rows.ends[word + 1]):
            room.features[count] = sounds.rows.items[item]
            count += 1
        strange += 1 if mark & STRANGE else 0
        if mark & DENIAL:
            denial, denied_at = place, spoken
        elif spoken - denied_at <= sums.reach and mark & TONED:
            room.partners[place] = denial
            turned += 1
            if not mark & PRAISE and room.partners[denial] < 0:
                room.partners[denial] = place
        spoken += 1
    room.firsts[len(ids)], room.turned[len(ids)], room.strange[len(ids)] = count, turned, strange


@kernel
def meet(ids: Integers, first: int, last: int, sounds: Sounds, sums: Sums, room: Room) -> tuple[int, float]:
    """Write the rows of the features from first to last into `room.rows`, each once; how many, and the length."""
    room.clock[0] += 1
    while first < last and not sounds.marks[ids[first]] & SPOKEN:
        first += 1
    if first == last:
        return 0, 1.0
    if room.turned[last] > room.turned[first]:
        return _meet_turned(ids, first, last, sounds, sums, room)
    count, squares = 0, 0
    for feature in range(room.firsts[first] + room.paired[first], room.firsts[last]):
        count, squares = _note(room.features[feature], room, sums.squares, count, squares)
    return count, _length(squares, room.strange[last] - room.strange[first], sums.strange)


@kernel
def _meet_turned(
    ids: Integers, first: int, last: int, sounds: Sounds, sums: Sums, room: Room
) -> tuple[int, float]:
    """The same for words of which some may be turned round by a denial."""
    count, squares, strangers = 0, 0, 0
    for place in range(first, last):
        word, begin = ids[place], room.firsts[place] + room.paired[place]
        if room.paired[place] and place > first:
            count, squares = _note(room.features[begin - 1], room, sums.squares, count, squares)
        if first <= room.partners[place] < last:
            for item in range(sounds.denied.ends[word], sounds.denied.ends[word + 1]):
                count, squares = _note(sounds.denied.items[item], room, sums.squares, count, squares)
            continue
        strangers += room.strange[place + 1] - room.strange[place]
        for feature in range(begin, room.firsts[place + 1]):
            count, squares = _note(room.features[feature], room, sums.squares, count, squares)
    return count, _length(squares, strangers, sums.strange)


@inner
def _length(squares: int, strangers: int, strange: int) -> float:
    length = sqrt(squares + strangers * strange)
    return length if length > 0 else 1.0


@inner
def _note(row: int, room: Room, squares: Longs, count: int, total: int) -> tuple[int, int]:
    """Note a row unless it was met before; how many there are, and the sum of their squares.

    It is written without a branch, which would be guessed wrong too often.
    """
    is_new = int(room.seen[row] != room.clock[0])
    room.seen[row] = room.clock[0]
    room.rows[count] = row
    return count + is_new, total + is_new * squares[row]


@inner
def liken(sums: Sums, room: Room, count: int, length: float, found: Longs) -> None:
    """Write how like each theme the rows met are."""
    for theme in range(sums.themes):
        found[theme] = 0
    for met in range(count):
        row = room.rows[met]
        for item in range(sums.columns.ends[row], sums.columns.ends[row + 1]):
            found[sums.columns.items[item]] += sums.values[item]
    for theme in range(sums.themes):
        found[theme] = sums.always[theme] + int(10 * found[theme] / length)


@inner
def hear(sums: Sums, room: Room, count: int, length: float, found: Longs) -> None:
    """Write how like each stance the rows met are."""
    for stance in range(len(found)):
        total = 0
        for met in range(count):
            total += sums.tones[room.rows[met], stance]
        found[stance] = sums.manner[stance] + int(10 * total / length)


@inner
def most_like(sums: Sums, room: Room, count: int) -> int:
    """The most that the rows met can add to any theme."""
    total = 0
    for met in range(count):
        total += sums.tops[room.rows[met]]
    return total
