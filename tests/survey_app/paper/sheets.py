"""Sheets for tests: set once, drawn as pictures."""

from functools import cache

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from questionnaires.definitions import DEFINITIONS
from questionnaires.loader import load_questionnaire
from questionnaires.model import Questionnaire
from survey_app.paper.sheets import Print, Sheets, set_sheets

PIXELS_A_MM = 8
BACK = "Put it in the box in your school office."
UNTIL = "Tuesday 1 December, 9am"


@cache
def shipped(name: str) -> Questionnaire:
    return load_questionnaire(DEFINITIONS / name)


@cache
def sheets_of(
    name: str, face: str = "standard", language: str = "en", size: int = 14, forms: int = 1, first: int = 1
) -> Sheets:
    return set_sheets(shipped(name), face, language, size, Print("k7m2pqr4xz", forms, first, BACK, UNTIL))


@cache
def drawn(pdf: bytes) -> tuple[NDArray[np.uint8], ...]:
    """Every page in grey, 8 pixels a millimetre."""
    scale = PIXELS_A_MM * 25.4 / 72
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(page.render(scale=scale, grayscale=True).to_numpy().squeeze() for page in document)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
