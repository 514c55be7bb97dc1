"""Many answers at once, with the findings that `Engine.scan` has for each of them one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from analysis.bulk.cutting import MOST_TOKENS, TokenTable
from analysis.bulk.finding import Finds, find_all
from analysis.bulk.hearing import Hearing
from analysis.bulk.program import Patterns
from analysis.bulk.rows import Flags, Integers
from analysis.bulk.wording import Lexicon, Words
from analysis.lines import Answer
from analysis.reading import Found, Reading
from analysis.safeguarding.flags import SafeguardingFlag
from analysis.safeguarding.likeness import RULE, Model
from analysis.safeguarding.likeness import SHORTEST as SHORTEST_HEARD
from analysis.safeguarding.questions import LONGEST_ANSWER
from analysis.safeguarding.rules import Rule
from analysis.scan import Engine, Scan, ThemeSpan
from analysis.text import Folded, fold
from analysis.themes import ThemeTerm


class Batch:
    """Scans batches with one engine; what was learnt of words is kept from batch to batch, up to a limit."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._patterns = Patterns(engine.vocabulary)
        themes = {o.theme: None for o in engine.owners if isinstance(o, ThemeTerm)}
        places = {theme: place for place, theme in enumerate(themes)}
        self._themes = np.array(
            [places[o.theme] if isinstance(o, ThemeTerm) else -1 for o in engine.owners], np.int32
        )
        self._rules = np.array([isinstance(o, Rule) for o in engine.owners], np.bool_)
        self._forget()

    def _forget(self) -> None:
        self._tokens = TokenTable()
        self._lexicon = Lexicon(self._engine.vocabulary)
        self._offers = np.zeros(0, np.int32)
        self._hearing = Hearing(self._engine.model) if self._engine.model else None

    @property
    def known_tokens(self) -> int:
        """How many different tokens are kept at present."""
        return self._tokens.count

    def scan(self, asked: Sequence[Answer]) -> list[Scan]:
        """The findings in each answer, in order: those of `Engine.scan`."""
        folded = [fold(one.text) for one in asked]
        words = self._read(folded)
        finds = find_all(self._offers[words.ids], words.answers, self._patterns)
        told = _Told(self._lexicon, folded, words, finds)
        by_hand = self._by_hand(asked, words, finds)
        flags = self._flags(asked, told, by_hand)
        version = self._engine.version
        return [
            Scan(themes, flags.get(answer, ()), version)
            for answer, themes in enumerate(self._themes_of(asked, told))
        ]

    def _read(self, folded: Sequence[Folded]) -> Words:
        if self._tokens.count > MOST_TOKENS:
            self._forget()
        cut, new = self._tokens.cut([one.text for one in folded])
        known = len(self._lexicon.words)
        if new:
            self._lexicon.learn(new)
        fresh = self._lexicon.words[known:]
        if fresh:
            offers = np.array(self._patterns.offers_of(fresh), np.int32)
            self._offers = np.concatenate((self._offers, offers))
            if self._hearing:
                self._hearing.learn(fresh)
        return self._lexicon.read(cut)

    def _by_hand(self, asked: Sequence[Answer], words: Words, finds: Finds) -> Flags:
        """The answers in which a rule was found, or whose question may give them a meaning."""
        spoken = np.concatenate(([0], np.cumsum(~self._lexicon.stops[words.ids])))
        short = np.diff(spoken[words.answers]) <= LONGEST_ANSWER
        found = short & np.array([bool(one.question) for one in asked], np.bool_)
        found[finds.answers[self._rules[finds.orders]]] = True
        return found

    def _flags(
        self, asked: Sequence[Answer], told: _Told, by_hand: Flags
    ) -> dict[int, tuple[SafeguardingFlag, ...]]:
        if "safeguarding" not in self._engine.kinds:
            return {}
        flags: dict[int, tuple[SafeguardingFlag, ...]] = {}
        for answer in np.flatnonzero(by_hand).tolist():
            one = asked[answer]
            flags[answer] = self._engine.flags(
                told.reading(answer), told.found(answer), one.audience, one.question
            )
        if self._hearing and self._engine.model:
            flags.update(self._heard(told, by_hand, self._hearing, self._engine.model))
        return flags

    def _heard(
        self, told: _Told, by_hand: Flags, hearing: Hearing, model: Model
    ) -> Iterable[tuple[int, tuple[SafeguardingFlag, ...]]]:
        """The flag of each other answer that sounds like a telling."""
        evidence = hearing.evidence(told.words, self._count_themes(told))
        loud = ~by_hand & (np.diff(told.words.answers) >= SHORTEST_HEARD)
        loud &= evidence >= model.card.listed_from
        answers = np.flatnonzero(loud).astype(np.int32)
        for answer, category in zip(answers.tolist(), hearing.kinds(told.words, answers), strict=True):
            level = model.level(float(evidence[answer]))
            if level is not None:
                places = hearing.telling(told.words, answer)
                yield answer, (told.heard(answer, category, level, places),)

    def _count_themes(self, told: _Told) -> Integers:
        """How many themes the codebook's words found in each answer."""
        themes = self._themes[told.finds.orders]
        named = themes >= 0
        width = int(self._themes.max(initial=0)) + 1
        pairs = np.unique(told.finds.answers[named].astype(np.int64) * width + themes[named])
        return np.bincount(pairs // width, minlength=len(told.folded)).astype(np.int32)

    def _themes_of(self, asked: Sequence[Answer], told: _Told) -> Iterable[tuple[ThemeSpan, ...]]:
        for answer, one in enumerate(asked):
            yield self._engine.themes(told.reading(answer), told.found(answer), one.question)


class _Told:
    """A batch that was read, and the readings of those of its answers that are asked for."""

    def __init__(self, lexicon: Lexicon, folded: Sequence[Folded], words: Words, finds: Finds) -> None:
        self.folded = folded
        self.words = words
        self.finds = finds
        self._lexicon = lexicon
        self._bounds = np.searchsorted(finds.answers, np.arange(len(folded) + 1))

    def reading(self, answer: int) -> Reading:
        """One answer as `analysis.reading.read` reads it."""
        part = slice(*self.words.answers[answer : answer + 2].tolist())
        words = tuple(map(self._lexicon.words.__getitem__, self.words.ids[part].tolist()))
        places = zip(self.words.starts[part].tolist(), self.words.ends[part].tolist(), strict=True)
        return Reading(self.folded[answer], words, tuple(places))

    def found(self, answer: int) -> list[Found]:
        """What was found in one answer."""
        part = slice(*self._bounds[answer : answer + 2].tolist())
        columns = (self.finds.orders, self.finds.starts, self.finds.ends, self.finds.places)
        return [Found(*row) for row in zip(*(column[part].tolist() for column in columns), strict=True)]

    def heard(self, answer: int, category: str, level: int, places: Sequence[int]) -> SafeguardingFlag:
        """The flag of an answer that no rule has raised, as `analysis.safeguarding.flags` makes it."""
        first = self.words.answers[answer]
        words = [self._lexicon.words[self.words.ids[first + place]].text for place in places]
        start, end = self.words.starts[first + places[0]], self.words.ends[first + places[-1]]
        span = self.folded[answer].span(int(start), int(end))
        return SafeguardingFlag(category, level, f"{category}.{RULE}", *span, tuple(dict.fromkeys(words)))
