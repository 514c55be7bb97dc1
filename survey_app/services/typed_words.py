"""A line that somebody typed, as we keep it."""

from __future__ import annotations

import unicodedata


def tidied(words: str) -> str:
    """On one line, without control characters, with single spaces."""
    return " ".join("".join(c for c in words if c.isspace() or unicodedata.category(c) != "Cc").split())
