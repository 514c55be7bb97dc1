"""What somebody sent, ready to stand on a page again."""

from __future__ import annotations

import unicodedata

KEPT = "\n\t"
NEVER_ON_A_PAGE = ("Cc", "Cs")


def showable(text: str) -> str:
    """The text without the control characters that a page of HTML may not hold; nothing else is changed."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in KEPT or unicodedata.category(c) not in NEVER_ON_A_PAGE)
