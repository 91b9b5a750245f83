"""From lines to demand: units per day and item, items with what the file says of them, days out of stock."""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import InputError, plain
from core.history.coded import Coded, Mask, most_frequent
from core.history.headers import NO, YES, wordset
from core.history.lines import Lines
from core.history.stacking import Part
from core.history.typed import texts_of
from core.tables.numbers import parse_numbers

MOST_ROWS = 50_000_000
_YES = YES | wordset("out stockout")
_NO = NO | wordset("in ok")
_HOURS = 24.0


def daily(lines: Lines, used: Mask, left: NDArray[np.float64]) -> pd.DataFrame:
    """Columns date, item, quantity: the units `left` of the used lines, summed per day and item, by date and item.

    A line that covers a week or a month becomes equal parts on its days. Raises InputError beyond 50 million parts.
    """
    at = np.flatnonzero(used)
    spans = lines.when.days[at]
    if spans.sum() > MOST_ROWS:
        raise InputError(f"Totals must spread over at most {MOST_ROWS:,} days and items, got {spans.sum():,}")
    day, item, units = lines.day[at].astype(np.int64), lines.item.codes[at].astype(np.int64), left[at] / spans
    if (spans > 1).any():
        offset = np.arange(spans.sum()) - np.repeat(np.cumsum(spans) - spans, spans)
        day, item, units = np.repeat(day, spans) + offset, np.repeat(item, spans), np.repeat(units, spans)
    keys, place = np.unique(day * len(lines.item.words) + item, return_inverse=True)
    days, items = np.divmod(keys, len(lines.item.words))
    return pd.DataFrame({
        "date": days.astype("datetime64[D]").astype("datetime64[s]"),
        "item": lines.item.words[items],
        "quantity": np.bincount(place, weights=units, minlength=len(keys)),
    })  # fmt: skip


def items(lines: Lines, used: Mask) -> pd.DataFrame:
    """Columns item, lines, and of name, price, category, supplier those that the files tell; used lines' items.

    Names and the like are the most frequent ones, the price is the median of the positive ones.
    """
    count = len(lines.item.words)
    times = np.bincount(lines.item.codes[used], minlength=count)
    found: dict[str, NDArray[np.generic]] = {"item": lines.item.words, "lines": times.astype(np.int64)}
    for role in ("name", "category", "supplier"):
        if role in lines.texts:
            found[role] = most_frequent(lines.item.codes, lines.texts[role], count, used)
    if lines.price is not None:
        found["price"] = _median_price(lines, used & (lines.price > 0), count)
    return pd.DataFrame(found)[times > 0].reset_index(drop=True)


def _median_price(lines: Lines, counted: Mask, count: int) -> NDArray[np.float64]:
    prices = pd.Series(lines.price)[counted].groupby(lines.item.codes[counted]).median()
    return prices.reindex(range(count)).to_numpy(dtype=float)


def stockouts(lines: Lines, used: Mask) -> pd.DataFrame | None:
    """Columns date, item, share (above 0 to 1) of the day out of stock, or None if no file has such a column.

    Hours count against the hours of the heading ('6_to_22' are 16, else 24), flags against a day.
    """
    if not any("stockout" in part.columns for part in lines.parts):
        return None
    share = np.concatenate([_shares(part) for part in lines.parts])
    at = np.flatnonzero(used & (share > 0))
    frame = pd.DataFrame({"date": lines.day[at].astype("datetime64[s]"), "item": lines.item.codes[at],
                          "share": share[at]})  # fmt: skip
    most = frame.groupby(["date", "item"])["share"].max().reset_index()
    most["item"] = lines.item.words[most["item"].to_numpy(dtype=np.intp)]
    return most


def _shares(part: Part) -> NDArray[np.float64]:
    column: Coded = texts_of(part, "stockout")
    numbers = parse_numbers(column.words, ".")[0]
    words = [str(word).strip().casefold() for word in column.words]
    values = np.where([word in _YES for word in words], 1.0, np.where([word in _NO for word in words], 0.0, numbers))
    values = np.where(np.isnan(values), 0.0, values)
    heading = part.columns.get("stockout", "")
    hours = _hours(heading) if values.max(initial=0.0) > 1.0 else 1.0
    wrong = (values < 0) | (values > hours)
    if wrong.any():
        at = int(np.argmax(wrong[column.codes]))
        raise InputError(f"Stock-outs must be 0 to {hours:g} hours of a day, or yes and no, got "
                         f"{plain(column.texts[at])} ({part.place(at)}, column {heading})")  # fmt: skip
    return (values / hours)[column.codes]


def _hours(heading: str) -> float:
    """The hours of a day that a heading counts."""
    found = re.search(r"(\d{1,2})\D{1,4}(\d{1,2})(?!\d)", heading)
    span = float(found[2]) - float(found[1]) if found else 0.0
    return span if 0.0 < span <= _HOURS else _HOURS
