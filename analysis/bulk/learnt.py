"""What is made of an engine and of words before answers are scanned, and what is learnt of new words as they are met.

It is kept on disk with everyday words learnt, so that a scan has only the others to learn.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from analysis.bulk.coding import Coding
from analysis.bulk.cutting import MOST_TOKENS, Cut, TokenTable
from analysis.bulk.flagging import Flagging
from analysis.bulk.foreign import Foreign
from analysis.bulk.kept import kept
from analysis.bulk.program import Patterns
from analysis.bulk.wording import Lexicon
from analysis.other_languages import Telling, telling
from analysis.safeguarding.likeness import load_model
from analysis.scan import Engine, engine
from analysis.vocabulary import load_word_lists


class Learnt:
    """An engine, its patterns as numbers, and what they make of every token met so far, up to a limit."""

    def __init__(self, made: Engine, patterns: Patterns, tells: Telling) -> None:
        self.engine = made
        self.patterns = patterns
        self._telling = tells
        self.forget()

    def forget(self) -> None:
        """Begin again without a word."""
        self.tokens = TokenTable()
        self.lexicon = Lexicon(self.engine.vocabulary)
        self.offers = np.zeros(0, np.int32)
        self.flagging = Flagging(self.engine)
        self.foreign = Foreign(self._telling) if "safeguarding" in self.engine.kinds else None
        self.coding = Coding(self.engine, self.engine.judge) if self.engine.judge else None

    def cut(self, folded: Sequence[str]) -> Cut:
        """The tokens of folded texts; those never met before are learnt."""
        if self.tokens.count > MOST_TOKENS:
            self.forget()
        cut, new = self.tokens.cut(folded)
        known = len(self.lexicon.words)
        if new:
            self.lexicon.learn(new)
            if self.foreign:
                self.foreign.learn(new)
        fresh = self.lexicon.words[known:]
        if fresh:
            offers = np.array(self.patterns.offers_of(fresh), np.int32)
            self.offers = np.concatenate((self.offers, offers))
            self.flagging.learn(fresh)
            if self.coding:
                self.coding.learn(fresh)
        return cut


def prepared(kinds: frozenset[str]) -> Learnt:
    """What scans for these kinds with the current codebook and terms, from the disk when it was made before."""
    return kept("prepared-" + "+".join(sorted(kinds)), partial(prepare, kinds))


def prepare(kinds: frozenset[str]) -> Learnt:
    """The same, made anew."""
    made = engine(kinds)
    learnt = Learnt(made, Patterns(made.vocabulary, made.heeded), telling())
    learnt.cut(everyday_words())
    return learnt


def everyday_words() -> list[str]:
    """The words of the word lists, and those that the model has met."""
    lists, model = load_word_lists(), load_model()
    families = {word for phrase in lists.families.atoms() for word in phrase}
    heard = filter(str.isalpha, model.weights if model else ())
    return sorted({*lists.common, *lists.plain, *families, *heard})
