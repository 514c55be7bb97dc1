"""Folded answers cut into tokens, each token a whole number: the same number wherever it is met again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.bulk.compiled import kernel
from analysis.text import TOKEN

Integers = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint32]
CODE_POINTS = 0x110000
MOST_TOKENS = 150_000


class Cut(NamedTuple):
    """Tokens of a batch one after another: what each is and where it stands; `answers` says whose they are."""

    tokens: Integers
    starts: Integers
    lengths: Integers
    answers: Integers


class Book(NamedTuple):
    """Every token met so far: its letters, one after another, and the slots where they are looked up."""

    letters: Codes
    ends: Integers
    slots: Integers


class TokenTable:
    """Numbers for tokens, in the order in which they were first met."""

    def __init__(self) -> None:
        self._kinds = _kinds_of_character()
        self._book = Book(np.zeros(0, np.uint32), np.zeros(1, np.int32), np.zeros(0, np.int32))
        self.count = 0

    def cut(self, texts: Sequence[str]) -> tuple[Cut, list[str]]:
        """The tokens of folded texts, and those never met before, in order."""
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        bounds = np.array([0, *accumulate(map(len, texts))], np.int32)
        self._make_room(len(codes))
        room = len(codes) + 1
        tokens, starts, lengths = (np.empty(room, np.int32) for _ in range(3))
        answers = np.empty(len(bounds), np.int32)
        before = self.count
        self.count, length = _cut(
            codes, bounds, self._kinds, self._book, before, Cut(tokens, starts, lengths, answers)
        )
        new = [self._text(number) for number in range(before, self.count)]
        return Cut(tokens[:length], starts[:length], lengths[:length], answers), new

    def _text(self, number: int) -> str:
        first, last = self._book.ends[number], self._book.ends[number + 1]
        return self._book.letters[first:last].tobytes().decode("utf-32-le", "surrogatepass")

    def _make_room(self, letters: int) -> None:
        """Room for as many tokens as so many letters could hold."""
        book, most = self._book, self.count + letters // 2 + 2
        used = int(book.ends[self.count])
        if used + letters > len(book.letters) or most >= len(book.ends) or 2 * most > len(book.slots):
            slots = np.full(1 << (2 * most).bit_length(), -1, np.int32)
            grown = Book(
                np.resize(book.letters, max(len(book.letters), used + 2 * letters)),
                np.resize(book.ends, max(len(book.ends), 2 * most)),
                slots,
            )
            _fill_slots(grown, self.count)
            self._book = grown


def _kinds_of_character() -> npt.NDArray[np.uint8]:
    """For each code point 1 when it may stand in a word, 2 when it ends a sentence, else 0."""
    kinds = np.zeros(CODE_POINTS, np.uint8)
    every = np.arange(CODE_POINTS, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    for run in TOKEN.finditer(every):
        kinds[run.start() : run.end()] = 2 if run.group()[0] in ".?;:\n\r" else 1
    return kinds


@kernel
def _cut(
    codes: Codes, bounds: Integers, kinds: npt.NDArray[np.uint8], book: Book, count: int, found: Cut
) -> tuple[int, int]:
    length = 0
    for answer in range(len(bounds) - 1):
        found.answers[answer] = length
        place, last = bounds[answer], bounds[answer + 1]
        while place < last:
            kind = kinds[codes[place]]
            if kind == 0:
                place += 1
                continue
            start = place
            while place < last and kinds[codes[place]] == kind:
                place += 1
            slot, token = _look_up(book, codes, start, place)
            if token < 0:
                token = count
                _write_down(book, codes, start, place, slot, token)
                count += 1
            found.tokens[length] = token
            found.starts[length] = start - bounds[answer]
            found.lengths[length] = place - start
            length += 1
    found.answers[len(bounds) - 1] = length
    return count, length


@kernel
def _look_up(book: Book, codes: Codes, start: int, last: int) -> tuple[int, int]:
    """The slot of a token, and its number or -1."""
    mask = len(book.slots) - 1
    slot = _hash(codes, start, last) & mask
    while book.slots[slot] >= 0:
        token = book.slots[slot]
        first = book.ends[token]
        if book.ends[token + 1] - first == last - start:
            same = True
            for step in range(last - start):
                if book.letters[first + step] != codes[start + step]:
                    same = False
                    break
            if same:
                return slot, token
        slot = (slot + 1) & mask
    return slot, -1


@kernel
def _hash(codes: Codes, start: int, last: int) -> int:
    """The hash of Fowler, Noll and Vo over code points, folded to the low bits."""
    value = np.uint64(14695981039346656037)
    for place in range(start, last):
        value = (value ^ np.uint64(codes[place])) * np.uint64(1099511628211)
    return int((value ^ (value >> np.uint64(29))) & np.uint64(0x7FFFFFFF))


@kernel
def _write_down(book: Book, codes: Codes, start: int, last: int, slot: int, token: int) -> None:
    first = book.ends[token]
    for step in range(last - start):
        book.letters[first + step] = codes[start + step]
    book.ends[token + 1] = first + last - start
    book.slots[slot] = token


@kernel
def _fill_slots(book: Book, count: int) -> None:
    mask = len(book.slots) - 1
    for token in range(count):
        slot = _hash(book.letters, book.ends[token], book.ends[token + 1]) & mask
        while book.slots[slot] >= 0:
            slot = (slot + 1) & mask
        book.slots[slot] = token
