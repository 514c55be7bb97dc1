"""The columns of many people as bytes, and back: about 25 bytes a person, most of them the random id.

Layout: 4 bytes that say how long the head is, the head (JSON: names and sizes), the ids (16 bytes each, in their
order), then everything else packed by zlib, column after column as the head names them.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.column import SKIPPED, Column
from analysis.people import ID, People
from analysis.written import Bits, Written

FORMAT = 1
HEAD_BYTES, ID_BYTES = 4, 16
# The columns are almost as small as at the highest level, and ready in a third of the time.
ZLIB_LEVEL = 6
SMALL = 256


class NotPacked(ValueError):
    """The bytes are not such columns, or columns of another version of this software."""


def packed(people: People) -> bytes:
    """The same people as bytes, without their days, which the caller keeps."""
    written = people.written
    head = {
        "format": FORMAT,
        "people": len(people),
        "codes": len(written.rows),
        "wording": people.wording.options,
        "told": {name: column.options for name, column in people.told.items()},
        "single": {name: column.options for name, column in people.single.items()},
        "several": {name: list(options) for name, options in people.several.items()},
        "wrote": list(people.wrote),
        "themes": written.names,
    }
    named = json.dumps(head, ensure_ascii=False).encode()
    ids = bytes.fromhex(people.ids.tobytes().decode("ascii"))
    rest = b"".join(_columns(people))
    return len(named).to_bytes(HEAD_BYTES, "big") + named + ids + zlib.compress(rest, ZLIB_LEVEL)


def unpacked(content: bytes, day: int, closed: Mapping[str, bool]) -> People:
    """The people again, all received on this day; raises NotPacked.

    `closed` says of every closed question whether several options of it can be chosen by now.
    """
    end = HEAD_BYTES + int.from_bytes(content[:HEAD_BYTES], "big")
    try:
        head = json.loads(content[HEAD_BYTES:end])
        if head["format"] != FORMAT:
            raise NotPacked(f"format {head['format']}")
        ids_end = end + ID_BYTES * head["people"]
        rest = _Rest(zlib.decompress(content[ids_end:]))
        found = _people(head, content[end:ids_end], rest, day)
    except (ValueError, KeyError, zlib.error) as error:
        raise NotPacked(type(error).__name__) from error
    return _as_asked(found, closed)


def _columns(people: People) -> Iterator[bytes]:
    written = people.written
    for column in (people.wording, *people.told.values(), *people.single.values()):
        yield column.codes.astype(_width(column.options)).tobytes()
    for options in people.several.values():
        yield from (np.packbits(who).tobytes() for who in options.values())
    yield from (np.packbits(who).tobytes() for who in people.wrote.values())
    yield written.rows.astype(np.uint32).tobytes()
    yield written.themes.astype(_width(written.names)).tobytes()
    yield written.sides.astype(np.uint8).tobytes()


class _Rest:
    """Takes one column after another from the bytes."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0

    def numbers(self, count: int, width: npt.DTypeLike) -> npt.NDArray[Any]:
        found = np.frombuffer(self._content, width, count, self._at)
        self._at += found.nbytes
        return found

    def column(self, options: Iterable[str], count: int) -> Column:
        names = tuple(options)
        return Column(names, self.numbers(count, _width(names)).astype(np.uint16))

    def bits(self, count: int) -> Bits:
        return np.unpackbits(self.numbers(-(-count // 8), np.uint8), count=count).astype(bool)


def _people(head: Mapping[str, Any], ids: bytes, rest: _Rest, day: int) -> People:
    count = head["people"]
    return People(
        ids=np.frombuffer(ids.hex().encode("ascii"), ID),
        days=np.full(count, day, np.int32),
        wording=rest.column(head["wording"], count),
        told={name: rest.column(options, count) for name, options in head["told"].items()},
        single={name: rest.column(options, count) for name, options in head["single"].items()},
        several={
            name: {option: rest.bits(count) for option in options}
            for name, options in head["several"].items()
        },
        wrote={name: rest.bits(count) for name in head["wrote"]},
        written=Written(
            tuple(head["themes"]),
            rest.numbers(head["codes"], np.uint32).astype(np.int64),
            rest.numbers(head["codes"], _width(head["themes"])).astype(np.int64),
            rest.numbers(head["codes"], np.uint8).astype(np.int64),
        ),
    )


def _as_asked(people: People, closed: Mapping[str, bool]) -> People:
    """A question that took one option when the columns were packed may take several by now."""
    now_several = [name for name in people.single if closed.get(name)]
    if not now_several:
        return people
    several = {
        name: {o: people.single[name].is_(o) for o in people.single[name].options if o != SKIPPED}
        for name in now_several
    }
    single = {name: column for name, column in people.single.items() if name not in several}
    return replace(people, single=single, several={**people.several, **several})


def _width(options: Iterable[str]) -> npt.DTypeLike:
    return np.uint8 if len(tuple(options)) <= SMALL else np.uint16
