"""About how high a page is on a small phone, from its words alone: a warning for authors, not a layout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from questionnaires.model import QuestionWording

# A phone of 320 by 568 CSS pixels with words of 20 pixels and lines of 30, as on our pages.
ONE_SCREEN = 568
SCREEN = 2 * ONE_SCREEN
LINE = 30
LETTERS_A_LINE = 28
LETTERS_BESIDE_A_PICTURE = 18
ROW = 72
ROW_SPACE = 24
PICTURE = 72
TEXT_BOX = 160
AROUND = 200


def height(questions: Iterable[QuestionWording], kinds: Sequence[str]) -> int:
    """The height in CSS pixels of a page with these questions, and the kind of each, in the same order."""
    return AROUND + sum(_question(question, kind) for question, kind in zip(questions, kinds, strict=False))


def _question(question: QuestionWording, kind: str) -> int:
    rows = sum(_row(option.text) for option in question.options.values())
    box = TEXT_BOX if kind.endswith("_text") else 0
    said = _lines(question.text, LETTERS_A_LINE) + _lines(question.hint, LETTERS_A_LINE)
    return PICTURE + said + rows + box


def _row(text: str) -> int:
    return max(ROW, _lines(text, LETTERS_BESIDE_A_PICTURE) + ROW_SPACE)


def _lines(text: str, letters: int) -> int:
    return ceil(len(text) / letters) * LINE


def screens(pixels: int) -> str:
    """A height as a number of screens, such as 2.5."""
    return f"{pixels / ONE_SCREEN:.1f}"
