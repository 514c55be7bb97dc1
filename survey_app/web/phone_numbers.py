"""Phone numbers as links that a phone dials when they are tapped."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

# Three digits alone may be a house number: 101 and 111 are numbers to call only after a word that says so.
NUMBER = re.compile(
    r"(?<![\w+.,/-])(?:"
    r"\+44[ -]?(?:\(0\))?(?:[ -]?[0-9]){9,10}"
    r"|\(?0[0-9]{2,4}\)?(?:[ -]?[0-9]){4,8}"
    r"|116 ?123|999"
    r"|(?:(?<=call )|(?<=ring )|(?<=dial )|(?<=phone ))(?:101|111)"
    r")(?![\w/-])",
    re.ASCII | re.IGNORECASE,
)
FEWEST_DIGITS, MOST_DIGITS = 8, 12
SHORT = frozenset({"999", "101", "111", "116123"})


def call_link(call: str, spoken: str) -> Markup:
    """A link that calls a number; it reads from left to right on pages of every language."""
    return Markup('<a href="tel:{}"><bdi dir="ltr">{}</bdi></a>').format(call, spoken)


def text_link(number: str) -> Markup:
    """A link that opens a text message to a number."""
    return Markup('<a href="sms:{0}"><bdi dir="ltr">{0}</bdi></a>').format(number)


def tappable(text: str) -> Markup:
    """Words that somebody else wrote, made safe for a page, with the phone numbers in them as links."""
    parts: list[Markup] = []
    done = 0
    for found in NUMBER.finditer(text):
        call = _dialled(found[0])
        if call:
            parts += [escape(text[done : found.start()]), call_link(call, found[0])]
            done = found.end()
    return Markup("").join([*parts, escape(text[done:])])


def _dialled(spoken: str) -> str:
    """What a phone dials for a number as people write it; nothing for digits that are no phone number."""
    call = re.sub(r"[^0-9+]", "", spoken.replace("(0)", ""))
    long_enough = FEWEST_DIGITS <= len(call.lstrip("+")) <= MOST_DIGITS
    return call if call in SHORT or long_enough else ""
