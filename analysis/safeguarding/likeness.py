"""A light model beside the rules: which answers sound like a telling although no rule says so.

It is worked out each time the engine starts from the sentences in training/tellings.yaml, the examples of the
rules and the ordinary sentences in training/themes.yaml, so there are no weights to keep or to trust blindly:
change a sentence and the model changes with it.  It is a logistic regression on words, their families and pairs
of words, fitted in a fixed order, so that the same sentences always give the same model.  What it adds is a
concern to read, never more; and where a rule has matched words in a sentence that sounds like ordinary
feedback, it moves the match to the watch list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, sqrt

from analysis.matching import Word
from analysis.safeguarding.categories import CONCERN, WATCH
from analysis.safeguarding.rules import Terms
from analysis.vocabulary import read_yaml

ORDINARY = "clear"
# Themes whose sentences may themselves be a reason for concern, so they teach nothing about ordinary answers.
MAY_TELL = frozenset(
    {"bullying", "isolation_sanction", "safeguarding_system", "family_impact", "medical_school"}
)
UNPLACED = "not_safe"
RULE = "likeness"
# Odds on a log scale, set on our own ordinary sentences with the model learnt from the other sentences.
RAISED, RAISED_EXPLAINED, LISTED = 0.1, 0.4, -0.6
ORDINARY_BELOW, ORDINARY_BELOW_EXPLAINED = -2.0, -1.6
PASSES, RATE, SHRINK, SHARPNESS = 8, 0.35, 0.005, 4.0
SHOWN = 4
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence as words; its category, or nothing when it is an ordinary answer."""

    words: Sequence[Word]
    category: str


def training_sentences(terms: Terms) -> Iterable[tuple[str, str]]:
    """Every sentence with its category, in a fixed order."""
    for category, sentences in read_yaml("analysis.training", "tellings.yaml").items():
        yield from ((str(s), "" if category == ORDINARY else category) for s in sentences)
    for theme, stances in read_yaml("analysis.training", "themes.yaml").items():
        if theme not in MAY_TELL:
            yield from ((sentence, "") for sentence in _ordinary(stances))
    for rule in terms.rules:
        yield from ((s, rule.category) for s in rule.match)
        yield from ((s, "") for s in rule.clear)


def _ordinary(stances: Mapping[str, Sequence[object]] | Sequence[object]) -> list[str]:
    """The sentences of a theme, whatever its stance."""
    groups = stances.values() if isinstance(stances, Mapping) else [stances]
    return [str(sentence) for group in groups for sentence in group]


class Model:
    """Weights for telling from ordinary, and shares of each feature by category."""

    def __init__(self, examples: Sequence[Example]) -> None:
        features = [features_of(example.words) for example in examples]
        self._weights = _fit(features, [bool(example.category) for example in examples])
        self._shares = _shares(features, examples)
        self._known: dict[Word, tuple[float, int]] = {}

    def score(self, words: Sequence[Word]) -> float:
        """How much the words sound like a telling: the log of the odds, 0 when they are even."""
        total, count = self._weights["(always)"], 1
        before = ""
        weights = self._weights
        for word in words:
            if word.stop:
                continue
            known = self._known.get(word) or self._learn(word)
            total += known[0] + weights.get(f"{before} {word.text}", 0.0)
            count += known[1] + 1
            before = word.text
        return total * SHARPNESS / sqrt(count)

    def level(self, words: Sequence[Word], explained: bool = False) -> int | None:
        """The level for an answer that sounds like a telling, or nothing for the many that do not.

        An answer that the codebook explains, as most feedback on services is, must sound more like one.
        """
        if len(words) < SHORTEST:
            return None
        score = self.score(words)
        if score < LISTED:
            return None
        return CONCERN if score >= (RAISED_EXPLAINED if explained else RAISED) else WATCH

    def ordinary(self, answer: Sequence[Word], sentence: Sequence[Word], explained: bool) -> bool:
        """Whether neither a sentence nor the answer it stands in sounds like a telling at all."""
        below = ORDINARY_BELOW_EXPLAINED if explained else ORDINARY_BELOW
        return self.score(sentence) < below and self.score(answer) < below

    def category(self, words: Sequence[Word]) -> str:
        """The category whose sentences share most with the words."""
        sums: dict[str, float] = {}
        for feature in features_of(words):
            for category, share in self._shares.get(feature, ()):
                sums[category] = sums.get(category, 0.0) + share
        return max(sums, key=lambda category: (sums[category], category), default=UNPLACED)

    def telling(self, words: Sequence[Word]) -> tuple[int, ...]:
        """The places of the words that weigh most, in order."""
        by_weight = sorted(range(len(words)), key=lambda i: (-self._weigh(words[i])[0], i))
        return tuple(sorted(i for i in by_weight[:SHOWN] if self._weigh(words[i])[0] > 0)) or (0,)

    def _weigh(self, word: Word) -> tuple[float, int]:
        return self._known.get(word) or self._learn(word)

    def _learn(self, word: Word) -> tuple[float, int]:
        if len(self._known) > 50_000:
            self._known.clear()
        weight = sum(self._weights.get(key, 0.0) for key in sorted(word.keys)) if not word.stop else 0.0
        self._known[word] = (weight, len(word.keys))
        return self._known[word]


def features_of(words: Sequence[Word]) -> list[str]:
    """Words, their stems and families, and pairs of neighbours."""
    spoken = [word for word in words if not word.stop]
    found = ["(always)"]
    for word in spoken:
        found.extend(sorted(word.keys))
    found.extend(f"{one.text} {other.text}" for one, other in pairwise(spoken))
    return found


def _fit(features: Sequence[Sequence[str]], told: Sequence[bool]) -> dict[str, float]:
    """Logistic regression by plain gradient steps in a fixed, well mixed order, shrunk a little each step."""
    numbers: dict[str, int] = {}
    rows = [[numbers.setdefault(feature, len(numbers)) for feature in found] for found in features]
    weights = [0.0] * len(numbers)
    stride = next(n for n in (7919, 7927, 7933) if len(rows) % n)
    for number in range(PASSES):
        rate = RATE / (1 + number / 4)
        for turn in range(len(rows)):
            index = turn * stride % len(rows)
            row = rows[index]
            scale = SHARPNESS / sqrt(len(row))
            score = sum([weights[feature] for feature in row]) * scale
            step = rate * (told[index] - 1 / (1 + exp(-score))) * scale
            for feature in row:
                weights[feature] = weights[feature] * (1 - SHRINK) + step
    return {feature: round(weights[number], 4) for feature, number in numbers.items()}


def _shares(
    features: Sequence[Sequence[str]], examples: Sequence[Example]
) -> dict[str, tuple[tuple[str, float], ...]]:
    """For each feature, the categories it belongs to more than chance, and by how much."""
    told = [(found, example.category) for found, example in zip(features, examples, strict=True)]
    tellings = Counter(category for _, category in told if category)
    counts: dict[str, Counter[str]] = {}
    for found, category in told:
        for feature in found if category else ():
            counts.setdefault(feature, Counter())[category] += 1
    return {feature: _lifts(count, tellings) for feature, count in sorted(counts.items())}


def _lifts(count: Counter[str], tellings: Counter[str]) -> tuple[tuple[str, float], ...]:
    total, everywhere = tellings.total(), count.total()
    lifts = []
    for category in sorted(count):
        part = tellings[category] / total
        lift = (count[category] + part) / (everywhere + 1) / part - 1
        if lift > 0:
            lifts.append((category, round(lift, 4)))
    return tuple(lifts)
