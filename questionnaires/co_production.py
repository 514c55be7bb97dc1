"""Who chose the words of a questionnaire with us: records of groups, when, how many, and what each changed.

`co_produced_with` is a sentence, or a list of sentences and of such records.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import yaml

from questionnaires.credits import FEWEST, GROUPS, MOST, Credit
from questionnaires.edit_in_place import CannotEdit
from questionnaires.problems import Ours, Sentence
from questionnaires.records import SNAKE_ID, Record, record_of, words
from questionnaires.yaml_marks import Notes, read_tree

KEY = "co_produced_with"


@dataclass(frozen=True, slots=True)
class CoProduced:
    """What a questionnaire says of who wrote it with us, in words and as records."""

    words: str = ""
    credits: tuple[Credit, ...] = ()


def read_co_produced(record: Record) -> CoProduced:
    """The sentence or the list under `co_produced_with`; what is wrong goes to the record's notes."""
    node = record.node(KEY)
    if not isinstance(node, yaml.SequenceNode):
        return CoProduced(record.words(KEY, optional=True))
    said: list[str] = []
    found: list[Credit] = []
    for item in record.items(KEY):
        if isinstance(item, yaml.ScalarNode):
            said.append(words(item, Ours(f'Each item of "{KEY}"'), record.notes))
        elif credit := _credit(item, record.notes):
            found.append(credit)
    return CoProduced(" ".join(said), tuple(found))


def _credit(node: yaml.Node, notes: Notes) -> Credit | None:
    record = record_of(node, notes, Ours(f'Each item of "{KEY}"'))
    if record is None:
        return None
    credit = Credit(
        group=record.words("group"),
        kind=record.one_of("kind", GROUPS, "a kind of group"),
        on=_day(record),
        took_part=record.whole("took_part", FEWEST, MOST, optional=True),
        changed=tuple(_ids(record)),
    )
    record.done()
    return credit


def _day(record: Record) -> date:
    """The day under `date`, with or without quotes."""
    written = record.plain("date")
    try:
        return date.fromisoformat(written)
    except ValueError:
        if written:
            record.notes.add(record.at("date"), Sentence.BAD_DATE, value=written)
        return date.min


def _ids(record: Record) -> Iterator[str]:
    for node in record.items("changed", optional=True) if "changed" in record else ():
        name = words(node, Ours('Each item of "changed"'), record.notes)
        if name and not SNAKE_ID.fullmatch(name):
            record.notes.add(node.start_mark, Sentence.BAD_ID, value=name, joiner=Ours("_"))
        yield name


def with_credits(text: str, added: Sequence[Credit]) -> str:
    """The text of questionnaire.yaml with more records behind those that it has; raises CannotEdit."""
    if not added:
        return text
    root = read_tree(text, Notes(""))
    if not isinstance(root, yaml.MappingNode):
        raise CannotEdit("This file cannot be read. Put it right first.")
    old = next((value for key, value in root.value if key.value == KEY), None)
    if old is None:
        return _before_sections(text, root, added)
    start, end = (int(mark.index) + text.startswith("\ufeff") for mark in (old.start_mark, old.end_mark))
    if isinstance(old, yaml.SequenceNode) and not old.flow_style and old.value:
        end = start + len(text[start:end].rstrip())
        return text[:end] + _break(text) + _lines(added, old.start_mark.column, _break(text)) + text[end:]
    end = start + len(text[start:end].rstrip())
    kept = [f"  - {_quoted(old.value)}"] if isinstance(old, yaml.ScalarNode) and old.value.strip() else []
    lines = _break(text).join([*kept, _lines(added, 2, _break(text))])
    return text[:start].rstrip(" ") + _break(text) + lines + text[end:]


def _before_sections(text: str, root: yaml.MappingNode, added: Sequence[Credit]) -> str:
    key = next((key for key, _ in root.value if key.value == "sections"), None)
    if key is None:
        raise CannotEdit("This file has no sections. Put it right first.")
    at = int(key.start_mark.index) + text.startswith("\ufeff")
    return f"{text[:at]}{KEY}:{_break(text)}{_lines(added, 2, _break(text))}{_break(text)}{text[at:]}"


def _lines(added: Sequence[Credit], indent: int, line_break: str) -> str:
    return line_break.join(f"{' ' * indent}{line}" for credit in added for line in _record_lines(credit))


def _record_lines(credit: Credit) -> Iterator[str]:
    yield f"- group: {_quoted(credit.group)}"
    yield f"  kind: {credit.kind}"
    yield f"  date: {credit.on.isoformat()}"
    if credit.took_part >= FEWEST:
        yield f"  took_part: {credit.took_part}"
    if credit.changed:
        yield f"  changed: [{', '.join(credit.changed)}]"


def _quoted(said: str) -> str:
    """Words on one line, in quotes: they may hold anything that YAML would take for something else."""
    plain = " ".join(said.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
