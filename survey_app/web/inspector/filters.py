"""The filters of the answers page, read from its address and written back into addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from survey_app.services.find_answers import Wanted

YES = "yes"
LONGEST = 64
MOST_VALUES = 20
AROUND = 2
PARTED = ":"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for."""

    wanted: Wanted
    page: int

    def parameters(self, **changes: object) -> dict[str, object]:
        """The address's parameters with some changed; None takes one away."""
        wanted = self.wanted
        given: dict[str, object] = {
            "audience": wanted.audience,
            "theme": wanted.theme,
            "stance": wanted.stance,
            "category": wanted.category,
            "level": wanted.level,
            "question": wanted.question,
            "value": list(wanted.values),
            "unanswered": YES if wanted.unanswered else "",
            "everyone": YES if wanted.everyone else "",
            "about": [f"{question}{PARTED}{option}" for question, option in wanted.about],
            "but": [f"{question}{PARTED}{option}" for question, option in wanted.but],
            "mode": wanted.mode,
            "language": wanted.language,
            "face": wanted.face,
        }
        return {name: value for name, value in (given | changes).items() if value}


def read_filters() -> Asked:
    """The filters of this request; what is too long or no number is taken as something that nothing fits."""
    return Asked(
        Wanted(
            audience=_one("audience"),
            theme=_one("theme"),
            stance=_one("stance"),
            category=_one("category"),
            level=_number("level", otherwise=-1),
            question=_one("question"),
            values=tuple(value[:LONGEST] for value in request.args.getlist("value")[:MOST_VALUES] if value),
            unanswered=_one("unanswered") == YES,
            everyone=_one("everyone") == YES,
            about=tuple(_pairs("about")),
            but=tuple(_pairs("but")),
            mode=_one("mode"),
            language=_one("language"),
            face=_one("face"),
        ),
        max(1, _number("page", otherwise=1)),
    )


def as_query(parameters: Mapping[str, object]) -> str:
    """Parameters as an address has them, a list as the same name several times."""
    return urlencode(parameters, doseq=True)


def pages_around(number: int, last: int) -> tuple[int | None, ...]:
    """The page numbers to show: the first, the last and those near this one; None stands for a gap."""
    return tuple(
        _with_gaps(sorted({1, last, *range(max(1, number - AROUND), min(last, number + AROUND) + 1)}))
    )


def _with_gaps(numbers: list[int]) -> Iterator[int | None]:
    before = 0
    for number in numbers:
        if number > before + 1:
            yield None
        yield number
        before = number


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    # A form has a list for each question, which HTML wants to be named as an array.
    for said in [*request.args.getlist(name), *request.args.getlist(f"{name}[]")][:MOST_VALUES]:
        question, _, option = said[: 2 * LONGEST].partition(PARTED)
        if said:
            yield question, option


def _one(name: str) -> str:
    return request.args.get(name, "")[: LONGEST + 1]


def _number(name: str, otherwise: int) -> int:
    said = request.args.get(name, "")
    if not said:
        return 0
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else otherwise
