"""Everybody who answered one survey, as columns that are counted in a moment, for any group among them.

A column holds what everybody chose for one question, in the same order as every other column. A million people
with thirty questions are some 60 MB, and counting a group of them takes milliseconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from operator import methodcaller

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint16]
PRAISED, BLAMED = 1, 2
SIDES: Mapping[int, str] = {0: "neutral", PRAISED: "positive", BLAMED: "negative", PRAISED | BLAMED: "mixed"}
SIDE_OF: Mapping[str, int] = {stance: side for side, stance in SIDES.items()}
SKIPPED = ""
ID = "S32"
TOLD = ("mode", "language", "face")


@dataclass(frozen=True, slots=True)
class Column:
    """What everybody chose where one thing can be chosen: `codes` are places in `options`; place 0 is nothing."""

    options: tuple[str, ...]
    codes: Codes

    @classmethod
    def of(cls, values: Sequence[str], known: Sequence[str] = ()) -> Column:
        """A column of these values; `known` are options that keep their places."""
        options = dict.fromkeys(chain((SKIPPED, *known), values))
        places = {option: place for place, option in enumerate(options)}
        codes = np.fromiter(map(places.__getitem__, values), np.uint16, len(values))
        return cls(tuple(places), codes)

    def is_(self, option: str) -> Bits:
        """Who chose this option; nobody when it is unknown."""
        if option not in self.options:
            return np.zeros(len(self.codes), bool)
        found: Bits = self.codes == self.options.index(option)
        return found

    def counts(self, among: Bits | None = None) -> Counter[str]:
        """How many chose each option, those who skipped left out."""
        codes = self.codes if among is None else self.codes[among]
        found = np.bincount(codes, minlength=len(self.options)).tolist()
        return Counter({o: n for o, n in zip(self.options, found, strict=True) if o != SKIPPED and n})


@dataclass(frozen=True, slots=True)
class Written:
    """The themes in what people wrote: person `rows[i]` wrote about `themes[i]`, on these `sides` (PRAISED, BLAMED).

    A person stands once for a theme.
    """

    names: tuple[str, ...] = ()
    rows: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    themes: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    sides: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    def counts(self, among: Bits | None = None) -> Counter[tuple[str, str]]:
        """How many people wrote about each theme, by (theme, stance)."""
        kept = slice(None) if among is None else among[self.rows]
        both = np.bincount(self.themes[kept] * len(SIDES) + self.sides[kept], minlength=0)
        return Counter(
            {
                (self.names[place // len(SIDES)], SIDES[place % len(SIDES)]): int(both[place])
                for place in np.flatnonzero(both).tolist()
            }
        )


@dataclass(frozen=True)
class People:
    """Everybody of one survey, in the order of `ids`.

    single   by question, what was chosen where one option can be
    several  by question and option, who chose it
    wrote    by question, who answered it in their own words
    told     how they answered: the columns mode, language and face
    wording  the version of the questionnaire that each answered
    """

    ids: npt.NDArray[np.bytes_]
    wording: Column
    told: Mapping[str, Column]
    single: Mapping[str, Column]
    several: Mapping[str, Mapping[str, Bits]]
    wrote: Mapping[str, Bits]
    written: Written = field(default_factory=Written)

    def __len__(self) -> int:
        return len(self.ids)

    def among(self, about: Iterable[tuple[str, str]] = (), **told: str) -> Bits:
        """Who chose all of these (question, option) pairs and answered in this `mode`, `language` or `face`."""
        found = np.ones(len(self), bool)
        for question, option in about:
            found &= self.chose(question, option)
        for name, value in told.items():
            if value:
                found &= self.told[name].is_(value)
        return found

    def chose(self, question: str, option: str) -> Bits:
        """Who chose this option of a closed question."""
        if question in self.single:
            return self.single[question].is_(option)
        nobody = np.zeros(len(self), bool)
        return self.several.get(question, {}).get(option, nobody)

    def answered(self, question: str) -> Bits:
        """Who answered a question, closed or in their own words."""
        if question in self.single:
            found: Bits = self.single[question].codes != 0
            return found
        columns = [*self.several.get(question, {}).values(), *self._wrote(question)]
        return np.logical_or.reduce(columns) if columns else np.zeros(len(self), bool)

    def wrote_anything(self) -> Bits:
        """Who wrote anything in their own words."""
        columns = list(self.wrote.values())
        return np.logical_or.reduce(columns) if columns else np.zeros(len(self), bool)

    def chosen(self, among: Bits | None = None) -> dict[str, Counter[str]]:
        """By closed question, how many of a group chose each option."""
        found = {question: column.counts(among) for question, column in self.single.items()}
        for question, options in self.several.items():
            counted = {option: _count(who, among) for option, who in options.items()}
            found[question] = Counter({option: count for option, count in counted.items() if count})
        return found

    def answers(self, among: Bits | None = None) -> dict[str, int]:
        """By closed question, how many of a group answered it."""
        return {q: _count(self.answered(q), among) for q in (*self.single, *self.several)}

    def with_own_words(self, texts: Iterable[tuple[str, str]]) -> People:
        """The same people, who wrote these: (person's id, question)."""
        by_question: dict[str, list[str]] = {}
        for person, question in texts:
            by_question.setdefault(question, []).append(person)
        wrote = {}
        for question, ids in by_question.items():
            rows, there = self.places(np.array(ids, ID))
            wrote[question] = np.zeros(len(self), bool)
            wrote[question][rows[there]] = True
        return replace(self, wrote=wrote)

    def with_written(self, codes: Iterable[tuple[str, str, int]]) -> People:
        """The same people with these themes: (person's id, theme, side), each person once for a theme.

        What belongs to nobody here is left out.
        """
        ids, themes, sides = _columns(codes)
        rows, there = self.places(ids)
        names = Column.of(themes)
        # The first option stands for nothing, which no theme is called.
        written = Written(
            names.options[1:], rows[there], names.codes[there].astype(np.int64) - 1, sides[there]
        )
        return replace(self, written=written)

    def places(self, ids: npt.NDArray[np.bytes_]) -> tuple[npt.NDArray[np.int64], Bits]:
        """Where these ids stand, and which of them are here at all."""
        if not len(self.ids) or not len(ids):
            return np.zeros(len(ids), np.int64), np.zeros(len(ids), bool)
        order = np.argsort(self.ids, kind="stable")
        found = np.minimum(np.searchsorted(self.ids, ids, sorter=order), len(order) - 1)
        rows = order[found]
        there: Bits = self.ids[rows] == ids
        return rows, there

    def then(self, later: People) -> People:
        """These people and others after them; themes are put in place anew by `with_written`."""
        return joined([self, later])

    def codes(self) -> list[tuple[str, str, int]]:
        """The themes as `with_written` takes them."""
        written = self.written
        ids = (str(one, "ascii") for one in self.ids[written.rows].tolist())
        themes = (written.names[theme] for theme in written.themes.tolist())
        return list(zip(ids, themes, written.sides.tolist(), strict=True))

    def _wrote(self, question: str) -> list[Bits]:
        return [self.wrote[question]] if question in self.wrote else []


@dataclass(frozen=True, slots=True)
class Answered:
    """One response as it is stored: its closed answers by question, and how it was given."""

    id: str
    wording: str
    mode: str
    language: str
    face: str
    choices: Mapping[str, str | Sequence[str]]


def people_from(responses: Sequence[Answered], closed: Mapping[str, bool]) -> People:
    """The columns of these responses.

    `closed` names every closed question, and whether several options of it can be chosen. An answer to a question
    that is not named is left out.
    """
    ids = np.array([one.id for one in responses], ID)
    single, several = {}, {}
    choices = [one.choices for one in responses]
    for question, many in closed.items():
        given = list(map(methodcaller("get", question, SKIPPED), choices))
        if many:
            several[question] = _several(given)
        else:
            single[question] = Column.of([value if isinstance(value, str) else SKIPPED for value in given])
    told = {name: Column.of([getattr(one, name) for one in responses]) for name in TOLD}
    wording = Column.of([one.wording for one in responses])
    return People(ids, wording, told, single, several, {})


def _several(given: Sequence[str | Sequence[str]]) -> dict[str, Bits]:
    rows: dict[str, list[int]] = {}
    for row, options in enumerate(given):
        for option in (options,) if isinstance(options, str) else options:
            if option != SKIPPED:
                rows.setdefault(option, []).append(row)
    found = {}
    for option, places in rows.items():
        found[option] = np.zeros(len(given), bool)
        found[option][places] = True
    return found


def _columns(
    codes: Iterable[tuple[str, str, int]],
) -> tuple[npt.NDArray[np.bytes_], Sequence[str], npt.NDArray[np.int64]]:
    listed = list(codes)
    ids = np.array([person for person, _, _ in listed], ID)
    return ids, [theme for _, theme, _ in listed], np.array([side for _, _, side in listed], np.int64)


def joined(parts: Sequence[People]) -> People:
    """One group of people after another; themes are put in place anew by `with_written`."""
    sizes = [len(part) for part in parts]
    return People(
        ids=np.concatenate([part.ids for part in parts]),
        wording=_one_column([part.wording for part in parts]),
        told={name: _one_column([part.told[name] for part in parts]) for name in TOLD},
        single={
            name: _one_column([p.single.get(name) or _nothing(n) for p, n in zip(parts, sizes, strict=True)])
            for name in _names(part.single for part in parts)
        },
        several={
            name: _bits_below([part.several.get(name, {}) for part in parts], sizes)
            for name in _names(part.several for part in parts)
        },
        wrote=_bits_below([part.wrote for part in parts], sizes),
    )


def _names(found: Iterable[Mapping[str, object]]) -> list[str]:
    return list(dict.fromkeys(name for each in found for name in each))


def _nothing(size: int) -> Column:
    return Column((SKIPPED,), np.zeros(size, np.uint16))


def _one_column(columns: Sequence[Column]) -> Column:
    options = tuple(dict.fromkeys(option for column in columns for option in column.options))
    places = {option: place for place, option in enumerate(options)}
    moved = [
        np.array([places[option] for option in column.options], np.uint16)[column.codes] for column in columns
    ]
    return Column(options, np.concatenate(moved))


def _bits_below(found: Sequence[Mapping[str, Bits]], sizes: Sequence[int]) -> dict[str, Bits]:
    return {
        name: np.concatenate(
            [each.get(name, np.zeros(size, bool)) for each, size in zip(found, sizes, strict=True)]
        )
        for name in _names(found)
    }


def _count(who: Bits, among: Bits | None) -> int:
    return int(np.count_nonzero(who if among is None else who & among))
