"""What is written is what is read, in every format, and never half of it."""

from __future__ import annotations

import csv
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from analysis.columns import MEANINGS, guard, unguard
from analysis.export_files import ExportProblem, write_rows, write_table
from analysis.load import load_export
from questionnaires.responses import COLUMNS, ResponseRow
from tests.analysis.rows import ROW, any_row, any_text, survey, written

ENDINGS = (".csv", ".jsonl", ".parquet", ".xlsx")
RUNS = "=+-@＝＋－＠\t\r\n\0"


def rows_of(frame: pd.DataFrame) -> list[ResponseRow]:
    """The rows again, as they were before they were written."""
    found: list[ResponseRow] = []
    for values in frame.itertuples(index=False):
        cells: dict[str, Any] = dict(zip(COLUMNS, values, strict=True))
        score = None if pd.isna(cells["score"]) else float(cells["score"])
        cells |= {
            "score": score,
            "received_on": cells["received_on"].date(),
            "version": int(cells["version"]),
        }
        cells |= {name: bool(cells[name]) for name in ("complete", "late")}
        found.append(ResponseRow(**cells))
    return found


@pytest.mark.parametrize("ending", ENDINGS)
@given(rows=st.lists(any_row, max_size=3))
@settings(max_examples=40)
def test_rows_come_back_as_they_were(ending: str, rows: list[ResponseRow], tmp_path_factory: Any) -> None:
    path = tmp_path_factory.mktemp("export") / f"answers{ending}"
    assert write_rows(rows, path) == len(rows)
    assert rows_of(load_export(path)) == rows


@given(any_text)
def test_a_guard_hides_nothing_and_leaves_nothing_that_runs(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).lstrip().startswith(tuple("=+-@＝＋－＠"))
    assert not guard(text).startswith(tuple(RUNS))


@pytest.mark.parametrize("first", RUNS)
def test_no_cell_of_a_spreadsheet_begins_a_formula(first: str, tmp_path: Path) -> None:
    row = replace(written(ROW, f"{first}1+cmd|' /C calc'!A0"), inspection=f"{first}HYPERLINK(1)")
    write_rows([row], tmp_path / "answers.csv")
    with (tmp_path / "answers.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    write_rows([row], tmp_path / "answers.xlsx")
    sheet = load_workbook(tmp_path / "answers.xlsx").worksheets[0]
    cells += [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.data_type != "d"]
    assert not [cell for cell in cells if cell.startswith(tuple(RUNS))]
    kinds = {cell.data_type for line in sheet.iter_rows() for cell in line}
    assert not kinds & {"f", "e"}


def test_headings_of_a_table_are_guarded_too(tmp_path: Path) -> None:
    write_table(["=1+1", "People"], [["-2", -2]], tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text("utf-8-sig").split() == ["'=1+1,People", "'-2,-2"]


def test_a_workbook_says_what_every_column_holds(tmp_path: Path) -> None:
    write_rows([ROW], tmp_path / "answers.xlsx")
    book = load_workbook(tmp_path / "answers.xlsx")
    assert book.sheetnames == ["Answers", "About this file"]
    about = [row[0] for row in book["About this file"].iter_rows(values_only=True)]
    assert about[-len(COLUMNS) :] == list(COLUMNS) == list(MEANINGS)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_breaks_off_leaves_the_old_one(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"answers{ending}"
    write_rows([ROW], path)

    def broken() -> Iterator[ResponseRow]:
        yield replace(ROW, response="r2")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        write_rows(broken(), path)
    assert rows_of(load_export(path)) == [ROW]
    assert list(tmp_path.iterdir()) == [path]


def test_only_the_owner_can_read_an_export(tmp_path: Path) -> None:
    write_rows([ROW], tmp_path / "answers.csv")
    assert stat.S_IMODE((tmp_path / "answers.csv").stat().st_mode) == 0o600


def test_an_unknown_ending_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ExportProblem, match=r"answers\.xls: the ending '\.xls' is not one of \.csv"):
        write_rows([ROW], tmp_path / "answers.xls")
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportProblem, match="nowhere does not exist"):
        write_rows([ROW], tmp_path / "nowhere" / "answers.csv")


def test_progress_ends_with_the_number_of_rows(tmp_path: Path) -> None:
    told: list[int] = []
    rows = survey(20)
    write_rows(rows, tmp_path / "answers.csv", told.append)
    assert told[-1] == len(rows)
