"""ResponseRows written to a file: CSV, JSON lines, Parquet or a spreadsheet, whole or not at all."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from operator import attrgetter
from pathlib import Path

import orjson

from analysis.columns import REPEATED, TEXT, guard
from analysis.spreadsheets import write_workbook
from questionnaires.responses import COLUMNS, ResponseRow

Progress = Callable[[int], None]
ROWS_TOGETHER = 20_000
TEXT_PLACES = frozenset(COLUMNS.index(name) for name in TEXT)


class ExportProblem(ValueError):
    """A file that cannot be written as asked; the message says what to do instead."""


def write_rows(rows: Iterable[ResponseRow], path: Path, progress: Progress | None = None) -> int:
    """Write rows to `path`, in the form that its ending names; the number of rows written.

    `progress` is called now and then with the rows so far, and at the end. The file appears complete or
    not at all, readable only by its owner. Cells that a spreadsheet would run are guarded (CSV and XLSX).
    Raises ExportProblem.
    """
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        endings = ", ".join(WRITERS)
        raise ExportProblem(
            f"{path.name}: the ending {path.suffix!r} is not one of {endings}. Choose one of them."
        )
    with whole_file(path) as unfinished:
        return write(_counted(rows, progress), unfinished)


def write_table(headings: Sequence[str], rows: Iterable[Sequence[object]], path: Path) -> None:
    """Write any table as CSV for a spreadsheet: UTF-8 with its mark, text guarded, headings too."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([guard(heading) for heading in headings])
        writer.writerows([guard(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to, moved to `path` at the end, and removed when anything goes wrong before."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except FileNotFoundError:
        raise ExportProblem(
            f"The folder {path.parent} does not exist. Make it first, or choose another."
        ) from None
    os.close(handle)
    unfinished = Path(name)
    try:
        yield unfinished
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _counted(rows: Iterable[ResponseRow], progress: Progress | None) -> Iterator[ResponseRow]:
    count = 0
    for count, row in enumerate(rows, 1):
        yield row
        if progress and count % ROWS_TOGETHER == 0:
            progress(count)
    if progress:
        progress(count)


def _write_csv(rows: Iterable[ResponseRow], path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(map(guard, COLUMNS))
        for row in rows:
            writer.writerow(_csv_cells(row))
            count += 1
    return count


def _csv_cells(row: ResponseRow) -> list[object]:
    cells = list(_values(row))
    for place, cell in enumerate(cells):
        if place in TEXT_PLACES:
            cells[place] = guard(str(cell))
        elif isinstance(cell, bool):
            cells[place] = "true" if cell else "false"
    return cells


def _write_jsonl(rows: Iterable[ResponseRow], path: Path) -> int:
    count = 0
    with path.open("wb") as file:
        for row in rows:
            file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
            count += 1
    return count


def _write_parquet(rows: Iterable[ResponseRow], path: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"version": pa.int64(), "received_on": pa.date32(), "score": pa.float64()}
    kinds |= {"complete": pa.bool_(), "late": pa.bool_()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=list(REPEATED)) as writer:
        waiting = iter(rows)
        while group := list(islice(waiting, ROWS_TOGETHER)):
            columns = zip(*map(_values, group), strict=True)
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(group)
    return count


def _write_xlsx(rows: Iterable[ResponseRow], path: Path) -> int:
    return write_workbook(map(_values, rows), path)


WRITERS: Mapping[str, Callable[[Iterable[ResponseRow], Path], int]] = {
    ".csv": _write_csv,
    ".jsonl": _write_jsonl,
    ".parquet": _write_parquet,
    ".xlsx": _write_xlsx,
}
_values: Callable[[ResponseRow], tuple[object, ...]] = attrgetter(*COLUMNS)
