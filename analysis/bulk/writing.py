"""Findings as lines of JSON, written by a compiled loop: letter for letter what `analysis.lines.finding` writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import orjson

from analysis.bulk.compiled import kernel
from analysis.bulk.rows import Integers

Letters = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.int64]
ID, THEMES, FLAGS, CLOSE, COMMA, END, SHUT = range(7)
FRAME = (b'{"id":', b',"themes":[', b'],"safeguarding":[', b"]}\n", b",", b',"end":', b"}")
MOST_DIGITS = 20


class Pieces(NamedTuple):
    """Piece n is `letters[ends[n]:ends[n + 1]]`, in UTF-8."""

    ends: Longs
    letters: Letters


class Themes(NamedTuple):
    """Themes found, by answer: the piece that opens each, its rank among equals, and its place in code points."""

    answers: Integers
    openings: Integers
    ranks: Integers
    starts: Integers
    ends: Integers


def pieces_of(pieces: Sequence[bytes]) -> Pieces:
    """Pieces one after another."""
    ends = np.zeros(len(pieces) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, pieces), np.int64, len(pieces)), out=ends[1:])
    return Pieces(ends, np.frombuffer(b"".join(pieces), np.uint8))


_FRAME = pieces_of(FRAME)
NO_PIECES = pieces_of(())
NO_THEMES = Themes(*(np.zeros(0, np.int32) for _ in range(5)))


def ids_of(ids: Sequence[str | int]) -> Pieces:
    """The ids of answers as they stand in lines."""
    said = [str(one) if isinstance(one, int) else orjson.dumps(one).decode() for one in ids]
    return pieces_of(list(map(str.encode, said)))


def lines_of(ids: Pieces, flags: Pieces, themes: Themes, openings: Pieces) -> bytes:
    """A line for each answer; `flags` are what stands between the brackets, and `themes` need no order in an answer."""
    order = np.arange(len(themes.answers), dtype=np.int32)
    _sort(themes, order)
    longest = int(np.diff(openings.ends).max(initial=0)) + 2 * MOST_DIGITS + sum(map(len, FRAME))
    room = (
        len(ids.letters)
        + len(flags.letters)
        + (len(ids.ends) - 1) * sum(map(len, FRAME))
        + len(order) * longest
    )
    out = np.empty(room, np.uint8)
    length = _write(ids, flags, themes, order, openings, _FRAME, out)
    return out[:length].tobytes()


@kernel
def _sort(themes: Themes, order: Integers) -> None:
    """Order by answer, place and rank; themes are nearly in order already, each at most a sentence away."""
    for one in range(1, len(order)):
        row, place = order[one], one
        while place > 0 and _is_before(themes, row, order[place - 1]):
            order[place] = order[place - 1]
            place -= 1
        order[place] = row


@kernel
def _is_before(themes: Themes, one: int, other: int) -> bool:
    if themes.answers[one] != themes.answers[other]:
        return bool(themes.answers[one] < themes.answers[other])
    if themes.starts[one] != themes.starts[other]:
        return bool(themes.starts[one] < themes.starts[other])
    if themes.ends[one] != themes.ends[other]:
        return bool(themes.ends[one] < themes.ends[other])
    return bool(themes.ranks[one] < themes.ranks[other])


@kernel
def _write(
    ids: Pieces, flags: Pieces, themes: Themes, order: Integers, openings: Pieces, frame: Pieces, out: Letters
) -> int:
    length, one = 0, 0
    for answer in range(len(ids.ends) - 1):
        length = _put(frame, ID, out, length)
        length = _put(ids, answer, out, length)
        length = _put(frame, THEMES, out, length)
        first = one
        while one < len(order) and themes.answers[order[one]] == answer:
            row = order[one]
            if one > first:
                length = _put(frame, COMMA, out, length)
            length = _put(openings, themes.openings[row], out, length)
            length = _put_number(themes.starts[row], out, length)
            length = _put(frame, END, out, length)
            length = _put_number(themes.ends[row], out, length)
            length = _put(frame, SHUT, out, length)
            one += 1
        length = _put(frame, FLAGS, out, length)
        length = _put(flags, answer, out, length)
        length = _put(frame, CLOSE, out, length)
    return length


@kernel
def _put(pieces: Pieces, piece: int, out: Letters, length: int) -> int:
    """Write a piece; how long all is then."""
    first = pieces.ends[piece]
    count = int(pieces.ends[piece + 1] - first)
    for place in range(count):
        out[length + place] = pieces.letters[first + place]
    return length + count


@kernel
def _put_number(number: int, out: Letters, length: int) -> int:
    """Write a whole number that is not below nought; how long all is then."""
    digits, rest = 1, number // 10
    while rest > 0:
        digits, rest = digits + 1, rest // 10
    for place in range(digits):
        out[length + digits - 1 - place] = 48 + number % 10
        number //= 10
    return length + digits
