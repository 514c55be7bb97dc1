"""Hits that the sentences of an answer bear out, and which of them speak for one theme in one sentence."""

from __future__ import annotations

from typing import NamedTuple

from analysis.bulk.compiled import kernel
from analysis.bulk.listening import STOP, TURN
from analysis.bulk.rows import Integers


class Believed(NamedTuple):
    """Scratch for one answer: hits that its sentences bear out, in the order in which they were found."""

    sentences: Integers
    themes: Integers
    starts: Integers
    ends: Integers
    orders: Integers
    taken: Integers
    members: Integers


@kernel
def write(believed: Believed, count: int, sentence: int, theme: int, start: int, end: int, order: int) -> int:
    """Add a hit; how many there are."""
    believed.sentences[count], believed.themes[count], believed.taken[count] = sentence, theme, 0
    believed.starts[count], believed.ends[count], believed.orders[count] = start, end, order
    return count + 1


@kernel
def gather(hits: Believed, member: int, believed: int) -> int:
    """Write the hits of the same sentence and theme into `members` and mark them; how many they are."""
    count = 0
    for other in range(member, believed):
        if hits.sentences[other] != hits.sentences[member]:
            break
        if hits.themes[other] == hits.themes[member]:
            hits.taken[other] = 1
            hits.members[count] = other
            count += 1
    return count


@kernel
def without_turns(ids: Integers, hits: Believed, count: int, marks: Integers) -> int:
    """Keep the members that run over no "but", if there are any."""
    kept = 0
    for one in range(count):
        if not _crosses_a_turn(ids, hits, hits.members[one], marks):
            kept += 1
    if kept == 0:
        return count
    kept = 0
    for one in range(count):
        if not _crosses_a_turn(ids, hits, hits.members[one], marks):
            hits.members[kept] = hits.members[one]
            kept += 1
    return kept


@kernel
def _crosses_a_turn(ids: Integers, hits: Believed, hit: int, marks: Integers) -> bool:
    found = 0
    for place in range(hits.starts[hit], hits.ends[hit]):
        found |= marks[ids[place]]
    return bool(found & TURN)


@kernel
def longer(hits: Believed, one: int, other: int) -> int:
    """Of two hits the longer, of equals the one that starts first."""
    length, other_length = hits.ends[one] - hits.starts[one], hits.ends[other] - hits.starts[other]
    if length != other_length:
        return one if length > other_length else other
    return other if hits.starts[other] < hits.starts[one] else one


@kernel
def is_inside(hits: Believed, one: int, other: int) -> bool:
    """Whether a shorter match lies within a longer one."""
    if hits.ends[one] - hits.starts[one] >= hits.ends[other] - hits.starts[other]:
        return False
    return bool(hits.starts[other] <= hits.starts[one] and hits.ends[one] <= hits.ends[other])


@kernel
def bounds(ids: Integers, place: int, marks: Integers, reach: int) -> tuple[int, int]:
    """First word and one past the last word of the sentence that holds a place, within reach of it."""
    first, last = place, place
    while first > 0 and place - first < reach and not marks[ids[first - 1]] & STOP:
        first -= 1
    while last < len(ids) and last - place < reach and not marks[ids[last]] & STOP:
        last += 1
    return first, last
