"""`python -m analysis train --themes`: learn which words go with a theme and a stance, and write the card.

The same sentences give the same weights.  Four fifths of the sentences teach at a time and the last fifth is asked,
so that what each sign weighs, and the figures of the card, come from sentences that the model had not seen.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from math import log, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from scipy.sparse import csr_matrix, diags_array
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.codebook.loader import Codebook, load_codebook
from analysis.judgement import CARD, KINDS, OPINIONS, STANCE_NAMES, UNIT, read_evidence, read_stances
from analysis.matching import Word
from analysis.reading import find_all, read
from analysis.safeguarding.rules import load_terms
from analysis.scan import Engine
from analysis.sentences import Sentences
from analysis.stance import tone_of
from analysis.text import fold
from analysis.theme_figures import Asked, figures, heard_by, raised_by
from analysis.theme_lessons import Lesson, fingerprint, lessons
from analysis.theme_model import WEIGHTS, ThemeModel, features, read_weights
from analysis.themes import named_kinds, opinion_here

FOLDS, SEED = 5, 11
FEWEST_PAIRS = 2
PAIR_WEIGHT, UNKNOWN = 0.6, 0.2
# How much the ridge holds weights back, and how far its answers between nought and one are spread.
RIDGE, SPREAD = 1.0, 10.0
STEPS, TINY = 60, 1e-30
STRENGTH_OF_STANCE = 1.0
LEAST_WEIGHT = 40
HUNDREDTHS = 100
FLOOR, LEAST = -2_000, -1_200
# A common word says less among strangers than in the lessons, where it nearly always stands in good company.
COMPANY = 2_000
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson as the model reads it: its words, the kind of pattern that names each theme, and what they say."""

    lesson: Lesson
    words: Sequence[Word]
    features: frozenset[str]
    named: Mapping[str, str]
    opinions: Mapping[str, int]


def read_lessons(engine: Engine, written: Sequence[Lesson]) -> list[Taught]:
    """Every lesson with what the codebook's patterns find in it."""
    return [_taught(engine, lesson) for lesson in written]


def _taught(engine: Engine, lesson: Lesson) -> Taught:
    reading = read(fold(lesson.text), engine.vocabulary)
    hits = engine.theme_hits(find_all(reading, engine.vocabulary))
    sentences = Sentences(reading.words)
    opinions: dict[str, int] = {}
    for hit in hits:
        said = opinion_here(reading.words, hit, sentences.bounds(hit.found.start))
        opinions[hit.term.theme] = opinions.get(hit.term.theme) or said
    return Taught(lesson, reading.words, frozenset(features(reading.words)), named_kinds(hits), opinions)


def learn(taught: Sequence[Taught], themes: Sequence[str]) -> str:
    """The lines of the file of weights."""
    often = Counter(one for each in taught for one in each.features)
    kept = sorted(one for one, count in often.items() if " " not in one or count >= FEWEST_PAIRS)
    worths = [_worth(one, often[one], len(taught)) for one in kept]
    table = _table(taught, {one: place for place, one in enumerate(kept)}, worths)
    always, stances = _stance_columns(table, taught)
    weights = np.hstack([_theme_columns(table, taught, themes), stances])
    weights = np.rint(HUNDREDTHS * weights).astype(int)
    weights[np.abs(weights) < LEAST_WEIGHT] = 0
    names = (*themes, *STANCE_NAMES)
    strange = round(UNKNOWN * (HUNDREDTHS * log(1 + len(taught))) ** 2)
    opening = " ".join(
        f"{name}:{own}" for name, own in zip(names, [*(0 for _ in themes), *always], strict=True)
    )
    rows = map(_line, kept, worths, weights.tolist())
    return "\n".join([opening, str(strange), *rows]) + "\n"


def _worth(feature: str, count: int, lessons: int) -> int:
    """How much a feature is worth, in hundredths: the rarer the more, and a pair less than a word."""
    return round(HUNDREDTHS * log(1 + lessons / count) * (PAIR_WEIGHT if " " in feature else 1.0))


def _line(feature: str, worth: int, weights: Sequence[int]) -> str:
    told = (f"{place}:{weight}" for place, weight in enumerate(weights) if weight)
    return "\t".join([feature, str(worth), *told])


def _table(taught: Sequence[Taught], rows: Mapping[str, int], worths: Sequence[int]) -> csr_matrix:
    """Lessons by features, each lesson of length 1."""
    values: list[float] = []
    places: list[int] = []
    ends = [0]
    for each in taught:
        found = sorted(rows[one] for one in each.features if one in rows)
        length = sqrt(sum(worths[row] ** 2 for row in found)) or 1.0
        places.extend(found)
        values.extend(worths[row] / length for row in found)
        ends.append(len(places))
    return csr_matrix((values, places, ends), shape=(len(taught), len(rows)))


def _theme_columns(table: csr_matrix, taught: Sequence[Taught], themes: Sequence[str]) -> Numbers:
    """Features by themes: ridge regression."""
    counts = np.sqrt([each.lesson.weight for each in taught])
    raised = np.array([[theme in each.lesson.themes for theme in themes] for each in taught], dtype=float)
    return SPREAD * _ridge(csr_matrix(diags_array(counts) @ table), raised * counts[:, None])


def _ridge(table: csr_matrix, targets: Numbers) -> Numbers:
    """What of each feature comes nearest to the targets, held back by RIDGE (conjugate gradients)."""
    turned = table.T.tocsr()
    found = np.zeros((table.shape[1], targets.shape[1]))
    rest = turned @ targets
    way, far = rest.copy(), (rest * rest).sum(axis=0)
    for _ in range(STEPS):
        change = turned @ (table @ way) + RIDGE * way
        step = far / np.maximum((way * change).sum(axis=0), TINY)
        found += step * way
        rest -= step * change
        before, far = far, (rest * rest).sum(axis=0)
        way = rest + far / np.maximum(before, TINY) * way
    return found


def _stance_columns(table: csr_matrix, taught: Sequence[Taught]) -> tuple[list[int], Numbers]:
    """What each stance always has, in thousandths, and features by stances."""
    known = [place for place, each in enumerate(taught) if each.lesson.stance]
    stances = [str(taught[place].lesson.stance) for place in known]
    counts = [taught[place].lesson.weight for place in known]
    fitted = LogisticRegression(C=STRENGTH_OF_STANCE, max_iter=1_000)
    fitted.fit(table[known], stances, sample_weight=counts)
    order = [list(fitted.classes_).index(name) for name in STANCE_NAMES]
    return [round(UNIT * float(fitted.intercept_[one])) for one in order], fitted.coef_[order].T


@dataclass(frozen=True, slots=True)
class Unseen:
    """What a model that had not learnt from a lesson makes of it."""

    taught: Taught
    likeness: Sequence[int]
    tone: tuple[int, ...]

    @property
    def toned(self) -> int:
        """Words of praise less words of blame, in the sentence and in the answer, which are the same here."""
        return 2 * tone_of(self.taught.words, 0, len(self.taught.words))

    @property
    def opinion(self) -> int:
        """What patterns say of the theme that the lesson was written for."""
        return self.taught.opinions.get(self.taught.lesson.theme or "", 0)


def ask_unseen(taught: Sequence[Taught], themes: Sequence[str]) -> list[Unseen]:
    """Every written lesson, asked of a model that has not learnt from it."""
    written = [place for place, each in enumerate(taught) if each.lesson.weight == 1.0]
    order = np.random.default_rng(SEED).permutation(written)
    found: dict[int, Unseen] = {}
    for part in range(FOLDS):
        asked = {int(place) for place in order[part::FOLDS]}
        rest = [each for place, each in enumerate(taught) if place not in asked]
        model = ThemeModel(read_weights(learn(rest, themes)))
        for place in sorted(asked):
            words = taught[place].words
            found[place] = Unseen(taught[place], model.likeness(words), model.tone(words))
    return [found[place] for place in sorted(found)]


def weigh_evidence(unseen: Sequence[Unseen], themes: Sequence[str]) -> dict[str, Any]:
    """What a likeness, a rival and each kind of pattern add to the log of the odds, from unseen sentences."""
    rows, raised = [], []
    for one in unseen:
        ordered = sorted(one.likeness[: len(themes)], reverse=True)
        for theme, like in zip(themes, one.likeness, strict=False):
            rival = max(ordered[1] if like == ordered[0] else ordered[0], FLOOR)
            kind = one.taught.named.get(theme)
            rows.append([like * (kind is None), like * bool(kind), rival, *(kind == name for name in KINDS)])
            raised.append(theme in one.taught.lesson.themes)
    signs = np.array(rows, dtype=float)
    signs[:, :3] /= UNIT
    fitted = LogisticRegression(C=10.0, max_iter=500).fit(signs, raised)
    like, like_named, rival_weight, *named = np.rint(UNIT * fitted.coef_[0]).astype(int).tolist()
    named[KINDS.index("common")] -= COMPANY
    return {
        "always": round(UNIT * float(fitted.intercept_[0])),
        "like": like, "like_named": like_named, "rival": rival_weight, "floor": FLOOR, "least": LEAST,
        "named": dict(zip(KINDS, named, strict=True)),
    }  # fmt: skip


def weigh_stance(unseen: Sequence[Unseen]) -> dict[str, Any]:
    """What the model hears, words of praise and blame, and what patterns say add to the log of the odds of a stance."""
    asked = [one for one in unseen if one.taught.lesson.stance and one.taught.lesson.themes]
    rows = [
        [*(tone / UNIT for tone in one.tone), one.toned, *(one.opinion == known for known in OPINIONS)]
        for one in asked
    ]
    stances = [str(one.taught.lesson.stance) for one in asked]
    fitted = LogisticRegression(C=10.0, max_iter=1_000).fit(np.array(rows, dtype=float), stances)
    order = [list(fitted.classes_).index(name) for name in STANCE_NAMES]
    table = np.rint(UNIT * fitted.coef_[order].T).astype(int).tolist()
    heard, (toned, *said) = table[: len(STANCE_NAMES)], table[len(STANCE_NAMES) :]
    always = np.rint(UNIT * fitted.intercept_[order]).astype(int).tolist()
    return {
        "always": always,
        "heard": dict(zip(STANCE_NAMES, heard, strict=True)),
        "toned": toned,
        "said": dict(zip(OPINIONS.values(), said, strict=True)),
    }


def _asked(unseen: Sequence[Unseen], themes: Sequence[str], card: Mapping[str, Any]) -> list[Asked]:
    """What is said of every unseen sentence when the signs weigh as the card has them."""
    evidence, stances = read_evidence(card), read_stances(card)
    return [
        Asked(
            frozenset(one.taught.lesson.themes),
            raised_by(evidence, themes, one.likeness, one.taught.named),
            str(one.taught.lesson.stance),
            heard_by(stances, one.tone, one.toned, one.opinion),
        )
        for one in unseen
    ]


def train(codebook: Codebook, today: str) -> tuple[str, dict[str, Any]]:
    """The lines of the weights, and the card."""
    engine = Engine(codebook, load_terms())
    written = [*lessons(codebook)]
    taught, themes = read_lessons(engine, written), tuple(codebook.themes)
    unseen = ask_unseen(taught, themes)
    card: dict[str, Any] = {
        "trained_on": today,
        "codebook": codebook.id,
        "lessons": fingerprint(written),
        "sentences": len(unseen),
        "raising_several_themes": sum(len(one.taught.lesson.themes) > 1 for one in unseen),
        "by_stance": dict(Counter(str(one.taught.lesson.stance) for one in unseen)),
        "evidence": weigh_evidence(unseen, themes),
        "stance": weigh_stance(unseen),
    }
    card["on_unseen_sentences"] = figures(_asked(unseen, themes, card))
    return learn(taught, themes), card


def write(weights: str, card: Mapping[str, Any], folder: Path) -> None:
    """Both files, into a folder that is there."""
    folder.joinpath(WEIGHTS).write_text(weights, encoding="utf-8")
    about = "# What the light model of themes was learnt from and how well it did; written by theme_training.py.\n"
    folder.joinpath(CARD).write_text(about + yaml.safe_dump(dict(card), sort_keys=False), encoding="utf-8")


def main(argv: Sequence[str]) -> int:
    """Learn, write both files and say what the card says."""
    parser = argparse.ArgumentParser(prog="python -m analysis train --themes", description=__doc__)
    parser.add_argument("--into", type=Path, default=Path(str(files("analysis"))), help="where to write")
    options = parser.parse_args(argv)
    with threadpool_limits(1):  # sums in another order differ in their last digits
        weights, card = train(load_codebook(), f"{datetime.now(UTC):%Y-%m-%d}")
    write(weights, card, options.into)
    sys.stdout.write(yaml.safe_dump(card, sort_keys=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
