"""The light model beside the rules: it speaks last, explains itself and always learns the same."""

from __future__ import annotations

from analysis.codebook.loader import load_codebook
from analysis.safeguarding.categories import CATEGORIES, CONCERN, WATCH
from analysis.safeguarding.likeness import training_sentences
from analysis.safeguarding.rules import load_terms
from analysis.scan import Engine, engine, scan_text

OBLIQUE = (
    "grandad makes me sit on his knee and I feel sick after",
    "I pretend to be asleep so that he goes away",
    "my brother and me hide behind the sofa till it is quiet",
)


def test_every_training_sentence_has_a_category_or_is_ordinary() -> None:
    sentences = list(training_sentences(load_terms()))
    assert {category for _, category in sentences} == {*CATEGORIES, ""}
    assert len({text for text, _ in sentences}) > 1_000


def test_a_telling_that_no_rule_names_is_heard_and_explained() -> None:
    heard = [flag for text in OBLIQUE for flag in scan_text(text, "cyp").safeguarding]
    assert any(flag.level <= CONCERN for flag in heard)
    for text in OBLIQUE:
        for flag in scan_text(text, "cyp").safeguarding:
            assert text[flag.start : flag.end]
            if flag.rule.endswith(".likeness"):
                assert flag.level in (CONCERN, WATCH)
                assert flag.cues


def test_the_model_says_nothing_where_a_rule_has_spoken() -> None:
    flags = scan_text("Nobody hits me", "cyp").safeguarding
    assert [flag.rule.endswith(".likeness") for flag in flags] == [False]


def test_learning_twice_gives_the_same_result() -> None:
    again = Engine(load_codebook(), load_terms())
    for text, _ in training_sentences(load_terms()):
        assert again.scan(text, "cyp") == engine().scan(text, "cyp")
