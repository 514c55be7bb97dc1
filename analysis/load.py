"""An export read into a frame, every column checked; what is wrong is told with its file and line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from analysis.column_checks import LoadProblem, checked
from analysis.columns import ADDED_LATER, REPEATED, TEXT, guard, unguard
from analysis.spreadsheets import WorkbookProblem, read_workbook
from questionnaires.responses import COLUMNS


def load_export(path: Path) -> pd.DataFrame:
    """The rows of an export (CSV, JSONL, Parquet or XLSX) with the columns of COLUMNS, checked.

    `received_on` holds days, `version` whole numbers, `score` numbers or NaN, `complete` and `late` booleans,
    and everything else text, categories where values repeat. ADDED_LATER are empty where a file has them not.
    Raises LoadProblem.
    """
    read = READERS.get(path.suffix.lower())
    if read is None:
        raise LoadProblem(
            f"{path.name}: the ending {path.suffix!r} is not one that can be read. Use {', '.join(READERS)}."
        )
    if not path.is_file():
        raise LoadProblem(f"There is no file {path}. Check the name, or write one with `send-voices export`.")
    frame = read(path)
    return checked(frame.assign(**dict.fromkeys(_lacking(frame.columns), "")), path)


def _read_csv(path: Path) -> pd.DataFrame:
    there = _csv_heading(path)
    _check_columns(there, path)
    many, few = pa.string(), pa.dictionary(pa.int32(), pa.string())
    try:
        table = arrow_csv.read_csv(
            path,
            parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(
                column_types={guard(name): few if name in REPEATED else many for name in COLUMNS},
                include_columns=[guard(name) for name in COLUMNS if name in there],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowException as problem:
        raise LoadProblem(_uneven_row(path)) from problem
    return _unguarded(table.to_pandas())


def _uneven_row(path: Path) -> str:
    """Where a table that could not be read goes wrong, without repeating what anybody wrote."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.reader(file)
        heading = next(rows, [])
        for number, row in enumerate(rows, 2):
            if len(row) != len(heading):
                return (
                    f"{path.name}, row {number} (near line {rows.line_num}): {len(row)} cells "
                    f"instead of {len(heading)}. Mend this row, or export the answers again."
                )
    return f"{path.name} is not UTF-8 text: save it again as “CSV UTF-8”, or export the answers again."


def _csv_heading(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [unguard(name) for name in next(csv.reader(file), [])]
    except (UnicodeDecodeError, csv.Error) as problem:
        raise LoadProblem(f"{path.name} is not UTF-8 text: save it again as “CSV UTF-8”.") from problem


def _unguarded(frame: pd.DataFrame) -> pd.DataFrame:
    for name in (one for one in TEXT if one in frame):
        column = frame[name].map(unguard, na_action="ignore")
        frame[name] = column.astype("category") if name in REPEATED else column.astype("str")
    return frame


def _read_jsonl(path: Path) -> pd.DataFrame:
    columns: dict[str, list[object]] = {name: [] for name in COLUMNS}
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            row = _json_row(line, path, number)
            for name, values in columns.items():
                values.append(row.get(name, ""))
    return pd.DataFrame(columns)


def _json_row(line: bytes, path: Path, number: int) -> Mapping[str, object]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as problem:
        raise LoadProblem(
            f"{path.name}, line {number}: not JSON ({problem}). Remove or mend this line."
        ) from problem
    if not isinstance(row, dict):
        raise LoadProblem(f"{path.name}, line {number}: not an object with the columns of a response.")
    missing = _missing(row)
    if missing:
        raise LoadProblem(
            f"{path.name}, line {number}: {_listed(missing)} missing. Export the answers again."
        )
    return row


def _read_parquet(path: Path) -> pd.DataFrame:
    try:
        with pq.ParquetFile(path) as file:
            _check_columns(file.schema_arrow.names, path)
            table = file.read(columns=[name for name in COLUMNS if name in file.schema_arrow.names])
    except (pa.ArrowException, OSError) as problem:
        raise LoadProblem(f"{path.name} is not a Parquet file that can be read ({problem}).") from problem
    return pd.DataFrame(table.to_pandas(categories=[one for one in REPEATED if one in table.column_names]))


def _read_xlsx(path: Path) -> pd.DataFrame:
    try:
        heading, *rows = [list(row) for row in read_workbook(path)] or [[]]
    except WorkbookProblem as problem:
        raise LoadProblem(str(problem)) from problem
    _check_columns([str(name) for name in heading], path)
    return pd.DataFrame(rows, columns=[str(name) for name in heading], dtype=object)


READERS: Mapping[str, Callable[[Path], pd.DataFrame]] = {
    ".csv": _read_csv,
    ".jsonl": _read_jsonl,
    ".parquet": _read_parquet,
    ".xlsx": _read_xlsx,
}


def _check_columns(found: list[str], path: Path) -> None:
    missing = _missing(found)
    if missing:
        raise LoadProblem(
            f"{path.name}, line 1: {_listed(missing)} missing. "
            "The headings must be those of an export, unchanged; export the answers again."
        )
    twice = sorted({name for name in COLUMNS if found.count(name) > 1})
    if twice:
        raise LoadProblem(
            f"{path.name}, line 1: {_listed(twice)} there twice. Remove the columns that were added."
        )


def _missing(there: Collection[str]) -> list[str]:
    return [name for name in COLUMNS if name not in there and name not in ADDED_LATER]


def _lacking(there: Collection[str]) -> list[str]:
    return [name for name in ADDED_LATER if name not in there]


def _listed(names: list[str]) -> str:
    return f"the column{'s' if len(names) > 1 else ''} {', '.join(names)} {'are' if len(names) > 1 else 'is'}"
