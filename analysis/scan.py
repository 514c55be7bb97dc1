"""Read one answer: the themes it raises and anything in it that a person must read soon.

The same words and the same version always give the same result.  The time is a straight line in the length.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analysis.codebook.loader import Codebook, load_codebook
from analysis.judgement import load_judge
from analysis.matching import Word
from analysis.patterns import Compiler, Pattern, alternatives
from analysis.reading import Found, Reading, find_all, read
from analysis.safeguarding.context import Context, Match
from analysis.safeguarding.flags import SafeguardingFlag, flags_of, with_likeness
from analysis.safeguarding.likeness import Model, load_model
from analysis.safeguarding.questions import answered_flags
from analysis.safeguarding.rules import LookAlike, Rule, Terms, load_terms
from analysis.sentences import Sentences
from analysis.text import fold
from analysis.themes import ThemeHit, ThemeSpan, ThemeTerm, theme_spans, theme_terms
from analysis.vocabulary import Vocabulary, load_word_lists

__all__ = ["SafeguardingFlag", "Scan", "ThemeSpan", "engine", "scan_text"]

AUDIENCES = {
    "young_people": "young_people", "cyp": "young_people",
    "parents_carers": "parents_carers", "parent": "parents_carers",
    "practitioners": "practitioners", "practitioner": "practitioners",
    "partnership": "practitioners", "local_leaders": "practitioners",
}  # fmt: skip
OTHER_AUDIENCES = "practitioners"
KINDS = frozenset({"safeguarding", "themes"})


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found in one answer, and the version of the codebook and terms that found it."""

    themes: tuple[ThemeSpan, ...]
    safeguarding: tuple[SafeguardingFlag, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Study:
    """An answer as words, what the rules alone say of it, and how many themes the codebook's words found."""

    words: Sequence[Word]
    flags: tuple[SafeguardingFlag, ...]
    themes: int


class Engine:
    """The compiled codebook and terms; made once, used for every answer.  Without a model the rules work alone."""

    def __init__(
        self, codebook: Codebook, terms: Terms, kinds: frozenset[str] = KINDS, model: Model | None = None
    ) -> None:
        lists = load_word_lists()
        compiler = Compiler(lists.families, lists.common)
        self.version = f"{codebook.id} {codebook.version}; safeguarding {terms.version}"
        self.owners: list[Rule | LookAlike | ThemeTerm] = []
        patterns: list[Pattern] = []
        for owner, source in _owned_sources(codebook, terms, kinds):
            for alternative in alternatives(source):
                self.owners.append(owner)
                patterns.append(compiler.compile(alternative))
        self.vocabulary = Vocabulary(compiler, lists, patterns)
        self._context = Context(lists.families)
        self.kinds = kinds
        self.model = model if "safeguarding" in kinds else None
        self.judge = load_judge() if "themes" in kinds else None

    @property
    def heeded(self) -> frozenset[int]:
        """The numbers of the patterns that change what is found: without a model, safeguarding asks for no themes."""
        themes = self.judge is not None or self.model is not None
        return frozenset(
            n for n, owner in enumerate(self.owners) if themes or not isinstance(owner, ThemeTerm)
        )

    def scan(self, text: str, audience: str, question: str | None = None) -> Scan:
        """Scan one answer; offsets are code points of `text`.

        Any other audience, such as the partnership or the local leaders, is read as practitioners are.
        """
        reading = read(fold(text), self.vocabulary)
        found = find_all(reading, self.vocabulary)
        flags = self.flags(reading, found, audience, question)
        return Scan(self.themes(reading, found, question), flags, self.version)

    def study(self, text: str, audience: str) -> Study:
        """An answer as words, with what the rules alone say: what the light model learns from."""
        reading = read(fold(text), self.vocabulary)
        found = find_all(reading, self.vocabulary)
        return Study(reading.words, self._by_rules(reading, found, audience), self._count_themes(found))

    def flags(
        self,
        reading: Reading,
        found: Sequence[Found],
        audience: str,
        question: str | None,
    ) -> tuple[SafeguardingFlag, ...]:
        """What a person must read soon, from the patterns found in an answer and from how it sounds."""
        flags = self._by_rules(reading, found, audience)
        return self.weighed(reading, flags, question, self._count_themes(found))

    def weighed(
        self,
        reading: Reading,
        flags: tuple[SafeguardingFlag, ...],
        question: str | None,
        themes: int,
        model: Model | None = None,
    ) -> tuple[SafeguardingFlag, ...]:
        """The flags of the rules with what the question makes of a short answer and what the model hears.

        `model` may stand in for the engine's own when it has heard the answer before.
        """
        if question and "safeguarding" in self.kinds:
            flags = answered_flags(reading, question, flags)
        if self.model is not None:
            flags = with_likeness(reading, flags, model or self.model, themes)
        return flags

    def themes(self, reading: Reading, found: Sequence[Found], question: str | None) -> tuple[ThemeSpan, ...]:
        """The themes that an answer raises, from the patterns found in it and from what it is like."""
        if self.judge is None:
            return ()
        return theme_spans(reading, self.theme_hits(found), self.judge, question)

    def theme_hits(self, found: Iterable[Found]) -> list[ThemeHit]:
        """What the codebook's patterns say, of all that was found."""
        return [
            ThemeHit(owner, self._source(one), one)
            for one in found
            if isinstance(owner := self.owners[one.order], ThemeTerm)
        ]

    def _by_rules(
        self, reading: Reading, found: Sequence[Found], audience: str
    ) -> tuple[SafeguardingFlag, ...]:
        matches: list[tuple[Rule, Found]] = []
        covers: list[tuple[LookAlike, Found]] = []
        read_as = AUDIENCES.get(audience, OTHER_AUDIENCES)
        for one in found:
            owner = self.owners[one.order]
            if isinstance(owner, LookAlike):
                covers.append((owner, one))
            elif isinstance(owner, Rule) and (not owner.audiences or read_as in owner.audiences):
                matches.append((owner, one))
        return flags_of(reading, self._placed(reading, matches), covers, self._context)

    def _count_themes(self, found: Sequence[Found]) -> int:
        """How many themes the codebook's words found."""
        owners = (self.owners[one.order] for one in found)
        return len({owner.theme for owner in owners if isinstance(owner, ThemeTerm)})

    def _source(self, found: Found) -> str:
        return self.vocabulary.patterns[found.order].source

    def _placed(self, reading: Reading, matches: list[tuple[Rule, Found]]) -> list[Match]:
        if not matches:
            return []
        sentences = Sentences(reading.words)
        return [
            Match(rule, self._source(f), f.start, f.end, f.place, *sentences.bounds(f.place))
            for rule, f in matches
        ]


def _owned_sources(
    codebook: Codebook, terms: Terms, kinds: frozenset[str]
) -> list[tuple[Rule | LookAlike | ThemeTerm, str]]:
    found: list[tuple[Rule | LookAlike | ThemeTerm, str]] = []
    if "safeguarding" in kinds:
        found.extend((rule, source) for rule in terms.rules for source in rule.say)
        found.extend((look, source) for look in terms.lookalikes for source in look.cover)
    found.extend(theme_terms(codebook))
    return found


@lru_cache(maxsize=4)
def engine(kinds: frozenset[str] = KINDS) -> Engine:
    """The engine for the current codebook and terms, made on first use; making it takes about a second.

    A site calls this once before it takes answers (before workers fork, so that they share it): then the
    first answer is read as quickly as every other.
    """
    return Engine(load_codebook(), load_terms(), kinds, load_model())


def scan_text(text: str, audience: str, question: str | None = None) -> Scan:
    """Scan one answer with the current codebook and terms; `question` is read with short answers."""
    return engine().scan(text, audience, question)
