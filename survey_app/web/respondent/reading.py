"""How the reader of this request reads: their face, their language, and wording for people of their age."""

from __future__ import annotations

from collections.abc import Mapping

from accessibility.easy_read import Reading, face_of
from questionnaires.model import Questionnaire
from questionnaires.rules import AnswerValue
from survey_app.web.respondent import visitor

NOTHING_YET: Mapping[str, AnswerValue] = {}


def reading_of(questionnaire: Questionnaire, answers: Mapping[str, AnswerValue] = NOTHING_YET) -> Reading:
    """How this reader reads a questionnaire, by what they chose and what they have answered."""
    look = visitor.look()
    return Reading(face_of(look.face, questionnaire), look.language, questionnaire.reader_of(answers))
