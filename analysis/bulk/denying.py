"""What a denial before praise or blame makes of it: `analysis.negation` over whole numbers."""

from __future__ import annotations

from typing import NamedTuple

from analysis import judgement, negation
from analysis.bulk.compiled import inner, kernel
from analysis.bulk.rows import Integers

# How a word takes part in a denial, as bits above those of listening.py.
TURNER, SPEAKER, THOUGHT, FRESH, COMPARING, AGAIN = (1 << bit for bit in range(8, 14))
# As the kernels know them.
BLAMES, PRAISES, ABSENT = -1, 1, 2


class Reaches(NamedTuple):
    """How many words before praise or blame a denial may stand, and how soon after it something better comes."""

    to_praise: int
    to_blame: int
    of_better: int


def reaches() -> Reaches:
    """Those of `analysis.negation`."""
    known = (judgement.BLAMES, judgement.PRAISES, judgement.ABSENT)
    if known != (BLAMES, PRAISES, ABSENT):
        raise ValueError(f"What a pattern says is {known}, not as it is told in bulk.")
    return Reaches(negation.REACH_TO_PRAISE, negation.REACH_TO_BLAME, negation.REACH_OF_BETTER)


def part_in_denial(text: str) -> int:
    """The bits of a word."""
    said = {
        TURNER: text in negation.TURNERS,
        SPEAKER: text in negation.SPEAKERS,
        THOUGHT: text in negation.THINKING,
        FRESH: text in negation.AFRESH,
        COMPARING: text in negation.BETTER,
        AGAIN: text == negation.ANY,
    }
    return sum(bit for bit, holds in said.items() if holds)


@kernel
def opinion_there(
    ids: Integers, opinion: int, start: int, end: int, clause: tuple[int, int], marks: Integers, far: Reaches
) -> int:
    """What a pattern says by itself, turned round where words start to end are denied."""
    if opinion == PRAISES:
        return BLAMES if _is_denied(ids, start, clause, far.to_praise, marks) else PRAISES
    if opinion != BLAMES:
        return opinion
    for place in range(start, end):
        if marks[ids[place]] & TURNER:
            last = min(end + far.of_better, clause[1])
            return PRAISES if _compares(ids, end, last, marks) else BLAMES
    return ABSENT if _is_denied(ids, start, clause, far.to_blame, marks) else BLAMES


@inner
def _is_denied(ids: Integers, start: int, clause: tuple[int, int], reach: int, marks: Integers) -> bool:
    """Whether the nearest denial before `start`, in the same clause, is about what begins there."""
    place = start - 1
    while place >= max(clause[0], start - reach) and not marks[ids[place]] & TURNER:
        place -= 1
    if place < max(clause[0], start - reach):
        return False
    after, between = marks[ids[place + 1]], 0
    for one in range(place + 1, start + 1):
        between |= marks[ids[one]]
    if after & FRESH or (between & SPEAKER and not after & THOUGHT):
        return False
    return not _compares(ids, place + 1, clause[1], marks)


@inner
def _compares(ids: Integers, first: int, last: int, marks: Integers) -> bool:
    found = False
    for one in range(first, last):
        found |= marks[ids[one]] & COMPARING != 0 and marks[ids[one - 1]] & AGAIN == 0
    return found
