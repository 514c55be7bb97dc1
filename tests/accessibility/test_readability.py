"""Sentences, words and syllables as people count them."""

import pytest
import textstat
from hypothesis import given
from hypothesis import strategies as st

from accessibility.readability import SHORTEST_TEXT, school_grade, sentences, syllables, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You can stop. We keep it.", ["You can stop.", "We keep it."]),
        ("Are you 2.5 or 3? Yes!", ["Are you 2.5 or 3?", "Yes!"]),
        ("He said “stop.” Then he left", ["He said “stop.”", "Then he left"]),
        ("A line\n\nand another", ["A line", "and another"]),
        ("کیا آپ محفوظ ہیں؟ ہاں۔", ["کیا آپ محفوظ ہیں؟", "ہاں۔"]),
        ("  ... !  ", []),
        ("", []),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert [span.text for span in sentences(text)] == found


@given(st.text(alphabet="ab .?!\n”é"))
def test_a_sentence_stands_where_it_says_and_no_word_is_lost(text: str) -> None:
    spans = sentences(text)
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert [word for span in spans for word in words(span.text)] == list(words(text))


def test_words_keep_what_belongs_together() -> None:
    assert words("Don't say “well-being”, 2.5 or 11-15.") == (
        "Don't",
        "say",
        "well-being",
        "2.5",
        "or",
        "11-15",
    )


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("help", 1),
        ("people", 2),
        ("make", 1),
        ("table", 2),
        ("education", 4),
        ("see", 1),
        ("the", 1),
        ("5", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


EASY = "You can stop. We keep your words safe. Tell us what you like. " * 9
HARD = (
    "The responsible authority ascertains the aspirations of participating individuals, subsequently "
    "formulating comprehensive multidisciplinary recommendations regarding specialised provision. "
) * 6


def test_hard_text_has_a_higher_grade_than_easy_text() -> None:
    easy, hard = school_grade([EASY]), school_grade([HARD])
    assert easy is not None
    assert hard is not None
    assert easy < 3 < 15 < hard


def test_the_grade_agrees_with_another_counter() -> None:
    for text in (EASY, HARD):
        assert school_grade([text]) == pytest.approx(textstat.flesch_kincaid_grade(text), rel=0.1, abs=1)


def test_short_text_has_no_grade() -> None:
    assert school_grade(["Yes"] * (SHORTEST_TEXT - 1)) is None
    assert school_grade(["Yes"] * SHORTEST_TEXT) is not None
