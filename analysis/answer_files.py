"""Answers in people's own words, from lines of JSON or from an export."""

from __future__ import annotations

from pathlib import Path

from analysis.column_checks import LoadProblem
from analysis.frame_tallies import records
from analysis.lines import Answer, BadLine, numbered, parse_answer, parse_object
from analysis.load import load_export


def read_answers(path: Path) -> list[Answer]:
    """Every answer of a file that holds words; the id of an answer in an export is response/question.

    Lines have id, audience, text and, if they like, question.  Raises LoadProblem, with file and line.
    """
    if path.suffix.lower() == ".jsonl" and not _is_export(path):
        return [answer for answer in _lines(path) if answer.text.strip()]
    frame = load_export(path)
    written = frame[frame["text"].str.strip() != ""]
    rows = records(written, ["response", "audience", "question", "wording", "text"])
    return [
        Answer(f"{response}/{question}", audience, text, wording)
        for response, audience, question, wording, text in rows
    ]


def _is_export(path: Path) -> bool:
    """Whether the first line that holds something is a row of an export."""
    try:
        with path.open("rb") as lines:
            return any("response" in parse_object(line) for _, line in [next(numbered(lines), (0, b"{}"))])
    except (OSError, BadLine):
        return False


def _lines(path: Path) -> list[Answer]:
    answers: list[Answer] = []
    try:
        with path.open("rb") as lines:
            for number, line in numbered(lines):
                try:
                    answers.append(parse_answer(line))
                except BadLine as error:
                    raise LoadProblem(
                        f"{path.name}, line {number}: {error} Mend or remove this line."
                    ) from error
    except OSError as error:
        raise LoadProblem(f"{path} could not be opened: {error.strerror}.") from error
    return answers
