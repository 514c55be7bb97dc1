"""A question in the words in which somebody was asked it: where these differ by age, by what they said of theirs."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from accessibility.easy_read import AS_FOR_EVERYBODY
from questionnaires.model import Questionnaire


def wording_asked(asked: Questionnaire, question_id: str, choices: str) -> str:
    """The standard English words; the question's id where the questionnaire no longer has it.

    `choices` is what the person chose, as it is stored: JSON of question id to option id or list of them.
    """
    question = asked.questions.get(question_id)
    if question is None:
        return question_id
    if not question.for_readers:
        return question.text
    chosen: Mapping[str, str | list[str]] = orjson.loads(choices)
    group = asked.reader_of({name: value for name, value in chosen.items() if isinstance(value, str)})
    return question.for_readers.get(group, AS_FOR_EVERYBODY).text or question.text
