"""Which language somebody wrote in: a guess that says when it is not sure, so that no wrong translator is called.

Scripts that one language of ours uses alone are known by their letters. The rest is weighed by `py3langid`
(letter patterns, a model that its package brings), among the languages that people in England are likely to write,
after a look for the everyday words of Urdu, Panjabi and Bengali as people type them in Latin letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from analysis.typed_languages import typed_language

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Ours, then the main languages of pupils (Department for Education, 2015) and of the census of 2021 besides them.
LIKELY = "en pl ur pa ro bn ar cy so gu pt uk fa ta fr es tr hi it sq lt ku ps zh ru bg hu sk".split()
# Unicode gives scripts whole rows of 128 signs: the first and the last row of each.
ROWS = {
    "latin": (0x00, 0x03),
    "cyrillic": (0x08, 0x0A),
    "arabic": (0x0C, 0x0E),
    "hi": (0x12, 0x12),
    "bn": (0x13, 0x13),
    "pa": (0x14, 0x14),
    "gu": (0x15, 0x15),
    "ta": (0x17, 0x17),
    "zh": (0x68, 0x13F),
}
SCRIPT_OF = {row: script for script, (first, last) in ROWS.items() for row in range(first, last + 1)}
ALONE = frozenset({"pa", "bn", "gu", "ta"})
"""Scripts with one language among the likely ones."""
ONLY_IN = {
    "ur": frozenset("ٹڈڑںے"),
    "ps": frozenset("ټډړښځۍ"),
    "uk": frozenset("іїєґ"),
    "ru": frozenset("ыэё"),
}
"""Letters that one of the likely languages of their script has alone."""
SHARED = frozenset({"arabic", "cyrillic"})
SENTENCE_END = re.compile(r"[.!?؟۔।\n]+")

LONGEST_READ = 800
MOSTLY = 0.8
SURE = ((12, 1, 0.9), (6, 2, 0.98))
"""Letters and words that a text has at the least, and how sure the model must be of so short a text.

Of 19,700 pieces of English answers (two to four words each, many misspelt), none was taken for another language.
"""


@dataclass(frozen=True, slots=True)
class Guess:
    """`language` is a code such as `pl`, or empty where nothing speaks for any; only a `sure` guess is for use."""

    language: str
    sure: bool


NOTHING = Guess("", sure=False)


def guess(text: str) -> Guess:
    """The language of an answer. Short, mixed or wordless text is never sure."""
    read = unicodedata.normalize("NFC", text[:LONGEST_READ])
    found = _of_one_piece(read)
    if not found.sure:
        return found
    pieces = SENTENCE_END.split(read)
    others = (_of_one_piece(piece) for piece in pieces) if len(pieces) > 1 else ()
    mixed = any(other.sure and other.language != found.language for other in others)
    return Guess(found.language, sure=not mixed)


def foreign_sentence(text: str) -> str:
    """The language of a sentence that is surely not English, in an answer that is otherwise; empty where none is."""
    read = unicodedata.normalize("NFC", text[:LONGEST_READ])
    found = (_of_one_piece(piece) for piece in SENTENCE_END.split(read))
    return next((one.language for one in found if one.sure and one.language != "en"), "")


def _of_one_piece(text: str) -> Guess:
    scripts = _scripts(text)
    if not scripts:
        return NOTHING
    script, letters = scripts.most_common(1)[0]
    pure = letters >= MOSTLY * scripts.total()
    if script in ALONE:
        return Guess(script, sure=pure and letters > 1)
    if script in SHARED and (told := _by_its_letters(text)):
        return Guess(told, sure=pure)
    if script == "latin" and (typed := typed_language(text)):
        return Guess(typed, sure=pure)
    language, weight = model().classify(text)
    return Guess(str(language), sure=pure and _is_enough(letters, len(text.split()), weight))


def _is_enough(letters: int, words: int, weight: float) -> bool:
    return any(letters >= fewest and words >= at_least and weight >= sure for fewest, at_least, sure in SURE)


def _scripts(text: str) -> Counter[str]:
    """How many letters of each script a text has."""
    rows = Counter(ord(letter) >> 7 for letter in text if letter.isalpha())
    scripts: Counter[str] = Counter()
    for row, letters in rows.items():
        scripts[SCRIPT_OF.get(row, "other")] += letters
    return scripts


def _by_its_letters(text: str) -> str:
    """The language whose own letters stand in a text; empty for none or several."""
    there = [language for language, letters in ONLY_IN.items() if not letters.isdisjoint(text.lower())]
    return there[0] if len(there) == 1 else ""


@cache
def model() -> LanguageIdentifier:
    """The model, loaded at the first guess (half a second): a server asks for it before it begins."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    made = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    made.set_languages(LIKELY)
    return made
