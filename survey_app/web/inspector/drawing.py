"""The form that draws a sample, and the address of one of its answers."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from survey_app.web.inspector import typed
from survey_app.web.showable import showable

FIELDS = ("size", "seed")


def size_and_seed() -> tuple[int, int]:
    """What was typed into the form; raises Refused."""
    size = typed.whole("size", "Say how many answers to draw, as a whole number.")
    return size, typed.whole("seed", "The seed is a whole number.")


def filled(suggested_size: int) -> Mapping[str, str]:
    """What stands in the form: what was typed into it, or a suggestion."""
    sent = {name: showable(request.form[name]) for name in FIELDS if name in request.form}
    return {"size": str(suggested_size), "seed": "1"} | sent


def drawn_words(size: int) -> str:
    """How many answers were drawn, in words."""
    return f"{size} {'answer is' if size == 1 else 'answers are'} drawn"


def place_asked() -> int:
    """The place in the sample that the address names; 0 when it names none."""
    said = request.args.get("place", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 5 else 0
