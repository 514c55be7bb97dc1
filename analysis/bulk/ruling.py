"""From the rules found in a batch to flags: `analysis.safeguarding.flags.flags_of` over whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from analysis.bulk.compiled import inner, kernel
from analysis.bulk.finding import Finds
from analysis.bulk.hits import bounds
from analysis.bulk.rows import Integers
from analysis.bulk.surroundings import CUES, REACHES, Marks, Match, Phrases, Reaches, Surroundings, cues_of
from analysis.bulk.wording import Words
from analysis.matching import Word
from analysis.safeguarding.categories import CATEGORIES, CONCERN, IMMEDIATE, URGENT, WATCH
from analysis.safeguarding.context import FIGURATIVE, PLAYED, speaks_of_denial
from analysis.safeguarding.rules import LookAlike, Rule
from analysis.safeguarding.severity import RISES_WITH_NOW, TO_CONCERN, TO_WATCH
from analysis.scan import AUDIENCES, OTHER_AUDIENCES, Engine
from analysis.sentences import REACH
from analysis.vocabulary import load_word_lists

NAMES = tuple(CATEGORIES)
GROUPS = tuple(sorted(set(AUDIENCES.values())))
EVERY = (1 << len(NAMES)) - 1


class Rulings(NamedTuple):
    """For each pattern its rule or -1, whether it speaks of denial, and the categories for which it is a look-alike.

    For each rule its category, level, audiences as bits, rank by name, and whether it only names a harm, may be a
    figure of speech, may be played, and rises when it is now.
    """

    rules: Integers
    of_denial: Integers
    harmless: Integers
    categories: Integers
    levels: Integers
    audiences: Integers
    ranks: Integers
    named: Integers
    figurative: Integers
    played: Integers
    rising: Integers


class Severity(NamedTuple):
    """The levels, and the cues as bits that move a match to the watch list, to a concern, or up and down."""

    immediate: int
    urgent: int
    concern: int
    watch: int
    to_watch: int
    to_concern: int
    now: int
    third_hand: int


class Flags(NamedTuple):
    """Flags: in which answer, by which rule, the level and cues, and the words from start to end."""

    answers: Integers
    rules: Integers
    levels: Integers
    cues: Integers
    starts: Integers
    ends: Integers


class Ruling:
    """The rules of an engine, and the cues that the words met so far may be."""

    def __init__(self, engine: Engine) -> None:
        self.rules = list(dict.fromkeys(owner for owner in engine.owners if isinstance(owner, Rule)))
        self._rulings = _rulings(engine, self.rules)
        self._surroundings = Surroundings(load_word_lists().families)

    def learn(self, words: Sequence[Word]) -> None:
        """Look up words never met before, in the order of their numbers."""
        self._surroundings.learn(words)

    def flags(self, words: Words, finds: Finds, audiences: Integers) -> Flags:
        """The flags of every answer, by answer and then in the order of the text."""
        flags = Flags(*(np.empty(len(finds.answers), np.int32) for _ in range(6)))
        harmless = np.zeros(int(np.diff(words.answers).max(initial=0)), np.int32)
        around = self._surroundings
        count = _raise(
            words, finds, audiences, self._rulings, SEVERITY, around.marks, around.phrases, REACHES, REACH,
            harmless, flags,
        )  # fmt: skip
        return _plainest(Flags(*(column[:count] for column in flags)), self._rulings)


def audience_bits(audiences: Sequence[str]) -> Integers:
    """Each audience as the bit by which rules know it."""
    bits = {name: 1 << GROUPS.index(AUDIENCES.get(name, OTHER_AUDIENCES)) for name in set(audiences)}
    return np.array([bits[name] for name in audiences], np.int32)


@cache
def cues_named(cues: int) -> tuple[str, ...]:
    """The names of cues that are bits."""
    return tuple(name for bit, name in enumerate(CUES) if cues >> bit & 1)


def _bits(cues: frozenset[str] | set[str]) -> int:
    return sum(1 << CUES.index(cue) for cue in cues)


SEVERITY = Severity(
    IMMEDIATE, URGENT, CONCERN, WATCH, _bits(TO_WATCH), _bits(TO_CONCERN), _bits({"now"}), _bits({"third hand"})
)  # fmt: skip


def _rulings(engine: Engine, rules: Sequence[Rule]) -> Rulings:
    numbers = {rule: number for number, rule in enumerate(rules)}
    by_name = {rule: rank for rank, rule in enumerate(sorted(rules, key=lambda rule: rule.id))}
    owned = zip(engine.owners, engine.vocabulary.patterns, strict=True)
    patterns = [
        (
            numbers[owner] if isinstance(owner, Rule) else -1,
            isinstance(owner, Rule) and speaks_of_denial(pattern.source),
            _harmless_for(owner) if isinstance(owner, LookAlike) else 0,
        )
        for owner, pattern in owned
    ]
    columns = [
        (
            NAMES.index(rule.category), rule.level, _bits_of_groups(rule), by_name[rule], rule.named,
            rule.category in FIGURATIVE, rule.category in PLAYED, rule.category in RISES_WITH_NOW,
        )
        for rule in rules
    ]  # fmt: skip
    return Rulings(*_columns(patterns, 3), *_columns(columns, 8))


def _columns(rows: Sequence[tuple[int, ...]], width: int) -> list[Integers]:
    table = np.array(rows, np.int32).reshape(-1, width)
    return [np.ascontiguousarray(table[:, column]) for column in range(width)]


def _harmless_for(look: LookAlike) -> int:
    return sum(1 << NAMES.index(category) for category in look.categories) or EVERY


def _bits_of_groups(rule: Rule) -> int:
    return sum(1 << GROUPS.index(name) for name in rule.audiences or GROUPS)


@kernel
def _raise(
    words: Words,
    finds: Finds,
    audiences: Integers,
    rulings: Rulings,
    severity: Severity,
    marks: Marks,
    phrases: Phrases,
    reaches: Reaches,
    reach: int,
    harmless: Integers,
    flags: Flags,
) -> int:
    """Write a flag for every match that no look-alike covers, in the order of the finds; how many there are."""
    count, find = 0, 0
    while find < len(finds.answers):
        answer, first = finds.answers[find], find
        while find < len(finds.answers) and finds.answers[find] == answer:
            find += 1
        ids = words.ids[words.answers[answer] : words.answers[answer + 1]]
        _cover(finds, first, find, rulings, harmless[: len(ids)])
        for one in range(first, find):
            rule = rulings.rules[finds.orders[one]]
            if rule < 0 or not rulings.audiences[rule] & audiences[answer]:
                continue
            if harmless[finds.places[one]] >> rulings.categories[rule] & 1:
                continue
            cues = cues_of(ids, _match(ids, finds, one, rule, rulings, marks, reach), marks, phrases, reaches)
            flags.answers[count], flags.rules[count] = answer, rule
            flags.levels[count], flags.cues[count] = _level(rule, cues, rulings, severity), cues
            flags.starts[count], flags.ends[count] = finds.starts[one], finds.ends[one]
            count += 1
    return count


@kernel
def _cover(finds: Finds, first: int, last: int, rulings: Rulings, harmless: Integers) -> None:
    """For each word of an answer, the categories for which look-alikes make it harmless."""
    for place in range(len(harmless)):
        harmless[place] = 0
    for find in range(first, last):
        categories = rulings.harmless[finds.orders[find]]
        if categories:
            for place in range(finds.starts[find], finds.ends[find]):
                harmless[place] |= categories


@kernel
def _match(
    ids: Integers, finds: Finds, one: int, rule: int, rulings: Rulings, marks: Marks, reach: int
) -> Match:
    place = finds.places[one]
    first, last = bounds(ids, place, marks.said, reach)
    return Match(
        finds.starts[one],
        finds.ends[one],
        place,
        first,
        last,
        rulings.of_denial[finds.orders[one]] != 0,
        rulings.named[rule] != 0,
        rulings.figurative[rule] != 0,
        rulings.played[rule] != 0,
    )


@inner
def _level(rule: int, cues: int, rulings: Rulings, severity: Severity) -> int:
    """The level to show: `analysis.safeguarding.severity.level_of`."""
    if cues & severity.to_watch:
        return severity.watch
    level = int(rulings.levels[rule])
    if cues & severity.to_concern:
        level = max(level, severity.concern)
    if level > severity.concern:
        return level
    if level == severity.urgent and cues & severity.now and rulings.rising[rule]:
        level = severity.immediate
    if level < severity.concern and cues & severity.third_hand:
        level = severity.concern
    return level


def _in_order(flags: Flags, *keys: Integers) -> Flags:
    """Flags by answer and then by these keys, the first of them first; equals stay as they are."""
    order = np.lexsort((*reversed(keys), flags.answers))
    return Flags(*(column[order] for column in flags))


def _plainest(found: Flags, rulings: Rulings) -> Flags:
    """In the order of the text, the gravest of the flags of an answer that are for the same words."""
    gravest = _in_order(found, found.levels, found.starts, found.ends, rulings.ranks[found.rules])
    kept = np.empty(len(gravest.answers), np.int32)
    count = _keep(gravest, rulings.categories, kept)
    plainest = Flags(*(column[kept[:count]] for column in gravest))
    return _in_order(plainest, plainest.starts, plainest.ends, rulings.ranks[plainest.rules])


@kernel
def _keep(flags: Flags, categories: Integers, kept: Integers) -> int:
    """Write which flags, the gravest of an answer first, are for other words than those before; how many they are."""
    count, first = 0, 0
    for one in range(len(flags.answers)):
        if one > 0 and flags.answers[one] != flags.answers[one - 1]:
            first = count
        is_new = True
        for other in range(first, count):
            is_new = is_new and not _same_words(flags, one, kept[other], categories)
        if is_new:
            kept[count] = one
            count += 1
    return count


@inner
def _same_words(flags: Flags, one: int, other: int, categories: Integers) -> bool:
    rule, known = flags.rules[one], flags.rules[other]
    overlap = flags.starts[one] < flags.ends[other] and flags.starts[other] < flags.ends[one]
    return bool(rule == known or (categories[rule] == categories[known] and overlap))
