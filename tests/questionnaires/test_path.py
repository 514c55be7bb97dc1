"""Where a respondent goes next, and which answers are sent."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.loader import load_questionnaire
from questionnaires.model import Questionnaire
from questionnaires.path import kept_answers, next_page, previous_page, shown_pages, shown_questions
from questionnaires.rules import Answers, AnswerValue
from tests.questionnaires.made import answers_to, journeys, questionnaires

SAMPLES = Path(__file__).parent.parent / "samples" / "questionnaires"


@pytest.fixture(scope="module")
def every_kind() -> Questionnaire:
    return load_questionnaire(SAMPLES / "every_kind")


def ids(questionnaire: Questionnaire, answers: Answers) -> list[str]:
    return [page.id for page in shown_pages(questionnaire, answers)]


@pytest.mark.parametrize(
    "answers, path",
    [
        ({}, ["age", "help", "listen"]),
        ({"kinds_of_help": ("school",)}, ["age", "help", "listen", "help_works"]),
        ({"kinds_of_help": ("none",)}, ["age", "help", "listen"]),
        ({"age_band": "age_16_17", "listened_to": "bad"}, ["age", "help", "listen", "one_word"]),
        ({"age_band": "age_16_17"}, ["age", "help", "listen"]),
        ({"age_band": "age_11_15", "listened_to": "bad"}, ["age", "help", "listen"]),
    ],
)
def test_answers_decide_which_pages_are_seen(
    every_kind: Questionnaire, answers: dict[str, AnswerValue], path: list[str]
) -> None:
    assert ids(every_kind, answers) == path


@pytest.mark.parametrize(
    "answer, asked", [({"help_is_right": "no"}, 2), ({"help_is_right": "yes"}, 1), ({}, 2)]
)
def test_a_question_can_wait_for_one_on_its_own_page(
    every_kind: Questionnaire, answer: dict[str, AnswerValue], asked: int
) -> None:
    page = every_kind.page_by_id["help_works"]
    assert len(shown_questions(page, {"kinds_of_help": ("school",), **answer})) == asked


def test_an_answer_that_is_no_longer_on_the_path_is_not_sent(every_kind: Questionnaire) -> None:
    answers = {"kinds_of_help": ("none",), "help_is_right": "no", "why_not": "It is too far."}
    assert kept_answers(every_kind, answers) == {"kinds_of_help": ("none",)}


def test_a_hidden_answer_opens_no_page() -> None:
    questionnaire = load_questionnaire(SAMPLES / "show_if")
    stale = {"help": "a_bit", "more": "yes", "less": "yes"}
    assert kept_answers(questionnaire, stale) == {"help": "a_bit", "less": "yes"}
    assert ids(questionnaire, stale) == ["help", "end"]
    stale = {"help": "a_lot", "more": "yes", "less": "yes"}
    assert ids(questionnaire, stale) == ["help"]


@given(journeys())
def test_keeping_answers_twice_changes_nothing(journey: tuple[Questionnaire, Answers]) -> None:
    questionnaire, answers = journey
    kept = kept_answers(questionnaire, answers)
    assert kept_answers(questionnaire, kept) == kept
    assert kept.items() <= answers.items()


@given(st.data(), questionnaires())
def test_what_is_kept_never_depends_on_a_hidden_answer(data: st.DataObject, made: Questionnaire) -> None:
    answers = data.draw(answers_to(made))
    kept = kept_answers(made, answers)
    hidden = [name for name in answers if name not in kept]
    other = {name: data.draw(st.sampled_from(["a", "b", "none"])) for name in hidden}
    assert kept_answers(made, {**answers, **other}) == kept
    assert shown_pages(made, {**answers, **other}) == shown_pages(made, kept)


@given(journeys())
def test_every_kept_answer_is_to_a_question_that_is_shown(journey: tuple[Questionnaire, Answers]) -> None:
    questionnaire, answers = journey
    kept = kept_answers(questionnaire, answers)
    shown = {q.id for page in shown_pages(questionnaire, answers) for q in shown_questions(page, kept)}
    assert set(kept) == shown & set(answers)


@given(journeys())
def test_going_on_and_back_are_inverse(journey: tuple[Questionnaire, Answers]) -> None:
    questionnaire, answers = journey
    for page in shown_pages(questionnaire, answers):
        after = next_page(questionnaire, answers, page.id)
        before = previous_page(questionnaire, answers, page.id)
        assert after is None or previous_page(questionnaire, answers, after.id) == page
        assert before is None or next_page(questionnaire, answers, before.id) == page


@given(journeys())
def test_going_on_from_the_start_walks_the_whole_path(journey: tuple[Questionnaire, Answers]) -> None:
    questionnaire, answers = journey
    walked, here = [], next_page(questionnaire, answers, "")
    while here is not None:
        walked.append(here)
        here = next_page(questionnaire, answers, here.id)
    assert tuple(walked) == shown_pages(questionnaire, answers)


@given(journeys())
def test_from_a_page_that_has_just_been_hidden_there_is_a_way_on_and_back(
    journey: tuple[Questionnaire, Answers],
) -> None:
    questionnaire, answers = journey
    shown = shown_pages(questionnaire, answers)
    order = [page.id for page in questionnaire.pages]
    for page in questionnaire.pages:
        after = next_page(questionnaire, answers, page.id)
        before = previous_page(questionnaire, answers, page.id)
        assert after is None or (after in shown and order.index(after.id) > order.index(page.id))
        assert before is None or (before in shown and order.index(before.id) < order.index(page.id))
