"""Sheets for a group that looks at questions on paper: each question, boxes to tick and room to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from accessibility.easy_read import Reading, wording
from accessibility.languages import ENGLISH
from accessibility.preferences import EASY_READ_PICTURES, STANDARD
from accessibility.symbols import Symbol, coloured
from accessibility.typesetting import typeset
from questionnaires.faces import EASY_READ
from questionnaires.model import Questionnaire
from survey_app.paper.sheet_content import ON_PAPER

TEMPLATE = Path(__file__).with_name("review_sheet.typ")
SIZES = (14, 18, 24)
REACTIONS = (
    "I understand it",
    "I do not understand it",
    "A word is hard (put a ring round it)",
    "The picture is wrong",
    "It upsets me",
    "Something is missing",
)
INTRO = (
    "These are questions that people may be asked later. You do not have to answer them.",
    "Tell us what you think of the questions. Tick as many boxes as you like.",
    "Please do not write your name.",
    "Does a question make you feel upset? Tell the person who gave you this sheet. You can stop at any time.",
)


def review_sheet(
    questionnaire: Questionnaire, title: str, size: int, symbols: Mapping[str, Symbol], at: datetime
) -> bytes:
    """The sheets as PDF/UA-1 in letters of `size` points, in easy read where there is one; raises CannotSetType."""
    face = EASY_READ_PICTURES if EASY_READ in questionnaire.faces else STANDARD
    data = {
        "title": title,
        "intro": list(INTRO),
        "size": size,
        "answers": "People can answer:",
        "reactions": list(REACTIONS),
        "words_here": "What would be better?",
        "questions": list(_questions(questionnaire, Reading(face), symbols)),
    }
    return typeset(TEMPLATE, data, ENGLISH.code, at)


def _questions(
    questionnaire: Questionnaire, reading: Reading, symbols: Mapping[str, Symbol]
) -> Iterator[dict[str, Any]]:
    for number, question in enumerate(questionnaire.questions.values(), 1):
        words = wording(questionnaire, question, reading)
        symbol = symbols.get(words.picture)
        yield {
            "number": number,
            "text": words.text,
            "hint": words.hint,
            "picture": {"svg": coloured(symbol, ON_PAPER)} if symbol else None,
            "options": [option.text for option in words.options],
        }
