"""Every word of an answer, looked up once: what was meant, which families it is in, what may begin there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from analysis.patterns import Compiler, Families, Pattern, Word, keyed
from analysis.spelling import LONGEST, Speller
from analysis.text import EDGES

MOST_KEPT = 200_000
STOP = Word(".", frozenset({"."}), stop=True)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place where a pattern may begin: `owner` is the number of its rule or theme."""

    owner: int
    order: int
    pattern: Pattern
    option: int
    place: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What one token stands for; `anchors` holds, for each of its words, the patterns that may begin there."""

    words: tuple[Word, ...]
    anchors: tuple[tuple[Anchor, ...], ...]
    begins: bool
    filler: bool


@dataclass(frozen=True, slots=True)
class WordLists:
    """The shared word lists, read once from words.yaml."""

    families: Families
    filler: frozenset[str]
    common: frozenset[str]
    habits: Mapping[str, str]


def read_yaml(package: str, name: str) -> Any:
    """One of our own YAML files, read safely with the quick parser."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@lru_cache(maxsize=1)
def load_word_lists() -> WordLists:
    """Families, fillers, common words and spelling habits."""
    found = read_yaml("analysis", "words.yaml")
    plain = read_yaml("analysis", "plain_words.yaml")
    common = frozenset(str(word) for word in [*found["common"], *found["filler"]])
    habits = {str(a): str(b) for a, b in found["habits"].items()}
    return WordLists(
        families=Families(found["families"]),
        filler=frozenset(found["filler"]),
        common=common | frozenset(str(word) for word in plain),
        habits=habits,
    )


class Vocabulary(dict[str, Entry]):
    """Token to entry; an unseen token is worked out once and kept, up to a limit so that memory stays flat."""

    def __init__(self, compiler: Compiler, lists: WordLists, owned: Iterable[tuple[int, Pattern]]) -> None:
        super().__init__()
        self._filler = lists.filler
        self._families = lists.families.singles()
        self._anchors = _anchors_by_key(compiler, owned)
        written = {*self._families, *compiler.words, *_phrase_words(lists.families)}
        self._stems = frozenset(word for word in written if word.endswith("*"))
        self._shortest = min((len(s) for s in self._stems), default=LONGEST) - 1
        known = frozenset(w for w in written if not w.endswith("*")) | lists.common
        self._speller = Speller(known, known - lists.common, lists.habits)

    def __missing__(self, token: str) -> Entry:
        if len(self) >= MOST_KEPT:
            self.clear()
        entry = self._entry(token)
        self[token] = entry
        return entry

    def _entry(self, token: str) -> Entry:
        bare = token.strip(EDGES).replace("'", "")
        stopped = token.endswith("!")
        if not bare or bare[0] in ".?;:\n\r":
            return Entry((STOP,), ((),), begins=False, filler=False)
        words = [self._word(text) for text in self._meant(bare)]
        anchors = tuple(self._begins_at(word) for word in words)
        filler = len(words) == 1 and words[0].text in self._filler and not anchors[0] and not stopped
        if stopped:
            words, anchors = [*words, STOP], (*anchors, ())
        return Entry(tuple(words), anchors, any(anchors), filler)

    def _meant(self, bare: str) -> tuple[str, ...]:
        return (bare,) if self._stems_of(bare) else self._speller.words(bare)

    def _stems_of(self, text: str) -> list[str]:
        lengths = range(self._shortest, min(len(text), LONGEST) + 1)
        return [stem for n in lengths if (stem := text[:n] + "*") in self._stems]

    def _word(self, text: str) -> Word:
        keys = {text, *self._families.get(text, ())}
        for stem in self._stems_of(text):
            keys.update((stem, *self._families.get(stem, ())))
        return Word(text, frozenset(keys))

    def _begins_at(self, word: Word) -> tuple[Anchor, ...]:
        found = {anchor for key in word.keys for anchor in self._anchors.get(key, ())}
        return tuple(sorted(found, key=lambda a: (a.owner, a.order, a.option, a.place)))


def _anchors_by_key(
    compiler: Compiler, owned: Iterable[tuple[int, Pattern]]
) -> dict[str, tuple[Anchor, ...]]:
    found: dict[str, list[Anchor]] = {}
    for order, (owner, pattern) in enumerate(owned):
        for key, option, place in compiler.anchors(pattern):
            found.setdefault(key, []).append(Anchor(owner, order, pattern, option, place))
    return {key: tuple(anchors) for key, anchors in found.items()}


def _phrase_words(families: Families) -> Iterable[str]:
    return (word for phrases in families.phrases.values() for phrase in phrases for word in phrase)


def in_family(word: Word, family: str) -> bool:
    """Whether a word belongs to a family by itself."""
    return keyed(family) in word.keys
