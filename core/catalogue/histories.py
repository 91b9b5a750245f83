"""Order and receipt records of a data set as samples: daily demand and lead times, item by item."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue.cells import as_number, blanks, row_numbers, texts
from core.catalogue.columns import LONGEST_LEAD_TIME
from core.errors import InputError, plain

LONGEST_RECORD = 7305
"""Days, 20 years: a longer range is a mistyped year."""

Samples = dict[str, NDArray[np.float64]]


def demand_histories(orders: pd.DataFrame) -> Samples:
    """Item to its demand in units of every day from the first to the last date of the whole record.

    `orders` has the columns date, item, quantity; days without a row are zeros, rows of a day add up.
    Raises InputError with all faults.
    """
    _refuse_missing(orders, "orders", ("date", "item", "quantity"))
    orders = _with_content(orders)
    days, faults = _days(orders["date"], "orders")
    quantities, more = _quantities(orders["quantity"])
    if faults or more:
        raise InputError(faults + more)
    span = int(days.max() - days.min()) + 1
    if span > LONGEST_RECORD:
        raise InputError(f"Record orders must span at most {LONGEST_RECORD} days, got {span}")
    codes, items = pd.factorize(np.array(texts(orders["item"]), dtype=object))
    cells = codes * span + (days - days.min()).astype(int)
    table = np.bincount(cells, weights=quantities, minlength=len(items) * span).reshape(len(items), span)
    return dict(zip(items, table, strict=True))


def lead_time_histories(receipts: pd.DataFrame) -> Samples:
    """Item to the lead times of its receipts in calendar days, order date to received date.

    `receipts` has at least the columns item, order_date, received_date; orders not yet received are left out.
    Raises InputError with all faults.
    """
    _refuse_missing(receipts, "receipts", ("item", "order_date", "received_date"))
    receipts = _with_content(receipts)
    receipts = receipts[~blanks(receipts["received_date"])]
    ordered, faults = _days(receipts["order_date"], "receipts")
    received, more = _days(receipts["received_date"], "receipts")
    lead = received - ordered
    wrong = np.flatnonzero((lead < 0) | (lead > LONGEST_LEAD_TIME))
    faults += more + [
        f"Lead time must be 0 to {LONGEST_LEAD_TIME:g} days, got {plain(lead[at])} "
        f"(row {receipts.index[at]} of receipts, columns order_date and received_date)"
        for at in wrong.tolist()
    ]
    if faults:
        raise InputError(faults)
    items = np.array(texts(receipts["item"]), dtype=object)
    return {str(item): lead[items == item] for item in dict.fromkeys(items)}


def _refuse_missing(frame: pd.DataFrame, record: str, wanted: tuple[str, ...]) -> None:
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise InputError([f"Column {name} is missing in {record}" for name in missing])


def _with_content(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows with an item, numbered as in the file by their index."""
    frame = frame.set_axis(row_numbers(frame), axis=0)
    frame = frame[~blanks(frame["item"])]
    if frame.empty:
        raise InputError("The record has no rows with an item")
    return frame


def _days(dates: "pd.Series[Any]", record: str) -> tuple[NDArray[np.float64], list[str]]:
    """Day numbers since 1970, NaN where there is none, and a fault for each of those."""
    written = pd.Series(texts(dates), dtype=object)
    parsed = pd.to_datetime(written, format="ISO8601", errors="coerce", utc=True)
    seconds = parsed.dt.tz_localize(None).to_numpy().astype("datetime64[D]")
    days = np.where(np.isnat(seconds), np.nan, seconds.astype(np.int64).astype(float))
    return days, [
        f"Date must be a day such as 2026-01-31, got {plain(dates.iloc[at])} "
        f"(row {dates.index[at]} of {record}, column {dates.name})"
        for at in np.flatnonzero(np.isnan(days)).tolist()
    ]


def _quantities(cells: "pd.Series[Any]") -> tuple[NDArray[np.float64], list[str]]:
    numbers = np.array([as_number(text) for text in texts(cells)], dtype=float)
    wrong = np.flatnonzero(~np.isfinite(numbers) | (numbers < 0))
    return numbers, [
        f"Quantity must be at least 0 units, got {plain(cells.iloc[at])} "
        f"(row {cells.index[at]} of orders, column quantity)"
        for at in wrong.tolist()
    ]
