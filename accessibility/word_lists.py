"""Finds the words and sayings of our lists in a text, in whichever form they stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CONSONANT_Y = re.compile(r"[^aeiou]y$")
WORD_START = re.compile(r"\b\w")
# Words inside a term that people change freely: "speak your mind" is also "speaking our minds".
OWNERS = r"(?:your|my|our|their|his|her)"

Starting = tuple[tuple[str, ...], re.Pattern[str] | None]
NO_TERMS: Starting = ((), None)


@dataclass(frozen=True, slots=True)
class Found:
    """A term of a list as it stands in a text."""

    match: re.Match[str]
    term: str
    easier: str


def find_terms(name: str, text: str) -> Iterator[Found]:
    """Every term of a list that stands in the text, in any of its forms, with what to write instead."""
    easier: Mapping[str, str] = lists()[name]
    starting = _by_first_letter(name)
    after = 0
    for start in WORD_START.finditer(text):
        terms, pattern = starting.get(start[0].lower(), NO_TERMS)
        match = pattern.match(text, start.start()) if pattern and start.start() >= after else None
        if match:
            after = match.end()
            term = terms[(match.lastindex or 1) - 1]
            yield Found(match, term, easier[term])


@cache
def lists() -> Mapping[str, Any]:
    """Everything in easy_words.yaml."""
    told: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("easy_words.yaml").read_text("utf-8"))
    return told


def same_words() -> tuple[tuple[str, ...], ...]:
    """Groups of words for one thing, the best first."""
    return tuple(tuple(group) for group in lists()["one_word_for_one_thing"])


def forms(term: str) -> str:
    """A pattern for a term in any form of its words, with any space between them."""
    return r"[\s-]+".join(_forms_of_word(word) for word in term.split())


@cache
def _by_first_letter(name: str) -> Mapping[str, Starting]:
    """The terms of a list by their first letter, the longest first, as one pattern with a group for each.

    Where no term starts with the letter of a word, nothing has to be tried there.
    """
    starting: dict[str, list[str]] = {}
    for term in sorted(lists()[name], key=len, reverse=True):
        first = term.split()[0]
        for letter in {form[0] for form in (first, *lists()["irregular_forms"].get(first, ()))}:
            starting.setdefault(letter, []).append(term)
    return {letter: (tuple(terms), _one_of(terms)) for letter, terms in starting.items()}


def _one_of(terms: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(f'({forms(term)})' for term in terms)})\b", re.IGNORECASE)


def _forms_of_word(word: str) -> str:
    """The word with its plural, possessive, -ed and -ing, and with z where Britons write s."""
    if word == "your":
        return OWNERS
    others = "".join(f"|{other}" for other in lists()["irregular_forms"].get(word, ()))
    plain = _with_endings(re.sub(r"is(?=e$|ed$|ation$)", "i[sz]", re.escape(word)))
    return rf"(?:{plain}(?:['’]s|['’])?{others})"


def _with_endings(word: str) -> str:
    if len(word) < 4:
        return word if len(word) < 3 else rf"{word}s?"
    if CONSONANT_Y.search(word):
        return rf"{word[:-1]}(?:y|ies|ied|ying)"
    if word.endswith("e"):
        return rf"{word[:-1]}(?:e|es|ed|ing)"
    return rf"{word}(?:e?s|{word[-1]}?(?:ed|ing))?"
