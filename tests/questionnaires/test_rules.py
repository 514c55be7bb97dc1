"""Show-if rules."""

import pytest
from hypothesis import given

from questionnaires.model import Questionnaire
from questionnaires.path import kept_answers
from questionnaires.rules import Answered, Answers, AnswerValue, AnyOf, Every, Is, Not, Rule, questions_named
from tests.questionnaires.made import journeys

AGE = Is("age", frozenset({"young", "old"}))
HELP = Is("help", frozenset({"school"}))


@pytest.mark.parametrize(
    "rule, answers, holds",
    [
        (AGE, {"age": "young"}, True),
        (AGE, {"age": "middle"}, False),
        (AGE, {}, False),
        (HELP, {"help": ("home", "school")}, True),
        (HELP, {"help": ("home",)}, False),
        (HELP, {"help": "schoolbus"}, False),
        (Answered("age"), {"age": "young"}, True),
        (Answered("age"), {"age": ""}, False),
        (Answered("age"), {"age": ()}, False),
        (Answered("age", wanted=False), {}, True),
        (Answered("age", wanted=False), {"age": "young"}, False),
        (Every((AGE, HELP)), {"age": "young", "help": ("school",)}, True),
        (Every((AGE, HELP)), {"age": "young"}, False),
        (AnyOf((AGE, HELP)), {"age": "young"}, True),
        (AnyOf((AGE, HELP)), {"age": "middle"}, False),
        (Not(AGE), {"age": "middle"}, True),
        (Not(AGE), {"age": "old"}, False),
        (Not(AGE), {}, True),
    ],
)
def test_a_rule_holds_for_these_answers(rule: Rule, answers: dict[str, AnswerValue], holds: bool) -> None:
    assert rule.holds(answers) is holds


def test_a_rule_tells_which_questions_it_looks_at() -> None:
    rule = Every((AGE, AnyOf((Not(HELP), Answered("stage")))))
    assert list(questions_named(rule)) == ["age", "help", "stage"]


@given(journeys())
def test_a_rule_looks_only_at_the_questions_it_names(journey: tuple[Questionnaire, Answers]) -> None:
    questionnaire, answers = journey
    for question in questionnaire.questions.values():
        if question.show_if is not None:
            named = set(questions_named(question.show_if))
            narrowed = {name: value for name, value in answers.items() if name in named}
            assert question.show_if.holds(narrowed) == question.show_if.holds(answers)


@given(journeys())
def test_not_turns_a_rule_round(journey: tuple[Questionnaire, Answers]) -> None:
    questionnaire, answers = journey
    kept = kept_answers(questionnaire, answers)
    for page in questionnaire.pages:
        if page.show_if is not None:
            assert Not(page.show_if).holds(kept) is not page.show_if.holds(kept)
            assert Not(Not(page.show_if)).holds(kept) is page.show_if.holds(kept)
