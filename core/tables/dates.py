"""From texts to dates. Whether the day or the month comes first is decided for a whole column, never cell by cell.

'03/04/2019' is a day of March to some and of April to others. A column that never says which it means is reported
as ambiguous, and such cells stay without a date until somebody tells.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from core.errors import InputError, plain
from core.tables.date_texts import DAY_FIRST, MONTH_FIRST, YEAR_FIRST, YEAR_MONTH, Meaning, clock, meaning
from core.tables.distinct import distinct, encoded

Mask = NDArray[np.bool_]

STYLES = (DAY_FIRST, MONTH_FIRST, YEAR_FIRST, YEAR_MONTH)
GROUPS = {
    "four": (DAY_FIRST, MONTH_FIRST),
    "two": (DAY_FIRST, MONTH_FIRST, YEAR_FIRST),
    "six": (YEAR_FIRST, YEAR_MONTH),
}
"""The orders that cells of a group may be in. Groups go by the digits of the year, or by six digits without a gap."""

_NONE, _OPEN = "", "?"
_TIMED = r"^(?P<date>(?s:.+?))(?:T|,?\s+)(?P<time>[0-9]{1,2}:[0-9]{2}.*)$"
_NAT = np.iinfo(np.int64).min


@dataclass(frozen=True, eq=False)
class Dates:
    """The dates of a column: `days`, a datetime64[s] per text with its time of day as written, NaT if it is no date.

    `style` names what the cells look like, the most frequent first. `ambiguous`: cells such as `example` can be read
    in the orders `choices` and have no date; `parse_dates(texts, style=…)` settles them. `unreadable` counts
    the cells with text that is no date, `timed` those that tell a time of day.
    """

    days: NDArray[np.datetime64]
    style: str
    ambiguous: bool = False
    example: str = ""
    choices: tuple[str, ...] = ()
    unreadable: int = 0
    timed: int = 0


def parse_dates(texts: Iterable[Any], style: str | None = None) -> Dates:
    """The day and time that each text spells.

    Read are: year, month, day in any usual order and with any usual separator, two-digit years (69 to 99 are of the
    1900s), names of months in English, German, French, Italian and Spanish, a month and a year (its first day),
    20110131 with or without a time, Excel's serial numbers, and times of day; zones are left off, a day is the one
    that was written. `style` ("day first", "month first", "year first", "year and month") holds for every cell whose
    order isn't plain from its own shape; without it, the cells that can be read in one way only decide. Raises
    InputError for any other style.
    """
    if style is not None and style not in STYLES:
        raise InputError(f"Date style must be one of {', '.join(STYLES)}, got {plain(style)}")
    codes, spelled = distinct(texts)
    read = _read(spelled, style)
    dated, blank = read.moments != _NAT, np.array([not text.strip() for text in spelled.to_pylist()], dtype=bool)
    return Dates(
        days=read.moments.view("datetime64[s]")[codes],
        style=_style(read.orders[codes]),
        ambiguous=bool(read.left.any()),
        example=spelled[int(np.argmax(read.left))].as_py().strip() if read.left.any() else "",
        choices=read.choices,
        unreadable=int((~dated & ~read.left & ~blank)[codes].sum()),
        timed=int((dated & read.timed)[codes].sum()),
    )


class _Read(NamedTuple):
    """The distinct texts of a column: moment, order by which it was read, whether it has a time, whether it is left."""

    moments: NDArray[np.int64]
    orders: NDArray[np.object_]
    timed: Mask
    left: Mask
    choices: tuple[str, ...]


def _read(spelled: "pa.LargeStringArray", style: str | None) -> _Read:
    """Days and times of day apart: both repeat, whatever the column."""
    parts = pc.extract_regex(spelled, _TIMED)
    is_timed = pc.is_valid(parts)
    day_of, day_texts = encoded(pc.if_else(is_timed, pc.struct_field(parts, "date"), spelled))
    time_of, time_texts = encoded(pc.if_else(is_timed, pc.struct_field(parts, "time"), ""))
    meanings = [meaning(text) for text in day_texts.to_pylist()]
    orders = _orders(meanings, style)
    days = np.array([_moment(each, order) for each, order in zip(meanings, orders, strict=True)], dtype=np.int64)
    times = np.array([_seconds(text) for text in time_texts.to_pylist()], dtype=np.int64)
    both = (days[day_of] != _NAT) & (times[time_of] != _NAT)
    with_time = np.array([each.seconds is not None for each in meanings], dtype=bool)[day_of]
    choices = {order for each, told in zip(meanings, orders, strict=True) if told == _OPEN for order in each.days}
    named = np.array(orders, dtype=object)[day_of]
    return _Read(
        moments=np.where(both, days[day_of] + np.where(both, times[time_of], 0), _NAT),
        orders=np.where(both, named, _NONE),
        timed=with_time | is_timed.to_numpy(zero_copy_only=False),
        left=named == _OPEN,
        choices=tuple(order for order in STYLES if order in choices),
    )


def _moment(each: Meaning, order: str) -> int:
    return each.days[order] * 86_400 + (each.seconds or 0) if order in each.days else _NAT


def _seconds(text: str) -> int:
    seconds = clock(text) if text else 0
    return _NAT if seconds is None else seconds


def _orders(meanings: list[Meaning], style: str | None) -> list[str]:
    doubted = style is None and _year_may_lead(meanings)
    told = {group: _told(meanings, group, style) for group in GROUPS if not (doubted and group == "two")}
    return [_order(each, told.get(each.group, _NONE), style is not None, doubted) for each in meanings]


def _told(meanings: list[Meaning], group: str, style: str | None) -> str:
    """The order that the cells of a group are in: as given, or as those that allow one order only agree."""
    if style in GROUPS[group]:
        return str(style)
    alike = ("six",) if group == "six" else ("four", "two")
    evidence = {min(days) for each in meanings if each.group in alike and len(days := _likely(each, False)) == 1}
    return evidence.pop() if len(evidence) == 1 else _NONE


def _likely(each: Meaning, doubted: bool) -> dict[str, int]:
    """The days that come into question. A short year leads where nothing else fits, or where the column is doubted."""
    others = {order: day for order, day in each.days.items() if order != YEAR_FIRST}
    return others if each.group == "two" and others and not doubted else dict(each.days)


def _year_may_lead(meanings: list[Meaning]) -> bool:
    """Whether 19-03-31 may be the last of March: what leads varies less than what closes, as years do beside days."""
    short = [each.days for each in meanings if each.group == "two"]
    if not short or not all(YEAR_FIRST in days and len(days) > 1 for days in short):
        return False
    dates = np.array([days[YEAR_FIRST] for days in short]).astype("datetime64[D]")
    years, in_month = dates.astype("datetime64[Y]"), dates - dates.astype("datetime64[M]")
    return len(np.unique(years)) < len(np.unique(in_month))


def _order(each: Meaning, told: str, given: bool, doubted: bool) -> str:
    """The order to read a cell in: none if it is no date, open if several are left."""
    days = _likely(each, doubted)
    if told in each.days:
        return told
    if not days or (given and told):
        return _NONE
    return next(iter(days)) if len(set(days.values())) == 1 else _OPEN


def _style(orders: NDArray[np.object_]) -> str:
    """The orders used, the most frequent first."""
    return ", ".join(order for order in pd.Series(orders).value_counts().index if order != _NONE)
