"""A cluster of two workers gives the bytes that one process gives."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.__main__ import main
from tests.benchmarks.analysis.corpus import lines


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two workers on this machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from distributed import LocalCluster

        with LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, memory_limit=0
        ) as cluster:
            yield cluster.scheduler_address


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"".join(lines(11_000, seed=5)) + b"{not json\n" + b"".join(lines(500, seed=6)))
    return path


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_and_the_same_complaints(
    scheduler: str, answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone, shared = tmp_path / "alone.jsonl", tmp_path / "shared.jsonl"
    assert main(["scan", str(answers), str(alone)]) == 1
    complaint = capsys.readouterr().err
    assert main(["scan", str(answers), str(shared), "--engine", "dask", "--scheduler", scheduler]) == 1
    assert shared.read_bytes() == alone.read_bytes()
    assert alone.read_bytes().count(b"\n") == 11_500
    assert capsys.readouterr().err == complaint
    assert "Line 11001 was left out." in complaint


def test_a_scheduler_that_does_not_answer_is_named(
    answers: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.bulk.cluster.PATIENCE", "1s")
    nowhere = "tcp://127.0.0.1:9"
    assert main(["scan", str(answers), "-", "--engine", "dask", "--scheduler", nowhere]) == 1
    assert f"The scheduler {nowhere} does not answer" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--engine", "dask"], ["--scheduler", "tcp://127.0.0.1:9"]])
def test_a_scheduler_and_its_engine_are_asked_for_together(
    options: list[str], answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["scan", str(answers), "-", *options])
    assert "are asked for together" in capsys.readouterr().err
