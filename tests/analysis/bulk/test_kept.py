"""What is kept on disk is used again, and never outlives a change to what it was made from."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.bulk.batch import Batch
from analysis.bulk.kept import fingerprint, kept
from analysis.bulk.learnt import prepare
from analysis.lines import parse_answer
from analysis.scan import KINDS
from analysis.scanning import BATCH, scan_batch
from tests.benchmarks.analysis.corpus import lines
from tests.conftest import ROOT


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    (folder / "terms").mkdir(parents=True)
    (folder / "code.py").write_text("one")
    (folder / "terms" / "words.yaml").write_text("two")
    return folder


def counter() -> Callable[[], list[int]]:
    made: list[int] = []

    def make() -> list[int]:
        made.append(len(made))
        return list(made)

    return make


def test_it_is_made_once_and_read_after_that(package: Path, tmp_path: Path) -> None:
    make = counter()
    assert kept("thing", make, tmp_path / "kept", package) == [0]
    assert kept("thing", make, tmp_path / "kept", package) == [0]


@pytest.mark.parametrize("changed", ["code.py", "terms/words.yaml", "terms/new.yaml", "weights.txt"])
def test_any_change_makes_it_anew_and_throws_the_old_away(
    package: Path, tmp_path: Path, changed: str
) -> None:
    make = counter()
    kept("thing", make, tmp_path / "kept", package)
    (package / changed).write_text("changed")
    assert kept("thing", make, tmp_path / "kept", package) == [0, 1]
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_what_changes_while_it_is_made_is_not_kept(package: Path, tmp_path: Path) -> None:
    def make() -> str:
        (package / "code.py").write_text("changed")
        return "made of either"

    kept("thing", make, tmp_path / "kept", package)
    assert (
        kept("thing", lambda: "made of what is there", tmp_path / "kept", package) == "made of what is there"
    )


def test_the_same_words_in_another_file_are_a_change(package: Path) -> None:
    before = fingerprint(package)
    (package / "code.py").rename(package / "other.py")
    assert fingerprint(package) != before


@pytest.mark.parametrize("damage", [b"", b"half", b"\x80\x05"])
def test_a_damaged_file_is_made_anew(package: Path, tmp_path: Path, damage: bytes) -> None:
    make = counter()
    kept("thing", make, tmp_path / "kept", package)
    [path] = (tmp_path / "kept").iterdir()
    path.write_bytes(damage)
    assert kept("thing", make, tmp_path / "kept", package) == [0, 1]
    assert kept("thing", make, tmp_path / "kept", package) == [0, 1]


def test_a_folder_that_cannot_be_written_is_passed_over(package: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert kept("thing", counter(), tmp_path / "file", package) == [0]


def test_a_short_batch_after_a_full_one_has_the_same_findings() -> None:
    some = list(lines(40, seed=11))
    assert scan_batch(BATCH + 1, some, KINDS) == scan_batch(1, some, KINDS)


def test_what_is_read_from_the_disk_finds_the_same() -> None:
    answers = [parse_answer(line) for line in lines(300, seed=12)]
    assert Batch(pickle.loads(fresh_copy())).findings(answers) == Batch(prepare(KINDS)).findings(answers)


def fresh_copy() -> bytes:
    """What another process, which has read no answer yet, keeps."""
    code = (
        "import pickle, sys; from analysis.bulk.learnt import prepare; from analysis.scan import KINDS;"
        "sys.stdout.buffer.write(pickle.dumps(prepare(KINDS), pickle.HIGHEST_PROTOCOL))"
    )
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT).stdout
