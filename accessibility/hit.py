"""One place in a text that breaks a rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from accessibility.readability import Span


@dataclass(frozen=True, slots=True)
class Hit:
    """Offsets in code points inside a text, and what to do about what stands there."""

    start: int
    end: int
    message: str


Check = Callable[[str], Iterator[Hit]]


def hit(match: re.Match[str], message: str, within: Span | None = None) -> Hit:
    """The hit of a match; `within` is the sentence that was searched, when it was not the whole text."""
    shift = within.start if within else 0
    return Hit(shift + match.start(), shift + match.end(), message)
