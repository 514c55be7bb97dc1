"""The tokens of a batch as the matcher reads them: `analysis.reading.read` over whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analysis.bulk.compiled import kernel
from analysis.bulk.cutting import Cut
from analysis.bulk.rows import NO_ROWS, Flags, Integers, Rows, joined, rows_of
from analysis.matching import Word
from analysis.reading import LONGEST_TELEGRAM, WORDS_PER_STOP
from analysis.text import EDGES
from analysis.vocabulary import Vocabulary


class Words(NamedTuple):
    """The words of a batch one after another, where each stands in its folded text, and whose they are."""

    ids: Integers
    starts: Integers
    ends: Integers
    answers: Integers


class Typed(NamedTuple):
    """For each token its words, whether it is left out, the quotes before it, and its length without them."""

    words: Rows
    fillers: Flags
    leads: Integers
    lengths: Integers


class Lexicon:
    """What every token met so far stands for, and every word, each once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._numbers: dict[tuple[str, bool], int] = {}
        self.words: list[Word] = []
        none = np.zeros(0, np.int32)
        self.typed = Typed(NO_ROWS, np.zeros(0, np.bool_), none, none)
        self.stops = np.zeros(0, np.bool_)

    def learn(self, tokens: Sequence[str]) -> None:
        """Look up tokens never met before, in the order of their numbers."""
        entries = [self._vocabulary[token] for token in tokens]
        words = rows_of([[self._number(word) for word in entry.words] for entry in entries])
        bare = [token.strip(EDGES) or token for token in tokens]
        leads = [token.index(inner) for token, inner in zip(tokens, bare, strict=True)]
        typed = self.typed
        self.typed = Typed(
            joined(typed.words, words),
            np.concatenate((typed.fillers, np.array([entry.filler for entry in entries], np.bool_))),
            np.concatenate((typed.leads, np.array(leads, np.int32))),
            np.concatenate((typed.lengths, np.array(list(map(len, bare)), np.int32))),
        )
        self.stops = np.array([word.stop for word in self.words], np.bool_)

    def _number(self, word: Word) -> int:
        number = self._numbers.setdefault((word.text, word.stop), len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number

    def read(self, cut: Cut) -> Words:
        """The words of a batch, without fillers, and without the stops of telegrams."""
        room = int(np.diff(self.typed.words.ends)[cut.tokens].sum())
        ids, starts, ends = (np.empty(room, np.int32) for _ in range(3))
        answers = np.empty(len(cut.answers), np.int32)
        words = Words(ids, starts, ends, answers)
        length = _read(cut, self.typed, self.stops, LONGEST_TELEGRAM, WORDS_PER_STOP, words)
        return Words(ids[:length], starts[:length], ends[:length], answers)


@kernel
def _read(cut: Cut, typed: Typed, stops: Flags, longest: int, words_per_stop: int, words: Words) -> int:
    length = 0
    for answer in range(len(cut.answers) - 1):
        first, stopped = length, 0
        words.answers[answer] = first
        for place in range(cut.answers[answer], cut.answers[answer + 1]):
            token = cut.tokens[place]
            if typed.fillers[token]:
                continue
            start = cut.starts[place] + typed.leads[token]
            for item in range(typed.words.ends[token], typed.words.ends[token + 1]):
                words.ids[length] = typed.words.items[item]
                words.starts[length] = start
                words.ends[length] = start + typed.lengths[token]
                stopped += stops[words.ids[length]]
                length += 1
        written = length - first
        if stopped > 0 and written <= longest and written - stopped <= stopped * words_per_stop:
            length = _without_stops(words, first, length, stops)
    words.answers[len(cut.answers) - 1] = length
    return length


@kernel
def _without_stops(words: Words, first: int, last: int, stops: Flags) -> int:
    """Move the words from first to last together so that no stop stands between; one past the last."""
    kept = first
    for place in range(first, last):
        if not stops[words.ids[place]]:
            words.ids[kept] = words.ids[place]
            words.starts[kept] = words.starts[place]
            words.ends[kept] = words.ends[place]
            kept += 1
    return kept
