"""Many answers at once, with the findings that `Engine.scan` has for each of them one by one, byte for byte.

Answers are cut into tokens, tokens become whole numbers, and what patterns and models make of a token is worked out
once for all its places; compiled loops then go over the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from threading import Lock
from typing import NamedTuple

import numpy as np

from analysis.bulk.coding import Coding
from analysis.bulk.cutting import MOST_TOKENS, Cut, TokenTable
from analysis.bulk.finding import find_all
from analysis.bulk.flagging import Flagging
from analysis.bulk.foreign import Foreign
from analysis.bulk.kept import kept
from analysis.bulk.program import Patterns
from analysis.bulk.stances import KNOWN_STANCES
from analysis.bulk.told import Told, fold_all
from analysis.bulk.wording import Lexicon
from analysis.bulk.writing import NO_PIECES, NO_THEMES, Themes, ids_of, lines_of, pieces_of
from analysis.lines import Answer
from analysis.other_languages import Telling, telling
from analysis.scan import Engine, engine
from analysis.stance import leaning_of


class Prepared(NamedTuple):
    """What a batch scanner is made of: an engine, its patterns as numbers, and what tells in other languages."""

    engine: Engine
    patterns: Patterns
    telling: Telling


def prepared(kinds: frozenset[str]) -> Prepared:
    """What scans for these kinds with the current codebook and terms, from the disk when it was made before."""
    return kept("prepared-" + "-".join(sorted(kinds)), partial(prepare, kinds))


def prepare(kinds: frozenset[str]) -> Prepared:
    """The same, made anew."""
    made = engine(kinds)
    return Prepared(made, Patterns(made.vocabulary), telling())


class Batch:
    """Scans batches with one engine; what was learnt of words is kept from batch to batch, up to a limit.

    Several threads may share it: they then take turns.
    """

    def __init__(self, made: Prepared) -> None:
        self._engine, self._patterns, self._telling = made
        self._one_at_a_time = Lock()
        self._forget()

    def _forget(self) -> None:
        engine = self._engine
        self._tokens = TokenTable()
        self._lexicon = Lexicon(engine.vocabulary)
        self._offers = np.zeros(0, np.int32)
        self._flagging = Flagging(engine)
        self._foreign = Foreign(self._telling) if "safeguarding" in engine.kinds else None
        self._coding = Coding(engine, engine.judge) if engine.judge else None

    @property
    def known_tokens(self) -> int:
        """How many different tokens are kept at present."""
        return self._tokens.count

    def findings(self, asked: Sequence[Answer]) -> bytes:
        """A line for each answer, in order: what `Engine.scan` finds in it."""
        with self._one_at_a_time:
            return self._findings(asked)

    def _findings(self, asked: Sequence[Answer]) -> bytes:
        texts = [one.text for one in asked]
        told = self._read(texts)
        flags = [b""] * len(asked)
        for place, said in self._flagging.flags(asked, told):
            flags[place] = said
        for place, said in self._foreign.flags(texts, told) if self._foreign else ():
            flags[place] = b",".join(filter(None, (flags[place], said)))
        openings = self._coding.openings if self._coding else NO_PIECES
        ids = ids_of([one.id for one in asked])
        return lines_of(ids, pieces_of(flags), self._themes(asked, told), openings)

    def _read(self, texts: Sequence[str]) -> Told:
        folded, moved = fold_all(texts)
        cut = self._cut(folded)
        words = self._lexicon.read(cut)
        finds = find_all(self._offers[words.ids], words.answers, self._patterns)
        return Told(self._lexicon.words, texts, moved, cut, words, finds)

    def _cut(self, folded: Sequence[str]) -> Cut:
        """The tokens of a batch; what is made of those never met before is learnt."""
        if self._tokens.count > MOST_TOKENS:
            self._forget()
        cut, new = self._tokens.cut(folded)
        known = len(self._lexicon.words)
        if new:
            self._lexicon.learn(new)
            if self._foreign:
                self._foreign.learn(new)
        fresh = self._lexicon.words[known:]
        if fresh:
            offers = np.array(self._patterns.offers_of(fresh), np.int32)
            self._offers = np.concatenate((self._offers, offers))
            self._flagging.learn(fresh)
            if self._coding:
                self._coding.learn(fresh)
        return cut

    def _themes(self, asked: Sequence[Answer], told: Told) -> Themes:
        """The themes of every answer that raises any."""
        if self._coding is None:
            return NO_THEMES
        questions = [one.question for one in asked]
        leaning = {question: leaning_of(question) for question in set(questions)}
        leanings = np.array([leaning[question] for question in questions], np.int32)
        spans = self._coding.code(told.words, told.finds, leanings)
        starts, ends = told.spans(spans.answers, spans.starts, spans.ends)
        kinds = spans.themes * len(KNOWN_STANCES) + spans.stances
        return Themes(spans.answers, kinds, self._coding.ranks[spans.themes], starts, ends)
