"""Invented answers in any number, for measuring speed: word salad with the words that ordinary answers use.

The same count always gives the same lines. Words come as often as they do in the sentences that the models learn
from; a third of the answers hold a phrase of the codebook and three in a hundred one that a safeguarding rule
must find, some of them denied or misspelt. It measures speed and says nothing about meaning.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate

import orjson

from analysis.codebook.loader import load_codebook
from analysis.safeguarding.rules import load_terms
from analysis.vocabulary import read_yaml

SEED = 20261122
AUDIENCES = ("cyp", "parent", "practitioner")
MEAN_WORDS, LEAST_WORDS, MOST_WORDS = 20.9, 3, 120
THEME, SAFEGUARDING, MISSPELT, NEGATED = 0.35, 0.03, 0.20, 0.25
UPPER, CURLY, DRESSED = 0.03, 0.05, 0.01
# One word in so many is met almost nowhere else: names, places and slips.
RARE = 0.0013
SIGNS = ("é", "🙂", "😢", "naïve", "👍")
ENDS = (".", ".", ".", "!", "?", ",", ",")
DENIALS = ("nobody said", "I never said", "it is not true that", "no,")
_WORD = re.compile(r"[a-z']+")
_PLAIN = re.compile(r"[a-z ']{4,40}")


@dataclass(frozen=True, slots=True)
class Material:
    """Words with their running weights, phrases of themes, and tellings."""

    words: list[str]
    weights: list[float]
    themes: list[str]
    tellings: list[str]


def lines(count: int, seed: int = SEED) -> Iterator[bytes]:
    """Answers as lines of JSON, about 116 bytes of text each."""
    chance = random.Random(seed)
    material = gathered()
    for number in range(count):
        entry = {"id": number, "audience": chance.choice(AUDIENCES), "text": _answer(chance, material)}
        yield orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE)


@lru_cache(maxsize=1)
def gathered() -> Material:
    """What answers are made of, from the sentences and phrases that stand in the package."""
    counts = Counter(word for text in _ordinary() for word in _WORD.findall(text.lower()))
    words = sorted(counts, key=lambda word: (-counts[word], word))
    themes = [
        name for theme in load_codebook().themes.values() for name in theme.names if _PLAIN.fullmatch(name)
    ]
    tellings = [example for rule in load_terms().rules for example in rule.match]
    return Material(words, list(accumulate(counts[word] for word in words)), themes, tellings)


def _ordinary() -> Iterator[str]:
    for groups in read_yaml("analysis.training", "themes.yaml").values():
        for sentences in groups.values():
            yield from map(str, sentences)
    for entry in sorted(files("analysis.training.answers").iterdir(), key=lambda one: one.name):
        if entry.name.startswith("ordinary_"):
            yield entry.read_text(encoding="utf-8")


def _answer(chance: random.Random, material: Material) -> str:
    length = min(MOST_WORDS, max(LEAST_WORDS, round(chance.gammavariate(2, MEAN_WORDS / 2))))
    words = chance.choices(material.words, cum_weights=material.weights, k=length)
    words = [_rare(chance) if chance.random() < RARE else word for word in words]
    for place in range(8, length, 12):
        words[place] += chance.choice(ENDS)
    if chance.random() < THEME:
        words.insert(chance.randrange(length), chance.choice(material.themes))
    if chance.random() < SAFEGUARDING:
        words.insert(chance.randrange(length), _telling(chance, material))
    return _dressed(chance, " ".join(words))


def _rare(chance: random.Random) -> str:
    return "".join(chance.choices("etaoinshrdlucmwfgypbvk", k=chance.randint(4, 10)))


def _telling(chance: random.Random, material: Material) -> str:
    said = chance.choice(material.tellings)
    if chance.random() < MISSPELT:
        place = chance.randrange(len(said))
        said = said[:place] + chance.choice("aeiourst") + said[place + 1 :]
    return f"{chance.choice(DENIALS)} {said}" if chance.random() < NEGATED else said


def _dressed(chance: random.Random, text: str) -> str:
    """Capitals throughout, curly apostrophes, or accents and pictures, as some people write."""
    text = text[:1].upper() + text[1:]
    if chance.random() < UPPER:
        text = text.upper()
    if chance.random() < CURLY:
        text = text.replace("'", "\u2019") if "'" in text else f"{text} it\u2019s"
    if chance.random() < DRESSED:
        text = f"{text} {chance.choice(SIGNS)}"
    return text + chance.choice((".", "", "!"))
