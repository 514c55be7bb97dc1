"""Finding every pattern in every answer of a batch: `analysis.matching` over whole numbers, step for step.

Places are sets kept in scratch arrays, at most as large as the gaps are wide, so the time is a straight line in
the length of an answer here too.  Kernels take few arrays, because each array costs at every call.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.bulk.compiled import inner, kernel
from analysis.bulk.following import Spots, match_at
from analysis.bulk.pairs import value_of
from analysis.bulk.program import Patterns, Phrases, Program
from analysis.bulk.rows import BITS, Bits, Integers, Rows

FINDS_PER_ANSWER = 16
PHRASES_PER_WORD = 4


class Finds(NamedTuple):
    """Patterns found: in which answer, which pattern, the words from start to end, where matching began."""

    answers: Integers
    orders: Integers
    starts: Integers
    ends: Integers
    places: Integers


class Scratch(NamedTuple):
    """Room for one answer at a time: the heads and phrases of its spots, and two sets of places.

    `present` has for each choice the last answer that met it, counted from one.
    """

    heads: Integers
    noted: Integers
    present: Integers
    sets: Integers
    orders: Integers


def find_all(words: Integers, answers: Integers, patterns: Patterns) -> Finds:
    """Every pattern found, by answer, then by place and pattern; `words` are rows of what is offered."""
    room, phrases_per_word = FINDS_PER_ANSWER * len(answers), PHRASES_PER_WORD
    places = int(np.diff(answers).max(initial=0)) + 2
    offers = patterns.offers
    while True:
        finds = Finds(*(np.empty(room, np.int32) for _ in range(5)))
        scratch = Scratch(
            np.zeros((places, 2), np.int32),
            np.zeros((phrases_per_word * places, 4), np.int32),
            np.zeros(offers.choices.shape[1] * BITS, np.int32),
            np.zeros((2, places), np.int32),
            np.zeros(len(patterns.program.patterns) + 1, np.int32),
        )
        count = _find(
            words, answers, patterns.program, patterns.phrases,
            offers.choices, offers.met, offers.begins, offers.keys, offers.stop, scratch, finds,
        )  # fmt: skip
        if count >= 0:
            return Finds(*(column[:count] for column in finds))
        room, phrases_per_word = 4 * room, 4 * phrases_per_word


@kernel
def _find(
    words: Integers,
    answers: Integers,
    program: Program,
    phrases: Phrases,
    choices: Bits,
    met: Rows,
    begins: Rows,
    keys: Rows,
    stop: int,
    scratch: Scratch,
    finds: Finds,
) -> int:
    """How many were found, or -1 when there was too little room."""
    count = 0
    for answer in range(len(answers) - 1):
        offers = words[answers[answer] : answers[answer + 1]]
        if not _note_phrases(offers, keys, phrases, scratch.heads, scratch.noted):
            return -1
        spots = Spots(offers, scratch.heads, scratch.noted, choices, stop)
        first, looked = count, False
        for place in range(len(offers)):
            begin, candidates = begins.ends[offers[place]], 0
            plain = scratch.heads[place, 0] == scratch.heads[place + 1, 0]
            if plain:
                candidates = begins.ends[offers[place] + 1] - begin
            else:
                candidates = _begin_at(spots, begins, place, scratch.orders)
            if candidates and not looked:
                _look_over(spots, met, answer + 1, scratch.present)
                looked = True
            for candidate in range(candidates):
                order = begins.items[begin + candidate] if plain else scratch.orders[candidate]
                if not _needs_met(program.needs, order, answer + 1, scratch.present):
                    continue
                start, end = match_at(program, order, spots, scratch.sets, place)
                if start < 0 or _found_before(finds, first, count, order, start, end):
                    continue
                if count == len(finds.answers):
                    return -1
                finds.answers[count], finds.orders[count] = answer, order
                finds.starts[count], finds.ends[count], finds.places[count] = start, end, place
                count += 1
    return count


@kernel
def _note_phrases(offers: Integers, keys: Rows, phrases: Phrases, heads: Integers, noted: Integers) -> bool:
    """Note every phrase; False when there is too little room."""
    for place in range(len(offers) + 1):
        heads[place, 1] = -1
    count = 0
    for place in range(len(offers) - 1):
        heads[place, 0] = count
        for one in range(keys.ends[offers[place]], keys.ends[offers[place] + 1]):
            for other in range(keys.ends[offers[place + 1]], keys.ends[offers[place + 1] + 1]):
                group = value_of(phrases.table, keys.items[one], keys.items[other])
                if group < 0:
                    continue
                for phrase in range(phrases.groups[group], phrases.groups[group + 1]):
                    end = _phrase_end(offers, keys, phrases.rests, phrase, place)
                    if end == 0:
                        continue
                    if count == len(noted):
                        return False
                    noted[count, 0], noted[count, 1] = place, end
                    noted[count, 2], noted[count, 3] = phrases.kinds[phrase], heads[end, 1]
                    heads[end, 1] = count
                    count += 1
    heads[max(len(offers) - 1, 0), 0] = count
    heads[len(offers), 0] = count
    return True


@kernel
def _phrase_end(offers: Integers, keys: Rows, rests: Rows, phrase: int, place: int) -> int:
    """One past the last word of a phrase whose first two words are there, or 0 when further words are not."""
    end = place + 2
    for rest in range(rests.ends[phrase], rests.ends[phrase + 1]):
        if end >= len(offers):
            return 0
        there = False
        for key in range(keys.ends[offers[end]], keys.ends[offers[end] + 1]):
            there = there or keys.items[key] == rests.items[rest]
        if not there:
            return 0
        end += 1
    return end


@kernel
def _begin_at(spots: Spots, begins: Rows, place: int, orders: Integers) -> int:
    """Write the patterns that may begin at a place into `orders`, each once and in order; how many they are."""
    word, count = spots.offers[place], 0
    for item in range(begins.ends[word], begins.ends[word + 1]):
        orders[count] = begins.items[item]
        count += 1
    for phrase in range(spots.heads[place, 0], spots.heads[place + 1, 0]):
        kind = spots.noted[phrase, 2]
        for item in range(begins.ends[kind], begins.ends[kind + 1]):
            count = _insert(orders, count, begins.items[item])
    return count


@kernel
def _insert(numbers: Integers, count: int, number: int) -> int:
    """Put a number into the first `count` numbers, which are in order, unless it is there; the new count."""
    place = count
    while place > 0 and numbers[place - 1] > number:
        place -= 1
    if place > 0 and numbers[place - 1] == number:
        return count
    for later in range(count, place, -1):
        numbers[later] = numbers[later - 1]
    numbers[place] = number
    return count + 1


@kernel
def _look_over(spots: Spots, met: Rows, answer: int, present: Integers) -> None:
    """Note every choice that some word or phrase of the answer meets."""
    for place in range(len(spots.offers)):
        offer = spots.offers[place]
        for item in range(met.ends[offer], met.ends[offer + 1]):
            present[met.items[item]] = answer
    for phrase in range(spots.heads[len(spots.offers), 0]):
        kind = spots.noted[phrase, 2]
        for item in range(met.ends[kind], met.ends[kind + 1]):
            present[met.items[item]] = answer


@inner
def _needs_met(needs: Rows, order: int, answer: int, present: Integers) -> bool:
    for need in range(needs.ends[order], needs.ends[order + 1]):
        choice = needs.items[need]
        if present[choice] != answer:
            return False
    return True


@kernel
def _found_before(finds: Finds, first: int, count: int, order: int, start: int, end: int) -> bool:
    """Whether the same words were found by the same pattern from an earlier place, which lies within them."""
    place = count - 1
    while place >= first and finds.places[place] >= start:
        if finds.orders[place] == order and finds.starts[place] == start and finds.ends[place] == end:
            return True
        place -= 1
    return False
