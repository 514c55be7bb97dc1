"""What a form of the coding pages sent: whole numbers, short words, a theme with its stance."""

from __future__ import annotations

from flask import request

from survey_app.services.errors import Refused
from survey_app.services.settle_codes import Verdict

LONGEST_WORD, LONGEST_QUOTE = 64, 20_000
NOT_WHOLE = "This form is not whole. Reload the page and try again."


def word(name: str) -> str:
    """A short word, such as an id."""
    return request.form.get(name, "")[:LONGEST_WORD]


def whole(name: str, sentence: str = NOT_WHOLE) -> int:
    """A whole number; raises Refused with the sentence."""
    said = request.form.get(name, "").strip()
    if not (said.isascii() and said.isdecimal() and len(said) < 7):
        raise Refused(sentence)
    return int(said)


def verdict() -> Verdict:
    """The theme and the stance that were chosen."""
    theme = word("theme")
    return Verdict(theme, word("stance")) if theme else Verdict("", "")


def quote() -> tuple[str, int | None]:
    """The words that were chosen, and where they begin when scripts could tell."""
    start = whole("start") if request.form.get("start") else None
    return request.form.get("words", "")[:LONGEST_QUOTE], start
