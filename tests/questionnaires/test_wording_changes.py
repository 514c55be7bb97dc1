"""What is different between two versions, said question by question."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from questionnaires.definitions import shipped_definitions
from questionnaires.edit_in_place import with_words
from questionnaires.loader import MAIN_FILE, read_texts
from questionnaires.wording_changes import IN, OUT, SAME, differences, pieces, said

EASY = "easy_read.yaml"
YOUNG = {name: data.decode() for name, data in read_texts(shipped_definitions()["young-people"]).items()}

SMALL = {
    MAIN_FILE: """\
format: 1
id: small
version: 1
title: Small
audience: young_people
minutes: 1
sections:
  - id: all
    title: All
    pages:
      - {id: one, questions: [{id: a, kind: yes_no_unsure, text: Are you well?}]}
      - {id: two, questions: [{id: b, kind: yes_no_unsure, text: Are you heard?}]}
      - {id: three, questions: [{id: c, kind: yes_no_unsure, text: Are you safe?}]}
""",
    EASY: """\
format: 1
title: Small
titles: {all: All}
questions:
  a: {text: Well?, picture: me}
  b: {text: Heard?, picture: listen}
  c: {text: Safe?, picture: safe}
""",
}


@given(st.text(max_size=80), st.text(max_size=80))
def test_pieces_hold_both_wordings_whole(before: str, after: str) -> None:
    found = list(pieces(before, after))
    assert "".join(one.words for one in found if one.how in (SAME, OUT)) == before
    assert "".join(one.words for one in found if one.how in (SAME, IN)) == after


def test_only_the_words_that_differ_are_marked() -> None:
    found = [(one.words, one.how) for one in pieces("Do people listen to you?", "Do people hear you?")]
    assert ("Do people ", SAME) in found
    assert ("hear", IN) in found


def test_a_changed_text_is_said_as_it_was_and_as_it_is() -> None:
    place = ("questions", "listened_to", "text")
    after = {**YOUNG, EASY: with_words(YOUNG[EASY], place, "Do people listen to you?")}
    (found,) = differences(YOUNG, after)
    assert (found.question, found.file, found.what) == ("listened_to", EASY, "The question")
    assert said(found) == "Was: How good are people at listening to you? Now: Do people listen to you?"


def test_a_hint_a_picture_and_an_answer_are_each_said() -> None:
    text = YOUNG[EASY]
    changes = {
        ("questions", "needs_noticed", "picture"): "listen",
        ("questions", "filled_by", "hint"): "Anyone can help you.",
        ("questions", "filled_by", "options", "me", "text"): "I am",
        ("intro", "0"): "Inspectors ask about your help.",
    }
    for place, words in changes.items():
        text = with_words(text, place, words)
    found = {one.place: one for one in differences(YOUNG, {**YOUNG, EASY: text})}
    assert {place: one.after for place, one in found.items()} == changes
    assert {one.what for one in found.values()} == {
        "The picture",
        "The hint",
        "The answer “me”",
        "Sentence 1 of the introduction",
    }


def test_a_question_that_went_came_moved_or_has_another_rule() -> None:
    page = "      - {id: %s, questions: [{id: %s, kind: yes_no_unsure, text: %s}]}\n"
    one, two, three = (
        page % ("one", "a", "Are you well?"),
        page % ("two", "b", "Are you heard?"),
        page % ("three", "c", "Are you safe?"),
    )
    moved = SMALL[MAIN_FILE].replace(one + two + three, three + one + two)
    assert [(d.question, d.sort) for d in differences(SMALL, {**SMALL, MAIN_FILE: moved})] == [("c", "moved")]
    gone = {
        MAIN_FILE: SMALL[MAIN_FILE].replace(two, ""),
        EASY: SMALL[EASY].replace("  b: {text: Heard?, picture: listen}\n", ""),
    }
    assert [(d.question, d.sort) for d in differences(SMALL, gone)] == [("b", "removed")]
    assert [(d.question, d.sort) for d in differences(gone, SMALL)] == [("b", "added")]
    ruled = SMALL[MAIN_FILE].replace("{id: three,", "{id: three, show_if: {question: a, is: 'yes'},")
    (found,) = differences(SMALL, {**SMALL, MAIN_FILE: ruled})
    assert (found.question, said(found)) == ("c", "Other people than before are asked this question.")


def test_the_same_files_have_no_difference() -> None:
    assert differences(YOUNG, dict(YOUNG)) == ()
