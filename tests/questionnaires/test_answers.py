"""An answer as it is read from a form, for every kind of question."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.answers import AnswerProblem
from questionnaires.kinds import KINDS, in_words, is_text, longest, read_answer
from questionnaires.loader import load_questionnaire
from questionnaires.model import Question
from questionnaires.rules import AnswerValue

SAMPLES = Path(__file__).parent.parent / "samples" / "questionnaires"
QUESTIONS = load_questionnaire(SAMPLES / "every_kind").questions
CHOICES = [question for question in QUESTIONS.values() if question.options]
TEXTS = [question for question in QUESTIONS.values() if not question.options]


def test_the_sample_has_a_question_of_every_kind() -> None:
    assert {question.kind for question in QUESTIONS.values()} == set(KINDS)


@pytest.mark.parametrize(
    "name, sent, value",
    [
        ("age_band", ["age_16_17"], "age_16_17"),
        ("age_band", [], None),
        ("age_band", [""], None),
        ("age_band", ["", "age_16_17"], "age_16_17"),
        ("kinds_of_help", ["health", "school"], ("school", "health")),
        ("kinds_of_help", ["school", "school"], ("school",)),
        ("kinds_of_help", ["none"], ("none",)),
        ("kinds_of_help", [""], None),
        ("listened_to", ["not_sure"], "not_sure"),
        ("help_is_right", ["unsure"], "unsure"),
        ("why_not", ["  It is too far.\r\nAnd too late.\r "], "It is too far.\nAnd too late."),
        ("why_not", [" \n\t "], None),
        ("why_not", [], None),
        ("why_not", ["a\x00b\x1bc"], "abc"),
        ("one_word", ["Good 👍🏽"], "Good 👍🏽"),
    ],
)
def test_what_a_form_sends_becomes_an_answer(name: str, sent: list[str], value: AnswerValue | None) -> None:
    assert read_answer(QUESTIONS[name], sent) == value


@pytest.mark.parametrize(
    "name, sent, reason",
    [
        ("age_band", ["age_16_17", "age_11_15"], "one_only"),
        ("age_band", ["age_99"], "not_an_option"),
        ("age_band", ["age_16_17 "], "not_an_option"),
        ("kinds_of_help", ["school", "forged"], "not_an_option"),
        ("kinds_of_help", ["school", "none"], "exclusive"),
        ("listened_to", ["agree"], "not_an_option"),
        ("help_is_right", ["yes", "no"], "one_only"),
        ("why_not", ["one", "two"], "one_only"),
        ("why_not", ["x" * 3001], "too_long"),
        ("one_word", ["x" * 201], "too_long"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_a_reason(name: str, sent: list[str], reason: str) -> None:
    with pytest.raises(AnswerProblem) as refused:
        read_answer(QUESTIONS[name], sent)
    assert refused.value.reason == reason


@pytest.mark.parametrize("name, limit", [("why_not", 3000), ("one_word", 200), ("age_band", 0)])
def test_the_longest_answer_is_the_authors_or_the_kinds(name: str, limit: int) -> None:
    question = QUESTIONS[name]
    assert longest(question) == limit
    if limit:
        assert read_answer(question, ["é" * limit]) == "é" * limit
        with pytest.raises(AnswerProblem) as refused:
            read_answer(question, ["é" * (limit + 1)])
        assert refused.value.limit == limit


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("age_band", "age_16_17", ("16 or 17",)),
        ("kinds_of_help", ("school", "health"), ("Help at school or college", "Help with my health")),
        ("listened_to", "not_sure", ("I am not sure",)),
        ("why_not", "It is far.", ("It is far.",)),
        ("why_not", None, ()),
    ],
)
def test_an_answer_is_shown_back_in_words(
    name: str, value: AnswerValue | None, words: tuple[str, ...]
) -> None:
    assert in_words(QUESTIONS[name], value) == words


def sent_again(value: AnswerValue | None) -> list[str]:
    """What the form sends when an answer is shown and sent again."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


@given(st.sampled_from(CHOICES), st.data())
def test_a_chosen_answer_comes_back_the_same(question: Question, data: st.DataObject) -> None:
    ids = [option.id for option in question.options]
    sent = data.draw(st.lists(st.sampled_from(ids), max_size=len(ids)))
    try:
        value = read_answer(question, sent)
    except AnswerProblem:
        return
    assert set(sent_again(value)) == set(sent)
    assert read_answer(question, sent_again(value)) == value


@given(st.sampled_from(TEXTS), st.text(max_size=150))
def test_own_words_come_back_the_same(question: Question, text: str) -> None:
    value = read_answer(question, [text])
    assert read_answer(question, sent_again(value)) == value
    assert not {"Cc", "Cs"} & {unicodedata.category(c) for c in str(value or "") if c not in "\n\t"}


@given(st.sampled_from(list(QUESTIONS.values())), st.lists(st.text(max_size=300), max_size=4))
def test_anything_a_form_can_send_is_an_answer_or_a_reason(question: Question, sent: list[str]) -> None:
    try:
        value = read_answer(question, sent)
    except AnswerProblem:
        return
    options = {option.id for option in question.options}
    assert value is None or is_text(question) or set(sent_again(value)) <= options
