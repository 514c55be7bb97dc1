"""The lines of a file around each problem, with their numbers, the line marked and the place in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from questionnaires.problems import Problem

AROUND = 2
LONGEST_LINE = 160
AT = re.compile(r"[\w.-]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands in the file. `marked` is what stands at the problem; empty on the lines around it."""

    number: int
    before: str
    marked: str = ""
    after: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The problems of one line and the lines around it."""

    line: int
    problems: tuple[Problem, ...]
    lines: tuple[Line, ...]


def around(problems: Iterable[Problem], file: str, text: str) -> tuple[Excerpt, ...]:
    """An excerpt for each line of this file in which something is wrong, in the order of the lines."""
    by_line: dict[int, list[Problem]] = {}
    for problem in sorted(problem for problem in problems if problem.file == file):
        by_line.setdefault(problem.line, []).append(problem)
    lines = text.splitlines()
    return tuple(
        Excerpt(number, tuple(found), tuple(_lines(lines, number, found[0].column)))
        for number, found in by_line.items()
    )


def _lines(lines: list[str], number: int, column: int) -> Iterable[Line]:
    for other in range(max(1, number - AROUND), min(len(lines), number + AROUND) + 1):
        line = lines[other - 1]
        yield _marked(line, other, column) if other == number else Line(other, _short(line))


def _marked(line: str, number: int, column: int) -> Line:
    """The line cut at the problem; of a very long one only what is near it."""
    at = min(column - 1, len(line))
    found = AT.match(line, at)
    marked = found[0][:LONGEST_LINE] if found else ""
    before = line[:at] if at <= LONGEST_LINE else f"… {line[at - LONGEST_LINE : at]}"
    return Line(number, before, marked, _short(line[at + len(marked) :]), here=True)


def _short(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]} …"
