"""Who coded what: units read by several coders, the machine one coder among them.

A file has one line for each code, as JSON (`{"unit", "coder", "theme", "stance"}`) or as CSV with these headings.
A line with an empty theme says that the coder read the unit and found nothing; no line at all says that the coder
never read it, which is not the same.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from analysis.lines import BadLine, numbered, parse_object

HEADINGS = ("unit", "coder", "theme", "stance")
STANCES = ("positive", "negative", "mixed", "neutral")
LONGEST = 200
Labels = frozenset[str]
T = TypeVar("T")


class CodesProblem(ValueError):
    """A file of codes that cannot be used; the message names file and line and says what to do."""


@dataclass(frozen=True, slots=True)
class Code:
    """One line: this coder gave this unit this theme, or none when `theme` is empty."""

    unit: str
    coder: str
    theme: str
    stance: str


@dataclass(frozen=True)
class Coded:
    """Codes by unit and coder: `themes[unit][coder]` is the set given, `stances[unit, theme][coder]` its stance."""

    themes: Mapping[str, Mapping[str, Labels]]
    stances: Mapping[tuple[str, str], Mapping[str, str]]

    @property
    def coders(self) -> tuple[str, ...]:
        """Everybody who coded anything, in the order of the alphabet."""
        return tuple(sorted({coder for given in self.themes.values() for coder in given}))

    @property
    def every_theme(self) -> tuple[str, ...]:
        """Every theme that anybody gave, in the order of the alphabet."""
        return tuple(
            sorted({t for given in self.themes.values() for labels in given.values() for t in labels})
        )

    def only(self, coders: Iterable[str]) -> Coded:
        """The same units as these coders alone coded them."""
        kept = frozenset(coders)
        themes = {unit: _of(kept, given) for unit, given in self.themes.items()}
        stances = {place: _of(kept, given) for place, given in self.stances.items()}
        return Coded({unit: given for unit, given in themes.items() if given}, stances)


def _of(kept: frozenset[str], given: Mapping[str, T]) -> dict[str, T]:
    return {coder: value for coder, value in given.items() if coder in kept}


def read_codes(path: Path) -> Coded:
    """Read a file of codes (.jsonl or .csv); CodesProblem says where it is wrong."""
    read = READERS.get(path.suffix.lower())
    if read is None:
        raise CodesProblem(f"{path.name}: the ending should be {' or '.join(READERS)}.")
    try:
        found = gather(read(path))
    except UnicodeDecodeError as error:
        raise CodesProblem(f"{path.name} is not UTF-8 text. Save it again as UTF-8.") from error
    except OSError as error:
        raise CodesProblem(f"{path} could not be opened: {error.strerror}.") from error
    if not found.themes:
        raise CodesProblem(f"{path.name} has no codes. Write one line for each code, or one without a theme.")
    return found


def gather(codes: Iterable[Code]) -> Coded:
    """Codes by unit and coder; the same theme twice from one coder counts once, its stances then mixed."""
    themes: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    stances: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for code in codes:
        given = themes[code.unit][code.coder]
        if not code.theme:
            continue
        given.add(code.theme)
        if code.stance:
            before = stances[code.unit, code.theme].get(code.coder, code.stance)
            stances[code.unit, code.theme][code.coder] = code.stance if before == code.stance else "mixed"
    frozen = {unit: {c: frozenset(t) for c, t in given.items()} for unit, given in themes.items()}
    return Coded(frozen, dict(stances))


def _read_lines(path: Path) -> Iterator[Code]:
    with path.open("rb") as lines:
        for number, line in numbered(lines):
            where = f"{path.name}, line {number}"
            try:
                yield _code(parse_object(line), where)
            except BadLine as error:
                reason = "It must be a JSON object with unit, coder, theme and stance."
                raise CodesProblem(f"{where}: {error if 'not JSON' in str(error) else reason}") from error


def _read_csv(path: Path) -> Iterator[Code]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        try:
            missing = [name for name in HEADINGS[:3] if name not in (rows.fieldnames or ())]
            if missing:
                raise CodesProblem(f"{path.name}, line 1: add the heading {', '.join(missing)}.")
            for row in rows:
                yield _code({name: row.get(name) for name in HEADINGS}, f"{path.name}, line {rows.line_num}")
        except csv.Error as error:
            raise CodesProblem(f"{path.name}, line {rows.line_num}: {error}. Mend this line.") from error


READERS: Mapping[str, Callable[[Path], Iterator[Code]]] = {".jsonl": _read_lines, ".csv": _read_csv}


def _code(row: Mapping[str, object], where: str) -> Code:
    unit, coder, theme, stance = (_word(row, name, where) for name in HEADINGS)
    if not unit or not coder:
        raise CodesProblem(f"{where}: say which unit, and who coded it.")
    if stance and stance not in STANCES:
        raise CodesProblem(f'{where}: "stance" should be one of {", ".join(STANCES)}, or empty.')
    return Code(unit, coder, theme, stance)


def _word(row: Mapping[str, object], name: str, where: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise CodesProblem(f'{where}: "{name}" should be words or a whole number.')
    word = str(value).strip()
    if len(word) > LONGEST:
        raise CodesProblem(f'{where}: "{name}" is longer than {LONGEST} letters. Use an id.')
    return word


def majority(given: Sequence[bool]) -> bool | None:
    """What more than half said; None when nobody said anything or they are split evenly."""
    yes = sum(given)
    return None if 2 * yes == len(given) else 2 * yes > len(given)
