"""An export that is wrong somewhere says where and what to do."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

import orjson
import pandas as pd
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from analysis.column_checks import LoadProblem
from analysis.columns import ADDED_LATER
from analysis.export_files import write_rows
from analysis.load import load_export
from questionnaires.responses import COLUMNS
from tests.analysis.rows import ROW, survey


def damaged_csv(folder: Path, column: str, cell: str, row: int = 1) -> Path:
    """A small export in which one cell was changed by hand."""
    path = folder / "small.csv"
    write_rows(survey(4), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    lines[row][COLUMNS.index(column)] = cell
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


@pytest.mark.parametrize(
    "column, cell, told",
    [
        ("version", "", "row 2, column version: '' is not a whole number from 1"),
        ("version", "0", "'0' is not a whole number"),
        ("version", "1.5", "'1.5' is not a whole number"),
        ("score", "7", "'7' is not a number from -1 to 1"),
        ("score", "good", "'good' is not a number from -1 to 1"),
        ("received_on", "24/11/2026", "'24/11/2026' is not a day such as 2026-11-23"),
        ("received_on", "2026-11-24T09:00", "is not a day"),
        ("received_on", "", "is not a day"),
        ("complete", "maybe", "'maybe' is not true or false"),
        ("audience", "everybody", "'everybody' is not one of young_people"),
        ("kind", "essay", "'essay' is not one of choice"),
        ("response", "", "is not the id of a response"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row(column: str, cell: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(LoadProblem) as problem:
        load_export(damaged_csv(tmp_path, column, cell))
    assert told in str(problem.value)
    assert str(problem.value).startswith("small.csv, row 2, column ")


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text(",".join(name for name in COLUMNS if name != "audience"))
    with pytest.raises(LoadProblem, match=r"small\.csv, line 1: the column audience is missing"):
        load_export(path)


def test_a_column_that_was_added_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    write_rows([ROW], path)
    heading, row, *_ = path.read_text("utf-8-sig").splitlines()
    path.write_text(f"{heading},my notes\n{row},look again\n")
    assert tuple(load_export(path).columns) == COLUMNS


def test_a_row_that_is_cut_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    write_rows([ROW, ROW], path)
    lines = path.read_text("utf-8-sig").splitlines()
    path.write_text("\n".join([*lines[:2], ",".join(lines[2].split(",")[:9])]))
    with pytest.raises(LoadProblem, match="row 3"):
        load_export(path)


@pytest.mark.parametrize(
    "line, told",
    [
        ("{", "line 2: not JSON"),
        ("[1]", "line 2: not an object"),
        ('{"response": "r2"}', "line 2: the columns inspection"),
    ],
)
def test_a_wrong_line_of_json_is_told_with_its_number(line: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "small.jsonl"
    path.write_text(json.dumps(asdict(ROW), default=str) + "\n" + line + "\n")
    with pytest.raises(LoadProblem) as problem:
        load_export(path)
    assert told in str(problem.value)


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx", ".jsonl"])
def test_a_file_of_another_kind_is_refused(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"photo{ending}"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 40)
    with pytest.raises(LoadProblem, match=r"photo\.\w+"):
        load_export(path)


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".xlsx", ".parquet"])
def test_a_file_of_an_earlier_version_is_read_with_what_it_lacks_left_empty(
    ending: str, tmp_path: Path
) -> None:
    path, older = tmp_path / f"new{ending}", tmp_path / f"older{ending}"
    write_rows(survey(4), path)
    without(path, older, ADDED_LATER)
    found, whole = load_export(older), load_export(path)
    assert tuple(found.columns) == COLUMNS
    assert (found[list(ADDED_LATER)] == "").all(axis=None)
    kept = [name for name in COLUMNS if name not in ADDED_LATER]
    pd.testing.assert_frame_equal(found[kept], whole[kept])


def without(path: Path, older: Path, names: Collection[str]) -> None:
    """The same file as it was written before these columns were there."""
    if path.suffix == ".parquet":
        pq.write_table(pq.read_table(path).drop_columns(list(names)), older)
    elif path.suffix == ".jsonl":
        rows = [orjson.loads(line) for line in path.read_bytes().splitlines()]
        lines = [orjson.dumps({k: v for k, v in row.items() if k not in names}) for row in rows]
        older.write_bytes(b"\n".join(lines))
    elif path.suffix == ".csv":
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        table.drop(columns=list(names)).to_csv(older, index=False, encoding="utf-8-sig")
    else:
        book = load_workbook(path)
        for name in names:
            sheet = book.worksheets[0]
            sheet.delete_cols([cell.value for cell in sheet[1]].index(name) + 1)
        book.save(older)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_an_empty_file_is_refused(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"empty{ending}"
    path.touch()
    with pytest.raises(LoadProblem):
        load_export(path)


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".xlsx", ".parquet"])
def test_an_export_of_no_answers_is_an_empty_frame(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"none{ending}"
    write_rows([], path)
    assert len(load_export(path)) == 0


def test_a_file_that_is_not_there_and_an_unknown_ending_are_told(tmp_path: Path) -> None:
    with pytest.raises(LoadProblem, match="There is no file"):
        load_export(tmp_path / "none.csv")
    with pytest.raises(LoadProblem, match=r"the ending '\.doc' is not one that can be read"):
        load_export(tmp_path / "answers.doc")
