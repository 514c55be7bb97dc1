"""The filters of the coding desk, read from its address and written back into addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from survey_app.services.coding_queue import ANY_THEME, NO_THEME, Wanted
from survey_app.services.find_answers import Scope
from survey_app.web.inspector.choices import Choices, question_choices, theme_choices

LONGEST = 64
UNSEEN = "unseen"
WITH_ANY: Mapping[str, str] = {ANY_THEME: "Any theme", NO_THEME: "No theme"}


def read_wanted() -> Wanted:
    """The filters of this request; what is too long is taken as something that nothing fits."""
    return Wanted(
        question=_one("asked"),
        audience=_one("audience"),
        theme=_one("theme"),
        unseen=_one("only") == UNSEEN,
    )


def parameters(wanted: Wanted) -> dict[str, Any]:
    """The filters as an address has them; `question` in the path is that of the answer which is shown."""
    given = {
        "asked": wanted.question,
        "audience": wanted.audience,
        "theme": wanted.theme,
        "only": UNSEEN if wanted.unseen else "",
    }
    return {name: value for name, value in given.items() if value}


def lists(scope: Scope, wanted: Wanted, audiences: Mapping[str, str]) -> Mapping[str, Choices]:
    """The choices of every filter, by the filter's name."""
    there = dict.fromkeys(scope.surveys.values())
    return {
        "audience": [("", [(name, audiences.get(name, name)) for name in there])],
        "question": list(question_choices(scope, wanted.audience, wanted.question)),
        "theme": [("", list(WITH_ANY.items())), *theme_choices(scope.own_themes)],
    }


def _one(name: str) -> str:
    return request.args.get(name, "")[: LONGEST + 1]
