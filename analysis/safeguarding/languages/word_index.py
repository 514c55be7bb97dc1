"""Every phrase of every language, found by the words that it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from analysis.safeguarding.languages.phrases import SHORTEST_STEM, Step, Steps
from analysis.safeguarding.languages.terms import ForeignRule, LanguageTerms, load_languages

LONGEST_WORD = 24
SHORTEST_REST = 3
"""What is left of a word without its beginning has at least so many letters."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say a rule: the numbers of its steps, and where others may come between.

    Only one Latin word may mean something else elsewhere: unless said `anywhere`, it counts in its own language.
    """

    order: int
    terms: LanguageTerms
    rule: ForeignRule
    meaning: str
    numbers: tuple[int, ...]
    gaps: tuple[bool, ...]
    needs: frozenset[int]
    anywhere: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What a word will do for: the numbers of steps, and the ways that it may begin."""

    numbers: frozenset[int]
    begins: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class _Index:
    """Steps by whole word and by stem, for words that may have these beginnings."""

    words: dict[str, set[int]] = field(default_factory=dict)
    stems: dict[str, set[int]] = field(default_factory=dict)

    def add(self, step: Step, number: int) -> None:
        for word in step.words:
            self.words.setdefault(word, set()).add(number)
        for stem in step.stems:
            self.stems.setdefault(stem, set()).add(number)

    def numbers(self, form: str) -> Iterator[int]:
        yield from self.words.get(form, ())
        for length in range(SHORTEST_STEM, min(len(form), LONGEST_WORD) + 1):
            yield from self.stems.get(form[:length], ())


@dataclass(frozen=True, slots=True)
class _Phrases:
    by_prefixes: dict[tuple[str, ...], _Index]
    by_first: dict[int, list[Way]]


@lru_cache(maxsize=8192)
def known(word: str) -> Known:
    """What a folded word will do for."""
    phrases = _phrases()
    numbers = frozenset(
        number
        for prefixes, index in phrases.by_prefixes.items()
        for form in _forms(word, prefixes)
        for number in index.numbers(form)
    )
    begins = (way for number in numbers for way in phrases.by_first.get(number, ()))
    return Known(numbers, tuple(sorted(begins, key=lambda way: way.order)))


def _forms(word: str, prefixes: tuple[str, ...]) -> Iterator[str]:
    """A word, and what is left of it without each beginning that may be stuck to it."""
    yield word
    for prefix in prefixes:
        if word.startswith(prefix) and len(word) - len(prefix) >= SHORTEST_REST:
            yield word[len(prefix) :]


@cache
def _phrases() -> _Phrases:
    found = _Phrases({}, {})
    numbers: dict[tuple[object, ...], int] = {}
    for order, (terms, rule, meaning, steps) in enumerate(_said()):
        keys = [(terms.prefixes, step.words, step.stems) for step in steps]
        way_numbers = tuple(numbers.setdefault(key, len(numbers)) for key in keys)
        index = found.by_prefixes.setdefault(terms.prefixes, _Index())
        for step, number in zip(steps, way_numbers, strict=True):
            index.add(step, number)
        gaps = tuple(step.gap for step in steps)
        way = Way(order, terms, rule, meaning, way_numbers, gaps, frozenset(way_numbers), _is_clear(steps))
        found.by_first.setdefault(way_numbers[0], []).append(way)
    return found


def _said() -> Iterator[tuple[LanguageTerms, ForeignRule, str, Steps]]:
    for terms in load_languages():
        for rule in (*terms.rules, terms.harmless):
            for meaning, steps in terms.ways(rule):
                yield terms, rule, meaning, steps


def _is_clear(steps: Steps) -> bool:
    """Whether a phrase says the same in any language: more than one word, or letters that only few languages use."""
    return len(steps) > 1 or not any(word.isascii() for word in (*steps[0].words, *steps[0].stems))
