"""One edition of a codebook, read with care: every problem is told with its file, line and column."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from pathlib import Path

from analysis.codebook.loader import PACKAGE, CodebookError
from questionnaires.problems import Hint, Ours, Problem, Sentence
from questionnaires.records import DASHED_ID, SNAKE_ID, Record, record_of
from questionnaires.yaml_marks import At, Mark, Notes, read_tree

NO_WORDS = 'The theme "{id}" has no words to find it by. Add names, criticism or praise.'
REPLACES_ITSELF = 'The theme "{id}" replaces itself. Delete it from replaces.'
STILL_THERE = 'The theme "{id}" replaces "{old}", which is still in this codebook. Delete one of the two.'
NO_THEMES = "There are no themes here. Add at least one under themes."
WORDS = ("names", "criticism", "praise")
LISTS = ("paragraphs", *WORDS, "examples", "counter_examples", "replaces")
SHIPPED = ".yaml"


class EditionProblems(CodebookError):
    """A codebook with problems; `problems` holds all of them in the order of the file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True, slots=True)
class Entry:
    """One theme as its file has it; `replaces` names themes of an earlier edition that it takes the place of."""

    id: str
    label: str
    definition: str
    lists: Mapping[str, tuple[str, ...]]

    @property
    def replaces(self) -> tuple[str, ...]:
        """Ids of themes of an earlier edition."""
        return self.lists["replaces"]


@dataclass(frozen=True)
class Edition:
    """A codebook as its file has it: themes by id in the order of the file."""

    id: str
    version: str
    source: str
    themes: Mapping[str, Entry]
    companions: tuple[str, ...] = ()
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", _digest(self))


def _digest(edition: Edition) -> str:
    """Twelve characters that change with any word of the themes, and not with comments or the look of the file."""
    told = [edition.id, sorted(edition.companions), [asdict(theme) for theme in edition.themes.values()]]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]


def shipped() -> tuple[str, ...]:
    """The ids of the codebooks that come with the project."""
    names = (file.name for file in files(PACKAGE).iterdir())
    return tuple(
        sorted(n.removesuffix(SHIPPED) for n in names if n.endswith(SHIPPED) and n != "frameworks.yaml")
    )


def read_edition(name: str) -> Edition:
    """A shipped codebook by id, or one in a file; EditionProblems says all that is wrong with it."""
    path = Path(name)
    if name in shipped():
        return parse_edition(files(PACKAGE).joinpath(f"{name}{SHIPPED}").read_bytes(), f"{name}{SHIPPED}")
    try:
        return parse_edition(path.read_bytes(), name)
    except OSError as error:
        hint = Hint(name, shipped())
        sentence = f"This codebook could not be opened: {error.strerror}. {hint}"
        raise EditionProblems((Problem(name, 1, 1, sentence),)) from error


def parse_edition(content: bytes | str, file: str) -> Edition:
    """A codebook from its YAML; EditionProblems says all that is wrong with it."""
    notes = Notes(file)
    node = read_tree(content, notes)
    record = record_of(node, notes, Ours("This file")) if node else None
    edition = _edition(record, notes) if record else None
    if edition is None or notes.found:
        raise EditionProblems(tuple(sorted(notes.found)))
    return edition


def _edition(record: Record, notes: Notes) -> Edition:
    codebook, version, source = record.id(DASHED_ID), record.words("version"), record.words("source")
    companions = record.list_of_words("companions")
    lines: dict[str, Mark] = {}
    themes: dict[str, Entry] = {}
    for entry, mark in record.list_of("themes", _entry):
        if entry.id in themes:
            said = {"what": Ours("theme"), "value": entry.id, "line": lines[entry.id].line + 1}
            notes.add(mark, Sentence.DUPLICATE_ID, **said)
        lines.setdefault(entry.id, mark)
        themes.setdefault(entry.id, entry)
    record.done()
    for entry in themes.values():
        for old in entry.replaces:
            _check_replaced(entry.id, old, themes, lines[entry.id], notes)
    return Edition(codebook, version, source, themes, companions)


def _entry(record: Record) -> tuple[Entry, Mark]:
    theme, label, definition = record.id(SNAKE_ID), record.words("label"), record.words("definition")
    lists = {key: record.list_of_words(key) for key in LISTS}
    if "paragraphs" not in record:
        record.notes.add(record.mark, Sentence.MISSING_KEY, key="paragraphs")
    if not any(lists[key] for key in WORDS):
        _note(record.notes, record.mark, NO_WORDS.format(id=theme))
    record.done()
    return Entry(theme, label, definition, lists), record.mark


def _check_replaced(theme: str, old: str, themes: Mapping[str, Entry], mark: Mark, notes: Notes) -> None:
    if old == theme:
        _note(notes, mark, REPLACES_ITSELF.format(id=theme))
    elif old in themes:
        _note(notes, mark, STILL_THERE.format(id=theme, old=old))


def _note(notes: Notes, mark: Mark | None, sentence: str) -> None:
    at = mark or At()
    notes.found.append(Problem(notes.file, at.line + 1, at.column + 1, sentence))
