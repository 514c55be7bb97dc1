"""The term files, one a language, as a safeguarding lead reads them: the English meaning stands before each phrase."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from analysis.safeguarding.categories import CATEGORIES, LEVELS, WATCH
from analysis.safeguarding.languages.letters import folded
from analysis.safeguarding.languages.phrases import PhraseError, Steps, compiled
from analysis.vocabulary import read_yaml

PACKAGE = "analysis.safeguarding.languages"
SHIPPED = ("ar", "bn", "cy", "pa", "pl", "ro", "ur")


class TermsError(ValueError):
    """A term file that cannot be used; the message names the file, the rule and what to change."""


@dataclass(frozen=True, slots=True)
class ForeignRule:
    """One reason to raise an answer: its phrases under their English meaning; `match` must be found, `clear` not."""

    id: str
    category: str
    level: int
    say: Mapping[str, tuple[str, ...]]
    match: tuple[str, ...]
    clear: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LanguageTerms:
    """One language: words that deny before or after what they deny, beginnings that may be stuck to a word, rules.

    What `harmless` says covers its words: no rule counts on them.
    """

    language: str
    review: str
    could_check: str
    denies_before: frozenset[str]
    denies_after: frozenset[str]
    prefixes: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    rules: tuple[ForeignRule, ...]
    harmless: ForeignRule

    def ways(self, rule: ForeignRule) -> Iterator[tuple[str, Steps]]:
        """Each way to say a rule, with its English meaning; raises TermsError."""
        for meaning, phrases in rule.say.items():
            for phrase in phrases:
                try:
                    yield from ((meaning, steps) for steps in compiled(phrase, self.groups))
                except PhraseError as error:
                    raise TermsError(f"{self.language}.yaml, rule {rule.id}: {error}") from None


@cache
def load_languages() -> tuple[LanguageTerms, ...]:
    """Every shipped language; raises TermsError."""
    return tuple(parsed(code, read_yaml(PACKAGE, f"{code}.yaml")) for code in SHIPPED)


def parsed(code: str, tree: Mapping[str, Any]) -> LanguageTerms:
    """The terms of one language from its file; raises TermsError."""
    missing = [key for key in ("review", "could_check", "denies", "rules") if not tree.get(key)]
    if missing:
        raise TermsError(f"{code}.yaml: add {', '.join(missing)}.")
    return LanguageTerms(
        language=code,
        review=str(tree["review"]),
        could_check=str(tree["could_check"]),
        denies_before=_folded(tree["denies"].get("before", ())),
        denies_after=_folded(tree["denies"].get("after", ())),
        prefixes=tuple(map(folded, tree.get("prefixes", ()))),
        groups={name: _words(words) for name, words in tree.get("groups", {}).items()},
        rules=tuple(_rules(code, tree["rules"])),
        harmless=ForeignRule(f"{code}.harmless", "", WATCH, _said(tree.get("harmless", {})), (), ()),
    )


def _rules(code: str, categories: Mapping[str, Mapping[str, Any]]) -> Iterator[ForeignRule]:
    for category, rules in categories.items():
        if category not in CATEGORIES:
            raise TermsError(f"{code}.yaml: {category} is not a category of concern.")
        for name, entry in rules.items():
            yield _rule(f"{code}.{category}.{name}", category, entry, f"{code}.yaml, rule {name}")


def _rule(rule_id: str, category: str, entry: Mapping[str, Any], where: str) -> ForeignRule:
    missing = [key for key in ("level", "say", "match") if not entry.get(key)]
    if missing:
        raise TermsError(f"{where}: add {', '.join(missing)}.")
    if entry["level"] not in LEVELS or entry["level"] >= WATCH:
        raise TermsError(f"{where}: the level must be 1, 2 or 3.")
    return ForeignRule(
        id=rule_id,
        category=category,
        level=int(entry["level"]),
        say=_said(entry["say"]),
        match=_words(entry["match"]),
        clear=_words(entry.get("clear", ())),
    )


def _said(entries: Mapping[str, Sequence[object]]) -> dict[str, tuple[str, ...]]:
    return {str(meaning): _words(phrases) for meaning, phrases in entries.items()}


def _words(entries: Sequence[object]) -> tuple[str, ...]:
    return tuple(map(str, entries))


def _folded(entries: Sequence[object]) -> frozenset[str]:
    return frozenset(folded(str(entry)) for entry in entries)


@cache
def version() -> str:
    """A short fingerprint of the term files, so that a flag can say which words it was raised by."""
    digest = hashlib.sha256()
    for code in SHIPPED:
        digest.update(files(PACKAGE).joinpath(f"{code}.yaml").read_bytes())
    return f"other languages {digest.hexdigest()[:12]}"
