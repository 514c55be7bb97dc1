"""The labelled sentences that the light model learns from, in a fixed order.

training/tellings.yaml and the examples of the rules were there while the rules were written.  The answers in
training/answers/ were written later, so that they also tell how far a rule can be trusted on words it has not
seen.  What was written to learn themes from is ordinary too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

from analysis.safeguarding.categories import CATEGORIES
from analysis.safeguarding.rules import Terms
from analysis.vocabulary import read_yaml

TRAINING = "analysis.training"
EARLIER = "tellings.yaml"
LATER = (
    "answers",
    "answers/children_tell",
    "answers/close_calls",
    "answers/everyday",
    "answers/grown_ups_tell",
    "answers/more",
)
THEMES = "themes.yaml"
MORE_THEMES = ("themes_further", "themes_more")
SIDEWAYS = "oblique_"
ORDINARY = "clear"
# The examples that stand beside a rule are promises, so each counts like several answers.
OF_A_RULE = 4.0
# Themes whose sentences may themselves be a reason for concern, so they teach nothing about ordinary answers.
MAY_TELL = frozenset(
    {"bullying", "isolation_sanction", "safeguarding_system", "family_impact", "medical_school"}
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """An answer and its category, or no category when there is nothing to raise; and how much it counts."""

    text: str
    category: str
    weight: float = 1.0


def earlier_lessons(terms: Terms) -> Iterator[Labelled]:
    """What was at hand while the rules were written, and the ordinary sentences of the themes."""
    for category, sentences in read_yaml(TRAINING, EARLIER).items():
        yield from (Labelled(str(s), "" if category == ORDINARY else category) for s in sentences)
    yield from (Labelled(text, "") for text in dict.fromkeys(_theme_sentences()))
    for rule in terms.rules:
        yield from (Labelled(s, rule.category, OF_A_RULE) for s in rule.match)
        yield from (Labelled(s, "", OF_A_RULE) for s in rule.clear)


def _theme_sentences() -> Iterator[str]:
    """Every sentence of themes that tell of services; one that raises several themes names them."""
    for name in (THEMES, *(name for folder in MORE_THEMES for name in _yaml_files(folder))):
        for theme, groups in read_yaml(TRAINING, name).items():
            for entry in (entry for group in groups.values() for entry in group):
                said = entry if isinstance(entry, dict) else {"say": entry, "themes": ()}
                if MAY_TELL.isdisjoint({theme, *said["themes"]}):
                    yield str(said["say"])


def later_lessons() -> Iterator[Labelled]:
    """Answers written after the rules; a file that is named after no category holds ordinary answers."""
    for name in answer_files():
        category = category_of(name)
        yield from (Labelled(str(text), category) for text in read_yaml(TRAINING, name))


def category_of(name: str) -> str:
    """The category that a file's answers tell of, or nothing when they are ordinary."""
    stem = name.rpartition("/")[2].removesuffix(".yaml").removeprefix(SIDEWAYS)
    return stem if stem in CATEGORIES else ""


def answer_files() -> list[str]:
    """The files of answers written after the rules, in order."""
    return [name for folder in LATER for name in _yaml_files(folder)]


def _yaml_files(folder: str) -> list[str]:
    entries = files(TRAINING).joinpath(folder).iterdir()
    return sorted(f"{folder}/{entry.name}" for entry in entries if entry.name.endswith(".yaml"))


def fingerprint(lessons: Iterable[Labelled]) -> str:
    """Twelve signs that change when any lesson does."""
    digest = hashlib.sha256()
    for lesson in lessons:
        digest.update(f"{lesson.category}\t{lesson.text}\n".encode())
    return digest.hexdigest()[:12]
