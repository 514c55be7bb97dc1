"""Other words at one place of a YAML file, and everything else in it as it was: comments, order, every byte.

A place is the same in every file of a questionnaire: title, intro/0, titles/<section or page>,
questions/<id>/text, questions/<id>/options/<id>/picture, questions/<id>/for_readers/<group>/hint.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from questionnaires.yaml_marks import Notes, read_tree

Place = tuple[str, ...]
Step = tuple[str, ...]
# What may be added where it is not written yet: under a question or an option, in this order after its text.
PARTS = ("hint", "picture", "alt")
ADDABLE = tuple((part,) for part in PARTS)
LONGEST_WORDS = 2000
TEXT, NUMBER = "tag:yaml.org,2002:str", "tag:yaml.org,2002:int"
BOM = "\ufeff"
ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\x85": "\\N",
    "\u2028": "\\L",
    "\u2029": "\\P",
}


class CannotEdit(ValueError):
    """The words cannot be put there. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where new words go: what they replace, and what stands before and after them there."""

    start: int
    end: int
    before: str = ""
    after: str = ""


def words_at(text: str, place: Place) -> str:
    """The words at a place as a reader gets them; empty where nothing is written."""
    node = _find(_tree(text), place)
    return node.value.strip() if isinstance(node, yaml.ScalarNode) else ""


def places_in(text: str) -> dict[Place, str]:
    """Every place of a file that holds words, with the words, in the order of the file."""
    return {place: node.value.strip() for place, node in _placed(_tree(text))}


def with_words(text: str, place: Place, words: str) -> str:
    """The file with other words at a place; the same file when they are there already. Raises CannotEdit."""
    words = words.replace("\r\n", "\n").strip()
    if len(words) > LONGEST_WORDS:
        raise CannotEdit(f"Write up to {LONGEST_WORDS:,} letters in one place.")
    root = _tree(text)
    node = _find(root, place)
    if isinstance(node, yaml.ScalarNode):
        return text if node.value.strip() == words else _put(text, place, words, _spot(text, node))
    if not words:
        return text
    return _put(text, place, words, _new_spot(text, root, place))


def with_number(text: str, key: str, number: int) -> str:
    """The file with another number under a key of its first level; raises CannotEdit."""
    node = _find(_tree(text), (key,))
    if not isinstance(node, yaml.ScalarNode):
        raise CannotEdit(f"There is no {key} in this file. Add one by hand.")
    return _put(text, (key,), str(number), _spot(text, node), NUMBER)


def _put(text: str, place: Place, words: str, spot: _Spot, tag: str = TEXT) -> str:
    """The first way to write the words that changes nothing but this place."""
    others = _all_but(text, place)
    for written in _ways_to_write(words):
        edited = f"{text[: spot.start]}{spot.before}{written}{spot.after}{text[spot.end :]}"
        try:
            found = _find(_tree(edited), place)
        except CannotEdit:
            continue
        right = isinstance(found, yaml.ScalarNode) and (found.tag, found.value) == (tag, words)
        if right and _all_but(edited, place) == others:
            return edited
    raise CannotEdit("These words cannot be written here. Take out characters that cannot be seen.")


def _ways_to_write(words: str) -> Iterator[str]:
    if words and "\n" not in words:
        yield words
    yield '"' + "".join(ESCAPES.get(letter, letter) for letter in words) + '"'


def _spot(text: str, node: yaml.ScalarNode) -> _Spot:
    """Where a value stands. Behind the words of a block stays what follows them, also a remark on its first line."""
    start, end = _index(text, node.start_mark), _index(text, node.end_mark)
    written = text[start:end]
    if node.style not in ("|", ">"):
        return _Spot(start, start + len(written.rstrip()))
    first = written.split("\n", 1)[0]
    remark = f"  {first[first.index('#') :].rstrip()}" if "#" in first else ""
    return _Spot(start, start + len(written.rstrip()), after=remark)


def _new_spot(text: str, root: yaml.Node, place: Place) -> _Spot:
    """Where a value that is not written yet goes: behind the text of its question or option."""
    parent = _find(root, place[:-1])
    if not isinstance(parent, yaml.MappingNode) or place[-1:] not in ADDABLE:
        raise CannotEdit("Nothing is written at this place of the file. Write it there by hand first.")
    entries = {key.value: (key, value) for key, value in parent.value}
    key, value = entries.get("text", parent.value[-1])
    end = _end(text, value)
    if parent.flow_style:
        return _Spot(end, end, before=f", {place[-1]}: ")
    line_break = "\r\n" if "\r\n" in text else "\n"
    line_end = text.find(line_break, end)
    at = len(text) if line_end < 0 else line_end
    return _Spot(at, at, before=f"{line_break}{' ' * key.start_mark.column}{place[-1]}: ")


def _end(text: str, node: yaml.Node) -> int:
    return _spot(text, node).end if isinstance(node, yaml.ScalarNode) else _index(text, node.end_mark)


def _index(text: str, mark: yaml.Mark) -> int:
    """Where a mark is in the text as it stands, which may begin with a mark of its encoding."""
    return int(mark.index) + text.startswith(BOM)


def _tree(text: str) -> yaml.Node:
    notes = Notes("")
    root = read_tree(text, notes)
    if root is None:
        raise CannotEdit(notes.found[0].sentence)
    return root


def _find(root: yaml.Node, place: Place) -> yaml.Node | None:
    """The node at a place; None where nothing is written."""
    for start, rest in _starts(root, place):
        node: yaml.Node | None = start
        for step in rest:
            node = _child(node, step)
        if node is not None:
            return node
    return None


def _starts(root: yaml.Node, place: Place) -> Iterator[tuple[yaml.Node, Place]]:
    """Where to begin to look: at the root, or at the section, page or question that has the id."""
    sections = _child(root, "sections")
    if sections is None or place[:1] not in (("titles",), ("questions",)) or len(place) < 2:
        yield root, place
        return
    pages = [page for section in _items(sections) for page in _items(_child(section, "pages"))]
    if place[0] == "titles":
        named = [*_items(sections), *pages]
        yield from ((node, ("title",)) for node in named if _id(node) == place[1])
        return
    asked = (question for page in pages for question in _items(_child(page, "questions")))
    yield from ((node, place[2:]) for node in asked if _id(node) == place[1])


def _child(node: yaml.Node | None, step: str) -> yaml.Node | None:
    """What is under a key, at a number of a list, or the item of a list that has this id."""
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    for number, item in enumerate(_items(node)):
        if step in (str(number), _id(item)):
            return item
    return None


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _id(node: yaml.Node) -> str:
    found = _child(node, "id") if isinstance(node, yaml.MappingNode) else None
    return found.value if isinstance(found, yaml.ScalarNode) else ""


def _placed(root: yaml.Node) -> Iterator[tuple[Place, yaml.ScalarNode]]:
    for key in ("title", "intro"):
        yield from _words_under(_child(root, key), (key,))
    yield from _words_under(_child(root, "titles"), ("titles",))
    sections = _items(_child(root, "sections"))
    pages = [page for section in sections for page in _items(_child(section, "pages"))]
    for titled in (*sections, *pages):
        yield from _words_under(_child(titled, "title"), ("titles", _id(titled)))
    for name, question in _questions(root, pages):
        for part in ("text", *PARTS, "options", "for_readers"):
            yield from _words_under(_child(question, part), ("questions", name, part))


def _questions(root: yaml.Node, pages: list[yaml.Node]) -> Iterator[tuple[str, yaml.Node]]:
    table = _child(root, "questions")
    if isinstance(table, yaml.MappingNode):
        yield from ((key.value, value) for key, value in table.value)
    for page in pages:
        yield from ((_id(question), question) for question in _items(_child(page, "questions")))


def _words_under(node: yaml.Node | None, place: Place) -> Iterator[tuple[Place, yaml.ScalarNode]]:
    """The words at and below a node. Ids and what rules need are no words."""
    if isinstance(node, yaml.ScalarNode):
        yield place, node
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _words_under(item, (*place, _id(item) or str(number)))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value not in ("id", "exclusive"):
                yield from _words_under(value, (*place, key.value))


def _all_but(text: str, place: Place) -> list[Step]:
    """Everything that a file says, but what it says at this place."""
    root = _tree(text)
    return list(_steps(root, _find(root, place)))


def _steps(node: yaml.Node, left_out: yaml.Node | None) -> Iterator[Step]:
    if isinstance(node, yaml.ScalarNode):
        yield "scalar", node.tag, node.value
        return
    yield "open", node.tag
    for item in node.value:
        parts = item if isinstance(item, tuple) else (item,)
        if parts[-1] is not left_out:
            for part in parts:
                yield from _steps(part, left_out)
    yield ("close",)
