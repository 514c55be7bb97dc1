"""Ordinary answers are not raised, and weighing a flag against its sentence never deletes it."""

from __future__ import annotations

import pytest

from analysis.safeguarding.categories import CONCERN, URGENT, WATCH
from analysis.safeguarding.flags import SOUNDS_ORDINARY
from analysis.safeguarding.lessons import ORDINARY
from analysis.safeguarding.likeness import RULE
from analysis.safeguarding.naming import BETTER
from analysis.safeguarding.rules import HINT
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


def worst(text: str) -> int:
    """The most worrying level of an answer, or one past the watch list when nothing was found."""
    return min((flag.level for flag in scan_text(text, "cyp").safeguarding), default=WATCH + 1)


@pytest.mark.parametrize(
    ("text", "cue", "at_least"),
    [
        ("Nobody hits me anymore", "negated with a doubt", CONCERN),
        ("He says nobody hits him but he has bruises on both arms", "negated with a doubt", URGENT),
        ("If someone hurt me I would tell miss", "hypothetical", CONCERN),
        ("My dad used to hit me but he has stopped now", "past", CONCERN),
        ("My friend says her stepdad hits her", "third hand", CONCERN),
        ("It has been reported to the social worker that my dad hits me", "reported", URGENT),
        ("The suicide prevention team came to school", "policy or service", WATCH),
        ("We had domestic abuse training on Tuesday", "policy or service", WATCH),
        ("No one here touches my private parts", "negated", WATCH),
    ],
)
def test_a_trap_changes_the_level_and_says_why(text: str, cue: str, at_least: int) -> None:
    flags = scan_text(text, "cyp").safeguarding
    assert any(cue in flag.cues for flag in flags)
    assert worst(text) <= at_least


@pytest.mark.parametrize(
    "text", ["The suicide prevention team came to school", "We had domestic abuse training on Tuesday"]
)
def test_names_of_services_and_training_are_listed_and_not_raised(text: str) -> None:
    assert worst(text) == WATCH


@pytest.mark.parametrize(
    "text", ["I'm dying for a rest, the forms are killing me", "I could murder a cup of tea"]
)
def test_what_tired_parents_say_is_not_raised(text: str) -> None:
    assert worst(text) >= WATCH


def test_a_hint_alone_is_listed_and_with_a_telling_is_raised() -> None:
    listed = scan_text("bando is my favourite song on the list", "cyp").safeguarding
    assert {flag.level for flag in listed if flag.rule.endswith(HINT)} == {WATCH}
    assert worst("older lads keep me at a bando and I sell for them till they let me go home") <= CONCERN


def test_a_kind_that_hardly_fits_is_listed_beside_the_one_that_does() -> None:
    flags = scan_text("the big boys make me fight my friend while they watch", "cyp").safeguarding
    doubted = [flag for flag in flags if BETTER in flag.cues]
    assert doubted
    assert {flag.level for flag in doubted} == {WATCH}
    assert min(flag.level for flag in flags) == CONCERN


def test_what_a_rule_calls_urgent_is_never_only_listed_for_its_kind() -> None:
    """A teacher who hits is a matter of staff conduct and of physical abuse: the lead has to see both."""
    flags = scan_text("my teacher hit me", "cyp").safeguarding
    assert {flag.category for flag in flags if flag.level <= URGENT} >= {"physical_abuse"}
