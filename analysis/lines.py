"""Answers as lines of JSON: read one by one, said plainly when one is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson

from analysis.scan import AUDIENCES, SafeguardingFlag, Scan, ThemeSpan


class Answer(NamedTuple):
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


def finding(answer_id: str | int, scan: Scan) -> bytes:
    """What was found in one answer, as a line."""
    found = {
        "id": answer_id,
        "themes": themes_to_write(scan.themes),
        "safeguarding": flags_to_write(scan.safeguarding),
    }
    return orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE)


def themes_to_write(themes: Iterable[ThemeSpan]) -> list[dict[str, object]]:
    """Themes as they stand in a line."""
    return [{"theme": t.theme, "stance": t.stance, "start": t.start, "end": t.end} for t in themes]


def flags_to_write(flags: Iterable[SafeguardingFlag]) -> list[dict[str, object]]:
    """Flags as they stand in a line."""
    return [
        {
            "category": f.category, "level": f.level, "rule": f.rule,
            "start": f.start, "end": f.end, "cues": f.cues,
        }
        for f in flags
    ]  # fmt: skip


def numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Lines that hold something, with their numbers from one."""
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())
