"""The labelled sentences that the light model learns from, in a fixed order.

training/tellings.yaml and the examples of the rules were there while the rules were written.  The answers in
training/answers/ were written later, so that they also tell how far a rule can be trusted on words it has not seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

from analysis.codebook.loader import Codebook
from analysis.safeguarding.categories import CATEGORIES
from analysis.safeguarding.rules import Terms
from analysis.theme_model import lessons as theme_lessons
from analysis.vocabulary import read_yaml

TRAINING = "analysis.training"
EARLIER = "tellings.yaml"
LATER = "answers"
ORDINARY = "clear"
# Themes whose sentences may themselves be a reason for concern, so they teach nothing about ordinary answers.
MAY_TELL = frozenset(
    {"bullying", "isolation_sanction", "safeguarding_system", "family_impact", "medical_school"}
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """An answer and its category, or no category when there is nothing to raise."""

    text: str
    category: str


def earlier_lessons(terms: Terms, codebook: Codebook) -> Iterator[Labelled]:
    """What was at hand while the rules were written, and the ordinary sentences of the themes."""
    for category, sentences in read_yaml(TRAINING, EARLIER).items():
        yield from (Labelled(str(s), "" if category == ORDINARY else category) for s in sentences)
    for lesson in theme_lessons(codebook):
        if lesson.weight == 1.0 and lesson.theme not in MAY_TELL:
            yield Labelled(lesson.text, "")
    for rule in terms.rules:
        yield from (Labelled(s, rule.category) for s in rule.match)
        yield from (Labelled(s, "") for s in rule.clear)


def later_lessons() -> Iterator[Labelled]:
    """Answers written after the rules; a file that is named after no category holds ordinary answers."""
    for name in answer_files():
        category = name.removesuffix(".yaml")
        known = category if category in CATEGORIES else ""
        yield from (Labelled(str(text), known) for text in read_yaml(TRAINING, f"{LATER}/{name}"))


def answer_files() -> list[str]:
    """The names of the files in training/answers/, in order."""
    folder = files(TRAINING).joinpath(LATER)
    return sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))


def fingerprint(lessons: Iterable[Labelled]) -> str:
    """Twelve signs that change when any lesson does."""
    digest = hashlib.sha256()
    for lesson in lessons:
        digest.update(f"{lesson.category}\t{lesson.text}\n".encode())
    return digest.hexdigest()[:12]
