"""What somebody sent, ready to stand on a page again."""

from __future__ import annotations

import unicodedata

KEPT = "\n\t"
NEVER_ON_A_PAGE = ("Cc", "Cs")


def showable(text: str) -> str:
    """The text without the characters that a page of HTML may not hold; nothing else is changed."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in KEPT or not _never(c))


def _never(character: str) -> bool:
    """True for control characters, halves of characters, and the code points that Unicode keeps for nobody."""
    code = ord(character)
    nobody = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return nobody or unicodedata.category(character) in NEVER_ON_A_PAGE
