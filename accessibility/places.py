"""Says where findings stand in easy_read.yaml, with the line and the column that editors show."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import yaml

from accessibility.review import Finding, Path
from questionnaires.problems import Problem
from questionnaires.yaml_marks import Notes, read_tree


@dataclass(frozen=True, slots=True, order=True)
class Placed:
    """A finding at its line and column, which count from 1."""

    line: int
    column: int
    finding: Finding


def place_all(findings: Iterable[Finding], content: bytes | str) -> tuple[Placed, ...]:
    """Each finding at its place in `content`, the text of easy_read.yaml, in the order of the lines.

    A path that the file does not write out (such as the answers of a scale) stands at what it belongs to.
    Nothing when the file cannot be read: what has passed the check can be.
    """
    nodes = _nodes(content)
    if not nodes:
        return ()
    text = content if isinstance(content, str) else content.decode("utf-8-sig")
    lines = text.removeprefix("\ufeff").splitlines()
    return tuple(sorted(_placed(finding, nodes, lines) for finding in findings))


def as_problems(findings: Iterable[Finding], content: bytes | str, file: str) -> tuple[Problem, ...]:
    """The findings as problems of a file, or what stops the file from being read."""
    notes = Notes(file)
    if read_tree(content, notes) is None:
        return tuple(notes.found)
    return tuple(
        Problem(file, placed.line, placed.column, f"{placed.finding.level}: {placed.finding}")
        for placed in place_all(findings, content)
    )


def _placed(finding: Finding, nodes: Mapping[Path, yaml.Node], lines: list[str]) -> Placed:
    path = _nearest(finding.path, nodes)
    node = nodes[path]
    line, column = node.start_mark.line, node.start_mark.column
    if path == finding.path and isinstance(node, yaml.ScalarNode) and finding.end:
        line, column = _where(node, finding, lines)
    return Placed(line + 1, column + 1, finding)


def _nearest(path: Path, nodes: Collection[Path]) -> Path:
    """The path, or as much of the way there as the file writes out."""
    while path not in nodes:
        path = path[:-1]
    return path


def _nodes(content: bytes | str) -> dict[Path, yaml.Node]:
    """Everything in the file by its path; nothing when it cannot be read. Of a key written twice, the first."""
    root = read_tree(content, Notes(""))
    found: dict[Path, yaml.Node] = {}
    waiting: list[tuple[Path, yaml.Node]] = [((), root)] if root else []
    for path, node in waiting:
        if found.setdefault(path, node) is node:
            waiting += [((*path, step), child) for step, child in _children(node)]
    return found


def _children(node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from ((str(place), child) for place, child in enumerate(node.value))


def _where(node: yaml.ScalarNode, finding: Finding, lines: list[str]) -> tuple[int, int]:
    """Line and column (from 0) of the words in a text that may be quoted or run over several lines.

    They are counted: the third “help” of the text as it is read is the third in the text as it is written.
    """
    first, column = node.start_mark.line, node.start_mark.column
    written = "\n".join(lines[first : node.end_mark.line + 1])[column:]
    said = node.value[finding.start : finding.end]
    before = sum(1 for match in _written(said).finditer(node.value) if match.start() < finding.start)
    found = list(_written(said).finditer(written))[before : before + 1]
    above = written[: found[0].start() if found else 0].split("\n")
    return first + len(above) - 1, len(above[-1]) + (column if len(above) == 1 else 0)


def _written(said: str) -> re.Pattern[str]:
    """The words with whatever space a file may have between them."""
    return re.compile(r"\s+".join(re.escape(word) for word in said.split()) or r"\Z")


def lines_of(paths: Iterable[Path], content: bytes | str) -> dict[Path, int]:
    """The line (from 1) of each text that the file writes out; nothing when the file cannot be read."""
    nodes = _nodes(content)
    return {path: nodes[path].start_mark.line + 1 for path in paths if path in nodes}
