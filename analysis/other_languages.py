"""An answer scanned whatever language it is in: what is told in another language stands after what is told in English.

Most answers are in English, so one look at each word says first whether any phrase of another language can be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache

from analysis.language_guess import foreign_sentence, model
from analysis.safeguarding.found import SafeguardingFlag
from analysis.safeguarding.languages.letters import texts_of, words_of
from analysis.safeguarding.languages.phrases import SHORTEST_STEM, Step, Steps
from analysis.safeguarding.languages.terms import load_languages
from analysis.safeguarding.languages.told import told_in_another_language
from analysis.safeguarding.languages.word_index import known
from analysis.scan import Engine, Scan
from analysis.vocabulary import load_word_lists

# How many words are kept with what they begin.
MOST_KEPT = 8_192


def scan_in_any_language(scanner: Engine, text: str, audience: str, question: str | None = None) -> Scan:
    """What the engine finds, and what is told of harm in Welsh, Polish, Urdu, Romanian, Panjabi, Bengali or Arabic."""
    scan = scanner.scan(text, audience, question)
    if "safeguarding" not in scanner.kinds or not telling().may_be_among(set(texts_of(text))):
        return scan
    return replace(scan, safeguarding=(*scan.safeguarding, *told_otherwise(text)))


def get_ready() -> None:
    """Load what is read when harm may first be told in another language, about half a second's work."""
    known("")
    _english()
    model()


def told_otherwise(text: str) -> tuple[SafeguardingFlag, ...]:
    """What an answer tells of harm in another language; which one is guessed only where it makes a difference."""
    if told_in_another_language(text) or _may_need_its_language(text):
        return told_in_another_language(text, foreign_sentence(text))
    return ()


def _may_need_its_language(text: str) -> bool:
    """Whether a word that tells of harm in one language alone stands in a sentence that is not plainly English."""
    sentences: dict[int, list[str]] = {}
    for word in words_of(text):
        sentences.setdefault(word.sentence, []).append(word.text)
    return any(_tells_in_one(words) and not _is_english(words) for words in sentences.values())


def _tells_in_one(words: Iterable[str]) -> bool:
    return any(not way.anywhere for word in words for way in known(word).begins)


def _is_english(words: Sequence[str]) -> bool:
    return 2 * len(_english().intersection(words)) >= len(set(words))


@dataclass(frozen=True, slots=True)
class Telling:
    """The most telling step of each phrase, by its words and stems, and with each the other steps of the phrase.

    What a word begins is kept for when it is met again, up to a limit.
    """

    words: dict[str, list[Steps]] = field(default_factory=dict)
    stems: dict[str, list[Steps]] = field(default_factory=dict)
    prefixes: set[str] = field(default_factory=set)
    known: dict[str, tuple[Steps, ...]] = field(default_factory=dict)

    def may_be_among(self, words: Set[str], telling: Iterable[str] | None = None) -> bool:
        """Whether a phrase may be said by folded words: never no where one is.

        `telling` are those of them that may be the most telling word of a phrase, if that is known.
        """
        return any(
            all(_is_there(step, words) for step in others)
            for word in (words if telling is None else telling)
            for others in self.begun_by(word)
        )

    def begun_by(self, word: str) -> tuple[Steps, ...]:
        """The other steps of every phrase of which a folded word may be the most telling one."""
        found = self.known.get(word)
        if found is None:
            if len(self.known) >= MOST_KEPT:
                self.known.clear()
            rests = [word[len(prefix) :] for prefix in self.prefixes if word.startswith(prefix)]
            found = tuple(others for form in (word, *rests) for others in self._phrases(form))
            self.known[word] = found
        return found

    def add(self, steps: Steps, prefixes: Iterable[str]) -> None:
        """Add a phrase; where words may have beginnings stuck to them, one of its words is enough."""
        most, *others = sorted(steps, key=_strangeness, reverse=True)
        wanted = () if prefixes else tuple(others)
        for word in most.words:
            self.words.setdefault(word, []).append(wanted)
        for stem in most.stems:
            self.stems.setdefault(stem, []).append(wanted)

    def _phrases(self, form: str) -> Iterator[Steps]:
        yield from self.words.get(form, ())
        for length in range(SHORTEST_STEM, len(form) + 1):
            yield from self.stems.get(form[:length], ())


def _is_there(step: Step, words: Set[str]) -> bool:
    if not step.words.isdisjoint(words):
        return True
    return bool(step.stems) and any(word.startswith(step.stems) for word in words)


@cache
def telling() -> Telling:
    """What tells of each phrase of every language, made on first use."""
    found = Telling()
    for terms in load_languages():
        found.prefixes.update(terms.prefixes)
        for rule in terms.rules:
            for _, steps in terms.ways(rule):
                found.add(steps, terms.prefixes)
    return found


def _strangeness(step: Step) -> tuple[int, int]:
    """How unlikely English is to hold a step: by how many of its words are English, then by the shortest."""
    stems = map(_english_beginnings().__getitem__, _english_beginnings().keys() & set(step.stems))
    words = (_everyday(word) for word in step.words)
    return -sum(stems) - sum(words), min(map(len, (*step.words, *step.stems)))


@cache
def _english_beginnings() -> dict[str, int]:
    """How everyday the words are that begin with some letters."""
    found: dict[str, int] = {}
    for word in _english():
        for length in range(SHORTEST_STEM, len(word) + 1):
            found[word[:length]] = found.get(word[:length], 0) + _everyday(word)
    return found


def _everyday(word: str) -> int:
    """How often English answers hold a word, roughly."""
    return 20 if word in load_word_lists().common else int(word in _english())


@cache
def _english() -> frozenset[str]:
    lists = load_word_lists()
    return lists.common | lists.plain | {word for phrase in lists.families.atoms() for word in phrase}
