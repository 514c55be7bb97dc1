"""The rules of easy read that a machine can check, each with the guidance it comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from accessibility.readability import Span, sentences, words

Level = Literal["must", "should", "hint"]

AIM, LIMIT = 12, 15

GOV_UK = "GOV.UK, Accessible communication formats (2021)"
DH = "Department of Health, Making written information easier to understand (2010)"
INCLUSION_EUROPE = "Inclusion Europe, Information for all"
OURS = "our house style for easy read"


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in a text that breaks a rule, as offsets in code points, and what to do about it."""

    start: int
    end: int
    message: str


Check = Callable[[str], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `must` stops easy read from being published, `should` and `hint` only advise.

    `languages` is empty when the rule holds in every language.
    """

    name: str
    level: Level
    source: str
    check: Check
    languages: frozenset[str] = frozenset({"en"})


@cache
def _lists() -> Mapping[str, Any]:
    told: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("easy_words.yaml").read_text("utf-8"))
    return told


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """All terms of a list as one pattern, the longest first, each with its plain endings."""
    terms = sorted(_lists()[name], key=len, reverse=True)
    joined = "|".join(re.escape(term).replace(r"\ ", r"\s+") for term in terms)
    return re.compile(rf"\b({joined})(?:e?s|e?d|ing)?\b", re.IGNORECASE)


def _lookup(name: str, found: str) -> str:
    easier: str = _lists()[name][" ".join(found.lower().split())]
    return easier


def same_words() -> tuple[tuple[str, ...], ...]:
    """Groups of words for one thing, the best first."""
    return tuple(tuple(group) for group in _lists()["one_word_for_one_thing"])


def _too_long(text: str) -> Iterator[Hit]:
    for span in sentences(text):
        count = len(words(span.text))
        if count > LIMIT:
            said = f"This sentence has {count} words, and {LIMIT} is the most. Make 2 sentences of it."
            yield Hit(span.start, span.end, said)


def _long(text: str) -> Iterator[Hit]:
    for span in sentences(text):
        count = len(words(span.text))
        if AIM < count <= LIMIT:
            said = f"This sentence has {count} words. Try to stay within {AIM}."
            yield Hit(span.start, span.end, said)


JOINS = re.compile(
    r"\b(?:because|which|although|however|whereas|unless|but|so that|in order to)\b"
    r"|\band (?:you|we|they|it|he|she|I|people)\b|;|,[^,]*,",
    re.IGNORECASE,
)


def _two_ideas(text: str) -> Iterator[Hit]:
    for span in sentences(text):
        if len(words(span.text)) > 7:
            for match in JOINS.finditer(span.text):
                yield _hit(span, match, "This may be 2 ideas. Give each idea its own sentence.")


def _hard_words(text: str) -> Iterator[Hit]:
    for match in _pattern("hard_words").finditer(text):
        if not explained(match[0], text):
            easier = _lookup("hard_words", match[1])
            said = f"“{match[0]}” is a hard word. Write “{easier}”, or explain it in the next sentence."
            yield Hit(match.start(), match.end(), said)


def explained(word: str, text: str) -> bool:
    """True when a text says what a word means, such as "A review is a meeting" (GOV.UK allows it then)."""
    one = word.removesuffix("s")
    meaning = rf"\b{re.escape(one)}s? (?:means?|is an?|is when|is the|are when|are the)\b"
    return re.search(meaning, text, re.IGNORECASE) is not None


def _idioms(text: str) -> Iterator[Hit]:
    for match in _pattern("idioms").finditer(text):
        plain = _lookup("idioms", match[1])
        yield Hit(match.start(), match.end(), f"“{match[0]}” is a saying. Write what you mean: “{plain}”.")


CAPITALS = re.compile(r"\b[A-Z][A-Z&]+s?\b")
LATIN = re.compile(r"\b(?:e\.?g|i\.?e|etc|approx|incl|vs|nb)\b\.?", re.IGNORECASE)


def _short_forms(text: str) -> Iterator[Hit]:
    known = _lists()["known_short_forms"]
    for match in (*CAPITALS.finditer(text), *LATIN.finditer(text)):
        if match[0].removesuffix("s") not in known:
            said = f"“{match[0]}” is a short form or in capitals. Write the full words in small letters."
            yield Hit(match.start(), match.end(), said)


CONTRACTIONS = re.compile(
    r"\b\w+n[’']t\b|\b(?:I|you|we|they|he|she|it)[’'](?:re|ll|ve|d|m|s)\b"
    r"|\b(?:that|what|who|there|here|how|where|let)[’']s\b",
    re.IGNORECASE,
)


def _contractions(text: str) -> Iterator[Hit]:
    for match in CONTRACTIONS.finditer(text):
        yield Hit(match.start(), match.end(), f"“{match[0]}” joins 2 words. Write both, such as “do not”.")


DIGITS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve twenty".split(),
        (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20),
        strict=True,
    )
)
NUMBER_WORDS = re.compile(rf"\b(?:{'|'.join(DIGITS)})\b|(?<=\bpick )one\b|(?<=\bchoose )one\b", re.IGNORECASE)
BIG = re.compile(r"\d+(?:\.\d+)?\s?%|\bper ?cent\b|\b\d{1,3}(?:,\d{3})+\b|\b\d+\.\d+\b", re.IGNORECASE)
ROMAN = re.compile(r"\b(?:II|III|IV|VI{1,3}|IX)\b")


def _numbers(text: str) -> Iterator[Hit]:
    for match in NUMBER_WORDS.finditer(text):
        digit = DIGITS.get(match[0].lower(), 1)
        yield Hit(match.start(), match.end(), f"Write {digit}, not “{match[0]}”: digits are easier to see.")
    for match in BIG.finditer(text):
        yield Hit(
            match.start(), match.end(), f"“{match[0]}” is hard to picture. Write something like “half”."
        )
    for match in ROMAN.finditer(text):
        yield Hit(match.start(), match.end(), f"“{match[0]}” is a Roman number. Write it in digits.")


MARKS = re.compile(r"\b\w+/\w+\b|[&;…*†§<>{}\[\]|_~^=+]|\.{3}")


def _marks(text: str) -> Iterator[Hit]:
    for match in MARKS.finditer(text):
        said = f"“{match[0]}” uses a mark that is hard to read aloud. Write it in words."
        yield Hit(match.start(), match.end(), said)


NEGATIVE = r"(?:not|never|no|nobody|nothing|none|without|cannot|\w+n[’']t)"
# Words that only look like the opposite of another.
NOT_UN = r"(?!under|until|unit|uni\b|unif|unio|uniq|univ|uncle|upon)"
DOUBLE = re.compile(
    rf"\b{NEGATIVE}\b(?:(?!\b(?:and|or|but)\b)[^,.!?;])*?\b(?:{NEGATIVE}|{NOT_UN}un\w{{4,}}|fail\w*)\b",
    re.IGNORECASE,
)
ASKED_WITH_NOT = re.compile(
    r"^(?:do|does|did|is|are|was|were|can|could|have|has|would)(?:n[’']t)? \w+ not\b"
    r"|^(?:do|does|did|is|are|was|were|ca|could|have|has|would)n[’']t\b",
    re.IGNORECASE,
)


def _double_negatives(text: str) -> Iterator[Hit]:
    for match in DOUBLE.finditer(text):
        yield Hit(match.start(), match.end(), "This says no twice. Say what is true, not what is not.")


def _negative_questions(text: str) -> Iterator[Hit]:
    for span in sentences(text):
        for match in ASKED_WITH_NOT.finditer(span.text):
            yield _hit(span, match, "A yes to this is unclear. Ask it without “not”.")


FEELS = "bored|confused|disabled|excited|interested|pleased|scared|tired|upset|used|worried|supposed|limited"
PASSIVE = re.compile(
    rf"\b(?:is|are|was|were|be|been)\s+(?:\w+ly\s+)?(?!(?:{FEELS})\b)"
    r"(?:\w{2,}ed|made|given|told|heard|taken|kept|shown|held|sent|asked)\b",
    re.IGNORECASE,
)


def _passive(text: str) -> Iterator[Hit]:
    for match in PASSIVE.finditer(text):
        said = f"“{match[0]}” hides who does it. Say who does what: “people listen to you”."
        yield Hit(match.start(), match.end(), said)


LONG_WORD = re.compile(r"\b[^\W\d_]{13,}\b")


def _long_words(text: str) -> Iterator[Hit]:
    for match in LONG_WORD.finditer(text):
        said = f"“{match[0]}” is a long word. Use a shorter one if there is one."
        yield Hit(match.start(), match.end(), said)


def _hit(span: Span, match: re.Match[str], message: str) -> Hit:
    return Hit(span.start + match.start(), span.start + match.end(), message)


EVERY_LANGUAGE: frozenset[str] = frozenset()

RULES: tuple[Rule, ...] = (
    Rule("sentence-length", "must", DH, _too_long, EVERY_LANGUAGE),
    Rule("sentence-aim", "should", GOV_UK, _long, EVERY_LANGUAGE),
    Rule("one-idea", "should", GOV_UK, _two_ideas),
    Rule("hard-word", "must", GOV_UK, _hard_words),
    Rule("long-word", "should", GOV_UK, _long_words),
    Rule("idiom", "must", INCLUSION_EUROPE, _idioms),
    Rule("short-form", "must", INCLUSION_EUROPE, _short_forms),
    Rule("contraction", "must", INCLUSION_EUROPE, _contractions),
    Rule("numbers", "must", INCLUSION_EUROPE, _numbers),
    Rule("marks", "must", INCLUSION_EUROPE, _marks),
    Rule("double-negative", "must", INCLUSION_EUROPE, _double_negatives),
    Rule("negative-question", "should", OURS, _negative_questions),
    Rule("active-voice", "should", GOV_UK, _passive),
)
