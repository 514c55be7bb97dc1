"""Small patterns over words, readable by people who know families, not programs.

    {adult} .. {strike} ... me     an adult word, then within 3 words a hitting word, then within 6 "me"
    kick~|stab~                    a regular verb in all its forms; bars give a choice
    bruis*                         any ending
    (private parts|privates)       a choice of phrases
    just? want to                  a word that may be missing
    ..9                            a gap of up to 9 words;  //  a gap that may pass a sentence end
    {a} & {b}                      both, in either order, in one sentence and near each other
    {a} && {b}                     both, anywhere near in the answer

Matching keeps a set of places per step, so its time is a straight line in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from analysis.spelling import forms

Slot = frozenset[str]
Option = tuple[Slot, ...]

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
    """One thing to find after a gap of at most `gap` words; `across` lets the gap pass a sentence end."""

    options: tuple[Option, ...]
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


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an answer as patterns see it: its keys are itself, its families and its stems."""

    text: str
    keys: frozenset[str]
    stop: bool = False


def keyed(family: str) -> str:
    """The key that stands for a family of single words."""
    return "{" + family + "}"


class Families:
    """Named groups of words and phrases, with every word form written out."""

    def __init__(self, groups: Mapping[str, Iterable[object]]) -> None:
        self._groups = {name: tuple(_entry(entry) for entry in entries) for name, entries in groups.items()}
        self.phrases: dict[str, tuple[tuple[str, ...], ...]] = {}
        for name in self._groups:
            self._expand(name, ())

    def _expand(self, name: str, inside: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        if name in self.phrases:
            return self.phrases[name]
        if name not in self._groups or name in inside:
            raise PatternError(f"the family {{{name}}} is not known or contains itself")
        found: dict[tuple[str, ...], None] = {}
        for entry in self._groups[name]:
            if entry.startswith("{"):
                found.update(dict.fromkeys(self._expand(entry[1:-1], (*inside, name))))
            else:
                found.update(dict.fromkeys(tuple(p) for p in _spelt_out(entry)))
        self.phrases[name] = tuple(found)
        return self.phrases[name]

    def options(self, name: str) -> tuple[Option, ...]:
        """The family as options: all its single words at once, then each phrase."""
        if name not in self.phrases:
            raise PatternError(f"the family {{{name}}} is not known")
        phrases = tuple(tuple(frozenset((w,)) for w in p) for p in self.phrases[name] if len(p) > 1)
        singles = any(len(p) == 1 for p in self.phrases[name])
        return (((frozenset((keyed(name),)),), *phrases)) if singles else phrases

    def singles(self) -> dict[str, list[str]]:
        """For each single word or stem, the families it belongs to."""
        found: dict[str, list[str]] = {}
        for name, phrases in self.phrases.items():
            for phrase in phrases:
                if len(phrase) == 1:
                    found.setdefault(phrase[0], []).append(keyed(name))
        return found


def _entry(entry: object) -> str:
    """An entry as written; YAML reads a bare {name} in a list as a mapping with one key."""
    return keyed(next(iter(entry))) if isinstance(entry, dict) else str(entry)


def _spelt_out(entry: str) -> list[list[str]]:
    """A phrase in all the forms that its `~` verbs allow."""
    phrases: list[list[str]] = [[]]
    for word in _WORD.findall(entry.replace("'", "")):
        choices = forms(word[:-1]) if word.endswith("~") else (word,)
        phrases = [[*phrase, choice] for phrase in phrases for choice in choices]
    return phrases


class Compiler:
    """Turns pattern sources into patterns; `common` are words too ordinary to begin with."""

    def __init__(self, families: Families, common: Iterable[str]) -> None:
        self._families = families
        self._common = frozenset(common)
        self.words: dict[str, None] = {}

    def compile(self, source: str) -> Pattern:
        """Read one pattern; PatternError names what is wrong."""
        across = "&&" in source
        parts = [part for part in re.split(r"\s&&?\s", source) if part.strip()]
        chains = sorted((self._chain(part, source) for part in parts), key=self._cost_of)
        return Pattern(source, tuple(chains), FAR if across else NEAR, across)

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
        return Chain(tuple(steps), min(required, key=lambda i: self._step_cost(steps[i])))

    def _step(self, item: str, gap: int, across: bool, source: str) -> Step:
        optional = item.endswith("?")
        options: list[Option] = []
        for choice in _choices(item.removesuffix("?"), source):
            options.extend(self._options(choice))
        if not options:
            raise PatternError(f"{item!r} in the pattern {source!r} cannot be read")
        return Step(tuple(dict.fromkeys(options)), gap, across, optional)

    def _options(self, choice: str) -> list[Option]:
        if choice.startswith("{") and choice.endswith("}") and " " not in choice:
            return list(self._families.options(choice[1:-1]))
        found: list[Option] = []
        for phrase in _spelt_out(choice):
            if any(word.startswith("{") and word[1:-1] not in self._families.phrases for word in phrase):
                raise PatternError(f"{choice!r} names a family that is not known")
            self.words.update(dict.fromkeys(w for w in phrase if not w.startswith("{")))
            if phrase:
                found.append(tuple(frozenset((word,)) for word in phrase))
        return found

    def _cost_of(self, chain: Chain) -> int:
        return self._step_cost(chain.steps[chain.anchor])

    def _step_cost(self, step: Step) -> int:
        return sum(min(self._slot_cost(slot) for slot in option) for option in step.options)

    def _slot_cost(self, slot: Slot) -> int:
        key = next(iter(slot))
        if not key.startswith("{"):
            return COMMON_COST if key in self._common else 1
        members = [p[0] for p in self._families.phrases[key[1:-1]] if len(p) == 1]
        return sum(COMMON_COST if member in self._common else 1 for member in members)

    def anchors(self, pattern: Pattern) -> list[tuple[str, int, int]]:
        """Where matching may begin: a word's key, which option of the anchor step, which word of it."""
        chain = pattern.chains[0]
        found = []
        for number, option in enumerate(chain.steps[chain.anchor].options):
            place = min(range(len(option)), key=lambda i: self._slot_cost(option[i]))
            found.extend((key, number, place) for key in sorted(option[place]))
        return found


def alternatives(source: str) -> list[str]:
    """The patterns that one line of a rule file stands for.

    `one phrase|another phrase` is a list of phrases; `a (b|c)|d (e|f)` is a list of patterns.
    """
    if "|" not in source:
        return [source]
    if _PLAIN.fullmatch(source):
        pieces = [piece.strip() for piece in source.split("|")]
        listed = sum(" " in piece for piece in pieces) * 2 >= len(pieces)
        return pieces if listed else [source]
    return _split_level(source, lambda before: before.endswith(")") or _ENDS_IN_GAP.search(before) is not None)


def _split_level(text: str, joins: Callable[[str], bool]) -> list[str]:
    """Split at bars outside brackets wherever `joins` agrees with what stands before the bar."""
    pieces, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if character == "|" and depth == 0 and joins(text[start:place]):
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
    for choice in _split_level(item, lambda before: True):
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


def match_at(pattern: Pattern, words: Sequence[Word], place: int, option: int) -> tuple[int, int] | None:
    """The words from..to that the pattern covers when an anchor option begins at `place`, or nothing."""
    chain = pattern.chains[0]
    chosen = chain.steps[chain.anchor].options[option]
    if not _fits(chosen, words, place):
        return None
    span = _grow(chain, words, place, place + len(chosen))
    for other in pattern.chains[1:]:
        if span is None:
            return None
        near = _find_near(other, words, span, pattern)
        span = near and (min(span[0], near[0]), max(span[1], near[1]))
    return span


def _fits(option: Option, words: Sequence[Word], place: int) -> bool:
    if place < 0 or place + len(option) > len(words):
        return False
    return not any(slot.isdisjoint(words[place + i].keys) for i, slot in enumerate(option))


def _grow(chain: Chain, words: Sequence[Word], start: int, end: int) -> tuple[int, int] | None:
    """Follow the steps after the anchor to the right and those before it to the left."""
    ends = {end}
    for step in chain.steps[chain.anchor + 1 :]:
        found = {q for p in ends for q in _after(step, words, p)}
        ends = found | ends if step.optional else found
        if not ends:
            return None
    starts = {start}
    for index in range(chain.anchor - 1, -1, -1):
        follower = chain.steps[index + 1]
        step = chain.steps[index]
        found = {q for p in starts for q in _before(step, follower.gap, follower.across, words, p)}
        starts = found | starts if step.optional else found
        if not starts:
            return None
    return max(starts), min(ends)


def _after(step: Step, words: Sequence[Word], place: int) -> Iterable[int]:
    for start in range(place, min(place + step.gap + 1, len(words))):
        for option in step.options:
            if _fits(option, words, start):
                yield start + len(option)
        if words[start].stop and not step.across:
            return


def _before(step: Step, gap: int, across: bool, words: Sequence[Word], place: int) -> Iterable[int]:
    for end in range(place, max(place - gap - 1, 0), -1):
        for option in step.options:
            if _fits(option, words, end - len(option)):
                yield end - len(option)
        if words[end - 1].stop and not across:
            return


def _find_near(
    chain: Chain, words: Sequence[Word], span: tuple[int, int], pattern: Pattern
) -> tuple[int, int] | None:
    first = chain.steps[0]
    for start in _places(words, span, pattern):
        for option in first.options:
            if _fits(option, words, start):
                found = _grow(Chain(chain.steps, 0), words, start, start + len(option))
                if found:
                    return found
    return None


def _places(words: Sequence[Word], span: tuple[int, int], pattern: Pattern) -> list[int]:
    """Places near a span, nearest first, not past a sentence end unless the pattern allows it."""
    right: list[int] = []
    for place in range(span[1], min(span[1] + pattern.reach, len(words))):
        if words[place].stop and not pattern.across:
            break
        right.append(place)
    left: list[int] = []
    for place in range(span[0] - 1, max(span[0] - 1 - pattern.reach, -1), -1):
        if words[place].stop and not pattern.across:
            break
        left.append(place)
    inside = list(range(span[0] + 1, span[1]))
    return [*inside, *right, *left]
