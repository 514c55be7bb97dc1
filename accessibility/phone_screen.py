"""About how high a question is on a small phone, from its words alone: a warning for authors, not a layout.

The numbers were fitted to what a browser draws in easy read with pictures; a test holds them to it.
"""

from __future__ import annotations

from textwrap import wrap

from questionnaires.model import QuestionWording

# The smallest phone, 320 by 568 CSS pixels, less the space at the sides of our pages.
SCREEN = 568
# A question may be a quarter higher than that: one short scroll shows the rest of it.
HIGHEST_QUESTION = SCREEN * 5 // 4
HIGHEST_PAGE = SCREEN * 2

HEADING_LINE, LETTERS_IN_HEADING = 32, 16
LINE, LETTERS_IN_LINE = 30, 28
LETTERS_BESIDE_A_PICTURE = 13
PICTURE, ROW, ROW_EDGE, BETWEEN = 48, 68, 20, 10
AROUND = 30
TEXT_BOX = 230


def question_height(question: QuestionWording, kind: str) -> int:
    """The height in CSS pixels of a question with its picture, hint and answers, each answer in a row."""
    heading = max(PICTURE, _lines(question.text, LETTERS_IN_HEADING) * HEADING_LINE)
    hint = _lines(question.hint, LETTERS_IN_LINE) * LINE
    rows = sum(_row(option.text) for option in question.options.values())
    return AROUND + heading + hint + rows + (TEXT_BOX if kind.endswith("_text") else 0)


def screens(pixels: int) -> str:
    """A height as a number of screens, such as 2.5."""
    return f"{pixels / SCREEN:.1f}"


def _row(text: str) -> int:
    return max(ROW, _lines(text, LETTERS_BESIDE_A_PICTURE) * LINE + ROW_EDGE) + BETWEEN


def _lines(text: str, letters: int) -> int:
    return len(wrap(text, letters))
