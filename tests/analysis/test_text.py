"""Folding keeps the way back to the letters that were typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text import fold, shown, tokens

HARD = "e\u0301 \u200d \u200b ﬁ ß İ ı \u202e \u05e9\u05dc\u05d5\u05dd عربي 🔪 👨‍👩‍👧 ½ Å ’ … \u00a0 ſ ǆ 漢字 ñ".split(
    " "
)
ANY_TEXT = st.lists(st.sampled_from(HARD) | st.text(max_size=5), max_size=30).map(" ".join)


@given(ANY_TEXT)
def test_every_token_points_at_letters_that_fold_to_it(text: str) -> None:
    folded = fold(text)
    for token in tokens(folded.text):
        start, end = folded.span(token.start, token.end)
        assert 0 <= start < end <= len(text)
        assert token.text in fold(shown(text, start, end)).text


@given(ANY_TEXT)
def test_spans_follow_the_order_of_the_text(text: str) -> None:
    folded = fold(text)
    starts = [folded.span(token.start, token.end)[0] for token in tokens(folded.text)]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("He Hit ME", "hit"),
        ("cafe\u0301 hit", "hit"),
        ("🙂🙂 hit", "hit"),
        ("İİİ hit", "hit"),
        ("ﬁﬁ hit", "hit"),
        ("שלום hit", "hit"),
    ],
)
def test_a_word_is_found_where_it_stands(typed: str, word: str) -> None:
    folded = fold(typed)
    spans = [folded.span(t.start, t.end) for t in tokens(folded.text) if t.text == word]
    assert [typed[a:b].lower() for a, b in spans] == [word]


def test_a_combining_accent_stays_with_its_letter() -> None:
    typed = "Rene\u0301 went"
    folded = fold(typed)
    first = next(tokens(folded.text))
    assert typed[slice(*folded.span(first.start, first.end))].startswith("Rene\u0301")
    assert first.text == "rene"
