"""Every rule finds its own examples and leaves its counter-examples alone."""

from __future__ import annotations

import pytest

from analysis.safeguarding.categories import CATEGORIES, CONCERN, WATCH
from analysis.safeguarding.likeness import RULE
from analysis.safeguarding.rules import RuleError, _rule, load_terms
from analysis.scan import scan_text

RULES = load_terms().rules


@pytest.mark.parametrize(("category", "text"), [(r.category, t) for r in RULES for t in r.match])
def test_a_rule_finds_its_examples(category: str, text: str) -> None:
    flags = scan_text(text, "young_people").safeguarding
    assert category in {flag.category for flag in flags if flag.level <= CONCERN}


@pytest.mark.parametrize("text", [t for r in RULES for t in r.clear])
def test_a_rule_leaves_its_counter_examples(text: str) -> None:
    flags = scan_text(text, "young_people").safeguarding
    assert [flag.rule for flag in flags if flag.level <= CONCERN and not flag.rule.endswith(RULE)] == []


def test_the_model_raises_few_of_the_counter_examples() -> None:
    clear = [text for rule in RULES for text in rule.clear]
    raised = [t for t in clear if any(f.level <= CONCERN for f in scan_text(t, "young_people").safeguarding)]
    assert len(raised) <= 0.04 * len(clear), raised


def test_every_category_has_a_rule_with_a_reason() -> None:
    assert {rule.category for rule in RULES} == set(CATEGORIES)
    assert [rule.id for rule in RULES if len(rule.why) < 15] == []


def test_a_rule_without_an_example_is_refused() -> None:
    with pytest.raises(RuleError, match="add match"):
        _rule("suicide", {"id": "x", "level": 1, "why": "because", "say": ["x"]}, "terms/suicide.yaml")


def test_a_rule_with_an_unknown_level_is_refused() -> None:
    entry = {"id": "x", "level": 9, "why": "because", "say": ["x"], "match": ["x"]}
    with pytest.raises(RuleError, match="level must be one of"):
        _rule("suicide", entry, "terms/suicide.yaml")


def levels(text: str, category: str, audience: str = "young_people") -> set[int]:
    """The levels of one category in an answer."""
    return {f.level for f in scan_text(text, audience).safeguarding if f.category == category}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My dad hits me", {2}),
        ("My dad hit me tonight", {1}),
        ("Nobody hits me", {WATCH}),
        ("Nobody hits me anymore", {CONCERN}),
        ("my dad never hits me", {WATCH}),
        ("When I was little my dad hit me", {CONCERN}),
    ],
)
def test_context_changes_the_level_and_never_removes_the_flag(text: str, expected: set[int]) -> None:
    assert levels(text, "physical_abuse") == expected


def test_a_look_alike_cancels_only_the_words_it_covers() -> None:
    assert levels("he killed it in the test", "physical_abuse") == set()
    assert levels("he killed it in the test but he hits me", "physical_abuse") == {2}


def test_a_flag_explains_itself() -> None:
    text = "Nothing much. Then my step dad   tuches me at nite, I dont like it"
    flag = next(f for f in scan_text(text, "cyp").safeguarding if f.category == "sexual_abuse")
    assert "tuches me" in text[flag.start : flag.end]
    assert flag.rule.startswith("sexual_abuse.")


@pytest.mark.parametrize(
    ("question", "answer", "raised"),
    [
        ("Do you feel safe?", "no", True),
        ("Do you feel safe at school?", "not really", True),
        ("Do you feel safe?", "yes", False),
        ("Has anyone hurt you?", "yes", True),
        ("Has anyone hurt you?", "no", False),
        ("Do you like your school?", "no", False),
        ("", "no", False),
    ],
)
def test_a_short_answer_is_read_with_its_question(question: str, answer: str, raised: bool) -> None:
    flags = scan_text(answer, "young_people", question).safeguarding
    assert bool(flags) == raised
    assert all(answer[f.start : f.end] for f in flags)
