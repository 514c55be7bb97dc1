"""Where a concern is passed on: by the age of the person, or because it is about somebody who works with children.

From Ofsted's guidance for inspectors on safeguarding concerns (updated 7 November 2025): a child is under 18 and is
referred to the authority where the child lives; adults at risk have separate processes; an allegation about staff
goes to the designated officer where the provider is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from questionnaires.model import Questionnaire

CHILD, ADULT, STAFF = "child", "adult", "staff"
ADULT_FROM = 18
ROUTES: Mapping[str, str] = {
    CHILD: "Under 18: children’s social care of the authority where the child lives",
    ADULT: "18 or over: adult social care of the authority where the person lives",
    STAFF: "About somebody who works with children: the designated officer (LADO) where the provider is",
}
SHORT: Mapping[str, str] = {CHILD: "Child", ADULT: "Adult", STAFF: "Staff", "": "Not known"}
AGE = "age_band"
# Flags of these kinds may be about somebody who works with children.
ABOUT_STAFF = frozenset({"staff_conduct", "restrictive_practice", "unsafe_care"})
_BAND = re.compile(r"age_(\d+)_(\d+)")


@dataclass(frozen=True, slots=True)
class Suggested:
    """A route that an age points to (empty: nobody knows), and the answer that it was read from."""

    route: str
    age: str = ""
    perhaps_staff: bool = False


def suggest_route(asked: Questionnaire, choices: str, categories: Iterable[str]) -> Suggested:
    """What the answer about age says. `choices` is JSON of question id to option id, as it is stored.

    A band that reaches from under to over 18, another age and no answer all leave it to a person.
    """
    perhaps = not ABOUT_STAFF.isdisjoint(categories)
    chosen = orjson.loads(choices)
    asked_age = (q for q in asked.questions.values() if q.profile and q.stem == AGE)
    for question in asked_age:
        option = question.option(str(chosen.get(question.id, "")))
        if option:
            return Suggested(route_of_age(option.id), option.text, perhaps)
    return Suggested("", "", perhaps)


def route_of_age(band: str) -> str:
    """The route for a band such as `age_16_17`; empty where it says nothing certain."""
    found = _BAND.fullmatch(band)
    if not found:
        return ""
    youngest, oldest = int(found[1]), int(found[2])
    if oldest < ADULT_FROM:
        return CHILD
    return ADULT if youngest >= ADULT_FROM else ""
