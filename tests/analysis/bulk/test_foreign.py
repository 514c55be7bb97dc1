"""Harm told in another language is heard among many answers as it is in each alone."""

from __future__ import annotations

import unicodedata
from itertools import chain
from typing import Literal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis.language_guess import foreign_sentence
from analysis.other_languages import scan_in_any_language
from analysis.safeguarding.languages.terms import SHIPPED, load_languages
from analysis.safeguarding.languages.told import told_in_another_language
from analysis.scan import engine
from tests.analysis.bulk.test_batch import asked, at_once, batch, one_by_one
from tests.conftest import ROOT

SAMPLES = ROOT / "tests/samples/other_languages"
LANGUAGES = pytest.mark.parametrize("language", SHIPPED)


def said_in(language: str) -> list[str]:
    """Tellings, ordinary answers, and the examples of every rule."""
    tree = yaml.safe_load((SAMPLES / f"{language}.yaml").read_text(encoding="utf-8"))
    rules = next(terms for terms in load_languages() if terms.language == language).rules
    examples = chain.from_iterable((*rule.match, *rule.clear) for rule in rules)
    return [*map(str, chain.from_iterable(tree.values())), *examples]


EVERYTHING = [text for language in SHIPPED for text in said_in(language)]


@LANGUAGES
def test_many_answers_have_the_findings_that_each_has_alone(language: str) -> None:
    answers = asked(said_in(language))
    found = at_once(batch(), answers)
    assert found == one_by_one(answers)
    assert sum(f'"rule":"{language}.'.encode() in line for line in found) >= 40


@LANGUAGES
def test_nothing_that_is_told_is_missed_by_looking_at_telling_words_first(language: str) -> None:
    for text in said_in(language):
        told = told_in_another_language(text, foreign_sentence(text))
        scan = scan_in_any_language(engine(), text, "young_people")
        assert scan.safeguarding == (*engine().scan(text, "young_people").safeguarding, *told)


@given(
    st.lists(st.sampled_from(EVERYTHING), min_size=1, max_size=3),
    st.sampled_from([" ", ". ", "\n", " my dad hits me ", "_", "🙂", "\u2019 "]),
    st.sampled_from(["NFC", "NFD"]),
    st.booleans(),
)
def test_mixed_answers_have_the_same_findings(
    texts: list[str], between: str, form: Literal["NFC", "NFD"], loud: bool
) -> None:
    typed = unicodedata.normalize(form, between.join(texts))
    answers = asked([typed.upper() if loud else typed, "The bus is late", ""])
    assert at_once(batch(), answers) == one_by_one(answers)


def test_what_is_told_in_two_languages_stands_in_one_line() -> None:
    [line] = at_once(batch(), asked(["My dad hits me. Tata mnie bije"]))
    told = told_in_another_language("My dad hits me. Tata mnie bije", "pl")
    english = engine().scan("My dad hits me. Tata mnie bije", "cyp").safeguarding
    assert told
    assert english
    assert all(flag.rule.encode() in line for flag in (*english, *told))


def test_themes_alone_hear_no_harm_in_any_language() -> None:
    answers = asked(EVERYTHING[:200])
    themes = frozenset({"themes"})
    assert at_once(batch(themes), answers) == one_by_one(answers, themes)
    assert not any(b'"rule"' in line for line in at_once(batch(themes), answers))
