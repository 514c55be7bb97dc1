"""A whole number as people type it."""

from __future__ import annotations

from survey_app.services.errors import Refused

LONGEST = 12


def whole_number(typed: str) -> int | None:
    """The number, with or without commas and spaces; None for nothing. Raises Refused."""
    digits = typed.replace(",", "").replace(" ", "")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()) or len(digits) > LONGEST:
        raise Refused("Give a whole number, like 1,200, or leave it empty.")
    return int(digits)
