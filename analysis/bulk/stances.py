"""Praise, criticism, both or neither for every theme of a batch: `analysis.stance` over whole numbers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.bulk.compiled import inner, kernel
from analysis.bulk.denying import Reaches, reaches
from analysis.bulk.listening import (
    BLAME,
    DENIAL,
    DOUBT,
    PRAISE,
    TONED,
    TURN,
    Longs,
    Room,
    Sounds,
    Sums,
    hear,
    meet,
)
from analysis.bulk.rows import Integers
from analysis.judgement import OPINIONS, STANCE_NAMES, UNIT, StanceEvidence
from analysis.stance import ASKED, LONGEST_HEARD, REACH, STRONG, TURNED, WEAK

# As the kernels know them.
KNOWN_STANCES = ("positive", "negative", "neutral", "mixed")
POSITIVE, NEGATIVE, NEUTRAL, MIXED = range(4)
LEAST_OPINION, MOST_OPINION = -1, 2


class Manners(NamedTuple):
    """What is weighed to tell a stance: a column for each stance; `said` has a row for each opinion."""

    always: Longs
    heard: Longs
    toned: Longs
    said: Longs
    unit: int
    asked: int
    turned: int
    reach: int
    strong: int
    weak: int
    longest: int
    denied: Reaches


class Clauses(NamedTuple):
    """Scratch for the hits that tell of one theme in one sentence: their clauses, and what their patterns say."""

    firsts: Integers
    lasts: Integers
    opinions: Integers


class Whole(NamedTuple):
    """Scratch for one answer: what is heard in all of it, in the clause heard last, and beyond its "but".

    `known` is whether all of it has been heard, its tone, and the first word, the end and the tone of that clause.
    """

    heard: Longs
    clause: Longs
    beyond: Longs
    known: Longs


def new_whole() -> Whole:
    """Scratch before anything is heard."""
    heard, clause, beyond = (np.zeros(len(KNOWN_STANCES), np.int64) for _ in range(3))
    return Whole(heard, clause, beyond, np.zeros(5, np.int64))


def manners_of(evidence: StanceEvidence) -> Manners:
    """What the card says of stances, as arrays."""
    if STANCE_NAMES != KNOWN_STANCES:
        raise ValueError(f"The stances {STANCE_NAMES} are not those that are told in bulk: {KNOWN_STANCES}.")
    silent = (0,) * len(STANCE_NAMES)
    said = [
        evidence.said[OPINIONS[opinion]] if opinion in OPINIONS else silent
        for opinion in range(LEAST_OPINION, MOST_OPINION + 1)
    ]
    return Manners(
        np.array(evidence.always, np.int64),
        np.array(evidence.heard, np.int64),
        np.array(evidence.toned, np.int64),
        np.array(said, np.int64),
        UNIT,
        ASKED * UNIT,
        TURNED,
        REACH,
        STRONG,
        WEAK,
        LONGEST_HEARD,
        reaches(),
    )


@kernel
def stance_of(
    ids: Integers,
    clauses: Clauses,
    count: int,
    sentence: tuple[int, int],
    leaning: int,
    sounds: Sounds,
    sums: Sums,
    manners: Manners,
    room: Room,
    whole: Whole,
) -> int:
    """The stance on one theme in one sentence, from the clauses in which it was found."""
    stances = 0
    for one in range(count):
        if _is_new(clauses, one):
            first, last, opinion = clauses.firsts[one], clauses.lasts[one], _opinion(clauses, one, count)
            stances |= 1 << _stance(ids, first, last, opinion, leaning, sounds, sums, manners, room, whole)
    if stances >> MIXED & 1 or (stances >> POSITIVE & 1 and stances >> NEGATIVE & 1):
        return MIXED
    if not (stances >> POSITIVE & 1 or stances >> NEGATIVE & 1):
        return NEUTRAL
    stance = NEGATIVE if stances >> NEGATIVE & 1 else POSITIVE
    for one in range(count):
        first, last = clauses.firsts[one], clauses.lasts[one]
        if _is_new(clauses, one) and _turns(
            ids, first, last, sentence, stance, sounds, sums, manners.turned, room, whole
        ):
            return MIXED
    return stance


@inner
def _is_new(clauses: Clauses, one: int) -> bool:
    """Whether no hit before this one is in the same clause."""
    for other in range(one):
        if clauses.firsts[other] == clauses.firsts[one] and clauses.lasts[other] == clauses.lasts[one]:
            return False
    return True


@inner
def _opinion(clauses: Clauses, one: int, count: int) -> int:
    """What the patterns found in one clause say together; praise and blame cancel."""
    most, least = 0, 0
    for other in range(one, count):
        if clauses.firsts[other] == clauses.firsts[one] and clauses.lasts[other] == clauses.lasts[one]:
            most, least = max(most, clauses.opinions[other]), min(least, clauses.opinions[other])
    return most + least


@kernel
def _stance(
    ids: Integers,
    first: int,
    last: int,
    opinion: int,
    leaning: int,
    sounds: Sounds,
    sums: Sums,
    manners: Manners,
    room: Room,
    whole: Whole,
) -> int:
    """The likeliest stance of a clause, heard in it and in the whole answer alike."""
    _listen(ids, first, last, sounds, sums, manners, room, whole)
    toned = whole.known[4] + whole.known[1]
    leaning = leaning if toned == 0 else 0
    best, most = 0, 0
    for stance in range(len(manners.always)):
        own = manners.always[stance] + toned * manners.toned[stance] + manners.said[opinion + 1, stance]
        found = own * manners.unit
        for heard in range(len(manners.always)):
            one, other = whole.clause[heard], whole.heard[heard]
            found += manners.heard[heard, stance] * ((one + other) // 2)
        if stance == POSITIVE:
            found += manners.asked * leaning
        elif stance == NEGATIVE:
            found -= manners.asked * leaning
        if stance == 0 or found > most:
            best, most = stance, found
    return best


@kernel
def forget(whole: Whole) -> None:
    """Make ready for another answer."""
    whole.known[0], whole.known[2] = 0, -1


@kernel
def _listen(
    ids: Integers,
    first: int,
    last: int,
    sounds: Sounds,
    sums: Sums,
    manners: Manners,
    room: Room,
    whole: Whole,
) -> None:
    """Hear the answer and a clause of it, unless they were heard last time."""
    known, end = whole.known, min(len(ids), manners.longest)
    if not known[0]:
        _hear(ids, 0, end, sounds, sums, room, whole.heard)
        known[0], known[1] = 1, _tone_of(ids, 0, end, sounds.marks, manners)
    if known[2] != first or known[3] != last:
        if first == 0 and last == end:
            for column in range(len(whole.heard)):
                whole.clause[column] = whole.heard[column]
            known[4] = known[1]
        else:
            _hear(ids, first, last, sounds, sums, room, whole.clause)
            known[4] = _tone_of(ids, first, last, sounds.marks, manners)
        known[2], known[3] = first, last


@inner
def _hear(ids: Integers, first: int, last: int, sounds: Sounds, sums: Sums, room: Room, found: Longs) -> None:
    """How like each stance some words are."""
    count, length = meet(ids, first, last, sounds, sums, room)
    hear(sums, room, count, length, found)


@kernel
def _turns(
    ids: Integers,
    first: int,
    last: int,
    sentence: tuple[int, int],
    stance: int,
    sounds: Sounds,
    sums: Sums,
    turned: int,
    room: Room,
    whole: Whole,
) -> bool:
    """Whether the clause across a "but" plainly says the opposite."""
    start, end = last + 1, sentence[1]
    if end - start <= 1:
        start, end = sentence[0], first - 1
    if end - start <= 1:
        return False
    _hear(ids, start, end, sounds, sums, room, whole.beyond)
    away = whole.beyond[NEGATIVE] - whole.beyond[POSITIVE]
    return bool((away if stance == POSITIVE else -away) > turned)


@inner
def _tone_of(ids: Integers, first: int, last: int, marks: Integers, manners: Manners) -> int:
    """Praising less blaming words, at most `strong` either way; a denial just before turns a word round."""
    tone = 0
    for place in range(first, last):
        mark = marks[ids[place]]
        if not mark & TONED:
            continue
        if mark & DENIAL and _any(ids, place + 1, min(place + 1 + manners.reach, last), marks, TONED):
            continue
        denied = _any(ids, max(first, place - manners.reach), place, marks, DENIAL)
        if mark & (PRAISE | BLAME):
            praises = mark & PRAISE != 0
            tone += manners.strong if praises != denied else -manners.strong
        elif not denied and mark & DOUBT:
            tone -= manners.weak
    return max(-manners.strong, min(manners.strong, tone))


@inner
def _any(ids: Integers, first: int, last: int, marks: Integers, wanted: int) -> bool:
    """Whether any word from first to last has a mark."""
    found = 0
    for place in range(first, last):
        found |= marks[ids[place]]
    return bool(found & wanted)


@kernel
def clause_of(
    ids: Integers, start: int, end: int, sentence: tuple[int, int], marks: Integers
) -> tuple[int, int]:
    """The part of the sentence between the words that turn it, in which words from start to end stand."""
    first, last = sentence
    for place in range(start - 1, first - 1, -1):
        if marks[ids[place]] & TURN:
            first = place + 1
            break
    for place in range(end, last):
        if marks[ids[place]] & TURN:
            last = place
            break
    return first, last
