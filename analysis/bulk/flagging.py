"""The safeguarding flags of a batch.

What the rules say is worked out for all answers at once.  Those that they raise or list are few: these, and short
answers to a question, are weighed one by one as `Engine` weighs them.  The others can only be raised by how they
sound, which is again worked out for all at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import orjson

from analysis.bulk.hearing import NAMES, Heard, Hearing, Spoken
from analysis.bulk.rows import Flags, Integers
from analysis.bulk.ruling import Ruling, audience_bits, cues_named
from analysis.bulk.told import Told
from analysis.lines import Answer, flags_to_write
from analysis.matching import Word
from analysis.safeguarding.categories import CATEGORIES
from analysis.safeguarding.found import SafeguardingFlag
from analysis.safeguarding.likeness import RULE, SHORTEST, Model
from analysis.safeguarding.questions import LONGEST_ANSWER
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
        self._ruling = Ruling(engine)
        themes = {owner.theme: None for owner in engine.owners if isinstance(owner, ThemeTerm)}
        places = {theme: place for place, theme in enumerate(themes)}
        self._themes = np.array(
            [places[o.theme] if isinstance(o, ThemeTerm) else -1 for o in engine.owners], np.int64
        )
        self._stops = np.zeros(0, np.bool_)
        self._quoted: list[str] = []

    def learn(self, words: Sequence[Word]) -> None:
        """Look up words never met before, in the order of their numbers."""
        self._stops = np.concatenate((self._stops, np.array([word.stop for word in words], np.bool_)))
        self._ruling.learn(words)
        if self._hearing:
            self._hearing.learn(words)
            self._quoted.extend(orjson.dumps(word.text).decode() for word in words)

    def flags(self, asked: Sequence[Answer], told: Told) -> Iterator[Flagged]:
        """Answers with their flags, in no order; others have none."""
        if "safeguarding" not in self._engine.kinds:
            return
        raised = self._raised(asked, told)
        by_hand = self._by_hand(asked, told, raised)
        heard = self._hearing.hear(told.words) if self._hearing else None
        themes = self._count_themes(told) if heard else np.zeros(len(asked), np.int32)
        answers = np.flatnonzero(by_hand).astype(np.int32)
        if heard and self._hearing and self._scored:
            self._scored.hear(answers, heard, self._hearing.spoken(told.words, answers))
        for answer, count in zip(answers.tolist(), themes[answers].tolist(), strict=True):
            if self._scored:
                self._scored.turn_to_next()
            flags = tuple(raised.get(answer, ()))
            if self._scored or asked[answer].question:
                reading = told.reading(answer)
                flags = self._engine.weighed(reading, flags, asked[answer].question, count, self._scored)
            if flags:
                yield answer, orjson.dumps(flags_to_write(flags))[1:-1]
        if heard and self._hearing and self._model:
            among = ~by_hand & (told.lengths >= SHORTEST)
            yield from self._by_ear(told, among, themes, heard, self._hearing, self._model)

    def _raised(self, asked: Sequence[Answer], told: Told) -> dict[int, list[SafeguardingFlag]]:
        """The flags of the rules, by answer and then in the order of the text."""
        audiences = audience_bits([one.audience for one in asked])
        found = self._ruling.flags(told.words, told.finds, audiences)
        starts, ends = told.spans(found.answers, found.starts, found.ends)
        columns = (found.answers, found.rules, found.levels, starts, ends, found.cues)
        raised: dict[int, list[SafeguardingFlag]] = {}
        for answer, number, level, start, end, cues in zip(*(c.tolist() for c in columns), strict=True):
            rule = self._ruling.rules[number]
            flag = SafeguardingFlag(rule.category, level, rule.id, start, end, cues_named(cues))
            raised.setdefault(answer, []).append(flag)
        return raised

    def _by_hand(self, asked: Sequence[Answer], told: Told, raised: Collection[int]) -> Flags:
        """The answers that a rule has raised or listed, or to which a question may give a meaning."""
        spoken = np.concatenate(([0], np.cumsum(~self._stops[told.words.ids])))
        short = np.diff(spoken[told.words.answers]) <= LONGEST_ANSWER
        found: Flags = short & np.array([bool(one.question) for one in asked], np.bool_)
        found[list(raised)] = True
        return found

    def _by_ear(
        self, told: Told, among: Flags, themes: Integers, heard: Heard, hearing: Hearing, model: Model
    ) -> Iterator[Flagged]:
        """The flag of each answer that sounds like a telling, among those that no rule has raised."""
        evidence = hearing.evidence(heard, themes)
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
