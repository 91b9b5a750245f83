"""A record of orders as arrays: who sold how much on which day, on which days nobody sold, and how long items lived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue.cells import texts
from core.catalogue.histories import LONGEST_RECORD
from core.errors import InputError, plain

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

CHUNK_CELLS = 1_500_000
"""Item-days held as a dense table at a time: 12 MB a table of float64."""
SHOWN = 10
PERIODS = {"day": 1, "week": 7, "month": 30}


@dataclass(frozen=True)
class Record:
    """Days with sales, sorted by item and day: item number `row`, day number `day` (0 is `first`), `units` above 0.

    `items`: texts as written. `out_row`, `out_day`: item-days on which stock ran out, whatever was sold. `step`: days
    that an observation covers; the units of a week or a month stand on its first day, as if the rest were closed.
    `unsold`: items of the orders of which nothing was sold; they are left out.
    """

    items: NDArray[np.object_]
    first: np.datetime64
    days: int
    row: Ints
    day: Ints
    units: Array
    out_row: Ints
    out_day: Ints
    step: int = 1
    unsold: int = 0

    @property
    def dates(self) -> NDArray[np.datetime64]:
        """Every calendar day of the record."""
        return self.first + np.arange(self.days)

    @property
    def observed(self) -> Mask:
        """Days on which an observation can stand: all, or the first of each week or month."""
        return np.asarray(np.isin(np.arange(self.days), _starts(self.first, self.days, self.step)))

    def chunks(self) -> Iterator[slice]:
        """Slices of items whose dense tables fit in memory."""
        size = max(1, CHUNK_CELLS // max(self.days, 1))
        return (slice(at, min(at + size, len(self.items))) for at in range(0, len(self.items), size))

    def sold(self, rows: slice) -> Array:
        """Units [items, days] of a slice of items."""
        table = np.zeros((rows.stop - rows.start, self.days))
        here = slice(*np.searchsorted(self.row, [rows.start, rows.stop]))
        table[self.row[here] - rows.start, self.day[here]] = self.units[here]
        return table

    def out(self, rows: slice) -> Mask:
        """Which of the item-days [items, days] of a slice were short of stock."""
        table = np.zeros((rows.stop - rows.start, self.days), bool)
        here = (self.out_row >= rows.start) & (self.out_row < rows.stop)
        table[self.out_row[here] - rows.start, self.out_day[here]] = True
        return table


def record_of(orders: Any) -> Record:
    """The record of imported orders (`.daily`, maybe `.stockouts` and `.period`) or of a frame: date, item, quantity.

    Rows of a day add up; the record runs from its first date to its last. Totals of weeks or months, which came spread
    over their days, are put together again. Raises InputError with every kind of fault.
    """
    frame = frame_of(orders, "daily", "orders")
    _refuse_columns(frame, ("date", "item", "quantity"), "orders")
    if frame.empty:
        raise InputError("The orders have no rows: nothing can be estimated")
    day, units = day_numbers(frame["date"], "date", "orders"), _units(frame["quantity"])
    first, span = int(day.min()), int(np.ptp(day)) + 1
    if span > LONGEST_RECORD:
        raise InputError(f"Orders must span at most {LONGEST_RECORD} days, got {span}")
    step = PERIODS.get(beside(orders, "period"), 1)
    code, items = pd.factorize(as_written(frame["item"]))
    offset = _starts(np.datetime64("1970-01-01") + first, span, step)[day - first]
    cell, place = np.unique(code * span + offset, return_inverse=True)
    total = np.asarray(np.bincount(place, weights=units), np.float64)
    cell, total = cell[total > 0], total[total > 0]
    if not cell.size:
        raise InputError("The orders sold nothing: every quantity is 0")
    sold, row = np.unique(cell // span, return_inverse=True)
    known = np.asarray(items[sold], dtype=object)
    out = _stockouts(beside(orders, "stockouts"), known, first, span)
    start = np.datetime64("1970-01-01") + first
    return Record(known, start, span, row, np.asarray(cell % span, np.int64), total, *out, step, len(items) - len(sold))


def _starts(first: np.datetime64, span: int, step: int) -> Ints:
    """The day number on which the observation of each day stands: its own, or that of its week's or month's first."""
    day = np.arange(span)
    if step != PERIODS["month"]:
        return np.asarray(day // step * step)
    month = (first + day).astype("datetime64[M]").astype("datetime64[D]")
    return np.asarray(np.maximum((month - first).astype(np.int64), 0))


def frame_of(source: Any, field: str, record: str) -> pd.DataFrame:
    """The rows of an imported record or of a plain frame. Raises InputError for anything else."""
    frame = source if isinstance(source, pd.DataFrame) else getattr(source, field, None)
    if not isinstance(frame, pd.DataFrame):
        raise InputError(f"The {record} must be what import_{record} gives or a data frame, got {plain(source)}")
    return frame


def beside(source: Any, field: str) -> Any:
    """What an imported record tells beside its rows; None if it doesn't. A plain frame tells nothing: its columns are
    no fields.
    """
    return None if isinstance(source, pd.DataFrame) else getattr(source, field, None)


def as_written(values: pd.Series[Any]) -> NDArray[np.object_]:
    """Identifiers as texts, in one array of objects."""
    if pd.api.types.is_string_dtype(values.dtype) and not values.isna().any():
        return values.to_numpy(dtype=object)
    return np.array(texts(values), dtype=object)


def day_numbers(dates: pd.Series[Any], column: str, record: str) -> Ints:
    """Days since 1970 of a column of dates (values or ISO texts). Raises InputError for what is none."""
    days, missing = maybe_days(dates)
    if missing.any():
        raise InputError(_no_day(dates, missing, column, record))
    return days


def maybe_days(dates: pd.Series[Any]) -> tuple[Ints, Mask]:
    """Days since 1970, meaningless where the mask says that there is none."""
    parsed = dates if pd.api.types.is_datetime64_any_dtype(dates.dtype) else _parsed(dates)
    days = parsed.to_numpy().astype("datetime64[D]")
    return days.astype(np.int64), np.isnat(days)


def _parsed(dates: pd.Series[Any]) -> pd.Series[Any]:
    written = pd.Series(texts(dates), dtype=object)
    return pd.to_datetime(written, format="ISO8601", errors="coerce", utc=True).dt.tz_localize(None)


def _no_day(dates: pd.Series[Any], missing: Mask, column: str, record: str) -> list[str]:
    at = np.flatnonzero(missing)
    said = [
        f"Date must be a day such as 2026-01-31, got {plain(dates.iloc[i])} (row {i + 1} of {record}, column {column})"
        for i in at[:SHOWN].tolist()
    ]
    more = at.size - SHOWN
    return said + ([f"{more} more rows of {record} have no day in column {column}"] if more > 0 else [])


def _units(quantities: pd.Series[Any]) -> Array:
    units: Array = pd.to_numeric(quantities, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = np.flatnonzero(~np.isfinite(units) | (units < 0))[:SHOWN].tolist()
    came = {i: plain(quantities.iloc[i]) for i in wrong}
    if came:
        where = "of orders, column quantity"
        raise InputError(
            f"Quantity must be at least 0 units, got {said} (row {i + 1} {where})" for i, said in came.items()
        )
    return units


def _refuse_columns(frame: pd.DataFrame, wanted: tuple[str, ...], record: str) -> None:
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise InputError([f"Column {name} is missing in {record}" for name in missing])


def _stockouts(frame: pd.DataFrame | None, items: Any, first: int, span: int) -> tuple[Ints, Ints]:
    """Item and day numbers of the days that ran out of stock, of known items within the record."""
    if frame is None or not len(frame):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    row = pd.Index(items).get_indexer(pd.Index(as_written(frame["item"])))
    day = day_numbers(frame["date"], "date", "the stock-outs") - first
    share = np.asarray(frame["share"], float) if "share" in frame.columns else np.ones(len(frame))
    known = (row >= 0) & (day >= 0) & (day < span) & (share > 0)
    return row[known].astype(np.int64), day[known]
