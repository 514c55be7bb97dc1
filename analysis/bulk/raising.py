"""Which themes each sentence of an answer raises: `Judge.raised` over whole numbers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.bulk.compiled import inner, kernel
from analysis.bulk.finding import Finds
from analysis.bulk.hits import Believed, write
from analysis.bulk.listening import STOP, Longs, Room, Sounds, Sums, liken, meet, most_like
from analysis.bulk.rows import Integers
from analysis.judgement import KINDS, UNIT, Judge
from analysis.judgement import SHORTEST as SHORTEST_CODED
from analysis.sentences import REACH as SENTENCE_REACH

WORD, PHRASE = KINDS.index("word"), KINDS.index("phrase")


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


def judged_by(judge: Judge) -> Judged:
    """What the card says of themes, as numbers."""
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


class Raising(NamedTuple):
    """Room for one answer at a time: its believed hits, and for each theme its likeness, its kind, if it is raised."""

    believed: Believed
    room: Room
    likeness: Longs
    kinds: Integers
    raised: Integers


def new_raising(room: Room, most: int, themes: int) -> Raising:
    """Room for so many hits and themes."""
    return Raising(
        Believed(*(np.empty(most, np.int32) for _ in range(7))),
        room,
        np.zeros(themes, np.int64),
        np.zeros(themes, np.int32),
        np.zeros(themes, np.int32),
    )


@kernel
def believe(
    ids: Integers,
    finds: Finds,
    first_find: int,
    last_find: int,
    named: Named,
    sounds: Sounds,
    sums: Sums,
    judged: Judged,
    scratch: Raising,
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
    scratch: Raising,
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
