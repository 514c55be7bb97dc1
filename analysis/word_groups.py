"""Groups of texts that share words: TF-IDF and a factorisation without negative parts, the same for one seed."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil, log

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.decomposition import MiniBatchNMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

FEWEST_TEXTS = 5
MOST_FEATURES = 20_000
MOST_WORDS = 40  # of one text, when it is asked which words keep company
BATCH = 2_048
ROUNDS = 60
WORDS, LEADING, WORDS_A_PART = 12, 2, 8
MAIN_PART = 0.5
COMPANY = 0.25
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that share words: the words, the most telling first, and places of texts, the most typical first."""

    words: tuple[str, ...]
    texts: tuple[int, ...]


def groups(texts: Sequence[Sequence[str]], most: int, seed: int) -> list[Group]:
    """Texts, each as its words and pairs of words, in at most `most` groups; a text is in one group or in none.

    Only words that keep company count (`in_company`), and one part is looked for to every eight of them.  A text
    belongs to the part that makes up at least half of it, if it has two of the part's twelve words.  Parts that
    share a word which half of the texts of each have are one group.
    """
    kept = in_company(texts)
    told = [[word for word in text if word in kept] for text in texts]
    counted = _weigh(told)
    if counted is None:
        return []
    matrix, names = counted
    weights, components = _factors(matrix, min(most, ceil(len(kept) / WORDS_A_PART), *matrix.shape), seed)
    telling = _telling(components)
    shares = weights * components.sum(axis=1)
    shares = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-12)
    has = csr_matrix(matrix > 0)
    found = (_group(part, telling[part], shares, has, names) for part in range(len(components)))
    return [_in_order(group, texts) for group in _joined([g for g in found if g.texts], told)]


def _joined(found: Sequence[Group], told: Sequence[Sequence[str]]) -> list[Group]:
    """The groups, those that share a leading word put together."""
    shared = [_shared_by_half(group, told) for group in found]
    joined: list[tuple[set[str], Group]] = []
    for words, group in zip(shared, found, strict=True):
        same = [one for one in joined if one[0] & words]
        whole = [*(one[1] for one in same), group]
        joined = [one for one in joined if one not in same]
        joined.append((words.union(*(one[0] for one in same)), _sum(whole)))
    return [group for _, group in joined]


def _shared_by_half(group: Group, told: Sequence[Sequence[str]]) -> set[str]:
    often = Counter(word for place in group.texts for word in set(told[place]))
    return {word for word, count in often.items() if count * 2 >= len(group.texts)}


def _sum(parts: Sequence[Group]) -> Group:
    words = dict.fromkeys(word for part in parts for word in part.words)
    return Group(tuple(words), tuple(place for part in parts for place in part.texts))


def _in_order(group: Group, texts: Sequence[Sequence[str]]) -> Group:
    """The words that most texts share first, led by pairs that a quarter of them have; the most typical text first."""
    own = set(group.words)
    said = {place: {word for word in texts[place] if own.issuperset(word.split())} for place in group.texts}
    often = Counter(word for words in said.values() for word in words)
    by_count = sorted(often, key=lambda word: (-often[word], word))
    pairs = [word for word in by_count if " " in word and often[word] * 4 >= len(group.texts)]
    single = [word for word in by_count if " " not in word]
    places = sorted(group.texts, key=lambda place: (-sum(often[word] for word in said[place]), place))
    return Group((*pairs[:LEADING], *single)[:WORDS], tuple(places))


def in_company(texts: Sequence[Sequence[str]]) -> frozenset[str]:
    """The single words that at least 5 texts have beside some other word, more often than chance would.

    A subject is words that come together; a word that stands beside anything tells of none.  "More often" is a
    normalised pointwise mutual information of 0.25 or more (G. Bouma, 2009): 0 is chance, 1 never apart.
    """
    single = [sorted({word for word in text if " " not in word})[:MOST_WORDS] for text in texts]
    often = Counter(word for text in single for word in text)
    common = {word for word, count in often.items() if count >= FEWEST_TEXTS}
    pairs = Counter(pair for text in single for pair in combinations([w for w in text if w in common], 2))
    total = len(texts)
    return frozenset(_bound_words(pairs, often, total))


def _bound_words(pairs: Mapping[tuple[str, str], int], often: Mapping[str, int], total: int) -> Iterable[str]:
    for (one, other), both in pairs.items():
        if both >= FEWEST_TEXTS and _bond(both, often[one], often[other], total) >= COMPANY:
            yield from (one, other)


def _bond(both: int, one: int, other: int, total: int) -> float:
    """Normalised pointwise mutual information of two words, from their counts in `total` texts."""
    return 1.0 if both == total else log(both * total / (one * other)) / -log(both / total)


def _weigh(texts: Sequence[Sequence[str]]) -> tuple[csr_matrix, list[str]] | None:
    """Texts by words; None when no word comes in enough texts."""
    counter = TfidfVectorizer(
        analyzer=list, min_df=FEWEST_TEXTS, max_features=MOST_FEATURES, sublinear_tf=True
    )
    try:
        matrix = counter.fit_transform(texts)
    except ValueError:  # scikit-learn's word for nothing to count
        return None
    return csr_matrix(matrix), list(counter.get_feature_names_out())


def _factors(matrix: csr_matrix, parts: int, seed: int) -> tuple[Numbers, Numbers]:
    """How much of each part is in each text, and of each word in each part."""
    model = MiniBatchNMF(
        n_components=parts, init="nndsvda", random_state=seed, batch_size=BATCH, max_iter=ROUNDS
    )
    with threadpool_limits(1), warnings.catch_warnings():  # sums in another order differ in their last digits
        warnings.simplefilter("ignore", ConvergenceWarning)
        # How far parts are from texts, which nobody reads here, is rounded to the root of just below nothing
        # where texts are alike.
        with np.errstate(invalid="ignore"):
            weights = model.fit_transform(matrix)
    return np.asarray(weights, float), np.asarray(model.components_, float)


def _telling(components: Numbers) -> Numbers:
    """How much each word tells of each part: heavy in it, and not in the others."""
    heavy = components / np.maximum(components.sum(axis=1, keepdims=True), 1e-12)
    return np.asarray(heavy * np.sqrt(heavy / np.maximum(heavy.sum(axis=0, keepdims=True), 1e-12)))


def _group(part: int, telling: Numbers, shares: Numbers, has: csr_matrix, names: Sequence[str]) -> Group:
    top = [int(place) for place in np.argsort(-telling, kind="stable")[:WORDS]]
    held = np.asarray(has[:, top].sum(axis=1)).ravel()
    members = np.flatnonzero((shares.argmax(axis=1) == part) & (shares[:, part] >= MAIN_PART) & (held > 1))
    return Group(tuple(names[place] for place in top), tuple(int(place) for place in members))
