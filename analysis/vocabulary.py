"""Every word of an answer, looked up once: what was meant, which families it is in, what may begin there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from analysis.matching import PhraseStart, Word, phrase_starts
from analysis.patterns import Compiler, Families, Pattern, Phrase
from analysis.spelling import LONGEST, Speller
from analysis.text import EDGES

MOST_KEPT = 200_000
# How many of a pattern's needs, the rarest first, are looked for before it is tried.
NEEDS = 3
STOP = Word(".", frozenset({"."}), stop=True, written=(".",))


@dataclass(frozen=True, slots=True)
class Entry:
    """What one token stands for; an answer in which no entry `begins` anything holds nothing to find."""

    words: tuple[Word, ...]
    begins: bool
    filler: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """Patterns as the bits of a number: those that may begin at a word, and those of whose needs it meets one."""

    begins: int
    met: tuple[int, ...]

    def with_phrase(self, other: Offer) -> Offer:
        """What a word offers when a phrase begins at it too."""
        return Offer(
            self.begins | other.begins, tuple(a | b for a, b in zip(self.met, other.met, strict=True))
        )


@dataclass(frozen=True, slots=True)
class WordLists:
    """The shared word lists, read once from words.yaml and plain_words.yaml."""

    families: Families
    filler: frozenset[str]
    common: frozenset[str]
    plain: frozenset[str]
    habits: Mapping[str, str]


def read_yaml(package: str, name: str) -> Any:
    """One of our own YAML files, read safely with the quick parser."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@lru_cache(maxsize=1)
def load_word_lists() -> WordLists:
    """Families, fillers, common words, plain words that are not slips, and spelling habits."""
    found = read_yaml("analysis", "words.yaml")
    return WordLists(
        families=Families(found["families"]),
        filler=frozenset(map(str, found["filler"])),
        common=frozenset(str(word) for word in [*found["common"], *found["filler"]]),
        plain=frozenset(map(str, read_yaml("analysis", "plain_words.yaml"))),
        habits={str(a): str(b) for a, b in found["habits"].items()},
    )


class Vocabulary(dict[str, Entry]):
    """Token to entry; an unseen token is worked out once and kept, up to a limit to keep memory flat."""

    def __init__(self, compiler: Compiler, lists: WordLists, patterns: Sequence[Pattern]) -> None:
        super().__init__()
        self.patterns = tuple(patterns)
        self._filler = lists.filler
        self._habits = lists.habits
        atoms: dict[Phrase, set[str]] = {p: set(found) for p, found in lists.families.atoms().items()}
        for phrase in compiler.phrases:
            atoms.setdefault(phrase, set()).add(" ".join(phrase))
        self._singles = {phrase[0]: found for phrase, found in atoms.items() if len(phrase) == 1}
        self.phrases = phrase_starts({p: frozenset(found) for p, found in atoms.items()})
        self._orders = _orders_by_atom(self.patterns)
        self._hints = _hints(compiler, atoms, self._orders)
        written = {word for phrase in atoms for word in phrase}
        self._stems = frozenset(word for word in written if word.endswith("*"))
        self._shortest = min((len(s) for s in self._stems), default=LONGEST) - 1
        known = frozenset(w for w in written if not w.endswith("*")) | lists.common | lists.plain
        self._speller = Speller(known, known - lists.common - lists.plain, lists.habits)
        self._starts = {atom: _bits(orders) for atom, orders in self._orders.items()}
        self._needed, self.undemanding = _needs_by_atom(self.patterns)
        self._offers: dict[Word, Offer] = {}
        self._phrase_offers: dict[frozenset[str], Offer] = {}
        self._meanings: dict[str, tuple[Word, ...]] = {}

    def __missing__(self, token: str) -> Entry:
        if len(self) >= MOST_KEPT:
            self.clear()
            self._offers.clear()
            self._meanings.clear()
        entry = self._entry(token)
        self[token] = entry
        return entry

    def offer_of(self, word: Word) -> Offer:
        """What a word taken alone offers to the patterns."""
        offer = self._offers.get(word)
        if offer is None:
            offer = self._offers[word] = self._offer(word.keys)
        return offer

    def offer(self, keys: frozenset[str]) -> Offer:
        """What these keys offer: the patterns that may begin with them, and the needs that they meet."""
        offer = self._phrase_offers.get(keys)
        if offer is None:
            offer = self._phrase_offers[keys] = self._offer(keys)
        return offer

    def _offer(self, keys: frozenset[str]) -> Offer:
        begins, met = 0, [0] * NEEDS
        for key in keys:
            begins |= self._starts.get(key, 0)
            for place, needed in enumerate(self._needed):
                met[place] |= needed.get(key, 0)
        return Offer(begins, tuple(met))

    def _entry(self, token: str) -> Entry:
        bare = token.strip(EDGES).replace("'", "")
        stopped = token.endswith("!")
        if not bare or bare[0] in ".?;:\n\r":
            return Entry((STOP,), begins=False, filler=False)
        words = self._meanings.get(bare)
        if words is None:
            words = self._meanings[bare] = tuple(map(self._word, self._meant(bare)))
        begins = any(not self._hints.isdisjoint(word.keys) for word in words)
        filler = len(words) == 1 and words[0].text in self._filler and not stopped
        return Entry((*words, STOP) if stopped else words, begins, filler)

    def _meant(self, bare: str) -> tuple[str, ...]:
        known = bare not in self._habits and bool(self._stems_of(bare))
        return (bare,) if known else self._speller.words(bare)

    def _stems_of(self, text: str) -> list[str]:
        lengths = range(self._shortest, min(len(text), LONGEST) + 1)
        return [stem for n in lengths if (stem := text[:n] + "*") in self._stems]

    def _word(self, text: str) -> Word:
        written = (text, *self._stems_of(text))
        keys = set(written)
        phrases: dict[str, tuple[PhraseStart, ...]] = {}
        for key in written:
            keys.update(self._singles.get(key, ()))
            for second, starts in self.phrases.get(key, {}).items():
                phrases[second] = phrases.get(second, ()) + starts
        return Word(text, frozenset(keys), False, written, phrases)


def _orders_by_atom(patterns: Sequence[Pattern]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for order, pattern in enumerate(patterns):
        chain = pattern.chains[0]
        for atom in sorted(chain.steps[chain.anchor].atoms):
            found.setdefault(atom, []).append(order)
    return {atom: tuple(orders) for atom, orders in found.items()}


def _bits(orders: Iterable[int]) -> int:
    return sum(1 << order for order in set(orders))


def _needs_by_atom(patterns: Sequence[Pattern]) -> tuple[list[dict[str, int]], tuple[int, ...]]:
    """For each of the first needs, the patterns that an atom serves; and the patterns that have no such need."""
    needed: list[dict[str, list[int]]] = [{} for _ in range(NEEDS)]
    free: list[list[int]] = [[] for _ in range(NEEDS)]
    for order, pattern in enumerate(patterns):
        for place in range(NEEDS):
            if place >= len(pattern.needs):
                free[place].append(order)
                continue
            for atom in pattern.needs[place]:
                needed[place].setdefault(atom, []).append(order)
    masks = [{atom: _bits(orders) for atom, orders in found.items()} for found in needed]
    return masks, tuple(map(_bits, free))


def _hints(
    compiler: Compiler, atoms: Mapping[Phrase, Iterable[str]], orders: Mapping[str, object]
) -> frozenset[str]:
    """One word for each word or phrase at which some pattern begins: an answer without any holds nothing."""
    return frozenset(
        compiler.rarest(phrase) for phrase, found in atoms.items() if any(atom in orders for atom in found)
    )
