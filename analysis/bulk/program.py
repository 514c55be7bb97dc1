"""The patterns as numbers: what each step looks for, and what each shape of word offers.

A step looks for any of some atoms: each such choice is a number, and a word is a row of bits that says which
choices it meets.  Words that meet the same choices and may stand in the same phrases have the same shape.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from analysis.bulk.pairs import Pairs, pairs_of
from analysis.bulk.rows import BITS, Bits, Integers, Rows, bits_of, joined, rows_of
from analysis.matching import PhraseStart, Word
from analysis.patterns import Pattern, Step
from analysis.vocabulary import STOP, Vocabulary


class Program(NamedTuple):
    """The patterns; `needs` are the choices of each that must all be met somewhere.

    A row of `patterns` is its first chain, one past its last, its reach and whether that passes sentence ends; of
    `chains` the first step, one past the last and the anchor; of `steps` the choice, the gap before it, whether
    that gap passes sentence ends, and whether the step may be missing.
    """

    patterns: Integers
    needs: Rows
    chains: Integers
    steps: Integers


class Offers(NamedTuple):
    """What kinds of phrases, and after them shapes of words, offer.

    That is the choices they meet, the patterns that may begin there, and the keys by which phrases know them.
    `choices` are bits, to ask after one; `met` are those that some pattern needs, one after another, to go through
    them.  `stop` is the row of a sentence end.
    """

    choices: Bits
    met: Rows
    begins: Rows
    keys: Rows
    stop: int


class Phrases(NamedTuple):
    """Phrases by the keys of their first two words: rows of `offers`, and the keys of their further words."""

    table: Pairs
    groups: Integers
    kinds: Integers
    rests: Rows


Seen = tuple[frozenset[int], tuple[int, ...], bool]


class Patterns:
    """The patterns of an engine, and the shapes of the words met so far; only those `heeded` are looked for."""

    def __init__(self, vocabulary: Vocabulary, heeded: Container[int]) -> None:
        self._choices: dict[frozenset[str], int] = {}
        self.program = self._program(vocabulary.patterns, heeded)
        self._choices_of = _by_atom(self._choices)
        self._orders_of = _by_choice(vocabulary.patterns, self._choices, heeded)
        self._keys: dict[str, int] = {}
        groups = self._groups(vocabulary)
        kinds = list(dict.fromkeys(phrase.atoms for group in groups.values() for phrase in group))
        self.phrases = self._phrases(groups, {atoms: number for number, atoms in enumerate(kinds)})
        self._numbers: dict[Seen, int] = {}
        self._first = len(kinds)
        stop = self._seen(STOP)
        self._numbers[stop] = self._first
        rows = [*((self._met(atoms), (), False) for atoms in kinds), stop]
        self.offers = self._offers(rows)

    def offers_of(self, words: Iterable[Word]) -> list[int]:
        """The row of `offers` for each word; rows for shapes not met before are added."""
        known = len(self._numbers)
        found = [
            self._numbers.setdefault(self._seen(word), self._first + len(self._numbers)) for word in words
        ]
        if len(self._numbers) > known:
            old, new = self.offers, self._offers(list(self._numbers)[known:])
            self.offers = Offers(
                np.concatenate((old.choices, new.choices)),
                joined(old.met, new.met),
                joined(old.begins, new.begins),
                joined(old.keys, new.keys),
                old.stop,
            )
        return found

    def _seen(self, word: Word) -> Seen:
        keys = sorted(self._keys[key] for key in word.keys if key in self._keys)
        return self._met(word.keys), tuple(keys), word.stop

    def _met(self, atoms: Iterable[str]) -> frozenset[int]:
        return frozenset(choice for atom in atoms for choice in self._choices_of.get(atom, ()))

    def _offers(self, rows: Sequence[Seen]) -> Offers:
        begins = [
            sorted({o for choice in choices for o in self._orders_of.get(choice, ())})
            for choices, _, _ in rows
        ]
        choices = bits_of([choices for choices, _, _ in rows], len(self._choices) // BITS + 1)
        met = rows_of([sorted(choices & self._needed) for choices, _, _ in rows])
        return Offers(choices, met, rows_of(begins), rows_of([keys for _, keys, _ in rows]), self._first)

    def _choice(self, atoms: frozenset[str]) -> int:
        return self._choices.setdefault(atoms, len(self._choices))

    def _program(self, patterns: Sequence[Pattern], heeded: Container[int]) -> Program:
        rows: list[tuple[int, ...]] = []
        chains: list[tuple[int, ...]] = []
        steps: list[tuple[int, ...]] = []
        for pattern in patterns:
            first = len(chains)
            for chain in pattern.chains:
                begin = len(steps)
                steps.extend((self._choice(s.atoms), s.gap, s.across, s.optional) for s in chain.steps)
                chains.append((begin, len(steps), begin + chain.anchor))
            rows.append((first, len(chains), pattern.reach, pattern.across))
        # Where a pattern is tried its anchor has been met already.
        needs = [[self._choice(atoms) for atoms in p.needs if atoms != _anchor(p).atoms] for p in patterns]
        self._needed = frozenset(
            choice for order, row in enumerate(needs) if order in heeded for choice in row
        )
        return Program(
            np.array(rows, np.int32), rows_of(needs), np.array(chains, np.int32), np.array(steps, np.int32)
        )

    def _groups(self, vocabulary: Vocabulary) -> dict[tuple[int, int], list[PhraseStart]]:
        groups: dict[tuple[int, int], list[PhraseStart]] = {}
        for first, seconds in vocabulary.phrases.items():
            for second, starts in seconds.items():
                groups.setdefault((self._key(first), self._key(second)), []).extend(starts)
        return groups

    def _phrases(
        self, groups: Mapping[tuple[int, int], Sequence[PhraseStart]], kinds: Mapping[frozenset[str], int]
    ) -> Phrases:
        phrases = [phrase for group in groups.values() for phrase in group]
        return Phrases(
            pairs_of({pair: place for place, pair in enumerate(groups)}),
            np.cumsum([0, *map(len, groups.values())], dtype=np.int32),
            np.array([kinds[phrase.atoms] for phrase in phrases], np.int32),
            rows_of([[self._key(key) for key in phrase.rest] for phrase in phrases]),
        )

    def _key(self, key: str) -> int:
        return self._keys.setdefault(key, len(self._keys))


def _by_atom(choices: dict[frozenset[str], int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for atoms, number in choices.items():
        for atom in atoms:
            found.setdefault(atom, []).append(number)
    return found


def _by_choice(
    patterns: Sequence[Pattern], choices: dict[frozenset[str], int], heeded: Container[int]
) -> dict[int, list[int]]:
    """For each choice the patterns of which it is the anchor, where matching begins."""
    found: dict[int, list[int]] = {}
    for order, pattern in enumerate(patterns):
        if order in heeded:
            found.setdefault(choices[_anchor(pattern).atoms], []).append(order)
    return found


def _anchor(pattern: Pattern) -> Step:
    chain = pattern.chains[0]
    return chain.steps[chain.anchor]
