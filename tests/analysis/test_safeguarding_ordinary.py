"""Ordinary answers are not raised, and weighing a flag against its sentence never deletes it."""

from __future__ import annotations

import pytest

from analysis.safeguarding.categories import CONCERN, WATCH
from analysis.safeguarding.flags import SOUNDS_ORDINARY
from analysis.safeguarding.lessons import ORDINARY
from analysis.safeguarding.likeness import RULE
from analysis.scan import scan_text
from analysis.vocabulary import read_yaml

TELLINGS = read_yaml("analysis.training", "tellings.yaml")
# Rules alone on sentences with words of harm in them; the rest is the price of finding nine tellings in ten.
MOST_RAISED = 0.04


def raised_by_rules(text: str) -> list[str]:
    """The rules, not the model, that raise an answer at levels 1 to 3."""
    flags = scan_text(text, "parents_carers").safeguarding
    return [flag.rule for flag in flags if flag.level <= CONCERN and not flag.rule.endswith(RULE)]


def test_hardly_any_ordinary_answer_is_raised() -> None:
    ordinary = [str(text) for text in TELLINGS[ORDINARY]]
    raised = [text for text in ordinary if raised_by_rules(text)]
    assert len(raised) <= MOST_RAISED * len(ordinary), raised


def test_most_tellings_are_raised_or_listed() -> None:
    told = [str(text) for category, texts in TELLINGS.items() if category != ORDINARY for text in texts]
    heard = [text for text in told if scan_text(text, "cyp").safeguarding]
    assert len(heard) >= 0.95 * len(told)


@pytest.mark.parametrize(
    "text",
    [
        "Staff are run off their feet.",
        "The wheelchair service missed two appointments.",
        "They drag every decision past the deadline.",
    ],
)
def test_words_of_harm_in_ordinary_feedback_are_not_raised(text: str) -> None:
    assert raised_by_rules(text) == []


def test_what_sounds_ordinary_is_still_listed_with_the_reason() -> None:
    flags = [flag for text in TELLINGS[ORDINARY] for flag in scan_text(str(text), "cyp").safeguarding]
    weighed = [flag for flag in flags if SOUNDS_ORDINARY in flag.cues]
    assert weighed
    assert {flag.level for flag in weighed} == {WATCH}


def test_praise_around_a_disclosure_does_not_lower_it() -> None:
    text = (
        "The school is wonderful and the speech therapist is patient. My stepdad punches me at night. "
        "The taxi is always on time and the plan was finished early."
    )
    levels = [flag.level for flag in scan_text(text, "cyp").safeguarding]
    assert min(levels) < CONCERN
