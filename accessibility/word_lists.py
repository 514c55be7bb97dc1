"""Finds the words and sayings of our lists in a text, in whichever form they stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CONSONANT_Y = re.compile(r"[^aeiou]y$")
# Words inside a term that people change freely: "speak your mind" is also "speaking our minds".
OWNERS = r"(?:your|my|our|their|his|her)"


@dataclass(frozen=True, slots=True)
class Found:
    """A term of a list as it stands in a text."""

    match: re.Match[str]
    term: str
    easier: str


def find_terms(name: str, text: str) -> Iterator[Found]:
    """Every term of a list that stands in the text, in any of its forms, with what to write instead."""
    easier: Mapping[str, str] = lists()[name]
    terms = _longest_first(name)
    for match in _pattern(name).finditer(text):
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


@cache
def word_pattern(term: str) -> re.Pattern[str]:
    """A term in any of its forms."""
    return re.compile(rf"\b{forms(term)}\b", re.IGNORECASE)


def forms(term: str) -> str:
    """A pattern for a term in any form of its words, with any space between them."""
    return r"[\s-]+".join(_forms_of_word(word) for word in term.split())


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """All terms of a list as one pattern with a group for each."""
    return re.compile(
        rf"\b(?:{'|'.join(f'({forms(term)})' for term in _longest_first(name))})\b", re.IGNORECASE
    )


@cache
def _longest_first(name: str) -> tuple[str, ...]:
    return tuple(sorted(lists()[name], key=len, reverse=True))


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
