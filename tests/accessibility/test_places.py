"""Findings stand at their line and column, as an editor counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.places import as_problems, lines_of, place_all
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


STYLES = {
    "plain": "title: {text}",
    "single": "title: '{text}'",
    "double": 'title: "{text}"',
    "folded": "title: >\n  {text}",
    "kept": "title: |\n  {text}",
    "plain, on the next line": "title:\n  {text}",
}


@given(
    said=st.lists(st.sampled_from(["help", "we", "go", "é", "ہاں", "helper"]), min_size=2, max_size=12),
    breaks=st.lists(st.booleans(), min_size=12, max_size=12),
    data=st.data(),
)
@pytest.mark.parametrize("style", STYLES)
def test_words_are_pointed_at_where_the_file_writes_them(
    style: str, said: list[str], breaks: list[bool], data: st.DataObject
) -> None:
    joints = ["\n  " if cut and style != "kept" else " " for cut in breaks]
    written = "".join(f"{joint}{word}" for joint, word in zip(["", *joints], said, strict=False))
    content = STYLES[style].format(text=written) + "\n"
    read = " ".join(said)
    place = data.draw(st.integers(0, len(said) - 1))
    start = len(" ".join([*said[:place], ""]))
    found = Finding(("title",), start, start + len(said[place]), "x", "must", "Hard.", "us")
    (placed,) = place_all([found], content)
    line = content.split("\n")[placed.line - 1]
    assert line[placed.column - 1 :].startswith(said[place])
    before = content.split("\n")[
        1 if style in ("folded", "kept", "plain, on the next line") else 0 : placed.line - 1
    ]
    seen = (
        " ".join([*before, line[: placed.column - 1]]).replace("title:", "").replace("'", "").replace('"', "")
    )
    assert seen.split() == read[:start].split()


def test_the_lines_of_texts_are_those_that_the_file_writes() -> None:
    paths = [("title",), ("intro", "1"), ("questions", "safe", "options", "bad", "text")]
    assert lines_of(paths, EASY_READ) == {("title",): 2, ("intro", "1"): 5}
    assert lines_of(paths, "title: [") == {}


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
