"""Hints stand on the right words in any script, and replacing them leaves everything else as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.redaction_hints import KINDS, Hint, everywhere, hints, replaced


def told(text: str, *places: str) -> list[tuple[str, str]]:
    return [(text[hint.start : hint.end], hint.kind) for hint in hints(text, places)]


@pytest.mark.parametrize(
    "text, words, kind",
    [
        ("My son Placeholder likes trains.", "Placeholder", "name"),
        ("my daughter is called placeholder and she is ok", "placeholder", "name"),
        ("Ask Mrs Placeholder about it.", "Mrs Placeholder", "name"),
        ("Placeholder is happy there.", "Placeholder", "name"),
        ("He goes to Sometown Primary School now.", "Sometown Primary School", "school"),
        ("We moved from Sometown last year.", "Sometown", "place"),
        ("The taxi leaves 12 Somewhere Road at eight.", "12 Somewhere Road", "contact"),
        ("Write to someone@example.org please.", "someone@example.org", "contact"),
        ("Ring 01632 960 123 after four.", "01632 960 123", "number"),
        ("Our case is 48213 at the council.", "48213", "number"),
        ("He was born 3 March 2010.", "3 March 2010", "date"),
        ("She is 14 years old and waits.", "14 years old", "date"),
        ("On 03/04/2021 it was refused.", "03/04/2021", "date"),
    ],
)
def test_words_that_say_who_somebody_is_are_hinted_at(text: str, words: str, kind: str) -> None:
    assert (words, kind) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "We waited two years for an autism assessment.",
        "The EHCP says I get help. I do not.",
        "Teachers are kind on Mondays and I like Maths.",
        "School was bad. The council did not answer. It is slow.",
        "",
    ],
)
def test_ordinary_words_get_no_hint(text: str) -> None:
    assert told(text) == []


def test_a_place_that_is_known_is_found_in_any_spelling() -> None:
    assert told("nothing in some  PLACE works", "Some Place") == [("some  PLACE", "place")]


def test_places_are_counted_in_code_points() -> None:
    text = "🚌🚌 नमस्ते, my son Placeholder waits. 👩‍👧"
    assert ("Placeholder", "name") in told(text)
    assert replaced(text, hints(text)) == "🚌🚌 नमस्ते, my son [name] waits. 👩‍👧"


def test_typed_words_are_found_everywhere_but_not_inside_others() -> None:
    text = "Zed and zed’s bus, not zedonk. Zed!"
    assert [text[h.start : h.end] for h in everywhere(text, " zed ", "name")] == ["Zed", "zed", "Zed"]
    assert everywhere(text, "   ", "name") == ()


def test_two_choices_over_the_same_words_hide_all_of_both() -> None:
    text = "at Sometown Primary School today"
    assert replaced(text, [Hint(3, 11, "place"), Hint(3, 26, "school")]) == "at [school] today"
    assert replaced(text, [Hint(3, 19, "place"), Hint(12, 26, "school")]) == "at [place] today"


@given(st.text())
def test_hints_never_overlap_and_lie_in_the_text(text: str) -> None:
    last = 0
    for hint in hints(text, ["Meadow"]):
        assert last <= hint.start < hint.end <= len(text)
        assert hint.kind in KINDS
        last = hint.end


@given(st.text(min_size=1, max_size=40), st.data())
def test_what_is_not_chosen_stays_as_it_was(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert replaced(text, [Hint(start, end, "name")]) == f"{text[:start]}[name]{text[end:]}"
    assert replaced(text, []) == text


def test_a_long_answer_of_one_kind_of_sign_is_looked_at_at_once() -> None:
    for sign in ("a", "A", "A ", "1", "1 ", ".", "@", "in "):
        assert len(hints(sign * 5_000)) <= 5_000
