"""Words as people type them in the languages of our surveys, folded for matching, with the way back.

Accents, vowel marks of Arabic, nasal signs of Panjabi and Bengali, letters that have an Arabic and an Urdu form,
and signs without width are made one; every word keeps its place in the original, in code points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# One class for words and one for what ends a sentence or a clause: the time is a straight line in the length.
WORD = re.compile(r"[\w\u0900-\u0963\u0966-\u0dff]+")
PIECE = re.compile(rf"(?P<word>{WORD.pattern})|(?P<end>[.?!;:\n\r؟۔।॥]+)|(?P<pause>[,،])")
INDIC = range(0x0900, 0x0E00)
# In the scripts of India vowels are marks too: only the signs that phones and hurried people leave out are dropped.
LEFT_OUT = frozenset("ਁਂੰੱ਼ঁ়ـء")
ALIKE = {
    **dict.fromkeys("ىیےې", "ي"),
    **dict.fromkeys("ہھەةۃ", "ه"),
    "ک": "ك", "ں": "ن", "ٱ": "ا", "ł": "l", "đ": "d", "ø": "o", "ı": "i", "_": " ",
}  # fmt: skip


class Word(NamedTuple):
    """A folded word; where it stands in the original; the number of its sentence and of its clause."""

    text: str
    start: int
    end: int
    sentence: int
    clause: int


class _Letters(dict[str, str]):
    def __missing__(self, letter: str) -> str:
        apart = unicodedata.normalize("NFKD", letter).casefold()
        folded = "".join(ALIKE.get(one, one) for one in apart if not _is_dropped(one))
        # Kept for ordinary letters only, so that no text can make the table grow.
        return self.setdefault(letter, folded) if ord(letter) < 0x3000 else folded


def _is_dropped(letter: str) -> bool:
    if ord(letter) in INDIC or letter in LEFT_OUT:
        return letter in LEFT_OUT
    return unicodedata.category(letter) in {"Mn", "Me", "Cf"}


_LETTERS = _Letters()


def folded(text: str) -> str:
    """A text as it is matched."""
    return "".join(map(_LETTERS.__getitem__, text))


def texts_of(text: str) -> list[str]:
    """The texts alone of the words of a text, in order."""
    return WORD.findall(_folded_plain(text) if text.isascii() else folded(text))


def words_of(text: str) -> Iterator[Word]:
    """The words of a text, in order."""
    matched, origins = _with_origins(text)
    sentence = clause = 0
    for found in PIECE.finditer(matched):
        if found.lastgroup == "word":
            start, end = origins[found.start()], max(origins[found.end()], origins[found.end() - 1] + 1)
            yield Word(found.group(), start, end, sentence, clause)
        else:
            clause += 1
            sentence += found.lastgroup == "end"


def _folded_plain(text: str) -> str:
    return text.lower().replace("_", " ")


def _with_origins(text: str) -> tuple[str, Sequence[int]]:
    """A text as it is matched, and for each letter of it, and for its end, the place in the original."""
    if text.isascii():
        return _folded_plain(text), range(len(text) + 1)
    pieces = [_LETTERS[letter] for letter in text]
    origins = [place for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), [*origins, len(text)]
