"""Reads a YAML tree key by key, each with its type; a key that nobody asked for is unknown.

A wrong value is noted as a problem and replaced by an empty one, so that reading goes on to the next problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

import yaml

from questionnaires.problems import Hint, Ours, Sentence
from questionnaires.yaml_marks import Mark, Notes

T = TypeVar("T")

SNAKE_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
DASHED_ID = re.compile(r"[a-z][a-z0-9_-]{0,59}")
PARAGRAPH = re.compile(r"[0-9]{3}/\S{1,40}")
FORMATS = ("1",)
JOINERS = {SNAKE_ID: "_", DASHED_ID: "_ or -"}

FOUND = {
    "seq": "a list",
    "map": "a group of keys",
    "str": "words",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "timestamp": "a date",
}

NEEDS_QUOTES = {
    "bool": Sentence.BOOLEAN_WORD,
    "int": Sentence.NUMBER_WORD,
    "float": Sentence.NUMBER_WORD,
    "timestamp": Sentence.NUMBER_WORD,
}


class Record:
    """A group of keys in a YAML file."""

    def __init__(self, node: yaml.MappingNode, notes: Notes) -> None:
        self.mark: Mark = node.start_mark
        self.notes = notes
        self.keys: dict[str, Mark] = {}
        self._values: dict[str, yaml.Node] = {}
        self._asked: list[str] = []
        for key, value in node.value:
            self._add(key, value)

    def _add(self, key: yaml.Node, value: yaml.Node) -> None:
        name = words(key, Ours("A key"), self.notes)
        if name in self.keys:
            first = self.keys[name].line + 1
            self.notes.add(key.start_mark, Sentence.DUPLICATE_KEY, key=name, line=first)
        elif name:
            self.keys[name], self._values[name] = key.start_mark, value

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def done(self) -> None:
        """Note every key that was never asked for."""
        for key, mark in self.keys.items():
            if key not in self._asked:
                self.notes.add(mark, Sentence.UNKNOWN_KEY, key=key, hint=Hint(key, self._asked))

    def not_for(self, kind: str, key: str) -> None:
        """Note a key of other kinds of question, unless it was asked for."""
        if key in self._values and key not in self._asked:
            self.notes.add(self.keys[key], Sentence.NOT_FOR_KIND, key=key, kind=kind)
        self._asked.append(key)

    def at(self, key: str) -> Mark:
        """Where the value of a key starts, or where the record starts when the key is missing."""
        return self._values[key].start_mark if key in self._values else self.mark

    def words(self, key: str, *, optional: bool = False) -> str:
        """Words, never empty unless optional."""
        node = self._ask(key, optional)
        return words(node, _quoted(key), self.notes, may_be_empty=optional) if node else ""

    def node(self, key: str) -> yaml.Node | None:
        """Whatever stands under a key that may be left out, for a value that has more than one shape."""
        return self._ask(key, optional=True)

    def plain(self, key: str) -> str:
        """What is written under a key, with or without quotes, such as a date."""
        node = self._ask(key, False)
        if node is None or (isinstance(node, yaml.ScalarNode) and _tag(node) in ("str", "timestamp")):
            return node.value.strip() if node else ""
        return words(node, _quoted(key), self.notes)

    def id(self, pattern: re.Pattern[str], key: str = "id") -> str:
        """An id of this pattern, or nothing when it is wrong."""
        value = self.words(key)
        if value and self._said_well(key) and not pattern.fullmatch(value):
            self.notes.add(self.at(key), Sentence.BAD_ID, value=value, joiner=Ours(JOINERS[pattern]))
        return value

    def one_of(self, key: str, allowed: Collection[str], what: str, *, default: str | None = None) -> str:
        """One of the allowed words; `default` when the key is missing."""
        value = self.words(key, optional=default is not None) or default or ""
        if value and value not in allowed:
            words = {"value": value, "what": Ours(what), "hint": Hint(value, allowed)}
            self.notes.add(self.at(key), Sentence.NOT_ONE_OF, **words)
            return default or ""
        return value

    def whole(self, key: str, low: int, high: int, *, optional: bool = False) -> int:
        """A whole number from low to high, 0 when it is missing or wrong."""
        node = self._ask(key, optional)
        value = _whole(node, _quoted(key), self.notes) if node else None
        if value is not None and not low <= value <= high:
            self.notes.add(self.at(key), Sentence.OUT_OF_RANGE, key=key, low=low, high=high, value=value)
        return value or 0

    def format(self) -> None:
        """The number of the file format, which we know."""
        value = self.whole("format", 0, 999_999)
        if "format" in self and value and str(value) not in FORMATS:
            said = {"value": value, "what": Ours("a format"), "hint": Hint(str(value), FORMATS)}
            self.notes.add(self.at("format"), Sentence.NOT_ONE_OF, **said)

    def flag(self, key: str, *, optional: bool = True) -> bool:
        """True or false; false when it is missing or wrong."""
        node = self._ask(key, optional)
        if node is None or _tag(node) == "bool":
            return node is not None and node.value.lower() in ("true", "yes", "on")
        _wrong(node, _quoted(key), "true or false", "Write true or false, without quotes.", self.notes)
        return False

    def items(self, key: str, *, optional: bool = False) -> Iterator[yaml.Node]:
        """The nodes of a list, which has at least one item."""
        node = self._ask(key, optional)
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            _wrong(node, _quoted(key), "a list", "Start each item with a dash on its own line.", self.notes)
        elif not node.value:
            self.notes.add(node.start_mark, Sentence.EMPTY_VALUE, what=_quoted(key))
        else:
            yield from node.value

    def empty(self, key: str) -> None:
        """Note that nothing stands under a key, where something must."""
        self.notes.add(self.at(key), Sentence.EMPTY_VALUE, what=_quoted(key))

    def list_of_words(self, key: str) -> tuple[str, ...]:
        """A list of words, empty when the key is missing."""
        return tuple(words(node, _each(key), self.notes) for node in self.items(key, optional=True))

    def paragraphs(self, key: str) -> tuple[str, ...]:
        """A list of paragraphs of the documents we work from, such as "000/52"; empty when missing."""
        nodes = list(self.items(key, optional=True))
        found = tuple(words(node, _each(key), self.notes) for node in nodes)
        for node, value in zip(nodes, found, strict=True):
            if value and not PARAGRAPH.fullmatch(value):
                self.notes.add(node.start_mark, Sentence.BAD_PARAGRAPH, value=value)
        return found

    def list_of(self, key: str, read: Callable[[Record], T]) -> tuple[T, ...]:
        """A list of records, each read by `read`; what is not a record is noted and left out."""
        records = (record_of(node, self.notes, _each(key)) for node in self.items(key))
        return tuple(read(record) for record in records if record)

    def record(self, key: str, *, optional: bool = False) -> Record | None:
        """The record under a key, or None when it is missing or wrong."""
        node = self._ask(key, optional)
        return record_of(node, self.notes, _quoted(key)) if node else None

    def marked_words(self, key: str) -> tuple[tuple[str, Mark], ...]:
        """One word or a list of words, each with its place."""
        if isinstance(self._values.get(key), yaml.SequenceNode):
            return tuple((words(node, _each(key), self.notes), node.start_mark) for node in self.items(key))
        return ((self.words(key), self.at(key)),)

    def _said_well(self, key: str) -> bool:
        """False for words that lack their quotes: that is said already."""
        return _tag(self._values[key]) not in NEEDS_QUOTES

    def _ask(self, key: str, optional: bool) -> yaml.Node | None:
        if key not in self._asked:
            self._asked.append(key)
            if not optional and key not in self._values:
                self.notes.add(self.mark, Sentence.MISSING_KEY, key=key)
        return self._values.get(key)


def record_of(node: yaml.Node, notes: Notes, what: Ours) -> Record | None:
    """The record that a node is, or None when `notes` now says that it is something else."""
    if isinstance(node, yaml.MappingNode):
        return Record(node, notes)
    _wrong(node, what, "a group of keys", "Write a key, a colon and a value on each line.", notes)
    return None


def words(node: yaml.Node, what: Ours, notes: Notes, *, may_be_empty: bool = False) -> str:
    """The words that a node is, or nothing when `notes` now says that it is something else.

    Words that only lack their quotes are noted and taken as they were meant.
    """
    tag = _tag(node)
    if tag in ("str", "value") and (may_be_empty or node.value.strip()):
        return str(node.value).strip()
    if tag in NEEDS_QUOTES:
        notes.add(node.start_mark, NEEDS_QUOTES[tag], word=node.value)
        return str(node.value)
    _wrong(node, what, "words", "Write plain words.", notes)
    return ""


def _whole(node: yaml.Node, what: Ours, notes: Notes) -> int | None:
    if _tag(node) == "int" and re.fullmatch(r"-?[0-9]{1,9}", node.value):
        return int(node.value)
    _wrong(node, what, "a whole number", "Write digits only, without quotes.", notes)
    return None


def _wrong(node: yaml.Node, what: Ours, wanted: str, remedy: str, notes: Notes) -> None:
    if _tag(node) == "null" or (_tag(node) == "str" and not node.value.strip()):
        notes.add(node.start_mark, Sentence.EMPTY_VALUE, what=what)
    else:
        found = FOUND.get(_tag(node), "something else")
        said = {"what": what, "wanted": wanted, "found": found, "remedy": Ours(remedy)}
        notes.add(node.start_mark, Sentence.WRONG_TYPE, **said)


def _tag(node: yaml.Node) -> str:
    return str(node.tag).rpartition(":")[2]


def _quoted(key: str) -> Ours:
    return Ours(f'"{key}"')


def _each(key: str) -> Ours:
    return Ours(f'Each item of "{key}"')
