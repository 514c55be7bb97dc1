"""Harm told in another language, for every answer of a batch: `analysis.other_languages` in bulk.

What matters of a token is looked up once; only the few answers that hold a telling word are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import orjson

from analysis.bulk.rows import Flags, Integers
from analysis.bulk.told import Told
from analysis.lines import flags_to_write
from analysis.other_languages import Telling, told_otherwise
from analysis.safeguarding.languages.letters import texts_of

APOSTROPHE = "\u2019"


class Foreign:
    """What other languages make of the tokens met so far."""

    def __init__(self, telling: Telling) -> None:
        self._known = telling
        self._words: list[list[str]] = []
        self._telling: Flags = np.zeros(0, np.bool_)

    def learn(self, tokens: Sequence[str]) -> None:
        """Look up tokens never met before, in the order of their numbers."""
        new = list(map(texts_of, tokens))
        telling = np.array(
            [any(map(self._known.begun_by, words)) for words in new],
            np.bool_,
        )
        self._words.extend(new)
        self._telling = np.concatenate((self._telling, telling))

    def flags(self, texts: Sequence[str], told: Told) -> Iterator[tuple[int, bytes]]:
        """Answers with what is told in another language, as flags stand between the brackets of a line."""
        for answer in self._worth_a_look(texts, told):
            flags = told_otherwise(texts[answer])
            if flags:
                yield answer, orjson.dumps(flags_to_write(flags))[1:-1]

    def _worth_a_look(self, texts: Sequence[str], told: Told) -> Iterator[int]:
        """Letters beyond English are folded in another way than tokens are, so those answers are read anew."""
        cut = told.cut
        holding = np.searchsorted(cut.answers, np.flatnonzero(self._telling[cut.tokens]), "right") - 1
        plain = np.fromiter(map(str.isascii, texts), np.bool_, len(texts))
        for answer in np.flatnonzero(~plain).tolist():
            plain[answer] = texts[answer].replace(APOSTROPHE, "'").isascii()
        for answer in np.unique(holding[plain[holding]]).tolist():
            tokens = cut.tokens[cut.answers[answer] : cut.answers[answer + 1]]
            if self._known.may_be_among(self._said(tokens), self._said(tokens[self._telling[tokens]])):
                yield answer
        for answer in np.flatnonzero(~plain).tolist():
            if self._known.may_be_among(set(texts_of(texts[answer]))):
                yield answer

    def _said(self, tokens: Integers) -> set[str]:
        """The words that some tokens hold."""
        return {word for token in tokens.tolist() for word in self._words[token]}
