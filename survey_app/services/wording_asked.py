"""A question in the words in which somebody was asked it: where these differ by age, by what they said of theirs."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from accessibility.easy_read import AS_FOR_EVERYBODY
from questionnaires.model import Question, Questionnaire

Choices = Mapping[str, str | list[str]]


def wording_asked(asked: Questionnaire, question_id: str, choices: str) -> str:
    """The standard English words; the question's id where the questionnaire no longer has it.

    `choices` is what the person chose as it is stored: JSON of question id to option id or list of them.
    """
    return wording_of(asked, question_id, group_of(asked, orjson.loads(choices)))


def wording_of(asked: Questionnaire, question_id: str, group: str) -> str:
    """The same for somebody whose group of readers is known."""
    question = asked.questions.get(question_id)
    return wording_for(question, group) if question else question_id


def group_of(asked: Questionnaire, choices: Choices) -> str:
    """The group of readers (by age) that somebody's choices put them in; empty when it makes no difference."""
    return asked.reader_of({name: value for name, value in choices.items() if isinstance(value, str)})


def wording_for(question: Question, group: str) -> str:
    """A question as people of this group are asked it."""
    return question.for_readers.get(group, AS_FOR_EVERYBODY).text or question.text
