"""Letters as people type them, folded for matching, with the way back to the letters that were typed.

`fold` lowers, strips accents and turns typographic signs into plain ones; `Folded.span` gives the place of a
folded piece in the original, in code points.  `tokens` cuts folded text into words and sentence ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# One character class and no nesting: the time is a straight line in the length of the text.
TOKEN = re.compile(r"[\w'*@$£!#]+|[.?;:\n\r]+")
EDGES = "'!#_"

_SINGLE = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u00b4\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\u3000", " "),
    "\u2026": ".",
    "\u00a3": "$",
    **dict(zip("àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ", "aaaaaaceeeeiiiinoooooouuuuyy", strict=True)),
    **dict(zip("ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ", "aaaaaaceeeeiiiinoooooouuuuy", strict=True)),
}
_SAME_LENGTH = str.maketrans(_SINGLE)

# Signs that carry meaning become words that rules can name.
PICTURES = {
    "🔪": " knifepicture ", "🗡": " knifepicture ", "🔫": " gunpicture ", "🩸": " bloodpicture ",
    "💊": " pillpicture ", "🪒": " bladepicture ", "⚰": " deathpicture ", "🪦": " deathpicture ",
    "💀": " skullpicture ", "🆘": " sospicture ", "😭": " sadpicture ", "😢": " sadpicture ",
    "😱": " scaredpicture ", "😨": " scaredpicture ", "😰": " scaredpicture ", "💔": " sadpicture ",
    "😞": " sadpicture ", "😔": " sadpicture ", "☹": " sadpicture ", "🙁": " sadpicture ",
    "😡": " angrypicture ", "😠": " angrypicture ", "🤬": " angrypicture ", "👎": " thumbsdown ",
    "🥺": " sadpicture ", "😖": " sadpicture ", "🤕": " hurtpicture ", "👊": " fistpicture ",
    "✊": " fistpicture ", "🤛": " fistpicture ", "🤜": " fistpicture ", "🏠": " housepicture ",
    "👋": " wavepicture ", "🕊": " dovepicture ", "🪢": " ropepicture ", "🌉": " bridgepicture ",
    "👍": " thumbsup ", "😀": " happypicture ", "😃": " happypicture ", "😊": " happypicture ",
    "🙂": " happypicture ", "😄": " happypicture ", "❤": " happypicture ", "🥰": " happypicture ",
    "🤢": " sickpicture ", "🤮": " sickpicture ", "🤐": " secretpicture ", "🤫": " secretpicture ",
    "🥊": " fistpicture ", "🏃": " runpicture ", "👨": " manpicture ", "🔞": " sexpicture ",
    "🍆": " sexpicture ", "🍑": " sexpicture ", "🔒": " lockpicture ", "🚪": " doorpicture ",
    "📸": " camerapicture ", "📷": " camerapicture ", "🍺": " drinkpicture ", "🍷": " drinkpicture ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and, unless every character stayed one character, where each came from."""

    text: str
    origins: tuple[int, ...] | None
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original text, in code points, of folded characters start to end."""
        if self.origins is None:
            return start, end
        after = self.origins[end] if end < len(self.origins) else self.length
        return self.origins[start], max(after, self.origins[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a sentence end, and where it stands in the folded text."""

    text: str
    start: int
    end: int


def fold(text: str) -> Folded:
    """Fold text for matching; the quick ways keep one character for one."""
    if text.isascii():
        return Folded(text.lower(), None, len(text))
    plain = text.translate(_SAME_LENGTH)
    if plain.isascii():
        return Folded(plain.lower(), None, len(text))
    return _fold_slowly(text)


def _fold_slowly(text: str) -> Folded:
    pieces: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        piece = _fold_character(character)
        pieces.append(piece)
        origins.extend([index] * len(piece))
    return Folded("".join(pieces), tuple(origins), len(text))


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    if character in PICTURES:
        return PICTURES[character]
    if character in _SINGLE:
        return _SINGLE[character].lower()
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    return "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Me", "Cf"))


def tokens(folded: str) -> Iterator[Token]:
    """Words and sentence ends, in order."""
    for found in TOKEN.finditer(folded):
        yield Token(found.group(), found.start(), found.end())


def shown(text: str, start: int, end: int) -> str:
    """The piece of the original that a span points at."""
    return text[start:end]
