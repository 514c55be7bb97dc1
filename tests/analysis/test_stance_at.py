"""Praise and blame at a place that people chose, in any text."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.stance_at import stance_at

PRAISE = "I love zorbing with quoits."
TEXT = "The zorbing is great. But the quoits are awful and rude."


def test_only_the_sentence_that_is_pointed_at_is_heard() -> None:
    assert stance_at(PRAISE, 0, len(PRAISE)) == "positive"
    assert stance_at(TEXT, 4, 11) != stance_at(TEXT, TEXT.index("quoits"), TEXT.index(" are"))


def test_two_sentences_make_one_stance() -> None:
    assert stance_at(TEXT, 0, len(TEXT)) == "mixed"


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_place_in_any_text_has_a_stance(text: str, start: int, end: int) -> None:
    assert stance_at(text, start, end) in {"positive", "negative", "mixed", "neutral"}
