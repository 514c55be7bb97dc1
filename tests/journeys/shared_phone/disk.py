"""What a browser has written to its profile folder: searched for words, packed or not, and read for its history."""

from __future__ import annotations

import base64
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

GZIP = b"\x1f\x8b\x08"
MOZILLA_LZ4 = b"mozLz40\x00"
LARGEST_UNPACKED = 4_000_000
HISTORIES = {
    "places.sqlite": "SELECT url, coalesce(title, '') FROM moz_places",
    "Default/History": "SELECT url, title FROM urls",
}


def search(folder: Path, words: Iterable[str]) -> list[str]:
    """The files below a folder that hold one of the words, each with how it is written there."""
    looked_for = [(word, form) for word in words for form in _forms(word)]
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            contents = list(_unpacked(path.read_bytes()))
            found += [
                f"{path.relative_to(folder)} holds “{word}”"
                for word, form in looked_for
                if any(form in content for content in contents)
            ]
    return list(dict.fromkeys(found))


def history(profile: Path) -> list[tuple[str, str]]:
    """Address and title of every page that the browser remembers."""
    kept: list[tuple[str, str]] = []
    for name, query in HISTORIES.items():
        path = profile / name
        if path.exists():
            with closing(sqlite3.connect(path)) as database:
                kept += database.execute(query)
    return kept


def _forms(word: str) -> Iterator[bytes]:
    yield word.encode()
    yield word.encode("utf-16-le")
    for shift in range(3):
        # base64 writes the same word in three ways, depending on how much stands before it
        whole = base64.b64encode(b"\0" * shift + word.encode())
        yield whole[4 if shift else 0 : -4]


def _unpacked(content: bytes) -> Iterator[bytes]:
    yield content
    if content.startswith(MOZILLA_LZ4):
        yield unpack_lz4(content[len(MOZILLA_LZ4) + 4 :])
    for start in re.finditer(re.escape(GZIP), content):
        try:
            yield zlib.decompressobj(31).decompress(content[start.start() :], LARGEST_UNPACKED)
        except zlib.error:
            continue


def unpack_lz4(block: bytes) -> bytes:
    """One block of LZ4 (as its block format says): literals, then a copy of what came `offset` bytes before."""
    out = bytearray()
    at = 0
    while at < len(block):
        token, at = block[at], at + 1
        length, at = _length(token >> 4, block, at)
        out += block[at : at + length]
        at += length
        if at >= len(block):
            break
        offset, at = int.from_bytes(block[at : at + 2], "little"), at + 2
        length, at = _length(token & 15, block, at)
        for _ in range(length + 4):
            out.append(out[-offset])
    return bytes(out)


def _length(first: int, block: bytes, at: int) -> tuple[int, int]:
    """A length of 15 goes on in the next bytes until one is not 255."""
    if first == 15:
        while True:
            first, at = first + block[at], at + 1
            if block[at - 1] != 255:
                break
    return first, at
