"""Figures against people's labels."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.__main__ import main
from analysis.evaluate import Tally
from analysis.intervals import Proportion

SAMPLES = Path(__file__).parents[1] / "samples" / "analysis"


def test_a_labelled_file_gives_figures_and_the_worst_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(SAMPLES / "labelled_safeguarding.jsonl")]) == 0
    said = capsys.readouterr().out
    assert "recall 0.75 (0.30 to 0.95, 3 of 4)" in said
    assert "flagged among labelled immediate: 1.00" in said
    assert "Missed, worst first" in said


@pytest.mark.parametrize(
    ("question", "recall"), [("Do you feel safe at school?", "1 of 1"), ("Do you like school?", "0 of 1")]
)
def test_an_answer_is_read_with_its_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], question: str, recall: str
) -> None:
    path = tmp_path / "labelled.jsonl"
    row = {
        "id": 1,
        "audience": "young_people",
        "text": "no",
        "categories": ["not_safe"],
        "question": question,
    }
    path.write_text(json.dumps(row))
    assert main(["evaluate", str(path)]) == 0
    assert f", {recall})" in capsys.readouterr().out


def test_themes_are_scored_with_their_stance(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(SAMPLES / "labelled_themes.jsonl")]) == 0
    assert "stance on themes found by both: 1.00" in capsys.readouterr().out


def test_the_two_parts_share_nothing_and_make_the_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "labelled.jsonl"
    rows = [{"id": i, "audience": "cyp", "text": "my dad hits me", "categories": []} for i in range(11)]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    seen: list[str] = []
    for part in ("tuned", "held-out"):
        assert main(["evaluate", str(path), "--part", part, "--worst", "99"]) == 0
        out = capsys.readouterr().out
        seen += [line.split(":")[0].strip() for line in out.splitlines() if "my dad hits me" in line]
    assert sorted(map(int, seen)) == list(range(11))


def test_a_bad_file_is_named_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text("{}\n")
    assert main(["evaluate", str(path)]) == 1
    assert "Line 1" in capsys.readouterr().err


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_holds_its_share(hits: int, more: int) -> None:
    share = Proportion(hits, hits + more)
    low, high = share.interval
    assert 0 <= low <= share.value + 1e-12
    assert share.value - 1e-12 <= high <= 1


def test_wilsons_interval_agrees_with_a_worked_case() -> None:
    low, high = Proportion(8, 10).interval
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_f1_lies_between_precision_and_recall(right: int, wrong: int, missed: int) -> None:
    tally = Tally(right, wrong, missed)
    ends = sorted((tally.precision.value, tally.recall.value))
    assert ends[0] - 1e-9 <= tally.f1 <= ends[1] + 1e-9
