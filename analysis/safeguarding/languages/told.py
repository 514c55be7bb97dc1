"""Harm told in another language: phrases that people say, each with what it means in English.

What is found only raises how soon a person reads: it never says that an answer without a find is fine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.safeguarding.categories import WATCH
from analysis.safeguarding.flags import SafeguardingFlag
from analysis.safeguarding.languages.letters import Word, words_of
from analysis.safeguarding.languages.phrases import path
from analysis.safeguarding.languages.terms import LanguageTerms
from analysis.safeguarding.languages.word_index import Way, known

DENIED_WITHIN = 2
"""How far before a phrase a word that denies it may stand."""


@dataclass(frozen=True, slots=True)
class _Said:
    way: Way
    places: tuple[int, ...]
    level: int
    cues: tuple[str, ...]


def told_in_another_language(text: str, language: str = "") -> tuple[SafeguardingFlag, ...]:
    """What an answer tells of harm in Welsh, Polish, Urdu, Romanian, Panjabi, Bengali or Arabic.

    `language` is the code that it was guessed to be in; any other code, or none, is a text in whichever language:
    then single words in Latin letters are not enough. Flags stand in the order of the text; offsets are code
    points of `text`; the cues are the English meaning, and `negated` where it is denied, which is for the watch list.
    """
    words = list(words_of(text))
    found = list(_found(words, language))
    harmless = {place for way, places in found if way.rule is way.terms.harmless for place in places}
    raised = [_weighed(way, places, words) for way, places in found if harmless.isdisjoint(places)]
    kept = _plainest(raised, language)
    return tuple(_flag(said, words) for said in sorted(kept, key=lambda said: said.places))


def _found(words: Sequence[Word], language: str) -> Iterator[tuple[Way, tuple[int, ...]]]:
    knowing = [known(word.text) for word in words]
    numbers = [one.numbers for one in knowing]
    there = frozenset[int]().union(*numbers)
    for at, one in enumerate(knowing):
        for way in one.begins:
            if way.needs <= there and (way.anywhere or way.terms.language == language):
                places = path(way.numbers, way.gaps, words, numbers, at)
                if places:
                    yield way, places


def _weighed(way: Way, places: tuple[int, ...], words: Sequence[Word]) -> _Said:
    if _is_denied(way.terms, places, words):
        return _Said(way, places, WATCH, (way.meaning, "negated"))
    return _Said(way, places, way.rule.level, (way.meaning,))


def _is_denied(terms: LanguageTerms, places: tuple[int, ...], words: Sequence[Word]) -> bool:
    """Whether a word that denies stands just before, in a gap, or (where people say it last) just after."""
    first, last = places[0], places[-1]
    gaps = [place for place in range(first, last) if place not in places]
    before = [
        p for p in range(max(0, first - DENIED_WITHIN), first) if words[p].clause == words[first].clause
    ]
    after = [p for p in range(last + 1, last + 2) if p < len(words) and words[p].clause == words[last].clause]
    either = terms.denies_before | terms.denies_after
    return (
        any(words[place].text in terms.denies_before for place in before)
        or any(words[place].text in either for place in gaps)
        or any(words[place].text in terms.denies_after for place in after)
    )


def _plainest(raised: Sequence[_Said], language: str) -> list[_Said]:
    """Of overlapping finds of one category, and of one rule found twice, the gravest."""
    kept: list[_Said] = []
    seen: set[str] = set()
    ends: dict[str, list[_Said]] = {}
    for said in sorted(raised, key=lambda said: _gravity(said, language)):
        rule = said.way.rule
        others = ends.setdefault(rule.category, [])
        if rule.id not in seen and not any(_overlap(said, other) for other in others):
            kept.append(said)
            others.append(said)
            seen.add(rule.id)
    return kept


def _gravity(said: _Said, language: str) -> tuple[int, bool, tuple[int, ...], int]:
    return said.level, said.way.terms.language != language, said.places, said.way.order


def _overlap(one: _Said, other: _Said) -> bool:
    return one.places[0] <= other.places[-1] and other.places[0] <= one.places[-1]


def _flag(said: _Said, words: Sequence[Word]) -> SafeguardingFlag:
    rule = said.way.rule
    start, end = words[said.places[0]].start, words[said.places[-1]].end
    return SafeguardingFlag(rule.category, said.level, rule.id, start, end, said.cues)
