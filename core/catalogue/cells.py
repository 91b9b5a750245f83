"""From the cells of a file or a frame to text and numbers, without an opinion on what is allowed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue.columns import Column

Mask = NDArray[np.bool_]

_YES = ("yes", "y", "true", "1")
_NO = ("no", "n", "false", "0")


ROW = "row"
"""The name of an index that holds the numbers of the rows in their file."""

_FIRST_ROW = 2
"""The header is row 1 to the person who opens the file."""


@dataclass(frozen=True)
class Cells:
    """The cells of one column: `values`, meaningless where a cell is blank or wrong, and which are."""

    values: NDArray[Any]
    blank: Mask
    wrong: Mask
    source: "pd.Series[Any]"

    @property
    def usable(self) -> Mask:
        return ~(self.blank | self.wrong)

    def came(self, position: int) -> object:
        """The cell as it came: a number where it is one, text otherwise."""
        value = self.values[position]
        is_number = isinstance(value, float) and np.isfinite(value)
        return value if is_number else as_text(self.source.iloc[position])


def row_numbers(frame: pd.DataFrame) -> NDArray[np.int64]:
    """The number of each row as a person sees it in the file; of a frame without a file, as if it were in one."""
    if frame.index.name == ROW:
        return frame.index.to_numpy(dtype=np.int64)
    return np.arange(_FIRST_ROW, _FIRST_ROW + len(frame), dtype=np.int64)


def as_text(value: object) -> str:
    """A cell as a person would write it: missing is empty, 17.0 is 17 (files store it so)."""
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or value is pd.NaT or _is_nan(value):
        return ""
    try:
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    except Exception:  # str belongs to the caller's object, and refuses integers of 4,300 digits
        return type(value).__name__


def as_number(text: str) -> float:
    """The number a text spells, NaN if none. Python's 1_000 is no number in a file."""
    try:
        return float(text) if "_" not in text else np.nan
    except ValueError:
        return np.nan


def texts(source: "pd.Series[Any]") -> list[str]:
    """Every cell as text; missing cells are empty."""
    return [as_text(value) for value in source]


def _is_nan(value: object) -> bool:
    return isinstance(value, float | np.floating) and bool(np.isnan(value))


def blanks(source: "pd.Series[Any]") -> Mask:
    """Which cells hold nothing, or nothing but white space."""
    if _is_real(source):
        return source.isna().to_numpy(dtype=bool)
    return np.array([not text.strip() for text in texts(source)], dtype=bool)


def read(column: Column, source: "pd.Series[Any]") -> Cells:
    """The cells of a column by its kind. `wrong` marks cells that aren't of the kind; ranges come later."""
    if column.kind == "number" and _is_real(source):
        return _reals(source)
    written = texts(source)
    stripped = [text.strip() for text in written]
    blank = np.array([not text for text in stripped], dtype=bool)
    if column.kind == "number":
        numbers = np.array([as_number(text) for text in stripped], dtype=float) + 0.0
        return Cells(numbers, blank, ~np.isfinite(numbers) & ~blank, source)
    if column.kind == "text":
        kept = written if column.name == "item" else stripped
        return Cells(np.array(kept, dtype=object), blank, _unreadable(kept), source)
    return _chosen(column, [text.lower() for text in stripped], blank, source)


def _chosen(column: Column, lowered: list[str], blank: Mask, source: "pd.Series[Any]") -> Cells:
    known = _YES + _NO if column.kind == "yes_no" else column.choices
    wrong = np.array([text not in known for text in lowered], dtype=bool) & ~blank
    if column.kind == "yes_no":
        return Cells(np.array([text in _YES for text in lowered], dtype=bool), blank, wrong, source)
    return Cells(np.array(lowered, dtype=object), blank, wrong, source)


def _is_real(source: "pd.Series[Any]") -> bool:
    kinds = pd.api.types
    if kinds.is_bool_dtype(source.dtype) or kinds.is_complex_dtype(source.dtype):
        return False
    return kinds.is_numeric_dtype(source.dtype)


def _reals(source: "pd.Series[Any]") -> Cells:
    numbers = source.to_numpy(dtype=float, na_value=np.nan) + 0.0  # + 0.0 makes −0 a 0: they are one content
    return Cells(numbers, np.isnan(numbers), np.isinf(numbers), source)


def _unreadable(written: list[str]) -> Mask:
    """Half a surrogate pair can't be written to any file, link or digest."""
    try:
        "".join(written).encode()
        return np.zeros(len(written), dtype=bool)
    except UnicodeEncodeError:
        return np.array([any("\ud800" <= mark <= "\udfff" for mark in text) for text in written], dtype=bool)
