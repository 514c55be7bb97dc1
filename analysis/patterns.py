"""Small patterns over words, readable by people who know families, not programs.

{adult} .. {strike} ... me     an adult word, then within 3 words a hitting word, then within 6 "me"
kick~|stab~                    a regular verb in all its forms; bars give a choice
bruis*                         any ending
(private parts|privates)       a choice of phrases
just? want to                  a word that may be missing
..9                            a gap of up to 9 words;  //  a gap that may pass a sentence end
{a} & {b}                      both, in either order, in one sentence and near each other
{a} && {b}                     both, anywhere near in the answer
a (b|c)|d ..2 (e|f)            two patterns in one line;  one phrase|another phrase  a list of phrases
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from analysis.spelling import forms

Phrase = tuple[str, ...]

NEAR = 10
FAR = 45
ACROSS = 8
COMMON_COST = 40
_WORD = re.compile(r"\{[a-z_]+\}|[\w$]+[*~]?")
_ENDS_IN_GAP = re.compile(r"\.\.\d*$")
_PLAIN = re.compile(r"[\w '*~|$]+")


class PatternError(ValueError):
    """A pattern that cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to find after a gap of at most `gap` words; `across` lets the gap pass a sentence end.

    An atom is a word, a stem, a phrase written with spaces, or a family in braces.
    """

    atoms: frozenset[str]
    gap: int
    across: bool
    optional: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps in order; `anchor` is the step whose words are rarest, where matching begins."""

    steps: tuple[Step, ...]
    anchor: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """Chains that must all be found; the first is where matching begins."""

    source: str
    chains: tuple[Chain, ...]
    reach: int
    across: bool
    needs: tuple[frozenset[str], ...]


def keyed(family: str) -> str:
    """The atom that stands for a family."""
    return "{" + family + "}"


class Families:
    """Named groups of words and phrases, with every word form written out."""

    def __init__(self, groups: Mapping[str, Iterable[object]]) -> None:
        self._groups = {name: tuple(_entry(entry) for entry in entries) for name, entries in groups.items()}
        self.phrases: dict[str, tuple[Phrase, ...]] = {}
        for name in self._groups:
            self._expand(name, ())

    def _expand(self, name: str, inside: tuple[str, ...]) -> tuple[Phrase, ...]:
        if name in self.phrases:
            return self.phrases[name]
        if name not in self._groups or name in inside:
            raise PatternError(f"the family {{{name}}} is not known or contains itself")
        found: dict[Phrase, None] = {}
        for entry in self._groups[name]:
            if entry.startswith("{"):
                found.update(dict.fromkeys(self._expand(entry[1:-1], (*inside, name))))
            else:
                found.update(dict.fromkeys(_spelt_out(entry)))
        self.phrases[name] = tuple(found)
        return self.phrases[name]

    def atoms(self) -> dict[Phrase, list[str]]:
        """For each word or phrase, the families it belongs to."""
        found: dict[Phrase, list[str]] = {}
        for name, phrases in self.phrases.items():
            for phrase in phrases:
                found.setdefault(phrase, []).append(keyed(name))
        return found


def _entry(entry: object) -> str:
    """An entry as written; YAML reads a bare {name} in a list as a mapping with one key."""
    return keyed(next(iter(entry))) if isinstance(entry, dict) else str(entry)


def _spelt_out(entry: str) -> list[Phrase]:
    """A phrase in all the forms that its `~` verbs allow."""
    words = _WORD.findall(entry.replace("'", ""))
    choices = [forms(word[:-1]) if word.endswith("~") else (word,) for word in words]
    return [phrase for phrase in product(*choices) if phrase]


class Compiler:
    """Turns pattern sources into patterns; `common` are words too ordinary to begin with."""

    def __init__(self, families: Families, common: Iterable[str]) -> None:
        self._families = families
        self._common = frozenset(common)
        self._family_costs = {
            keyed(name): sum(self.phrase_cost(phrase) for phrase in phrases)
            for name, phrases in families.phrases.items()
        }
        self.phrases: dict[Phrase, None] = {}

    def compile(self, source: str) -> Pattern:
        """Read one pattern; PatternError names what is wrong."""
        across = "&&" in source
        parts = [part for part in re.split(r"\s&&?\s", source) if part.strip()]
        chains = sorted((self._chain(part, source) for part in parts), key=self._chain_cost)
        needs = {step.atoms for chain in chains for step in chain.steps if not step.optional}
        return Pattern(
            source, tuple(chains), FAR if across else NEAR, across, tuple(sorted(needs, key=self._cost))
        )

    def _chain(self, part: str, source: str) -> Chain:
        steps: list[Step] = []
        gap, across = 0, False
        for item in _items(part.replace("'", ""), source):
            if item.startswith(".."):
                gap = _gap(item)
            elif item == "//":
                gap, across = ACROSS, True
            else:
                steps.append(self._step(item, gap, across, source))
                gap, across = 0, False
        required = [i for i, step in enumerate(steps) if not step.optional]
        if not required:
            raise PatternError(f"the pattern {source!r} has nothing to find")
        return Chain(tuple(steps), min(required, key=lambda i: self._cost(steps[i].atoms)))

    def _step(self, item: str, gap: int, across: bool, source: str) -> Step:
        atoms: dict[str, None] = {}
        for choice in _choices(item.removesuffix("?"), source):
            atoms.update(dict.fromkeys(self._atoms(choice)))
        if not atoms:
            raise PatternError(f"{item!r} in the pattern {source!r} cannot be read")
        return Step(frozenset(atoms), gap, across, item.endswith("?"))

    def _atoms(self, choice: str) -> list[str]:
        if ".." in choice:
            raise PatternError(f"a gap cannot stand inside brackets: {choice!r}")
        found: list[str] = []
        for phrase in _spelt_out(choice):
            if phrase[0].startswith("{"):
                if len(phrase) > 1 or phrase[0] not in self._family_costs:
                    raise PatternError(f"{choice!r} must be one family that is known")
            else:
                self.phrases[phrase] = None
            found.append(" ".join(phrase))
        return found

    def phrase_cost(self, phrase: Phrase) -> int:
        """How ordinary a phrase is: that of its rarest word."""
        return min(COMMON_COST if word in self._common else 1 for word in phrase)

    def rarest(self, phrase: Phrase) -> str:
        """The word of a phrase that fewest answers hold."""
        return min(phrase, key=lambda word: (word in self._common, -len(word)))

    def _chain_cost(self, chain: Chain) -> int:
        return self._cost(chain.steps[chain.anchor].atoms)

    def _cost(self, atoms: frozenset[str]) -> int:
        return sum(self._family_costs.get(atom) or self.phrase_cost(tuple(atom.split())) for atom in atoms)


def alternatives(source: str) -> list[str]:
    """The patterns that one line of a rule file stands for.

    `one phrase|another` is a list of phrases and `a (b|c)|d ..2 (e|f)` a list of patterns; between single
    words beside a gap, a bracket or a family a bar is a choice, as in `{adult}|staff ..3 me|us`.
    """
    found: list[str] = []
    for piece in _split_level(source, _joins_patterns):
        found.extend(piece.split("|") if _PLAIN.fullmatch(piece) else [piece])
    return [piece.strip() for piece in found if piece.strip()]


def _joins_patterns(before: str, after: str) -> bool:
    """Whether a bar outside brackets stands between whole patterns."""
    if before.endswith(")") or _ENDS_IN_GAP.search(before):
        return True
    phrase_before = " " in before.rsplit("|", 1)[-1].strip()
    return (after.startswith("(") or phrase_before) and bool(_PLAIN.fullmatch(before))


def _split_level(text: str, joins: Callable[[str, str], bool]) -> list[str]:
    """Split at bars outside brackets wherever `joins` agrees with what stands before and after the bar."""
    pieces, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if character == "|" and depth == 0 and joins(text[start:place], text[place + 1 :]):
            pieces.append(text[start:place].strip())
            start = place + 1
    return [piece for piece in [*pieces, text[start:].strip()] if piece]


def _items(part: str, source: str) -> list[str]:
    """Cut a chain at the spaces outside brackets."""
    items, depth, current = [], 0, ""
    for character in part + " ":
        depth += (character == "(") - (character == ")")
        if depth < 0:
            raise PatternError(f"a bracket is closed but not opened in {source!r}")
        if character.isspace() and depth == 0:
            items.extend([current] if current else [])
            current = ""
        else:
            current += character
    if depth:
        raise PatternError(f"a bracket is opened but not closed in {source!r}")
    return items


def _choices(item: str, source: str) -> list[str]:
    """The phrases an item stands for, with brackets inside brackets written out."""
    found: list[str] = []
    for choice in _split_level(item, lambda before, after: True):
        if choice.startswith("(") and choice.endswith(")") and _closes_last(choice):
            found.extend(_choices(choice[1:-1], source))
        elif "(" in choice:
            parts = [_choices(piece, source) for piece in _items(choice.replace("?", ""), source)]
            found.extend(" ".join(words) for words in product(*parts))
        else:
            found.append(choice)
    return found


def _closes_last(choice: str) -> bool:
    """Whether the bracket opened first is the one closed last."""
    depth = 0
    for place, character in enumerate(choice):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return place == len(choice) - 1
    return False


def _gap(item: str) -> int:
    if item in ("..", "..."):
        return 3 if item == ".." else 6
    if not item[2:].isdigit():
        raise PatternError(f"the gap {item!r} must be two dots, three dots or two dots and a number")
    return int(item[2:])
