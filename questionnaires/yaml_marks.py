"""Hostile bytes to a YAML tree that knows the line and column of everything in it.

What could grow (anchors, aliases, merge keys), run (tags) or hide (tabs, control characters) is refused
while the file is scanned, before anything is built from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import yaml

from questionnaires.problems import Problem, Sentence

LARGEST = 256 * 1024
DEEPEST = 20
MOST_VALUES = 10_000
MOST_PROBLEMS = 200

# The parser in C is about ten times faster; its marks are the same.
SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
UNSEEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


class Mark(Protocol):
    """A place in a file, counted from 0."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


@dataclass(frozen=True, slots=True)
class At:
    """A place in a file, counted from 0, that did not come from the YAML parser."""

    line: int = 0
    column: int = 0


@dataclass
class Notes:
    """The problems found in one file so far."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, mark: Mark | None, sentence: Sentence, **words: object) -> None:
        """Note a problem at a mark; past MOST_PROBLEMS a file is so wrong that more would not help."""
        at = mark or At()
        if len(self.found) < MOST_PROBLEMS:
            self.found.append(Problem(self.file, at.line + 1, at.column + 1, sentence.say(**words)))


def read_tree(content: bytes | str, notes: Notes) -> yaml.Node | None:
    """The root node of a YAML file, or None when `notes` now says why there is none."""
    text = _text(content, notes)
    if text is None or not _only_plain_characters(text, notes):
        return None
    tabs = _has_tabs(text, notes)
    before = len(notes.found)
    try:
        _refuse_tricks(text, notes)
        return yaml.compose(text, Loader=SafeLoader) if len(notes.found) == before else None
    except yaml.YAMLError as error:
        if not tabs:
            reason = getattr(error, "problem", None) or "it breaks off"
            notes.add(_place(error), Sentence.NOT_YAML, reason=reason)
        return None


def _text(content: bytes | str, notes: Notes) -> str | None:
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    if len(data) > LARGEST:
        notes.add(At(), Sentence.TOO_LARGE, limit=LARGEST // 1024)
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8-sig", "replace")
        notes.add(_at_end_of(good), Sentence.NOT_UTF8)
        return None


def _only_plain_characters(text: str, notes: Notes) -> bool:
    if not text.strip():
        notes.add(At(), Sentence.EMPTY_FILE)
        return False
    unseen = UNSEEN.search(text)
    if unseen:
        code = f"U+{ord(unseen[0]):04X}"
        notes.add(_at_end_of(text[: unseen.start()]), Sentence.HIDDEN_CHARACTER, code=code)
    return unseen is None


def _has_tabs(text: str, notes: Notes) -> bool:
    first = text.find("\t")
    if first < 0:
        return False
    others = sum("\t" in line for line in text.split("\n")) - 1
    more = f", and on {others} more line{'s' if others > 1 else ''}" if others else ""
    notes.add(_at_end_of(text[:first]), Sentence.TAB, more=more)
    return True


def _refuse_tricks(text: str, notes: Notes) -> None:
    """Walk the events of the parser, which build nothing, and note all that may not be composed."""
    depth, documents = 0, 0
    for count, event in enumerate(yaml.parse(text, Loader=SafeLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            return notes.add(event.start_mark, Sentence.SEVERAL_DOCUMENTS)
        if depth > DEEPEST:
            return notes.add(event.start_mark, Sentence.TOO_DEEP, limit=DEEPEST)
        if count > MOST_VALUES:
            return notes.add(event.start_mark, Sentence.TOO_MANY_VALUES, limit=MOST_VALUES)
        for sentence, words in _tricks(event):
            notes.add(event.start_mark, sentence, **words)
    if not documents:
        notes.add(At(), Sentence.EMPTY_FILE)
    return None


def _tricks(event: yaml.Event) -> Iterator[tuple[Sentence, dict[str, object]]]:
    if isinstance(event, yaml.AliasEvent):
        yield Sentence.ALIAS, {"name": event.anchor}
    elif isinstance(event, yaml.NodeEvent) and event.anchor:
        yield Sentence.ANCHOR, {"name": event.anchor}
    if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag:
        yield Sentence.TAG, {"tag": event.tag.replace("tag:yaml.org,2002:", "!!")}
    if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and event.implicit[0]:
        yield Sentence.MERGE_KEY, {}


def _place(error: yaml.YAMLError) -> Mark | None:
    return getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)


def _at_end_of(text: str) -> At:
    return At(text.count("\n"), len(text) - text.rfind("\n") - 1)
