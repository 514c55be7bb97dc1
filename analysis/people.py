"""Everybody who answered one survey, as columns that are counted in a moment, for any group among them.

A column holds what everybody chose for one question, in the same order as every other column. A million people
with thirty questions are some 60 MB, and counting a group of them takes milliseconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, pairwise
from operator import methodcaller

import numpy as np
import numpy.typing as npt

from analysis.column import SKIPPED, Column, nothing_chosen, one_column
from analysis.written import SIDES as SIDES
from analysis.written import Bits as Bits
from analysis.written import Rows, Written, written_from, written_together

Days = npt.NDArray[np.int32]
ID = "S32"
TOLD = ("mode", "language", "face")
# In place of an option: was asked the question and chose none. No option has this id, since ids have no hyphen.
NOT_SAID = "not-said"


@dataclass(frozen=True)
class People:
    """Everybody of one survey: the newest day first, and within a day in the order of their random `ids`.

    days     the day on which each was received, as date.toordinal counts them
    single   by question, what was chosen where one option can be
    several  by question and option, who chose it
    wrote    by question, who answered it in their own words
    told     how they answered: the columns mode, language and face
    wording  the version of the questionnaire that each answered
    """

    ids: npt.NDArray[np.bytes_]
    days: Days
    wording: Column
    told: Mapping[str, Column]
    single: Mapping[str, Column]
    several: Mapping[str, Mapping[str, Bits]]
    wrote: Mapping[str, Bits]
    written: Written = field(default_factory=Written)

    def __len__(self) -> int:
        return len(self.ids)

    def among(
        self, about: Iterable[tuple[str, str]] = (), but: Iterable[tuple[str, str]] = (), **told: str
    ) -> Bits:
        """Who chose all of these (question, option) pairs and answered in this `mode`, `language` or `face`.

        Of each pair in `but` they were asked the question and did not choose the option.
        """
        found = np.ones(len(self), bool)
        for question, option in about:
            found &= self.chose(question, option)
        for question, option in but:
            found &= self.was_asked(question) & ~self.chose(question, option)
        for name, value in told.items():
            if value:
                found &= self.told[name].is_(value)
        return found

    def chose(self, question: str, option: str) -> Bits:
        """Who chose this option of a closed question, or (NOT_SAID) none of them."""
        if option == NOT_SAID:
            return ~self.answered(question) & self.was_asked(question)
        if question in self.single:
            return self.single[question].is_(option)
        nobody = np.zeros(len(self), bool)
        return self.several.get(question, {}).get(option, nobody)

    def was_asked(self, question: str) -> Bits:
        """Everybody where the survey has this closed question in one of its wordings, else nobody."""
        return np.full(len(self), question in self.single or question in self.several)

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
        return replace(self, written=self._written(codes))

    def with_decided(self, told: Iterable[str], codes: Iterable[tuple[str, str, int]]) -> People:
        """The same people, of whom those who are `told` (ids) have these themes instead of theirs."""
        rows, there = self.places(np.array(list(told), ID))
        places = np.arange(len(self))
        places[rows[there]] = -1
        parts = [self.written.moved(places), self._written(codes)]
        return replace(self, written=written_together(parts, (0, 0)))

    def places(self, ids: npt.NDArray[np.bytes_]) -> tuple[Rows, Bits]:
        """Where these ids stand, and which of them are here at all."""
        wanted, back = np.unique(ids, return_inverse=True)
        rows, there = np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
        for begin, end in self.stretches.values():
            here = np.minimum(begin + np.searchsorted(self.ids[begin:end], wanted), end - 1)
            found = self.ids[here] == wanted
            rows[found], there[found] = here[found], True
        return rows[back], there[back]

    @cached_property
    def stretches(self) -> Mapping[int, tuple[int, int]]:
        """From where to where the people of each day stand, the newest day first."""
        begins = np.flatnonzero(np.diff(self.days, prepend=-1)).tolist()
        return {int(self.days[begin]): (begin, end) for begin, end in pairwise([*begins, len(self)])}

    def then(self, later: People) -> People:
        """These people and others."""
        return joined([self, later])

    def codes(self) -> list[tuple[str, str, int]]:
        """The themes as `with_written` takes them."""
        written = self.written
        ids = (str(one, "ascii") for one in self.ids[written.rows].tolist())
        themes = (written.names[theme] for theme in written.themes.tolist())
        return list(zip(ids, themes, written.sides.tolist(), strict=True))

    def taken(self, rows: Rows) -> People:
        """The people of these rows, in this order."""
        places = np.full(len(self), -1)
        places[rows] = np.arange(len(rows))
        return People(
            ids=self.ids[rows],
            days=self.days[rows],
            wording=self.wording.taken(rows),
            told={name: column.taken(rows) for name, column in self.told.items()},
            single={name: column.taken(rows) for name, column in self.single.items()},
            several={
                name: {option: who[rows] for option, who in options.items()}
                for name, options in self.several.items()
            },
            wrote={name: who[rows] for name, who in self.wrote.items()},
            written=self.written.moved(places),
        )

    def _written(self, codes: Iterable[tuple[str, str, int]]) -> Written:
        ids, themes, sides = _columns(codes)
        rows, there = self.places(ids)
        named = [theme for theme, here in zip(themes, there.tolist(), strict=True) if here]
        return written_from(named, rows[there], sides[there])

    def _wrote(self, question: str) -> list[Bits]:
        return [self.wrote[question]] if question in self.wrote else []


@dataclass(frozen=True, slots=True)
class Answered:
    """One response as it is stored: its closed answers by question, how it was given, and on which day."""

    id: str
    wording: str
    mode: str
    language: str
    face: str
    choices: Mapping[str, str | Sequence[str]]
    day: int = 1


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
    days = np.array([one.day for one in responses], np.int32)
    return in_order(People(ids, days, wording, told, single, several, {}))


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


def _count(who: Bits, among: Bits | None) -> int:
    return int(np.count_nonzero(who if among is None else who & among))


def joined(parts: Sequence[People]) -> People:
    """Several groups of people, of whom nobody stands in two, as one."""
    sizes = [len(part) for part in parts]
    whole = People(
        ids=np.concatenate([part.ids for part in parts]),
        days=np.concatenate([part.days for part in parts]),
        wording=one_column([part.wording for part in parts]),
        told={name: one_column([part.told[name] for part in parts]) for name in TOLD},
        single={
            name: one_column(
                [p.single.get(name) or nothing_chosen(n) for p, n in zip(parts, sizes, strict=True)]
            )
            for name in _names(part.single for part in parts)
        },
        several={
            name: _bits_below([part.several.get(name, {}) for part in parts], sizes)
            for name in _names(part.several for part in parts)
        },
        wrote=_bits_below([part.wrote for part in parts], sizes),
        written=written_together([p.written for p in parts], [0, *accumulate(sizes[:-1])]),
    )
    return in_order(whole)


def in_order(people: People) -> People:
    """The same people, the newest day first and within a day in the order of their ids."""
    order = np.argsort(-people.days, kind="stable")
    begins = np.flatnonzero(np.diff(people.days[order], prepend=-1)).tolist()
    for begin, end in pairwise([*begins, len(order)]):
        day = order[begin:end]
        order[begin:end] = day[np.argsort(people.ids[day], kind="stable")]
    return people if (order == np.arange(len(order))).all() else people.taken(order)


def _names(found: Iterable[Mapping[str, object]]) -> list[str]:
    return list(dict.fromkeys(name for each in found for name in each))


def _bits_below(found: Sequence[Mapping[str, Bits]], sizes: Sequence[int]) -> dict[str, Bits]:
    return {
        name: np.concatenate(
            [each.get(name, np.zeros(size, bool)) for each, size in zip(found, sizes, strict=True)]
        )
        for name in _names(found)
    }
