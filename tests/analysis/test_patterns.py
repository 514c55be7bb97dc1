"""The small pattern language: what it finds and what it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.matching import match_at, spots_of
from analysis.patterns import Compiler, Families, PatternError, alternatives
from analysis.reading import find_all, read
from analysis.text import fold
from analysis.vocabulary import Vocabulary, WordLists

FAMILIES = Families(
    {"adult": ["dad", "step dad", {"staff": None}], "staff": ["teacher", "sir"], "me": ["me", "us"]}
)
LISTS = WordLists(FAMILIES, frozenset({"just", "really"}), frozenset({"me", "he", "the"}), frozenset(), {})


def found(source: str, text: str) -> list[str]:
    """The pieces of the text that a pattern covers."""
    compiler = Compiler(FAMILIES, LISTS.common)
    patterns = [compiler.compile(one) for one in alternatives(source)]
    reading = read(fold(text), vocabulary := Vocabulary(compiler, LISTS, patterns))
    spans = sorted({reading.span(f.start, f.end) for f in find_all(reading, vocabulary)})
    return [text[a:b] for a, b in spans]


@pytest.mark.parametrize(
    ("source", "text", "pieces"),
    [
        ("kick~", "He kicked, then kicks.", ["kicked", "kicks"]),
        ("{adult} .. hit", "My step dad never ever hit", ["dad never ever hit"]),
        ("{adult} .. hit", "Dad walked to the shop and hit", []),
        ("{adult} hit", "sir just really hit", ["sir just really hit"]),
        ("hit .. {me}", "It was hit. Me too", []),
        ("hit // {me}", "It was hit. Me too", ["hit. Me"]),
        ("bruis*", "bruising BRUISES", ["bruising", "BRUISES"]),
        ("(private parts|privates)", "his private parts", ["private parts"]),
        ("do? want home", "want home", ["want home"]),
        ("hit & {adult}", "hit me, did dad", ["hit me, did dad"]),
        ("hit & {adult}", "hit me. Oh dad, I said it to him", []),
        ("hit && {adult}", "hit me. Oh dad, I said it to him", ["hit me. Oh dad"]),
        ("slow cat|fast dog", "a fast dog", ["fast dog"]),
        ("slow (cat|hen)|fast .. dog", "fast old dog", ["fast old dog"]),
        ("({adult}|boss) hit", "boss hit, teacher hit", ["boss hit", "teacher hit"]),
        ("my (big|small (cat|dog))", "my small dog", ["my small dog"]),
    ],
)
def test_a_pattern_covers_these_words(source: str, text: str, pieces: list[str]) -> None:
    assert found(source, text) == pieces


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("{nobody_knows} hit", "known"),
        ("(hit me", "opened"),
        ("hit) me", "closed"),
        ("maybe?", "nothing to find"),
        ("hit ..many me", "gap"),
        ("(hit .. me|kick)", "inside brackets"),
    ],
)
def test_a_pattern_that_cannot_be_read_says_why(source: str, says: str) -> None:
    with pytest.raises(PatternError, match=says):
        Compiler(FAMILIES, LISTS.common).compile(source)


def test_a_family_that_holds_itself_is_refused() -> None:
    with pytest.raises(PatternError, match="contains itself"):
        Families({"a": [{"b": None}], "b": [{"a": None}]})


@given(
    st.lists(st.sampled_from("dad mum step teacher sir hit me us kick kicked . private parts cat".split()))
)
def test_what_is_passed_over_would_not_have_been_found(said: list[str]) -> None:
    sources = (
        "{adult} .. hit",
        "kick~ & {me}",
        "(step dad|private parts)",
        "hit // cat",
        "do? sir hit .. us",
    )
    compiler = Compiler(FAMILIES, LISTS.common)
    patterns = [compiler.compile(source) for source in sources]
    vocabulary = Vocabulary(compiler, LISTS, patterns)
    reading = read(fold(" ".join(said)), vocabulary)
    spots = spots_of(reading.words)
    tried = {
        (order, *span)
        for order, pattern in enumerate(patterns)
        for place in range(len(reading.words))
        if not pattern.chains[0].steps[pattern.chains[0].anchor].atoms.isdisjoint(spots.keys[place])
        if (span := match_at(pattern, spots, place)) is not None
    }
    assert {(one.order, one.start, one.end) for one in find_all(reading, vocabulary)} == tried
