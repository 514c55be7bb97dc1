"""The themes of every answer of a batch, with the stance on each: `analysis.themes` over whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import orjson

from analysis.bulk.compiled import inner, kernel
from analysis.bulk.finding import Finds
from analysis.bulk.hits import Believed, bounds, gather, is_inside, longer, without_turns, write
from analysis.bulk.listening import (
    STOP,
    Listening,
    Longs,
    Room,
    Sounds,
    Sums,
    heed,
    liken,
    meet,
    most_like,
)
from analysis.bulk.rows import Integers
from analysis.bulk.stances import (
    KNOWN_STANCES,
    Clauses,
    Manners,
    Whole,
    clause_of,
    forget,
    manners_of,
    new_whole,
    stance_of,
)
from analysis.bulk.wording import Words
from analysis.bulk.writing import pieces_of
from analysis.judgement import KINDS, UNIT, Judge
from analysis.judgement import SHORTEST as SHORTEST_CODED
from analysis.matching import Word
from analysis.reading import Found
from analysis.scan import Engine
from analysis.sentences import REACH as SENTENCE_REACH
from analysis.theme_model import load_weights
from analysis.themes import ThemeHit, ThemeTerm, opinion_of

COMMON, WORD, PHRASE, OPINION = (KINDS.index(kind) for kind in ("common", "word", "phrase", "opinion"))
SPANS_PER_ANSWER = 8


class Named(NamedTuple):
    """For each pattern: its theme or -1, its kind, what it says by itself."""

    themes: Integers
    kinds: Integers
    opinions: Integers


class Judged(NamedTuple):
    """What is weighed with likeness: in thousandths, and for each kind of pattern."""

    always: int
    like: int
    like_named: int
    rival: int
    floor: int
    plain: int
    shortest: int
    unit: int
    reach: int
    named: Longs


class Spans(NamedTuple):
    """Themes found: in which answer, which theme and stance, the words it rests on, its pattern or -1."""

    answers: Integers
    themes: Integers
    stances: Integers
    starts: Integers
    ends: Integers
    orders: Integers


class Scratch(NamedTuple):
    """Room for one answer at a time."""

    believed: Believed
    room: Room
    likeness: Longs
    kinds: Integers
    raised: Integers
    clauses: Clauses
    whole: Whole


class Coding:
    """The judge of an engine for the words met so far."""

    def __init__(self, engine: Engine, judge: Judge) -> None:
        weights = load_weights()
        if weights is None:
            raise ValueError("There are no weights of themes: learn them first.")
        self._listening = Listening(weights, len(judge.model.themes))
        terms = [owner for owner in engine.owners if isinstance(owner, ThemeTerm)]
        self.themes = list(dict.fromkeys([*judge.model.themes, *(term.theme for term in terms)]))
        self.openings = pieces_of(
            [
                b'{"theme":' + orjson.dumps(theme) + b',"stance":"' + stance.encode() + b'","start":'
                for theme in self.themes
                for stance in KNOWN_STANCES
            ]
        )
        self.ranks = np.argsort(np.argsort(np.array(self.themes))).astype(np.int32)
        self._named = self._patterns(engine)
        self._judged = _judged(judge)
        self._manners = manners_of(judge.stances)

    def learn(self, words: Sequence[Word]) -> None:
        """Look up words never met before, in the order of their numbers."""
        self._listening.learn(words)

    def code(self, words: Words, finds: Finds, leanings: Integers) -> Spans:
        """One span for each theme and sentence, by answer and then in the order in which they were found."""
        longest = int(np.diff(words.answers).max(initial=0))
        most = int(np.bincount(finds.answers, minlength=1).max(initial=0)) + (longest + 1) * len(self.themes)
        room = SPANS_PER_ANSWER * len(words.answers)
        while True:
            found = Spans(*(np.empty(room, np.int32) for _ in range(6)))
            scratch = Scratch(
                Believed(*(np.empty(most, np.int32) for _ in range(7))),
                self._listening.room(longest),
                np.zeros(len(self.themes), np.int64),
                np.zeros(len(self.themes), np.int32),
                np.zeros(len(self.themes), np.int32),
                Clauses(*(np.empty(most, np.int32) for _ in range(3))),
                new_whole(),
            )
            count = _code(
                words, finds, leanings, self._named, self._listening.sounds, self._listening.sums,
                self._judged, self._manners, scratch, found,
            )  # fmt: skip
            if count >= 0:
                return Spans(*(column[:count] for column in found))
            room *= 4

    def _patterns(self, engine: Engine) -> Named:
        places = {theme: place for place, theme in enumerate(self.themes)}
        rows = [(-1, -1, 0)] * len(engine.owners)
        for order, owner in enumerate(engine.owners):
            if isinstance(owner, ThemeTerm):
                hit = ThemeHit(owner, engine.vocabulary.patterns[order].source, Found(order, 0, 0, 0))
                kind = OPINION if owner.stance else COMMON if owner.needs_company else WORD
                rows[order] = (places[owner.theme], kind, opinion_of(hit))
        table = np.array(rows, np.int32).reshape(-1, 3)
        return Named(*(np.ascontiguousarray(table[:, column]) for column in range(3)))


def _judged(judge: Judge) -> Judged:
    evidence = judge.evidence
    return Judged(
        evidence.always - evidence.least,
        evidence.like,
        evidence.like_named,
        evidence.rival,
        evidence.floor,
        evidence.plain,
        SHORTEST_CODED,
        UNIT,
        SENTENCE_REACH,
        np.array([evidence.named[kind] for kind in KINDS], np.int64),
    )


@kernel
def _code(
    words: Words,
    finds: Finds,
    leanings: Integers,
    named: Named,
    sounds: Sounds,
    sums: Sums,
    judged: Judged,
    manners: Manners,
    scratch: Scratch,
    found: Spans,
) -> int:
    """How many spans were found, or -1 when there was too little room."""
    count, find = 0, 0
    for answer in range(len(words.answers) - 1):
        ids = words.ids[words.answers[answer] : words.answers[answer + 1]]
        first_find = find
        while find < len(finds.answers) and finds.answers[find] == answer:
            find += 1
        heed(ids, sounds, sums, scratch.room)
        believed = _believe(ids, finds, first_find, find, named, sounds, sums, judged, scratch)
        forget(scratch.whole)
        hits = scratch.believed
        for member in range(believed):
            if hits.taken[member]:
                continue
            if count == len(found.answers):
                return -1
            longest, stance = _judge(
                ids, member, believed, named, sounds, sums, manners, judged.reach, leanings[answer], scratch
            )
            found.answers[count], found.themes[count], found.stances[count] = (
                answer,
                hits.themes[member],
                stance,
            )
            found.starts[count], found.ends[count] = hits.starts[longest], hits.ends[longest]
            found.orders[count] = hits.orders[longest]
            count += 1
    return count


@kernel
def _believe(
    ids: Integers,
    finds: Finds,
    first_find: int,
    last_find: int,
    named: Named,
    sounds: Sounds,
    sums: Sums,
    judged: Judged,
    scratch: Scratch,
) -> int:
    """Write down the hits that each sentence bears out, and what it is plainly like besides; how many they are."""
    count, sentence, start = 0, 0, 0
    for stop in range(len(ids) + 1):
        if stop < len(ids) and not sounds.marks[ids[stop]] & STOP:
            continue
        for first in range(start, stop, judged.reach):
            last = min(first + judged.reach, stop)
            inside = _name(finds, first_find, last_find, first, last, named, scratch.kinds)
            if inside == 0 and last - first < judged.shortest:
                continue
            if not _raise(ids, first, last, inside > 0, sounds, sums, judged, scratch):
                continue
            if inside:
                for find in range(first_find, last_find):
                    theme = named.themes[finds.orders[find]]
                    if theme >= 0 and first <= finds.starts[find] < last and scratch.raised[theme]:
                        start_at, end_at = finds.starts[find], finds.ends[find]
                        count = write(
                            scratch.believed, count, sentence, theme, start_at, end_at, finds.orders[find]
                        )
            for theme in range(sums.themes):
                if scratch.raised[theme] and scratch.kinds[theme] < 0:
                    count = write(scratch.believed, count, sentence, theme, first, last, -1)
        sentence += 1
        start = stop + 1
    return count


@inner
def _name(
    finds: Finds, first_find: int, last_find: int, first: int, last: int, named: Named, kinds: Integers
) -> int:
    """For each theme the strongest kind of pattern that names it from first to last; how many patterns do."""
    count = 0
    for theme in range(len(kinds)):
        kinds[theme] = -1
    for find in range(first_find, last_find):
        order = finds.orders[find]
        theme = named.themes[order]
        if theme < 0 or not first <= finds.starts[find] < last:
            continue
        kind = named.kinds[order]
        if kind == WORD and finds.ends[find] - finds.starts[find] > 1:
            kind = PHRASE
        kinds[theme] = max(kinds[theme], kind)
        count += 1
    return count


@kernel
def _raise(
    ids: Integers,
    first: int,
    last: int,
    any_named: bool,
    sounds: Sounds,
    sums: Sums,
    judged: Judged,
    scratch: Scratch,
) -> bool:
    """Mark the themes that the words raise; False when they raise none at all."""
    kinds, raised, likeness = scratch.kinds, scratch.raised, scratch.likeness
    count, length = meet(ids, first, last, sounds, sums, scratch.room)
    least = (judged.plain - sums.highest) * length
    if not any_named and (count == 0 or 10 * most_like(sums, scratch.room, count) < least):
        return False
    liken(sums, scratch.room, count, length, likeness)
    nearest, second = _nearest(likeness, sums.themes)
    if not any_named and likeness[nearest] < judged.plain:
        return False
    for theme in range(sums.themes):
        kind = kinds[theme]
        raised[theme] = 0
        if kind < 0 and (likeness[theme] < judged.plain or last - first < judged.shortest):
            continue
        rival = max(likeness[second if theme == nearest else nearest], judged.floor)
        own = judged.always + (judged.named[kind] if kind >= 0 else 0)
        slope = judged.like_named if kind >= 0 else judged.like
        raised[theme] = own * judged.unit + slope * likeness[theme] + judged.rival * rival >= 0
    for theme in range(sums.themes, len(raised)):
        raised[theme] = kinds[theme] >= 0
    return True


@inner
def _nearest(likeness: Longs, themes: int) -> tuple[int, int]:
    """The two themes that some words are most like, the first of equals first."""
    first, second = 0, -1
    for theme in range(1, themes):
        if likeness[theme] > likeness[first]:
            first, second = theme, first
        elif second < 0 or likeness[theme] > likeness[second]:
            second = theme
    return first, second


@kernel
def _judge(
    ids: Integers,
    member: int,
    believed: int,
    named: Named,
    sounds: Sounds,
    sums: Sums,
    manners: Manners,
    reach: int,
    leaning: int,
    scratch: Scratch,
) -> tuple[int, int]:
    """The longest hit for a theme in a sentence, of which `member` is the first, and the stance on it."""
    hits, members = scratch.believed, scratch.believed.members
    count = gather(hits, member, believed)
    count = without_turns(ids, hits, count, sounds.marks)
    longest = members[0]
    for one in range(1, count):
        longest = longer(hits, longest, members[one])
    blunt = hits.orders[longest] >= 0 and named.kinds[hits.orders[longest]] == OPINION
    sentence = bounds(ids, hits.starts[longest], sounds.marks, reach)
    told = 0
    for one in range(count):
        hit = members[one]
        if blunt and is_inside(hits, hit, longest):
            continue
        first, last = clause_of(ids, hits.starts[hit], hits.ends[hit], sentence, sounds.marks)
        scratch.clauses.firsts[told], scratch.clauses.lasts[told] = first, last
        scratch.clauses.opinions[told] = named.opinions[hits.orders[hit]] if hits.orders[hit] >= 0 else 0
        told += 1
    stance = stance_of(
        ids, scratch.clauses, told, sentence, leaning, sounds, sums, manners, scratch.room, scratch.whole
    )
    return longest, stance
