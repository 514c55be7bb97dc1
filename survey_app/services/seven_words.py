"""The seven easy words that open a draft again: which words there are, and how a person's typing is read."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files

import yaml

from survey_app.services.work import Work

HOW_MANY = 7
# The EFF's long list, as the package xkcdpass brings it: no word is the beginning of another.
WORD_LIST = ("static", "eff-long")
LEFT_OUT = "words_left_out.yaml"
# From this length on, two words that differ in their last letter only are taken for one another.
ALIKE_FROM = 7
DOUBLED = re.compile(r"(.)\1")
LETTERS = re.compile(r"[^\W\d_]+")
MOST_READ = 2000
LONGEST_WORD = 9
MOST_WORDS_HELPED = 7
NEAR_WORDS = 3
NEAR_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Unknown:
    """A typed word that we do not have: its place (from 1), as it was read, and the nearest words we have."""

    number: int
    word: str
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, read: the words in their order, and those that we do not have."""

    words: tuple[str, ...]
    unknown: tuple[Unknown, ...]

    @property
    def whole(self) -> bool:
        """True when these could be somebody's words."""
        return len(self.words) == HOW_MANY and not self.unknown

    @property
    def secret(self) -> str:
        """The words as a draft is sealed with them."""
        return " ".join(self.words)


@lru_cache(maxsize=1)
def easy_words() -> tuple[str, ...]:
    """Every word that may be given, in the order of the alphabet; read once."""
    listed = files("xkcdpass").joinpath(*WORD_LIST).read_text(encoding="utf-8").split()
    kept = (word for word in sorted(listed) if word.isalpha() and word not in left_out())
    return tuple(_one_of_those_alike(kept))


@lru_cache(maxsize=1)
def left_out() -> frozenset[str]:
    """The words that nobody is given, for the reasons in the file."""
    reasons = yaml.safe_load(files("survey_app.services").joinpath(LEFT_OUT).read_text(encoding="utf-8"))
    return frozenset(word for words in reasons.values() for word in words.split())


def words_of(work: Work, secret: str) -> str:
    """The seven words that belong to a cookie's secret, with single spaces; words stand for themselves.

    A keyed one-way function picks them: who loses the reply and asks again is told the same words, and neither
    the cookie nor the words give the other away without this server's key.
    """
    if is_words(secret):
        return secret
    drawn = int.from_bytes(blake2b(secret.encode(), key=work.keys.pepper("seven words")).digest(), "big")
    listed, words = easy_words(), []
    for _ in range(HOW_MANY):
        drawn, place = divmod(drawn, len(listed))
        words.append(listed[place])
    return " ".join(words)


def is_words(secret: str) -> bool:
    """True when a draft's secret is seven words; a cookie's own secret holds no spaces."""
    return " " in secret


def read_typed(text: str) -> Typed:
    """Read words as they were typed or pasted: capitals, commas, hyphens, numbers and line breaks do not matter."""
    plain = unicodedata.normalize("NFKD", text[:MOST_READ])
    seen = "".join(letter for letter in plain if unicodedata.category(letter) not in ("Mn", "Cf"))
    words = tuple(LETTERS.findall(seen.casefold()))
    known = frozenset(easy_words())
    strange = [(number, word) for number, word in enumerate(words, 1) if word not in known]
    helped = strange[:MOST_WORDS_HELPED]
    return Typed(words, tuple(Unknown(number, word, nearest(word)) for number, word in helped))


def nearest(word: str) -> tuple[str, ...]:
    """Up to three of our words that look most like this one, the likeliest first."""
    if len(word) > LONGEST_WORD + 2:
        return ()
    letters = frozenset(word)
    # Comparing letter by letter with every word would make a long list of nonsense dear to answer.
    worth_a_look = [
        known
        for known, its_letters in _with_letters()
        if abs(len(known) - len(word)) <= 2
        and 2 * len(letters & its_letters) >= max(len(letters), len(its_letters))
    ]
    return tuple(difflib.get_close_matches(word, worth_a_look, NEAR_WORDS, NEAR_ENOUGH))


@lru_cache(maxsize=1)
def _with_letters() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((word, frozenset(word)) for word in easy_words())


def _one_of_those_alike(words: Iterable[str]) -> Iterable[str]:
    """Only the first of words that are alike but for a doubled letter, or for the last letter of a long word."""
    taken: set[str] = set()
    for word in words:
        shapes = {DOUBLED.sub(r"\1", word)}
        if len(word) >= ALIKE_FROM:
            shapes.add(word[:-1] + "-")
        if not shapes & taken:
            yield word
        taken |= shapes
