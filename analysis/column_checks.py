"""Every column of a frame has the type that an export promises, or the first wrong cell is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.columns import BOOLEANS, REPEATED, TEXT, TRUE_OR_FALSE
from questionnaires.kinds import KINDS
from questionnaires.model import AUDIENCES
from questionnaires.responses import COLUMNS

SHOWN = 60


class LoadProblem(ValueError):
    """An export that cannot be read; the message says where, why, and what to do."""


def checked(frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Every column with its right type; the first value that does not fit is told with its row."""
    frame = frame[list(COLUMNS)].copy()
    for name in TEXT:
        frame[name] = _text_column(frame[name], path)
    frame["version"] = _numbers(frame["version"], path, "a whole number from 1").astype("int64")
    frame["score"] = _numbers(frame["score"], path, "a number from -1 to 1, or empty")
    frame["received_on"] = _days(frame["received_on"], path)
    for name in TRUE_OR_FALSE:
        frame[name] = _booleans(frame[name], path)
    _refuse(
        ~frame["audience"].isin(list(AUDIENCES)), frame["audience"], path, f"one of {', '.join(AUDIENCES)}"
    )
    _refuse(~frame["kind"].isin(list(KINDS)), frame["kind"], path, f"one of {', '.join(KINDS)}")
    _refuse(frame["response"] == "", frame["response"], path, "the id of a response")
    return frame


def _text_column(column: pd.Series[Any], path: Path) -> pd.Series[Any]:
    """Text, with nothing missing: an empty cell is empty text, a cell that is cut off is an error."""
    if path.suffix.lower() == ".csv":
        _refuse(column.isna(), column, path, "there: the row is cut off")
    kind = "category" if column.name in REPEATED else "str"
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column
    return pd.Series(column.astype(object).where(column.notna(), "").map(str), dtype=kind)


def _numbers(column: pd.Series[Any], path: Path, wanted: str) -> pd.Series[Any]:
    empty = column.isna() | (column.astype(object) == "")
    numbers = pd.to_numeric(column.astype(object).where(~empty, None), errors="coerce").astype("float64")
    if column.name == "version":
        wrong = ~(numbers >= 1) | (numbers % 1 != 0)
    else:
        wrong = ~empty & ~numbers.between(-1, 1)
    _refuse(wrong, column, path, wanted)
    return numbers


def _days(column: pd.Series[Any], path: Path) -> pd.Series[Any]:
    days = pd.to_datetime(column.astype(object), format="ISO8601", errors="coerce").astype("datetime64[s]")
    _refuse(days.isna() | (days != days.dt.normalize()), column, path, "a day such as 2026-11-23")
    return days


def _booleans(column: pd.Series[Any], path: Path) -> pd.Series[Any]:
    values = column.astype(object).map(lambda value: BOOLEANS.get(str(value).lower()))
    _refuse(values.isna(), column, path, "true or false")
    return values.astype(bool)


def _refuse(wrong: pd.Series[Any], column: pd.Series[Any], path: Path, wanted: str) -> None:
    places = np.flatnonzero(wrong.to_numpy(dtype=bool))
    if not places.size:
        return
    place = int(places[0])
    heading = 1 if path.suffix.lower() in (".csv", ".xlsx") else 0
    shown = repr(str(column.iloc[place])[:SHOWN])
    more = f" {places.size - 1:,} more rows have this too." if places.size > 1 else ""
    raise LoadProblem(
        f"{path.name}, row {place + 1 + heading}, column {column.name}: {shown} is not {wanted}. "
        f"Correct it in the file, or export the answers again.{more}"
    )
