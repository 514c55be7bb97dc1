"""The columns of an export: what each holds, how a cell is written as text and read back."""

from __future__ import annotations

import re
from collections.abc import Mapping

from questionnaires.responses import COLUMNS

TRUE_OR_FALSE = ("complete", "late")
OWN_WORDS = ("text",)
# Files of earlier versions lack these: they are read as empty.
ADDED_LATER = ("text_language", "wording_asked")
TEXT = tuple(name for name in COLUMNS if name not in ("version", "received_on", "score", *TRUE_OR_FALSE))
# Few different values over many rows: a frame keeps each of them once.
REPEATED = tuple(name for name in TEXT if name not in ("response", *OWN_WORDS))
BOOLEANS: Mapping[str, bool] = {"true": True, "false": False}

MEANINGS: Mapping[str, str] = {
    "response": "Random id of one response: the same on all its rows, and meaningless elsewhere",
    "inspection": "The inspection's reference",
    "visit_kind": "The kind of inspection or visit",
    "audience": "Who was asked",
    "questionnaire": "The questionnaire's id",
    "version": "The questionnaire's version",
    "wave": "The wave of a repeated survey, empty otherwise",
    "received_on": "The day it was received; nothing finer is kept",
    "mode": "online or paper",
    "language": "The language of the page that was answered",
    "face": "standard, easy_read or easy_read_pictures",
    "complete": "false when the person left before sending and their answers so far are kept by rule",
    "late": "true for paper that came after the close",
    "question": "The question's id",
    "stem": "What the question shares with the same question for other audiences",
    "kind": "The kind of question",
    "paragraphs": "The handbook paragraphs that it answers, with a space between them",
    "theme": "The theme that it answers",
    "wording": "The question's words in this version",
    "value": "The chosen option's id, empty for own words; several choices give several rows",
    "label": "The chosen option's words",
    "score": "From -1 (bad) to 1 (good); empty when the option takes no side",
    "text": "The person's own words",
    "text_language": "The language that their own words seem to be in; empty where nobody can tell",
    "wording_asked": "The question's words for people of their age, which may be those of `wording`",
}

# A spreadsheet runs a cell that begins like this (also after blanks, and in full width).
_RUNS = r"(?:\s*[=+\-@＝＋－＠]|[\t\r\n\0])"
_DANGEROUS = re.compile(rf"'*{_RUNS}")
_GUARDED = re.compile(rf"''*{_RUNS}")


def guard(text: str) -> str:
    """Text that no spreadsheet will run: an apostrophe goes before what it would take for a formula.

    A formula that already has apostrophes before it gets one more, so that `unguard` gives back this text.
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    return text[1:] if _GUARDED.match(text) else text
