"""Safeguarding rules and look-alikes as a designated safeguarding lead writes them, in terms/*.yaml.

A rule has an id, a starting level, why it is there, what it says (patterns), answers it must find (`match`)
and answers it must leave alone (`clear`).  Its hints are patterns that ordinary answers hold as often as
tellings: alone they are only listed, and they raise an answer when the light model agrees.  A look-alike covers
harmless words so that no rule begins on them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from analysis.safeguarding.categories import CATEGORIES, LEVELS, WATCH
from analysis.vocabulary import read_yaml

PACKAGE = "analysis.safeguarding"
LOOKALIKES = "lookalikes.yaml"
MODEL = ("weights.txt", "card.yaml")
HINT = ".hint"


class RuleError(ValueError):
    """A rule that cannot be used; the message names the file, the rule and what to change."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to raise an answer; `named` rules only name a harm and give way near policy words."""

    id: str
    category: str
    level: int
    why: str
    say: tuple[str, ...]
    match: tuple[str, ...]
    clear: tuple[str, ...]
    named: bool
    audiences: frozenset[str]


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Harmless words that look like harm; with no categories they cover words for every rule."""

    id: str
    why: str
    cover: tuple[str, ...]
    categories: frozenset[str]


@dataclass(frozen=True, slots=True)
class Terms:
    """Every rule and look-alike, and the version that flags carry."""

    version: str
    rules: tuple[Rule, ...]
    lookalikes: tuple[LookAlike, ...]


def load_terms() -> Terms:
    """Read and check all terms; RuleError says what is wrong."""
    rules: list[Rule] = []
    for category in CATEGORIES:
        name = f"terms/{category}.yaml"
        for entry in read_yaml(PACKAGE, name) or ():
            rules.extend(_rule_and_hints(_rule(category, entry, name), entry.get("hints", ())))
    _check_unique(rule.id for rule in rules)
    lookalikes = tuple(_lookalike(entry) for entry in read_yaml(PACKAGE, LOOKALIKES))
    return Terms(_version(), tuple(rules), lookalikes)


def _rule(category: str, entry: Mapping[str, Any], name: str) -> Rule:
    where = f"{name}, rule {entry.get('id', '(no id)')}"
    missing = [key for key in ("id", "level", "why", "say", "match") if not entry.get(key)]
    if missing:
        raise RuleError(f"{where}: add {', '.join(missing)}.")
    if entry["level"] not in LEVELS:
        raise RuleError(f"{where}: the level must be one of {', '.join(map(str, LEVELS))}.")
    return Rule(
        id=f"{category}.{entry['id']}",
        category=category,
        level=int(entry["level"]),
        why=str(entry["why"]),
        say=tuple(map(str, entry["say"])),
        match=tuple(map(str, entry["match"])),
        clear=tuple(map(str, entry.get("clear", ()))),
        named=bool(entry.get("named", False)),
        audiences=frozenset(map(str, entry.get("audiences", ()))),
    )


def _rule_and_hints(rule: Rule, hints: Iterable[object]) -> list[Rule]:
    """A rule and, when it has hints, a second one that only lists what they match."""
    said = tuple(map(str, hints))
    faint = replace(rule, id=rule.id + HINT, level=WATCH, say=said, match=(), clear=())
    return [rule, faint] if said else [rule]


def _lookalike(entry: Mapping[str, Any]) -> LookAlike:
    categories = frozenset(map(str, entry.get("categories", ())))
    unknown = categories - CATEGORIES.keys()
    if unknown:
        raise RuleError(f"{LOOKALIKES}, {entry['id']}: unknown categories {', '.join(sorted(unknown))}.")
    return LookAlike(str(entry["id"]), str(entry["why"]), tuple(map(str, entry["cover"])), categories)


def _check_unique(ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for rule_id in ids:
        if rule_id in seen:
            raise RuleError(f"The rule id {rule_id} is used twice: give one of them another id.")
        seen.add(rule_id)


def _version() -> str:
    """A short fingerprint of the term files, so that a flag can say which words it was raised by."""
    digest = hashlib.sha256()
    names = [f"terms/{category}.yaml" for category in CATEGORIES] + [LOOKALIKES]
    for name in names:
        digest.update(files(PACKAGE).joinpath(name).read_bytes())
    for name in ("words.yaml", "plain_words.yaml"):
        digest.update(files("analysis").joinpath(name).read_bytes())
    for name in MODEL:
        if files(PACKAGE).joinpath(name).is_file():
            digest.update(files(PACKAGE).joinpath(name).read_bytes())
    return digest.hexdigest()[:12]
