"""Findings stand at their line and column, as an editor counts them."""

import pytest

from accessibility.places import as_problems
from accessibility.review import Finding

EASY_READ = """\
format: 1
title: Your provision
intro:
  - Fine.
  - "Your provision"
questions:
  safe:
    text: Do you feel safe?
    picture: buss
    options: {good: {text: 'Your provision'}}
  folded:
    text: >
      Your
      provision
"""


def finding(*path: str, start: int = 0) -> Finding:
    return Finding(path, start, start + 1, "hard-word", "must", "This is hard.", "a source")


@pytest.mark.parametrize(
    ("found", "line", "column"),
    [
        (finding("title", start=5), 2, 13),
        (finding("intro", "1", start=5), 5, 11),
        (finding("questions", "safe", "picture"), 9, 14),
        (finding("questions", "safe", "options", "good", "text", start=5), 10, 34),
        (finding("questions", "folded", "text", start=5), 14, 7),
        (finding("questions", "safe", "options", "bad", "text", start=5), 10, 14),
        (finding("questions", "gone", "text", start=5), 7, 3),
        (finding(), 1, 1),
        (finding("intro", "7", start=3), 4, 3),
    ],
)
def test_place(found: Finding, line: int, column: int) -> None:
    (problem,) = as_problems([found], EASY_READ, "easy_read.yaml")
    assert str(problem) == f"easy_read.yaml:{line}:{column}: must: This is hard. (a source)"


def test_problems_come_in_the_order_of_the_lines() -> None:
    found = [finding("questions", "safe", "picture"), finding("title"), finding("intro", "0")]
    assert [problem.line for problem in as_problems(found, EASY_READ.encode(), "x")] == [2, 4, 9]


def test_a_value_that_is_not_written_does_not_break_it() -> None:
    (problem,) = as_problems([finding("title", start=2)], "format: 1\ntitle:\n", "x")
    assert problem.line in (2, 3)


def test_a_file_that_cannot_be_read_gives_its_own_problem() -> None:
    (problem,) = as_problems([finding("title")], "title: [", "x.yaml")
    assert str(problem).startswith("x.yaml:")
    assert "YAML" in problem.sentence
