"""The safeguarding flags of a batch.

Answers in which a rule was found are few, and are judged one by one as `Engine` judges them.  The others can only
be raised by how they sound, which is worked out for all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import orjson

from analysis.bulk.hearing import NAMES, Heard, Hearing, Spoken
from analysis.bulk.rows import Flags, Integers
from analysis.bulk.told import Told
from analysis.lines import Answer, flags_to_write
from analysis.matching import Word
from analysis.safeguarding.categories import CATEGORIES
from analysis.safeguarding.likeness import RULE, SHORTEST, Model
from analysis.safeguarding.questions import LONGEST_ANSWER
from analysis.safeguarding.rules import Rule
from analysis.scan import Engine
from analysis.themes import ThemeTerm

# An answer, and its flags as they stand between the brackets of a line.
Flagged = tuple[int, bytes]


class Flagging:
    """The rules of an engine, and its model for the words met so far."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._model = engine.model
        self._hearing = Hearing(engine.model) if engine.model else None
        self._scored = Scored(engine.model) if engine.model else None
        themes = {owner.theme: None for owner in engine.owners if isinstance(owner, ThemeTerm)}
        places = {theme: place for place, theme in enumerate(themes)}
        self._themes = np.array(
            [places[o.theme] if isinstance(o, ThemeTerm) else -1 for o in engine.owners], np.int64
        )
        self._rules = np.array([isinstance(owner, Rule) for owner in engine.owners], np.bool_)
        self._stops = np.zeros(0, np.bool_)
        self._quoted: list[str] = []

    def learn(self, words: Sequence[Word]) -> None:
        """Look up words never met before, in the order of their numbers."""
        self._stops = np.concatenate((self._stops, np.array([word.stop for word in words], np.bool_)))
        if self._hearing:
            self._hearing.learn(words)
            self._quoted.extend(orjson.dumps(word.text).decode() for word in words)

    def flags(self, asked: Sequence[Answer], told: Told) -> Iterator[Flagged]:
        """Answers with their flags, in no order; others have none."""
        if "safeguarding" not in self._engine.kinds:
            return
        by_hand = self._by_hand(asked, told)
        heard = self._hearing.hear(told.words) if self._hearing else None
        answers = np.flatnonzero(by_hand).astype(np.int32)
        if heard and self._hearing and self._scored:
            self._scored.hear(answers, heard, self._hearing.spoken(told.words, answers))
        for answer in answers.tolist():
            one = asked[answer]
            if self._scored:
                self._scored.turn_to_next()
            reading, found = told.reading(answer), told.found(answer)
            flags = self._engine.flags(reading, found, one.audience, one.question, self._scored)
            if flags:
                yield answer, orjson.dumps(flags_to_write(flags))[1:-1]
        if heard and self._hearing and self._model:
            yield from self._by_ear(
                told, ~by_hand & (told.lengths >= SHORTEST), heard, self._hearing, self._model
            )

    def _by_hand(self, asked: Sequence[Answer], told: Told) -> Flags:
        """The answers in which a rule was found, or to which a question may give a meaning."""
        spoken = np.concatenate(([0], np.cumsum(~self._stops[told.words.ids])))
        short = np.diff(spoken[told.words.answers]) <= LONGEST_ANSWER
        found: Flags = short & np.array([bool(one.question) for one in asked], np.bool_)
        found[told.finds.answers[self._rules[told.finds.orders]]] = True
        return found

    def _by_ear(
        self, told: Told, among: Flags, heard: Heard, hearing: Hearing, model: Model
    ) -> Iterator[Flagged]:
        """The flag of each answer that sounds like a telling, among those that no rule has raised."""
        evidence = hearing.evidence(heard, self._count_themes(told))
        answers = np.flatnonzero(among & (evidence >= model.card.listed_from)).astype(np.int32)
        levels = [model.level(one) for one in evidence[answers].tolist()]
        kinds = hearing.kinds(told.words, answers)
        places = hearing.telling(told.words, answers)
        firsts = places[np.arange(len(places)), (places < 0).sum(axis=1)]
        cues = np.where(places < 0, places, told.ids(answers, places)).tolist()
        rows = zip(
            answers.tolist(),
            levels,
            kinds,
            cues,
            *(column.tolist() for column in told.spans(answers, firsts, places[:, -1] + 1)),
            strict=True,
        )
        for answer, level, kind, words, start, end in rows:
            if level is not None:
                said = ",".join(dict.fromkeys([self._quoted[word] for word in words if word >= 0]))
                yield (
                    answer,
                    f'{{"category":"{kind}","level":{level},"rule":"{kind}.{RULE}",'
                    f'"start":{start},"end":{end},"cues":[{said}]}}'.encode(),
                )

    def _count_themes(self, told: Told) -> Integers:
        """How many themes the codebook's words found in each answer."""
        themes = self._themes[told.finds.orders]
        named = themes >= 0
        width = int(self._themes.max(initial=0)) + 1
        pairs = np.unique(told.finds.answers[named] * np.int64(width) + themes[named])
        return np.bincount(pairs // width, minlength=len(told.lengths)).astype(np.int32)


class Scored(Model):
    """A model that has heard some answers already, and is asked of one after another."""

    def __init__(self, model: Model) -> None:
        super().__init__(model.weights, model.kinds, model.card)
        self._places = [NAMES.index(category) for category in CATEGORIES]
        self._coming: Iterator[tuple[float, float, list[int], int]] = iter(())
        self._whole = self._best = 0.0
        self._sums: list[int] = []
        self._count = 0

    def hear(self, answers: Integers, heard: Heard, spoken: Spoken) -> None:
        """The scores of the answers that will be asked of, and what their words speak for."""
        self._coming = zip(
            heard.whole[answers].tolist(),
            heard.best[answers].tolist(),
            spoken.kinds[:, self._places].tolist(),
            spoken.counts.tolist(),
            strict=True,
        )

    def turn_to_next(self) -> None:
        """From now on the next of those answers is asked of."""
        self._whole, self._best, self._sums, self._count = next(self._coming)

    def score(self, words: Sequence[Word], share: float = 0.0) -> float:
        """The score of that answer, whose words are those given; `share` is that of `Model.score`."""
        return self._whole + share * max(self._best - self._whole, 0.0)

    def _kind_sums(self, words: Sequence[Word]) -> tuple[dict[str, int], int]:
        """What the words of that answer weigh for each category, and how many features they have."""
        return dict(zip(CATEGORIES, self._sums, strict=True)), self._count
