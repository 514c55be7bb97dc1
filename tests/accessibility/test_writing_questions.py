"""The page for people who write questions says what is true: its sample loads, its rules are those of the review."""

import re
from pathlib import Path

from accessibility.review import review_questionnaire
from accessibility.symbols import load_symbols
from accessibility.wording_rules import RULES
from questionnaires.kinds import KINDS, SCALES
from questionnaires.loader import parse_questionnaire

PAGE = (Path(__file__).parents[2] / "docs/writing_questions.md").read_text(encoding="utf-8")
LEVELS = {"change this": "must", "think about this": "should", "only a hint": "hint"}


def sample() -> dict[str, str]:
    named = re.findall(r"## (\w+\.yaml)\n+```yaml\n(.*?)```", PAGE, re.DOTALL)
    return dict(named)


def test_the_sample_is_a_questionnaire_and_good_easy_read() -> None:
    questionnaire = parse_questionnaire(sample())
    assert review_questionnaire(questionnaire) == ()
    easy = questionnaire.faces["easy_read"]
    assert {question.picture for question in easy.questions.values()} <= set(load_symbols())


def test_the_rules_are_those_of_the_review_in_its_order() -> None:
    _, _, table = PAGE.partition("| rule | what it says |")
    rows = [
        [cell.strip() for cell in row.strip("| ").split("|")] for row in re.findall(r"(?m)^\|.*\|$", table)
    ][1:]
    told = [(title, means, LEVELS[level], source.lower()) for title, means, level, source in rows]
    assert told == [(rule.title, rule.means, rule.level, rule.source.lower()) for rule in RULES]


def test_every_kind_and_scale_is_named() -> None:
    for name in (*KINDS, *SCALES):
        assert f"`{name}`" in PAGE
