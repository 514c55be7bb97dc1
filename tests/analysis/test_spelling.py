"""Disguised, stretched and misspelt words come back to words we know."""

from __future__ import annotations

import pytest

from analysis.spelling import Speller, forms

KNOWN = {"suicide", "harm", "self", "kill", "myself", "hurt", "so", "restrained", "back", "die", "rape", "my"}
CONTENT = KNOWN - {"so", "back", "my"}


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(KNOWN, CONTENT, {"kms": "kill myself", "sed": "said"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("suicide", ("suicide",)),
        ("suuuuicide", ("suicide",)),
        ("sooooo", ("so",)),
        ("su1c1de", ("suicide",)),
        ("s*icide", ("suicide",)),
        ("r*pe", ("rape",)),
        ("killmyself", ("kill", "myself")),
        ("kms", ("kill", "myself")),
        ("restained", ("restrained",)),
        ("suiscide", ("suicide",)),
        ("back", ("back",)),
        ("lighthouse", ("lighthouse",)),
        ("**", ("**",)),
    ],
)
def test_a_word_is_read_as_it_was_meant(speller: Speller, typed: str, meant: tuple[str, ...]) -> None:
    assert speller.words(typed) == meant


def test_a_very_long_word_is_cut_short(speller: Speller) -> None:
    assert sum(map(len, speller.words("z" * 100_000))) < 100


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("kick", ("kick", "kicks", "kicked", "kicking")),
        ("grab", ("grab", "grabs", "grabbed", "grabbing")),
        ("force", ("force", "forces", "forced", "forcing")),
        ("punch", ("punch", "punches", "punched", "punching")),
        ("bully", ("bully", "bullies", "bullied", "bullying")),
        ("threaten", ("threaten", "threatens", "threatened", "threatening")),
    ],
)
def test_a_regular_verb_has_four_forms(verb: str, expected: tuple[str, ...]) -> None:
    assert forms(verb) == expected
