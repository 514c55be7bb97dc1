"""Choosing in a form: radios, lists and what is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wtforms import RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.form import BaseForm


def choices(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """(value, words) pairs as a form field takes them."""
    return [SelectChoice(value, words) for value, words in pairs]


class OneOf(RadioField):
    """Radios that answer something made up with our own sentence."""

    def pre_validate(self, form: BaseForm) -> None:
        _refuse_others(super().pre_validate, form)


class OneOfMany(SelectField):
    """A list to choose from, with the same sentence."""

    def pre_validate(self, form: BaseForm) -> None:
        _refuse_others(super().pre_validate, form)


def _refuse_others(check: Callable[[BaseForm], None], form: BaseForm) -> None:
    try:
        check(form)
    except ValidationError:
        raise ValidationError("Choose one from the list.") from None
