"""Answers as lines of JSON: read one by one, said plainly when one is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from analysis.scan import AUDIENCES


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to scan."""

    id: str | int
    audience: str
    text: str
    question: str | None


class BadLine(ValueError):
    """A line that cannot be scanned; the message is a sentence that says why."""


def parse_answer(line: bytes) -> Answer:
    """Read one line; BadLine says what is wrong with it."""
    found = parse_object(line)
    answer_id, audience, text = found.get("id"), found.get("audience"), found.get("text")
    if not isinstance(answer_id, str | int) or isinstance(answer_id, bool):
        raise BadLine('It needs an "id" that is text or a whole number.')
    if audience not in AUDIENCES:
        raise BadLine(f'The "audience" must be one of {", ".join(AUDIENCES)}.')
    if not isinstance(text, str):
        raise BadLine('It needs a "text" that is text.')
    question = found.get("question")
    if question is not None and not isinstance(question, str):
        raise BadLine('The "question", when there is one, must be text.')
    return Answer(answer_id, audience, text, question)


def parse_object(line: bytes) -> dict[str, Any]:
    """One line as a JSON object."""
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise BadLine(f"It is not JSON: {error}.") from None
    if not isinstance(found, dict):
        raise BadLine("It must be a JSON object with id, audience and text.")
    return found


def numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Lines that hold something, with their numbers from one."""
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())
