"""The themes of every answer of a batch, with the stance on each: `analysis.themes` over whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import orjson

from analysis.bulk.compiled import kernel
from analysis.bulk.denying import opinion_there
from analysis.bulk.finding import Finds
from analysis.bulk.hits import bounds, gather, is_inside, longer, without_turns
from analysis.bulk.listening import Listening, Sounds, Sums, heed
from analysis.bulk.raising import Judged, Named, Raising, believe, judged_by, new_raising
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
from analysis.judgement import KINDS, Judge
from analysis.matching import Word
from analysis.reading import Found
from analysis.scan import Engine
from analysis.theme_model import load_weights
from analysis.themes import ThemeHit, ThemeTerm, opinion_of

COMMON, WORD, OPINION = (KINDS.index(kind) for kind in ("common", "word", "opinion"))
SPANS_PER_ANSWER = 8


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

    raising: Raising
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
        self._judged = judged_by(judge)
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
                new_raising(self._listening.room(longest), most, len(self.themes)),
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
        heed(ids, sounds, sums, scratch.raising.room)
        believed = believe(ids, finds, first_find, find, named, sounds, sums, judged, scratch.raising)
        forget(scratch.whole)
        hits = scratch.raising.believed
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
    hits, members = scratch.raising.believed, scratch.raising.believed.members
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
        start, end = hits.starts[hit], hits.ends[hit]
        clause = clause_of(ids, start, end, sentence, sounds.marks)
        opinion = named.opinions[hits.orders[hit]] if hits.orders[hit] >= 0 else 0
        scratch.clauses.firsts[told], scratch.clauses.lasts[told] = clause
        scratch.clauses.opinions[told] = opinion_there(
            ids, opinion, start, end, clause, sounds.marks, manners.denied
        )
        told += 1
    stance = stance_of(
        ids,
        scratch.clauses,
        told,
        sentence,
        leaning,
        sounds,
        sums,
        manners,
        scratch.raising.room,
        scratch.whole,
    )
    return longest, stance
