"""A light model beside the rules: which answers sound like a telling although no rule says so.

`python -m analysis train` learns it from the labelled answers in training/ and keeps it as a list of features
with whole-number weights that anybody can read (weights.txt), and a card that says what it was learnt from and
how well it did (card.yaml).  Here it is only added up: no learning, no numerical package, the same answer always.
What it adds is a concern to read, never more; and where a rule has matched words in an answer that sounds like
ordinary feedback, it moves the match to the watch list.  Without the two files the rules work alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from math import sqrt
from string import ascii_lowercase

from analysis.matching import Word
from analysis.safeguarding.categories import CATEGORIES, CONCERN, IMMEDIATE, URGENT, WATCH
from analysis.safeguarding.features import OPENING, features_of, pair, sentences, word_features
from analysis.safeguarding.rules import HINT, MODEL, PACKAGE
from analysis.vocabulary import read_yaml

WEIGHTS, CARD = MODEL
UNPLACED = "not_safe"
RULE = "likeness"
# One unit of a weight in the file is this much on a log scale of odds.
UNIT = 0.01
# By which share of the difference a sentence that tells more lifts an answer that no rule has raised.
SENTENCE_SHARE = 0.5
MOST_COUNTED = 3
ALWAYS = "(always)"
# In the file each category is a letter.
SHORT = dict(zip(CATEGORIES, ascii_lowercase, strict=False))
LONG = {letter: category for category, letter in SHORT.items()}
SHOWN = 4
SHORTEST = 3
MOST_KEPT = 50_000


def speaking_rules(levels: Mapping[str, int]) -> list[str]:
    """The rules that speak for reading an answer: those that raise it, and hints, which are only listed."""
    return [rule for rule, level in levels.items() if level <= CONCERN or rule.endswith(HINT)]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What each sign adds to the log of the odds that an answer must be read; learnt with the weights.

    `trust` is how much more or less than others a rule is to be believed, from answers it had not seen.
    """

    always: float
    score: float
    immediate: float
    urgent: float
    concern: float
    watch: float
    each_rule: float
    each_theme: float
    trust: Mapping[str, float] = field(default_factory=dict)

    def weigh(self, score: float, levels: Mapping[str, int], themes: int) -> float:
        """The evidence of a model's score, of rules with the levels they raised, and of themes found."""
        raised = [rule for rule, level in levels.items() if level <= CONCERN]
        by_level = {
            IMMEDIATE: self.immediate, URGENT: self.urgent, CONCERN: self.concern, WATCH: self.watch,
        }  # fmt: skip
        worst = by_level[min(levels.values())] if levels else 0.0
        counted = (
            min(len(raised), MOST_COUNTED) * self.each_rule + min(themes, MOST_COUNTED) * self.each_theme
        )
        trusted = sum(self.trust.get(rule, 0.0) for rule in speaking_rules(levels))
        return self.always + score * self.score + worst + counted + trusted


@dataclass(frozen=True, slots=True)
class Card:
    """The part of the card that is used: the evidence, and from where an answer is raised or listed."""

    evidence: Evidence
    raised_from: float
    listed_from: float


class Model:
    """Weights for telling from ordinary, and for each feature the categories it speaks for."""

    def __init__(
        self, weights: Mapping[str, int], kinds: Mapping[str, Mapping[str, int]], card: Card
    ) -> None:
        self.weights = weights
        self.kinds = kinds
        self.card = card
        self._known: dict[Word, tuple[int, int]] = {}

    def score(self, words: Sequence[Word], share: float = SENTENCE_SHARE) -> float:
        """How much an answer sounds like a telling: the log of the odds, 0 when they are even.

        A sentence that tells more than the whole lifts it by `share` of the difference.
        """
        whole = self._score(words)
        best = max((self._score(sentence) for sentence in sentences(words)), default=whole)
        return whole + share * max(best - whole, 0.0)

    def _score(self, words: Sequence[Word]) -> float:
        total, count, before = 0, 0, OPENING
        weights, said = self.weights, set[str]()
        for word in words:
            if word.stop:
                continue
            if word.text not in said:
                said.add(word.text)
                known = self._known.get(word) or self._learn(word)
                total += known[0]
                count += known[1]
            total += weights.get(pair(before, word.text), 0)
            count += 1
            before = word.text
        return (weights[ALWAYS] + total / sqrt(count or 1)) * UNIT

    def evidence(self, words: Sequence[Word], levels: Mapping[str, int], themes: int) -> float:
        """How much speaks for reading an answer, above or below `card.raised_from`.

        Where a rule has spoken, praise all around a telling sentence takes nothing from it.
        """
        raised = any(level <= CONCERN for level in levels.values())
        score = self.score(words, 1.0 if raised else SENTENCE_SHARE)
        return self.card.evidence.weigh(score, levels, themes)

    def level(self, evidence: float) -> int | None:
        """The level of an answer that no rule has raised, or nothing for the many that need none."""
        if evidence < self.card.listed_from:
            return None
        return CONCERN if evidence >= self.card.raised_from else WATCH

    def heard(self, words: Sequence[Word]) -> bool:
        """Whether an answer in which no rule found anything would be raised or listed."""
        return len(words) >= SHORTEST and self.level(self.evidence(words, {}, 0)) is not None

    def category(self, words: Sequence[Word]) -> str:
        """The category for which the words speak most."""
        sums, _ = self._kind_sums(words)
        best = max(sums, key=lambda category: (sums[category], category))
        return best if sums[best] > 0 else UNPLACED

    def speaks_for(self, words: Sequence[Word]) -> dict[str, float]:
        """How much the words speak for each category, in log odds."""
        sums, count = self._kind_sums(words)
        return {category: total / sqrt(count or 1) * UNIT for category, total in sums.items()}

    def _kind_sums(self, words: Sequence[Word]) -> tuple[dict[str, int], int]:
        """For each category what the features weigh for it, and how many features there are."""
        sums = dict.fromkeys(CATEGORIES, 0)
        features = features_of(words)
        for feature in features:
            for category, weight in self.kinds.get(feature, {}).items():
                sums[category] += weight
        return sums, len(features)

    def telling(self, words: Sequence[Word]) -> tuple[int, ...]:
        """The places of the words that weigh most, in order."""
        by_weight = sorted(range(len(words)), key=lambda i: (-self._weigh(words[i]), i))
        return tuple(sorted(i for i in by_weight[:SHOWN] if self._weigh(words[i]) > 0)) or (0,)

    def _weigh(self, word: Word) -> int:
        return 0 if word.stop else (self._known.get(word) or self._learn(word))[0]

    def _learn(self, word: Word) -> tuple[int, int]:
        if len(self._known) > MOST_KEPT:
            self._known.clear()
        features = word_features(word)
        self._known[word] = (sum(self.weights.get(feature, 0) for feature in features), len(features))
        return self._known[word]


@lru_cache(maxsize=1)
def load_model() -> Model | None:
    """The model that was trained last, or nothing when there is none and the rules work alone."""
    source = files(PACKAGE).joinpath(WEIGHTS)
    if not source.is_file():
        return None
    weights: dict[str, int] = {}
    kinds: dict[str, dict[str, int]] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        feature, weight, *speaks_for = line.split("\t")
        weights[feature] = int(weight)
        if speaks_for:
            kinds[feature] = {LONG[one[0]]: int(one[1:]) for one in speaks_for}
    return Model(weights, kinds, read_card(read_yaml(PACKAGE, CARD)))


def read_card(card: Mapping[str, Mapping[str, float]]) -> Card:
    """The evidence, the trust in each rule and the two thresholds of a card."""
    thresholds = card["thresholds"]
    evidence = Evidence(**card["evidence"], trust=card["trust"])
    return Card(evidence, thresholds["raised_from"], thresholds["listed_from"])
