"""When a question is to be answered, in words: what the site decides by itself, a reader of paper decides."""

from __future__ import annotations

from collections.abc import Mapping

from accessibility.easy_read import Reading, wording
from questionnaires.model import Questionnaire
from questionnaires.rules import Answered, AnyOf, Every, Is, Not, Rule


def when_asked(
    questionnaire: Questionnaire, question_id: str, reading: Reading, words: Mapping[str, str]
) -> tuple[str, ...]:
    """The sentences before a question that not everybody is asked; none when everybody is."""
    page = next(page for page in questionnaire.pages if any(q.id == question_id for q in page.questions))
    rules = (page.show_if, questionnaire.questions[question_id].show_if)
    telling = _Telling(questionnaire, reading, words)
    return tuple(telling.sentence(rule) for rule in rules if rule is not None)


class _Telling:
    """Rules of one questionnaire in the words of one reading."""

    def __init__(self, questionnaire: Questionnaire, reading: Reading, words: Mapping[str, str]) -> None:
        self._asked = questionnaire
        self._reading = reading
        self._words = words
        self._numbers = {question: number for number, question in enumerate(questionnaire.questions, 1)}

    def sentence(self, rule: Rule) -> str:
        if isinstance(rule, Not):
            return self._words["skip_if"].format(condition=self._clause(rule.part))
        return self._words["answer_if"].format(condition=self._clause(rule))

    def _clause(self, rule: Rule, turned: bool = False) -> str:
        """A rule as the end of a sentence that begins with “if”; `turned` says the opposite of it."""
        match rule:
            case Is(question=question, values=values):
                return self._chosen(question, values, "did_not" if turned else "chose")
            case Answered(question=question, wanted=wanted):
                told = "answered" if wanted is not turned else "left_out"
                return self._words[told].format(number=self._numbers[question])
            case Not(part=part):
                return self._clause(part, not turned)
            case Every(parts=parts):
                return self._joined(parts, turned, "either" if turned else "both")
            case AnyOf(parts=parts):
                return self._joined(parts, turned, "both" if turned else "either")

    def _joined(self, parts: tuple[Rule, ...], turned: bool, joint: str) -> str:
        return self._words[joint].join(self._clause(part, turned) for part in parts)

    def _chosen(self, question_id: str, values: frozenset[str], told: str) -> str:
        shown = wording(self._asked, self._asked.questions[question_id], self._reading)
        named = [self._words["quoted"].format(option=o.text) for o in shown.options if o.id in values]
        return self._words[told].format(
            options=self._words["either"].join(named), number=self._numbers[question_id]
        )
