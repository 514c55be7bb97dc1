"""Turns findings into problems with a line and a column, as editors and `check` show them."""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from accessibility.review import Finding, Path
from questionnaires.problems import Problem
from questionnaires.yaml_marks import Notes, read_tree


def as_problems(findings: Iterable[Finding], content: bytes | str, file: str) -> tuple[Problem, ...]:
    """Each finding at its place in `content`, the text of easy_read.yaml, in the order of the lines.

    A path that the file does not write out (such as the answers of a scale) stands at what it belongs to.
    """
    notes = Notes(file)
    root = read_tree(content, notes)
    if root is None:
        return tuple(notes.found)
    text = content if isinstance(content, str) else content.decode("utf-8-sig")
    lines = text.splitlines()
    return tuple(sorted(_problem(finding, root, lines, file) for finding in findings))


def _problem(finding: Finding, root: yaml.Node, lines: list[str], file: str) -> Problem:
    node, whole = _follow(root, finding.path)
    shift = _shift(node, finding.start, lines) if whole else 0
    mark = node.start_mark
    return Problem(file, mark.line + 1, mark.column + 1 + shift, str(finding))


def _follow(node: yaml.Node, path: Path) -> tuple[yaml.Node, bool]:
    """The node at the end of a path, or the last one on the way there, and whether it is the end."""
    for step in path:
        found = _child(node, step)
        if found is None:
            return node, False
        node = found
    return node, True


def _child(node: yaml.Node, step: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
        child: yaml.Node = node.value[int(step)]
        return child
    return None


def _shift(node: yaml.Node, start: int, lines: list[str]) -> int:
    """How far into the line the finding is, when the file writes the text on 1 line just as it is read."""
    if not isinstance(node, yaml.ScalarNode):
        return 0
    line = node.start_mark.line
    written = "".join(lines[line : line + 1])[node.start_mark.column :]
    quote = 1 if node.style in ("'", '"') else 0
    return quote + start if written[quote:].startswith(node.value) else 0
