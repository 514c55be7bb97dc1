"""The choices of a form's radios and checkboxes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs


def choices(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """(value, words) pairs as a form field takes them."""
    return [SelectChoice(value, words) for value, words in pairs]
