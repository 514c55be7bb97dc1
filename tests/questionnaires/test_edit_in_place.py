"""Other words at one place of a file: they arrive exactly, and nothing else moves."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.definitions import shipped_definitions
from questionnaires.edit_in_place import CannotEdit, Place, places_in, with_number, with_words, words_at
from questionnaires.loader import MAIN_FILE, parse_questionnaire, read_texts

YOUNG = {name: data.decode() for name, data in read_texts(shipped_definitions()["young-people"]).items()}
MAIN, EASY = YOUNG[MAIN_FILE], YOUNG["easy_read.yaml"]
HOSTILE = (
    'He said "no"',
    "it's: a # b",
    "- a\n- b",
    "# only a remark",
    "yes",
    "12",
    "2026-12-01",
    "~",
    "*alias &anchor !tag",
    "{a: b}, [c]",
    "back\\slash",
    "two\n\nlines",
    "tab\tstop",
    "👩🏽‍🦽 on wheels",
    "هل يستمع الناس إليك؟",
    "<<",
    "%TAG",
    "a" * 1900,
)
ENDINGS = """\
# top
title: One  # of two
questions:
  safe:
    text: >-  # long
      Do you
      feel safe?

    # next
    options:
      yes_i_do: {text: 'Yes', picture: tick}
"""


def others(text: str, place: Place) -> dict[Place, str]:
    return {other: words for other, words in places_in(text).items() if other != place}


def remarks(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")]


@settings(max_examples=60, deadline=None)
@given(
    words=st.one_of(st.text(st.characters(codec="utf-8"), max_size=60), st.sampled_from(HOSTILE)),
    file=st.sampled_from(sorted(YOUNG)),
    pick=st.integers(0, 10_000),
)
def test_the_words_arrive_and_nothing_else_moves_unless_they_are_refused(
    words: str, file: str, pick: int
) -> None:
    text = YOUNG[file]
    places = sorted(places_in(text))
    place = places[pick % len(places)]
    try:
        edited = with_words(text, place, words)
    except CannotEdit:
        return
    assert words_at(edited, place) == words.replace("\r\n", "\n").strip()
    assert others(edited, place) == others(text, place)
    assert remarks(edited) == remarks(text)


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize(
    "place",
    [
        ("questions", "listened_to", "text"),
        ("questions", "filled_by", "options", "me", "text"),
        ("questions", "setting", "for_readers", "younger", "text"),
        ("intro", "2"),
        ("titles", "about-you"),
    ],
)
def test_hostile_words_round_trip(place: Place, words: str) -> None:
    for text in (MAIN, EASY):
        assert words_at(with_words(text, place, words), place) == words


@pytest.mark.parametrize("words", HOSTILE)
def test_a_block_of_words_keeps_what_stands_around_it(words: str) -> None:
    place = ("questions", "safe", "text")
    edited = with_words(ENDINGS, place, words)
    assert words_at(edited, place) == words
    assert "# top\ntitle: One  # of two\n" in edited
    assert "# long" in edited
    assert edited.endswith("\n\n    # next\n    options:\n      yes_i_do: {text: 'Yes', picture: tick}\n")


def test_only_the_line_of_the_words_is_another() -> None:
    edited = with_words(MAIN, ("questions", "age_band", "text"), "What age are you?")
    changed = [
        (old, new) for old, new in zip(MAIN.split("\n"), edited.split("\n"), strict=True) if old != new
    ]
    assert changed == [("            text: How old are you?", "            text: What age are you?")]


@pytest.mark.parametrize("words", ["Think of today.", 'a: "b"', "two\nlines"])
@pytest.mark.parametrize("text", [ENDINGS, ENDINGS.replace("\n", "\r\n")])
def test_a_hint_is_added_behind_its_text(words: str, text: str) -> None:
    place = ("questions", "safe", "hint")
    edited = with_words(text, place, words)
    assert words_at(edited, place) == words
    assert others(edited, place) == others(text, place)
    assert remarks(edited) == remarks(text)
    # Taking it away again leaves an empty hint, which means none.
    assert words_at(with_words(edited, place, ""), place) == ""


def test_a_line_for_a_picture_is_added_inside_braces() -> None:
    place = ("questions", "safe", "options", "yes_i_do", "alt")
    assert "{text: 'Yes', alt: a green tick, picture: tick}" in with_words(ENDINGS, place, "a green tick")


def test_edited_files_make_the_questionnaire_that_was_wanted() -> None:
    place = ("questions", "listened_to", "text")
    texts = {**YOUNG, "easy_read.yaml": with_words(EASY, place, "Do people listen to you?")}
    before, after = parse_questionnaire(YOUNG), parse_questionnaire(texts)
    assert after.faces["easy_read"].questions["listened_to"].text == "Do people listen to you?"
    assert after.questions == before.questions
    assert after.faces["pl"] == before.faces["pl"]


@pytest.mark.parametrize(
    "place", [("questions", "nobody", "text"), ("nothing",), (), ("questions", "safe", "kind")]
)
def test_a_place_that_is_not_there_is_refused(place: Place) -> None:
    with pytest.raises(CannotEdit, match="by hand"):
        with_words(EASY, place, "Something")


def test_words_that_cannot_be_seen_or_are_too_long_are_refused() -> None:
    with pytest.raises(CannotEdit, match="cannot be seen"):
        with_words(EASY, ("title",), "a\x07b")
    with pytest.raises(CannotEdit, match="2,000"):
        with_words(EASY, ("title",), "a" * 2001)


def test_a_number_goes_up_and_nothing_else() -> None:
    edited = with_number(MAIN, "version", 41)
    assert yaml.safe_load(edited) == {**yaml.safe_load(MAIN), "version": 41}
    assert len(edited.splitlines()) == len(MAIN.splitlines())


def test_words_that_are_there_already_change_no_byte() -> None:
    for place, words in places_in(MAIN).items():
        assert with_words(MAIN, place, words) == MAIN
