"""A light model beside the codebook's patterns: which themes a sentence is about, and whether it praises or blames.

It is worked out from the sentences in training/themes.yaml and the words of the codebook each time the engine
starts, so there are no weights to keep or to trust blindly: change a sentence and the model changes with it.
It is a ridge regression on word stems and pairs of neighbours, solved exactly and rounded to whole numbers, so
that the same sentences always give the same answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from analysis.codebook.loader import Codebook, Theme
from analysis.matching import Word
from analysis.patterns import keyed
from analysis.vocabulary import read_yaml

STANCES = {"praise": "positive", "criticism": "negative", "plain": "neutral"}
NO_THEME = "none"
RIDGE = 0.5
PAIR_WEIGHT = 0.6
WORDS_OF_CODEBOOK = 0.4
SCALE = 1_000
# How much a word or pair never met in the lessons dilutes what the others say.
UNKNOWN = 0.2
MOST_KEPT = 100_000
NO_PAIRS: Mapping[str, int] = MappingProxyType({})
NOT_TURNED: Mapping[int, str] = MappingProxyType({})
LONGEST_WORD, LONGEST_STEM, SHORTEST_STEM = 30, 6, 3
ENDINGS = ("ings", "ing", "ies", "ed", "es", "s", "ly")
SMALL_WORDS = frozenset("the a an of".split())
GOOD, BAD, DOUBTFUL = keyed("good"), keyed("bad"), keyed("doubtful")
TONES = frozenset({GOOD, BAD, DOUBTFUL})
DENIAL_REACH = 3
DENIALS = frozenset(
    "not no never nobody noone none nothing without isnt wasnt arent werent dont doesnt didnt hasnt havent "
    "wont aint cant couldnt wouldnt hardly barely dosnt".split()
)
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence to learn from: the theme it raises, if any, its stance, if known, and how much it counts."""

    text: str
    theme: str | None
    stance: str | None
    weight: float


def lessons(codebook: Codebook) -> Iterable[Lesson]:
    """Every sentence written to learn from, and the codebook's own words, in a fixed order."""
    for theme, groups in read_yaml("analysis.training", "themes.yaml").items():
        for group, sentences in groups.items():
            known = None if theme == NO_THEME else theme
            yield from (Lesson(str(sentence), known, STANCES[group], 1.0) for sentence in sentences)
    for entry in codebook.themes.values():
        yield from (Lesson(text, entry.id, None, WORDS_OF_CODEBOOK) for text in _own_words(entry))


def _own_words(theme: Theme) -> list[str]:
    plain = [name for names in theme.names for name in names.split("|") if not set(name) & set("().&{")]
    return [
        f"{theme.label}. {theme.definition}",
        *(". ".join(plain[i : i + 4]) for i in range(0, len(plain), 4)),
    ]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its ending, and no longer than six letters: waiting, waits and waited are one."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            word = word[: -len(ending)] + ("y" if ending == "ies" else "")
            break
    return word[:LONGEST_STEM]


def features(words: Sequence[Word]) -> Counter[str]:
    """Stems, pairs of neighbouring stems, and words of praise and blame, each turned round by a denial."""
    spoken = [word for word in words if not word.stop and len(word.text) < LONGEST_WORD]
    stems = [stem(word.text) for word in spoken]
    turned = _turned(spoken)
    found = Counter(one for place, one in enumerate(stems) if place not in turned and one not in SMALL_WORDS)
    found.update(f"{one} {other}" for one, other in pairwise(stems))
    for place, word in enumerate(spoken):
        mark = turned.get(place, "")
        found.update(mark + tone for tone in (GOOD, BAD, DOUBTFUL) if tone in word.keys)
    return found


def _turned(words: Sequence[Word]) -> dict[int, str]:
    """The places of words of blame turned round by a denial just before, and of those denials."""
    found: dict[int, str] = {}
    denial = -DENIAL_REACH - 1
    for place, word in enumerate(words):
        if word.text in DENIALS:
            denial = place
        elif place - denial <= DENIAL_REACH and not word.keys.isdisjoint(TONES):
            found[place] = "not"
            if GOOD not in word.keys:
                found[denial] = "not"
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """A word among the features: its stem, its rows, its rows when turned round, and pairs that it begins."""

    stem: str
    rows: tuple[int, ...]
    turned: tuple[int, ...]
    pairs: Mapping[str, int]
    strange: int


class ThemeModel:
    """Whole-number weights of every feature for every theme and stance."""

    def __init__(self, taught: Sequence[tuple[Sequence[Word], Lesson]], themes: Sequence[str]) -> None:
        self.places = {name: place for place, name in enumerate((*themes, *STANCES.values()))}
        self._themes = tuple(themes)
        documents = [features(words) for words, _ in taught]
        counts = Counter(feature for document in documents for feature in document)
        self._rows = {feature: row for row, feature in enumerate(counts)}
        self._worth = {
            feature: log(1 + len(documents) / count) * (PAIR_WEIGHT if " " in feature else 1.0)
            for feature, count in counts.items()
        }
        self._strange = UNKNOWN * log(1 + len(documents)) ** 2
        self._weights = self._fit(documents, [lesson for _, lesson in taught])
        self._worths = [self._worth[feature] for feature in self._rows]
        self._tops: list[float] = self._weights[:, : len(self._themes)].max(axis=1).clip(0).tolist()
        self._tones: list[list[float]] = self._weights[:, [self.places[s] for s in STANCES.values()]].tolist()
        self._pairs: dict[str, dict[str, int]] = {}
        for feature, row in self._rows.items():
            one, _, other = feature.partition(" ")
            if other:
                self._pairs.setdefault(one, {})[other] = row
        self._known: dict[Word, _Known] = {}

    def likeness(self, words: Sequence[Word], least: int | None = None) -> Sequence[int]:
        """How like each theme and stance the words are, in thousandths, by place in `places`.

        With `least`, nothing at all when it is plain at a glance that no theme can reach it.
        """
        rows, worths, strangers = self._met(words)
        length = sqrt(sum(worth * worth for worth in worths) + strangers * self._strange)
        if least is not None:
            most = sum(self._tops[row] * worth for row, worth in zip(rows, worths, strict=True))
            if most < least * length or not rows:
                return ()
        if not rows:
            return [0] * len(self.places)
        found: list[int] = ((np.array(worths) @ self._weights[rows]) / length).astype(np.int64).tolist()
        return found

    def tone(self, words: Sequence[Word]) -> tuple[int, int, int]:
        """How like praise, blame and a plain mention the words are, in thousandths."""
        rows, worths, strangers = self._met(words)
        length = sqrt(sum(worth * worth for worth in worths) + strangers * self._strange) or 1.0
        praised = blamed = plain = 0.0
        for row, worth in zip(rows, worths, strict=True):
            one, two, three = self._tones[row]
            praised += worth * one
            blamed += worth * two
            plain += worth * three
        return int(praised / length), int(blamed / length), int(plain / length)

    def _met(self, words: Sequence[Word]) -> tuple[list[int], list[float], int]:
        """The rows and worths of the features that the lessons hold, each once, and how many they do not hold."""
        spoken = [word for word in words if not word.stop and len(word.text) < LONGEST_WORD]
        turned = _turned(spoken) if any(word.text in DENIALS for word in spoken) else NOT_TURNED
        rows: dict[int, float] = {}
        strangers = 0
        pairs = NO_PAIRS
        for place, word in enumerate(spoken):
            known = self._known.get(word) or self._learn(word)
            if known.stem in pairs:
                row = pairs[known.stem]
                rows[row] = self._worths[row]
            else:
                strangers += 1
            pairs = known.pairs
            if place in turned:
                rows.update((row, self._worths[row]) for row in known.turned)
                continue
            strangers += known.strange
            for row in known.rows:
                rows[row] = self._worths[row]
        return list(rows), list(rows.values()), strangers - (1 if spoken else 0)

    def _learn(self, word: Word) -> _Known:
        """What a word stands for among the features, kept for when it is met again."""
        if len(self._known) > MOST_KEPT:
            self._known.clear()
        own = stem(word.text)
        tones = [tone for tone in (GOOD, BAD, DOUBTFUL) if tone in word.keys]
        plain = [own] * (own not in SMALL_WORDS) + tones
        known = _Known(
            own,
            tuple(self._rows[feature] for feature in plain if feature in self._rows),
            tuple(self._rows["not" + tone] for tone in tones if "not" + tone in self._rows),
            self._pairs.get(own, NO_PAIRS),
            int(own not in SMALL_WORDS and own not in self._rows),
        )
        self._known[word] = known
        return known

    def themes_above(self, likeness: Sequence[int], least: int) -> list[str]:
        """The themes, in order, of which a likeness is at least `least`."""
        return [name for name, value in zip(self._themes, likeness, strict=False) if value >= least]

    def _vector(self, document: Counter[str]) -> tuple[list[int], Numbers]:
        known = [feature for feature in document if feature in self._rows]
        worths = [self._worth[feature] for feature in known]
        strange = (len(document) - len(known)) * self._strange
        length = sqrt(sum(worth * worth for worth in worths) + strange) or 1.0
        return [self._rows[feature] for feature in known], np.array(worths) / length

    def _fit(self, documents: Sequence[Counter[str]], taught: Sequence[Lesson]) -> Numbers:
        """Ridge regression by its dual: as many unknowns as sentences, far fewer than features."""
        vectors = [self._vector(document) for document in documents]
        weights = np.sqrt(np.array([lesson.weight for lesson in taught]))
        vectors = [(rows, values * weight) for (rows, values), weight in zip(vectors, weights, strict=True)]
        shares = np.linalg.solve(
            self._products(vectors) + RIDGE * np.eye(len(vectors)), self._targets(taught) * weights[:, None]
        )
        found = np.zeros((len(self._rows), len(self.places)))
        for (rows, values), share in zip(vectors, shares, strict=True):
            found[rows] += np.outer(values, share)
        return np.rint(found * SCALE)

    def _products(self, vectors: Sequence[tuple[list[int], Numbers]]) -> Numbers:
        """How much each sentence shares with each other one, summed feature by feature."""
        holders: list[list[int]] = [[] for _ in self._rows]
        values: list[list[float]] = [[] for _ in self._rows]
        for number, (rows, worths) in enumerate(vectors):
            for row, worth in zip(rows, worths.tolist(), strict=True):
                holders[row].append(number)
                values[row].append(worth)
        products = np.zeros((len(vectors), len(vectors)))
        for held, worth in zip(holders, values, strict=True):
            products[np.ix_(held, held)] += np.outer(worth, worth)
        return products

    def _targets(self, taught: Sequence[Lesson]) -> Numbers:
        targets = np.zeros((len(taught), len(self.places)))
        for number, lesson in enumerate(taught):
            for name in (lesson.theme, lesson.stance):
                if name is not None:
                    targets[number, self.places[name]] = 1.0
        return targets
