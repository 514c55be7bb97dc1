"""One pattern followed through one answer, from the place where matching begins: `analysis.matching.match_at`.

Places are sets kept in scratch arrays, at most as large as the gaps are wide.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.bulk.compiled import inner, kernel
from analysis.bulk.program import Program
from analysis.bulk.rows import Bits, Integers


class Spots(NamedTuple):
    """One answer: what each word offers, and its phrases.

    `offers` is a row of `choices` for each word.  `heads` has for each place the first phrase at or after it, and
    the last noted of those that end there, or -1.  `noted` has for each phrase its start, its end, its row of
    `choices`, and the phrase noted before it that ends at the same place, or -1.
    """

    offers: Integers
    heads: Integers
    noted: Integers
    choices: Bits
    stop: int


@kernel
def match_at(program: Program, order: int, spots: Spots, sets: Integers, place: int) -> tuple[int, int]:
    """The words from..to that a pattern covers when its anchor begins at a place, or -1, -1."""
    chain, last = program.patterns[order, 0], program.patterns[order, 1]
    anchor = program.chains[chain, 2]
    start, end = _from_anchor(program.steps, program.chains, chain, anchor, spots, sets, place)
    for other in range(chain + 1, last):
        if start < 0:
            return -1, -1
        near_start, near_end = _find_near(program, other, order, spots, sets, start, end)
        if near_start < 0:
            return -1, -1
        start, end = min(start, near_start), max(end, near_end)
    return start, end


@kernel
def _find_near(
    program: Program, chain: int, order: int, spots: Spots, sets: Integers, start: int, end: int
) -> tuple[int, int]:
    """The nearest place of a further chain: inside a span, then to its right and left."""
    reach, across = program.patterns[order, 2], program.patterns[order, 3]
    steps, chains, first = program.steps, program.chains, program.chains[chain, 0]
    for place in range(start + 1, end):
        found = _from_anchor(steps, chains, chain, first, spots, sets, place)
        if found[0] >= 0:
            return found
    for place in range(end, min(end + reach, len(spots.offers))):
        if spots.offers[place] == spots.stop and not across:
            break
        found = _from_anchor(steps, chains, chain, first, spots, sets, place)
        if found[0] >= 0:
            return found
    for place in range(start - 1, max(start - 1 - reach, -1), -1):
        if spots.offers[place] == spots.stop and not across:
            break
        found = _from_anchor(steps, chains, chain, first, spots, sets, place)
        if found[0] >= 0:
            return found
    return -1, -1


@kernel
def _from_anchor(
    steps: Integers, chains: Integers, chain: int, anchor: int, spots: Spots, sets: Integers, place: int
) -> tuple[int, int]:
    """Follow the steps after the anchor to the right and those before it to the left."""
    now = 0
    count = _ends_at(steps[anchor, 0], spots, place, sets[now], 0)
    for step in range(anchor + 1, chains[chain, 1]):
        if count == 0:
            return -1, -1
        found = 0
        for member in range(count):
            found = _after(steps, step, spots, sets[now, member], sets[1 - now], found)
        count = _kept(steps[step, 3], sets, now, count, found)
        now = 1 - now
    if count == 0:
        return -1, -1
    end = sets[now, 0]
    for member in range(1, count):
        end = min(end, sets[now, member])
    sets[now, 0], count = place, 1
    for step in range(anchor - 1, chains[chain, 0] - 1, -1):
        found = 0
        for member in range(count):
            found = _before(steps, step, spots, sets[now, member], sets[1 - now], found)
        count = _kept(steps[step, 3], sets, now, count, found)
        now = 1 - now
        if count == 0:
            return -1, -1
    start = sets[now, 0]
    for member in range(1, count):
        start = max(start, sets[now, member])
    return start, end


@inner
def _kept(optional: int, sets: Integers, now: int, count: int, found: int) -> int:
    """The places found, and after a step that may be missing those before it too; how many they are."""
    if optional:
        for member in range(count):
            found = _add(sets[1 - now], found, sets[now, member])
    return found


@inner
def _add(places: Integers, count: int, place: int) -> int:
    """Add a place to a set of places; the new size."""
    for known in range(count):
        if places[known] == place:
            return count
    places[count] = place
    return count + 1


@inner
def _met(choices: Bits, row: int, choice: int) -> bool:
    return bool((choices[row, choice >> 6] >> np.uint64(choice & 63)) & np.uint64(1))


@inner
def _ends_at(choice: int, spots: Spots, place: int, ends: Integers, count: int) -> int:
    """Add to `ends` where words and phrases that begin at a place and meet a choice end."""
    if _met(spots.choices, spots.offers[place], choice):
        count = _add(ends, count, place + 1)
    for phrase in range(spots.heads[place, 0], spots.heads[place + 1, 0]):
        if _met(spots.choices, spots.noted[phrase, 2], choice):
            count = _add(ends, count, spots.noted[phrase, 1])
    return count


@kernel
def _after(steps: Integers, step: int, spots: Spots, place: int, ends: Integers, count: int) -> int:
    for start in range(place, min(place + steps[step, 1] + 1, len(spots.offers))):
        count = _ends_at(steps[step, 0], spots, start, ends, count)
        if spots.offers[start] == spots.stop and not steps[step, 2]:
            break
    return count


@kernel
def _before(steps: Integers, step: int, spots: Spots, place: int, starts: Integers, count: int) -> int:
    """Add to `starts` where a step begins so that it ends within the next step's gap before a place."""
    choice = steps[step, 0]
    for end in range(place, max(place - steps[step + 1, 1] - 1, 0), -1):
        if _met(spots.choices, spots.offers[end - 1], choice):
            count = _add(starts, count, end - 1)
        phrase = spots.heads[end, 1]
        while phrase >= 0:
            if _met(spots.choices, spots.noted[phrase, 2], choice):
                count = _add(starts, count, spots.noted[phrase, 0])
            phrase = spots.noted[phrase, 3]
        if spots.offers[end - 1] == spots.stop and not steps[step + 1, 2]:
            break
    return count
