"""`python -m analysis train`: learn the light model of safeguarding from the labelled answers, and write its card.

The same sentences give the same weights.  Two thirds of the answers that were written after the rules teach
at a time and the last third is asked, so that the evidence and the card's figures come from unseen answers.
`python -m analysis train --themes` learns the light model of themes instead (`analysis.theme_training`).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from math import log
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from analysis import theme_training
from analysis.codebook.loader import load_codebook
from analysis.intervals import Proportion
from analysis.matching import Word
from analysis.safeguarding.categories import CONCERN, IMMEDIATE, URGENT, WATCH
from analysis.safeguarding.features import features_of, sentences
from analysis.safeguarding.flags import levels_of
from analysis.safeguarding.lessons import Labelled, earlier_lessons, fingerprint, later_lessons
from analysis.safeguarding.likeness import (
    ALWAYS,
    CARD,
    MOST_COUNTED,
    SENTENCE_SHARE,
    SHORT,
    UNIT,
    WEIGHTS,
    Card,
    Evidence,
    Model,
    speaking_rules,
)
from analysis.safeguarding.rules import PACKAGE, load_terms
from analysis.scan import Engine, Study

FOLDS = 3
SEED = 11
FEWEST = 2
FEWEST_CATEGORIES = 3
STRENGTH = 10.0
STRENGTH_OF_CATEGORIES = 10.0
LEAST_WEIGHT, LEAST_FOR_CATEGORY = 30, 60
CALM = 5.0
# How slowly a rule is trusted more or less than the others: smaller is slower.
CAUTION = 0.6
RAISED_FROM, LISTED_BELOW = -0.4, 1.5
SIGNS = ("score", "immediate", "urgent", "concern", "watch", "each_rule", "each_theme")
Features = Sequence[str]


@dataclass(frozen=True, slots=True)
class Example:
    """A lesson as the engine reads it."""

    study: Study
    category: str
    weight: float

    @property
    def features(self) -> Features:
        """The features of the whole answer."""
        return features_of(self.study.words)


def examples(engine: Engine, lessons: Sequence[Labelled]) -> list[Example]:
    """Lessons read by the rules alone; those of whom no word is left teach nothing."""
    read = (Example(engine.study(one.text, "young_people"), one.category, one.weight) for one in lessons)
    return [one for one in read if one.study.words]


def learn(taught: Sequence[Example], categories: bool = True) -> Model:
    """Weights from examples, with no evidence from rules yet."""
    rows = [(one.features, bool(one.category), one.weight) for one in taught]
    rows += [(features_of(part), False, 1.0) for one in taught if not one.category for part in _parts(one)]
    features, told, counts = zip(*rows, strict=True)
    matrix, rarity = _counted(features)
    fitted = LogisticRegression(C=STRENGTH, max_iter=300).fit(matrix, told, sample_weight=counts)
    weights = {
        feature: round(weight * rarity[feature] / CALM / UNIT)
        for feature, weight in zip(rarity, fitted.coef_[0], strict=True)
    }
    kept = {feature: weight for feature, weight in weights.items() if abs(weight) >= LEAST_WEIGHT}
    kept[ALWAYS] = round(float(fitted.intercept_[0]) / UNIT)
    kinds = _learn_categories([one for one in taught if one.category]) if categories else {}
    plain = Evidence(0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    return Model(kept, kinds, Card(plain, RAISED_FROM, RAISED_FROM - LISTED_BELOW))


def _parts(one: Example) -> list[Sequence[Word]]:
    """Each sentence of an ordinary answer is ordinary too."""
    return list(sentences(one.study.words))


def _counted(rows: Sequence[Features]) -> tuple[csr_matrix, dict[str, float]]:
    """One row for each answer, its features by how rare they are and calmed by how many it has; and the rarity."""
    counts = Counter(feature for features in rows for feature in set(features))
    known = sorted(feature for feature, count in counts.items() if count >= FEWEST)
    rarity = {feature: log((1 + len(rows)) / (1 + counts[feature])) + 1 for feature in known}
    places = {feature: place for place, feature in enumerate(rarity)}
    lines, columns, values = [], [], []
    for line, features in enumerate(rows):
        for feature, count in Counter(features).items():
            if feature in places:
                lines.append(line)
                columns.append(places[feature])
                values.append(count * rarity[feature] / CALM / len(features) ** 0.5)
    return csr_matrix((values, (lines, columns)), shape=(len(rows), len(places))), rarity


def _learn_categories(told: Sequence[Example]) -> dict[str, dict[str, int]]:
    """For each feature, the categories it speaks for; nothing when there are too few to tell apart."""
    if len({one.category for one in told}) < FEWEST_CATEGORIES:
        return {}
    matrix, rarity = _counted([one.features for one in told])
    fitted = LogisticRegression(C=STRENGTH_OF_CATEGORIES, max_iter=200)
    fitted.fit(matrix, [one.category for one in told])
    kinds: dict[str, dict[str, int]] = {}
    for place, (feature, rare) in enumerate(rarity.items()):
        found = {
            str(category): round(fitted.coef_[row][place] * rare / CALM / UNIT)
            for row, category in enumerate(fitted.classes_)
        }
        strong = {category: weight for category, weight in found.items() if weight >= LEAST_FOR_CATEGORY}
        if strong:
            kinds[feature] = strong
    return kinds


def signs(model: Model, study: Study, rule_ids: Sequence[str]) -> list[float]:
    """What speaks for and against reading an answer, in the order of SIGNS and then of the rules."""
    levels = levels_of(study.flags)
    worst = min(levels.values(), default=0)
    raising = sum(level <= CONCERN for level in levels.values())
    speaking = set(speaking_rules(levels))
    return [
        model.score(study.words, 1.0 if raising else SENTENCE_SHARE),
        *(float(worst == level) for level in (IMMEDIATE, URGENT, CONCERN, WATCH)),
        float(min(raising, MOST_COUNTED)),
        float(min(study.themes, MOST_COUNTED)),
        *(CAUTION * (rule in speaking) for rule in rule_ids),
    ]


def asked_unseen(
    earlier: Sequence[Example], later: Sequence[Example], rule_ids: Sequence[str]
) -> tuple[npt.NDArray[np.float64], list[bool]]:
    """The signs of every later answer by a model that has not learnt from it, and whether it tells."""
    order = np.random.default_rng(SEED).permutation(len(later))
    rows = np.zeros((len(later), len(SIGNS) + len(rule_ids)))
    for fold in range(FOLDS):
        asked = {int(i) for i in order[fold::FOLDS]}
        model = learn([*earlier, *(one for i, one in enumerate(later) if i not in asked)], categories=False)
        for i in asked:
            rows[i] = signs(model, later[i].study, rule_ids)
    return rows, [bool(one.category) for one in later]


def background(engine: Engine, lines: Sequence[str]) -> list[Example]:
    """Ordinary sentences of other people, one a line; those that a rule would raise are left out."""
    read = examples(engine, [Labelled(line.strip(), "") for line in lines if line.strip()])
    return [one for one in read if all(flag.level > CONCERN for flag in one.study.flags)]


def train(today: str, ordinary: Sequence[str] = ()) -> tuple[Model, dict[str, object]]:
    """The model and its card; `ordinary` are sentences of other people that are not kept here."""
    terms, codebook = load_terms(), load_codebook()
    engine = Engine(codebook, terms, frozenset({"safeguarding"}))
    lessons = [*earlier_lessons(terms)], [*later_lessons()]
    others = background(engine, ordinary)
    earlier, later = [*examples(engine, lessons[0]), *others], examples(engine, lessons[1])
    rule_ids = [rule.id for rule in terms.rules]
    rows, told = asked_unseen(earlier, later, rule_ids)
    fitted = LogisticRegression(C=1.0, max_iter=500).fit(rows, told)
    found = [round(float(weight), 3) for weight in fitted.coef_[0]]
    learnt = dict(zip(SIGNS, found[: len(SIGNS)], strict=True))
    trust = {rule: round(w * CAUTION, 3) for rule, w in zip(rule_ids, found[len(SIGNS) :], strict=True) if w}
    always = round(float(fitted.intercept_[0]), 3)
    evidence = Evidence(always=always, trust=trust, **learnt)
    model = learn([*earlier, *later])
    model.card = Card(evidence, RAISED_FROM, RAISED_FROM - LISTED_BELOW)
    raised = [bool(odds >= RAISED_FROM) for odds in fitted.decision_function(rows)]
    card: dict[str, object] = {
        "trained_on": today,
        "lessons": fingerprint([*lessons[0], *lessons[1]]),
        "answers": {
            "tellings": sum(bool(one.category) for one in [*lessons[0], *lessons[1]]),
            "ordinary": sum(not one.category for one in [*lessons[0], *lessons[1]]),
            "written_after_the_rules": len(lessons[1]),
            "of_other_people_not_kept_here": len(others),
        },
        "evidence": {"always": always, **learnt},
        "trust": trust,
        "thresholds": {"raised_from": RAISED_FROM, "listed_from": RAISED_FROM - LISTED_BELOW},
        "on_unseen_answers": _figures(raised, told),
    }
    return model, card


def _figures(raised: Sequence[bool], told: Sequence[bool]) -> dict[str, str]:
    both = sum(r and t for r, t in zip(raised, told, strict=True))
    return {
        "recall": str(Proportion(both, sum(told))),
        "precision": str(Proportion(both, sum(raised))),
        "ordinary_and_look_alikes_raised": str(Proportion(sum(raised) - both, len(told) - sum(told))),
    }


def write(model: Model, card: dict[str, object], folder: Path) -> None:
    """The weights as lines of feature, weight and categories (a letter each), and the card beside them."""
    lines = []
    for feature in sorted(model.weights.keys() | model.kinds.keys()):
        speaks_for = (f"{SHORT[c]}{w}" for c, w in sorted(model.kinds.get(feature, {}).items()))
        lines.append("\t".join([feature, str(model.weights.get(feature, 0)), *speaks_for]))
    folder.joinpath(WEIGHTS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    about = (
        "# What the light model was trained on and how well it did; written by `python -m analysis train`.\n"
    )
    folder.joinpath(CARD).write_text(about + yaml.safe_dump(card, sort_keys=False), encoding="utf-8")


def main(argv: Sequence[str]) -> int:
    """Train, write both files and say the figures."""
    if "--themes" in argv:
        return theme_training.main([word for word in argv if word != "--themes"])
    parser = argparse.ArgumentParser(prog="python -m analysis train", description=__doc__)
    parser.add_argument("--themes", action="store_true", help="learn the light model of themes instead")
    parser.add_argument("--into", type=Path, default=Path(str(files(PACKAGE))), help="where to write")
    parser.add_argument("--ordinary", type=Path, help="further ordinary sentences to learn from, one a line")
    options = parser.parse_args(argv)
    lines = options.ordinary.read_text(encoding="utf-8").splitlines() if options.ordinary else []
    model, card = train(f"{datetime.now(UTC):%Y-%m-%d}", lines)
    write(model, card, options.into)
    sys.stdout.write(yaml.safe_dump(card, sort_keys=False))
    return 0
