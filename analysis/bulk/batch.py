"""Many answers at once, with the findings that `Engine.scan` has for each of them one by one, byte for byte.

Answers are cut into tokens, tokens become whole numbers, and what patterns and models make of a token is worked out
once for all its places; compiled loops then go over the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np

from analysis.bulk.finding import find_all
from analysis.bulk.learnt import Learnt
from analysis.bulk.stances import KNOWN_STANCES
from analysis.bulk.told import Told, fold_all
from analysis.bulk.writing import NO_PIECES, NO_THEMES, Themes, ids_of, lines_of, pieces_of
from analysis.lines import Answer
from analysis.stance import leaning_of


class Batch:
    """Scans batches with one engine; what was learnt of words is kept from batch to batch, up to a limit.

    Several threads may share it: they then take turns.
    """

    def __init__(self, learnt: Learnt) -> None:
        self._learnt = learnt
        self._one_at_a_time = Lock()

    @property
    def known_tokens(self) -> int:
        """How many different tokens are kept at present."""
        return self._learnt.tokens.count

    def findings(self, asked: Sequence[Answer]) -> bytes:
        """A line for each answer, in order: what `Engine.scan` finds in it."""
        with self._one_at_a_time:
            return self._findings(asked)

    def _findings(self, asked: Sequence[Answer]) -> bytes:
        texts = [one.text for one in asked]
        told = self._read(texts)
        flags = [b""] * len(asked)
        for place, said in self._learnt.flagging.flags(asked, told):
            flags[place] = said
        for place, said in self._learnt.foreign.flags(texts, told) if self._learnt.foreign else ():
            flags[place] = b",".join(filter(None, (flags[place], said)))
        openings = self._learnt.coding.openings if self._learnt.coding else NO_PIECES
        ids = ids_of([one.id for one in asked])
        return lines_of(ids, pieces_of(flags), self._themes(asked, told), openings)

    def _read(self, texts: Sequence[str]) -> Told:
        folded, moved = fold_all(texts)
        learnt = self._learnt
        cut = learnt.cut(folded)
        words = learnt.lexicon.read(cut)
        finds = find_all(learnt.offers[words.ids], words.answers, learnt.patterns)
        return Told(learnt.lexicon.words, texts, moved, cut, words, finds)

    def _themes(self, asked: Sequence[Answer], told: Told) -> Themes:
        """The themes of every answer that raises any."""
        if self._learnt.coding is None:
            return NO_THEMES
        questions = [one.question for one in asked]
        leaning = {question: leaning_of(question) for question in set(questions)}
        leanings = np.array([leaning[question] for question in questions], np.int32)
        spans = self._learnt.coding.code(told.words, told.finds, leanings)
        starts, ends = told.spans(spans.answers, spans.starts, spans.ends)
        kinds = spans.themes * len(KNOWN_STANCES) + spans.stances
        return Themes(spans.answers, kinds, self._learnt.coding.ranks[spans.themes], starts, ends)
