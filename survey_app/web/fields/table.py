"""How each kind of question looks on a page, and what is said when an answer cannot be read.

One row a kind, under the same name as in `questionnaires/kinds.py` and in `templates/questions/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from questionnaires.answers import AnswerProblem
from survey_app.web.languages import counted


@dataclass(frozen=True, slots=True)
class Field:
    """The template of a kind. `grouped` is true when its answer is several inputs that need a fieldset."""

    template: str
    grouped: bool


FIELDS: Mapping[str, Field] = {
    "choice": Field("questions/choice.html", grouped=True),
    "several": Field("questions/several.html", grouped=True),
    "scale": Field("questions/scale.html", grouped=True),
    "yes_no_unsure": Field("questions/yes_no_unsure.html", grouped=True),
    "short_text": Field("questions/short_text.html", grouped=False),
    "long_text": Field("questions/long_text.html", grouped=False),
}


def sentence(problem: AnswerProblem) -> str:
    """What the reader is told beside the question: what to do, not what they did wrong."""
    match problem.reason:
        case "too_long":
            limit = counted(problem.limit)
            return str(gettext("Your answer is too long. Use %(limit)s letters or fewer.", limit=limit))
        case "exclusive":
            return str(gettext("Choose that one alone, or choose some of the others."))
        case "one_only":
            return str(gettext("Choose 1 answer, or skip this question."))
        case _:
            return str(gettext("Choose an answer from the list, or skip this question."))
