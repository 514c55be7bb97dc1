"""What stands on the sheets, as plain data for setting: questions in the reader's words, pictures, instructions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from accessibility.display_themes import Colours
from accessibility.easy_read import EASY_FACES, OptionWords, Reading, opening, title, wording
from accessibility.languages import DRAFTED, ENGLISH, LANGUAGES
from accessibility.symbols import Symbol, coloured
from questionnaires.answers import SeveralOptions
from questionnaires.kinds import KINDS, is_text
from questionnaires.model import Question, Questionnaire
from survey_app.paper.conditions import when_asked
from survey_app.paper.paper_words import PaperWords, paper_words

# Black, white and two tones that stay apart on a printer without colours.
ON_PAPER = Colours(
    paper="#ffffff",
    ink="#000000",
    muted="#333333",
    accent="#0b4a57",
    accent_ink="#ffffff",
    tint="#f5d9ac",
    edge="#000000",
    focus="#000000",
    error="#000000",
)
LINES_LONG, LINES_SHORT = 7, 2
SHORT = 200


def content_of(
    questionnaire: Questionnaire, reading: Reading, symbols: Mapping[str, Symbol]
) -> dict[str, Any]:
    """Everything that does not depend on the print: it can be asked again later and is the same."""
    told = paper_words(reading.language)
    start = opening(questionnaire, reading)
    words = told.words
    easy = reading.face in EASY_FACES
    safety = told.before_own_words(questionnaire.audience, easy=easy)
    return {
        "title": start.title,
        "intro": [*start.intro, words["minutes"].format(minutes=questionnaire.minutes), words["heard"]],
        "words": dict(words),
        "drafted": _drafted(questionnaire, reading.language, told),
        "help": [asdict(line) for line in told.help_for(questionnaire.audience)],
        "sections": list(_sections(questionnaire, reading, told, symbols, safety)),
    }


def _drafted(questionnaire: Questionnaire, language: str, told: PaperWords) -> list[str]:
    """What says that no person has checked the translation, in its language and in English; nothing where one has."""
    face = questionnaire.faces.get(language)
    if language == ENGLISH.code or (told.review == "reviewed" and face and face.review == "reviewed"):
        return []
    return [LANGUAGES[language].drafted, DRAFTED]


def _sections(
    questionnaire: Questionnaire,
    reading: Reading,
    told: PaperWords,
    symbols: Mapping[str, Symbol],
    safety: tuple[str, ...],
) -> Iterator[dict[str, Any]]:
    numbers = {question: number for number, question in enumerate(questionnaire.questions, 1)}
    first = next((question.id for question in questionnaire.texts()), "")
    for section in questionnaire.sections:
        asked = [question for page in section.pages for question in page.questions]
        yield {
            "title": title(questionnaire, section.id, section.title, reading),
            "questions": [
                _question(questionnaire, question, reading, told.words, symbols)
                | {
                    "number": numbers[question.id],
                    "before": _before(question, first, safety, told.words),
                }
                for question in asked
            ],
        }


def _before(
    question: Question, first: str, safety: tuple[str, ...], words: Mapping[str, str]
) -> tuple[str, ...]:
    """What stands before a writing area: everything once, and then in short."""
    if not is_text(question):
        return ()
    return safety if question.id == first else (words["again"],)


def _question(
    questionnaire: Questionnaire,
    question: Question,
    reading: Reading,
    words: Mapping[str, str],
    symbols: Mapping[str, Symbol],
) -> dict[str, Any]:
    shown = wording(questionnaire, question, reading)
    own_words = is_text(question)
    several = isinstance(KINDS[question.kind].answer, SeveralOptions)
    return {
        "id": question.id,
        "text": shown.text,
        "hint": shown.hint,
        "picture": _picture(shown.picture, symbols),
        "when": when_asked(questionnaire, question.id, reading, words),
        "how": words["write"] if own_words else words["several" if several else "one"],
        "options": [_option(option, symbols) for option in shown.options],
        "lines": _lines(question) if own_words else 0,
    }


def _lines(question: Question) -> int:
    short = question.kind == "short_text" or 0 < question.max_length <= SHORT
    return LINES_SHORT if short else LINES_LONG


def _option(option: OptionWords, symbols: Mapping[str, Symbol]) -> dict[str, Any]:
    return {
        "id": option.id,
        "text": option.text,
        "hint": option.hint,
        "picture": _picture(option.picture, symbols),
    }


def _picture(name: str, symbols: Mapping[str, Symbol]) -> dict[str, Any] | None:
    """A drawing and whether it turns round where lines run from right to left; None without one."""
    symbol = symbols.get(name)
    return {"svg": coloured(symbol, ON_PAPER), "turns": symbol.turns} if symbol else None
