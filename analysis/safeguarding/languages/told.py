"""Harm told in another language: phrases that people say, each with what it means in English.

What is found only raises how soon a person reads: it never says that an answer without a find is fine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from analysis.safeguarding.categories import WATCH
from analysis.safeguarding.flags import SafeguardingFlag
from analysis.safeguarding.languages.letters import Word, words_of
from analysis.safeguarding.languages.phrases import SHORTEST_STEM, Steps, path
from analysis.safeguarding.languages.terms import ForeignRule, LanguageTerms, load_languages

DENIED_WITHIN = 2
"""How far before a phrase a word that denies it may stand."""
LONGEST_WORD = 24
SHORTEST_REST = 3
"""What is left of a word without its beginning has at least so many letters."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to say a rule. Only one Latin word may mean something else elsewhere: it counts in its `language`."""

    order: int
    terms: LanguageTerms
    rule: ForeignRule
    meaning: str
    steps: Steps
    anywhere: bool

    def forms(self, word: str) -> Collection[str]:
        """What a word may be matched as in this language."""
        return _forms(word, self.terms.prefixes)


@dataclass(frozen=True, slots=True)
class _Said:
    way: _Way
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


def _found(words: Sequence[Word], language: str) -> Iterator[tuple[_Way, tuple[int, ...]]]:
    for at, word in enumerate(words):
        for way in _begun(word.text):
            if way.anywhere or way.terms.language == language:
                places = path(way.steps, words, way.forms, at)
                if places:
                    yield way, places


@lru_cache(maxsize=8192)
def _forms(word: str, prefixes: tuple[str, ...]) -> tuple[str, ...]:
    """A word, and what is left of it without each beginning that may be stuck to it."""
    rests = (word.removeprefix(prefix) for prefix in prefixes if word.startswith(prefix))
    return (word, *(rest for rest in rests if len(rest) >= SHORTEST_REST))


@cache
def _ways() -> tuple[dict[str, list[_Way]], dict[str, list[_Way]]]:
    """Ways to say something by the whole word, and by the stem, that they begin with."""
    by_word: dict[str, list[_Way]] = {}
    by_stem: dict[str, list[_Way]] = {}
    for way in _all_ways():
        for word in way.steps[0].words:
            by_word.setdefault(word, []).append(way)
        for stem in way.steps[0].stems:
            by_stem.setdefault(stem, []).append(way)
    return by_word, by_stem


def _all_ways() -> Iterator[_Way]:
    order = 0
    for terms in load_languages():
        for rule in (*terms.rules, terms.harmless):
            for meaning, steps in terms.ways(rule):
                yield _Way(order, terms, rule, meaning, steps, _is_plain_anywhere(steps))
                order += 1


def _is_plain_anywhere(steps: Steps) -> bool:
    return len(steps) > 1 or not any(word.isascii() for word in (*steps[0].words, *steps[0].stems))


@lru_cache(maxsize=8192)
def _begun(word: str) -> tuple[_Way, ...]:
    """The ways that may begin at a word."""
    by_word, by_stem = _ways()
    found: dict[int, _Way] = {}
    for terms in load_languages():
        for form in _forms(word, terms.prefixes):
            begun = list(by_word.get(form, ()))
            for length in range(SHORTEST_STEM, min(len(form), LONGEST_WORD) + 1):
                begun += by_stem.get(form[:length], ())
            found.update((way.order, way) for way in begun if way.terms is terms)
    return tuple(way for _, way in sorted(found.items()))


def _weighed(way: _Way, places: tuple[int, ...], words: Sequence[Word]) -> _Said:
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
