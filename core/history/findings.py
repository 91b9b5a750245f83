"""What a person should know about the lines that were used. Nothing here changes a number."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import InputError
from core.history.coded import Mask
from core.history.giants import TIMES, giant_lines
from core.history.lines import Lines
from core.history.lives import open_days
from core.history.record import record_of
from core.history.spans import all_on_one_weekday
from core.history.statuses import status_words

FAR_DAYS = 730
"""Days beyond the middle 98 % of the dates; lines further off look mistyped."""

CLOSED_WEEKS = 3
"""Times that a weekday must come up within the record before it is said to be closed always."""

_MOST_LISTED = 6
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Floats = NDArray[np.float64]
Days = NDArray[np.int64]


@dataclass(frozen=True)
class Finding:
    """A sentence, and the rows behind it."""

    sentence: str
    rows: pd.DataFrame


@dataclass(frozen=True)
class Cleaned:
    """Lines with what cleaning made of them: which are used, units left of each after returns, units by day and item.

    `repeated`: lines set aside as duplicates.
    """

    lines: Lines
    used: Mask
    left: Floats
    daily: pd.DataFrame
    spellings: pd.DataFrame
    merged: bool
    charged: Mask
    repeated: Mask
    stockouts: pd.DataFrame | None

    @cached_property
    def silence(self) -> "_Silence":
        """Made once: three findings tell of it."""
        return _silence(self)


def findings(cleaned: Cleaned) -> dict[str, Finding]:
    """Name to finding, those that there are something to say about."""
    found = {name: find(cleaned) for name, find in FINDERS.items()}
    return {name: finding for name, finding in found.items() if finding is not None}


def _charges(cleaned: Cleaned) -> Finding | None:
    lines = cleaned.lines
    codes = np.flatnonzero(np.bincount(lines.item.codes[cleaned.charged], minlength=1))
    if not len(codes):
        return None
    times = np.bincount(lines.item.codes[cleaned.charged])[codes]
    rows = pd.DataFrame({"item": lines.item.words[codes], "lines": times.astype(np.int64)})
    rows = rows.sort_values("lines", ascending=False, kind="stable").reset_index(drop=True)
    return Finding(f"{_count(len(rows), 'code')} {_verb(len(rows))} taken for charges: {_listed(rows['item'])}", rows)


def _spellings(cleaned: Cleaned) -> Finding | None:
    rows = cleaned.spellings
    if rows.empty:
        return None
    done = "were merged" if cleaned.merged else "are kept apart; merge_codes would merge them"
    return Finding(f"{len(rows)} codes differ from another only in case or blanks and {done}", rows)


def _repeated(cleaned: Cleaned) -> Finding | None:
    """Equal lines may be sales of their own where nothing in the file could tell these apart."""
    lines, at = cleaned.lines, np.flatnonzero(cleaned.repeated)
    across = any(part.asked.get("layout") == "dates across" for part in lines.parts)
    if not len(at) or across or {"document", "customer"} & lines.texts.keys() or _has_times(lines):
        return None
    return Finding(f"{_count(len(at), 'equal line')} {_verb(len(at), 'was', 'were')} set aside as duplicates, but the "
                   "file has no document, customer or time of day to tell repeated sales apart: switch the rule off if "
                   "they are sales", _rows_of(lines, at, lines.quantity))  # fmt: skip


def _has_times(lines: Lines) -> bool:
    at = lines.when.at[~lines.no_date]
    return bool((at != at.astype("datetime64[D]")).any())


def _giants(cleaned: Cleaned) -> Finding | None:
    lines, used = cleaned.lines, cleaned.used
    if lines.period != "day":
        return None
    high = giant_lines(lines, used, cleaned.left)
    if not len(high):
        return None
    rows = _rows_of(lines, high, lines.quantity).assign(left=cleaned.left[high])
    rows = rows.sort_values("left", ascending=False, kind="stable").reset_index(drop=True)
    first = rows.iloc[0]
    return Finding(
        f"{_count(len(rows), 'order')} {_verb(len(rows))} more than {TIMES:g} times the item's usual largest day "
        f"(95th percentile of its other days), returns taken off; the largest is {first['left']:,.10g} of "
        f"{first['item']} on {first['date']:%Y-%m-%d}. {_verb(len(rows), 'It is', 'They are')} kept", rows,
    )  # fmt: skip


@dataclass(frozen=True)
class _Silence:
    """Days since 1970 within the record on which nothing was sold; which of them the estimates take as closed.

    `closed` is None where nothing can be estimated of the record; `weekdays`: those that are closed throughout.
    """

    days: Days
    closed: Mask | None
    weekdays: list[int]


def _silence(cleaned: Cleaned) -> _Silence:
    sold = np.unique(cleaned.lines.day[cleaned.used & (cleaned.lines.quantity > 0)].astype(np.int64))
    if cleaned.lines.period != "day" or len(sold) < 2:
        return _Silence(np.zeros(0, np.int64), None, [])
    passed = np.arange(sold[0], sold[-1] + 1)
    days = np.setdiff1d(passed, sold)
    shut = _shut(cleaned.daily) if len(days) else None
    if shut is None:
        return _Silence(days, None, [])
    closed = np.isin(days, shut)
    times, never = (np.bincount(_weekday(each), minlength=7) for each in (passed, days[closed]))
    weekdays = np.flatnonzero((times >= CLOSED_WEEKS) & (never == times))
    other = ~np.isin(_weekday(days), weekdays)
    return _Silence(days[other], closed[other], weekdays.tolist())


def _shut(daily: pd.DataFrame) -> Days | None:
    """Days since 1970 that the estimates take as closed: so many sales pass over them only against chance."""
    try:
        record = record_of(daily)
    except InputError:
        return None
    return record.dates[~open_days(record)].astype("datetime64[D]").astype(np.int64)


def _closed_days(cleaned: Cleaned) -> Finding | None:
    """Weekdays that are always closed have a finding of their own and are left out here."""
    silence = cleaned.silence
    return None if silence.closed is None else _nothing_sold(silence.days[silence.closed], "taken as closed")


def _empty_days(cleaned: Cleaned) -> Finding | None:
    """Days without a sale that may well have been open."""
    silence = cleaned.silence
    if silence.closed is None:
        return _nothing_sold(silence.days, "")
    return _nothing_sold(silence.days[~silence.closed], "taken as open: so few sales leave such days by chance")


def _nothing_sold(days: Days, taken: str) -> Finding | None:
    if not len(days):
        return None
    dates = days.astype("datetime64[D]").astype("datetime64[s]")
    rows = pd.DataFrame({"date": dates, "weekday": np.array(WEEKDAYS, dtype=object)[_weekday(days)]})
    return Finding(f"Nothing was sold on {_count(len(rows), 'day')} within the record{', ' if taken else ''}{taken}; "
                   f"{_verb(len(rows), 'it is', 'they are')} {_listed(rows['date'].dt.strftime('%Y-%m-%d'))}",
                   rows)  # fmt: skip


def _closed_weekdays(cleaned: Cleaned) -> Finding | None:
    names = [WEEKDAYS[each] for each in cleaned.silence.weekdays]
    if not names:
        return None
    return Finding(f"Nothing is ever sold on {' and '.join(names)}", pd.DataFrame({"weekday": names}))


def _weekday(days: Days) -> Days:
    """0 is Monday; 1970-01-01, day 0, was a Thursday."""
    return (days + 3) % 7


def _far_dates(cleaned: Cleaned) -> Finding | None:
    lines, at = cleaned.lines, np.flatnonzero(cleaned.used)
    days = lines.day[at].astype(np.int64)
    low, high = np.quantile(days, [0.01, 0.99])
    far = at[(days < low - FAR_DAYS) | (days > high + FAR_DAYS)]
    if not len(far):
        return None
    rows = _rows_of(lines, far, lines.quantity)
    return Finding(f"{_count(len(rows), 'line')} {_verb(len(rows))} dated more than {FAR_DAYS} days from nearly all "
                   f"others, such as {rows['date'].iloc[0]:%Y-%m-%d}: mistyped years?", rows)  # fmt: skip


def _stockouts(cleaned: Cleaned) -> Finding | None:
    if cleaned.stockouts is None:
        return None
    lines, used = cleaned.lines, cleaned.used
    pairs = np.unique(lines.day[used].astype(np.int64) * len(lines.item.words) + lines.item.codes[used])
    share = len(cleaned.stockouts) / max(len(pairs), 1)
    return Finding(f"Sales were cut by stock-outs on {share:.0%} of the items' days: demand was higher than sales",
                   cleaned.stockouts)  # fmt: skip


def _spread(cleaned: Cleaned) -> Finding | None:
    period = cleaned.lines.period
    if period == "day":
        return None
    kind = {"week": "Weekly", "month": "Monthly"}[period]
    return Finding(f"{kind} totals were spread evenly over their days: the mean is right, how much single days differ "
                   "can't be known", pd.DataFrame({"period": [period]}))  # fmt: skip


def _one_weekday(cleaned: Cleaned) -> Finding | None:
    at = cleaned.lines.when.at[cleaned.used]
    if cleaned.lines.period != "day" or not all_on_one_weekday(at):
        return None
    name = WEEKDAYS[int(_weekday(np.atleast_1d(at[0].astype("datetime64[D]").astype(np.int64)))[0])]
    return Finding(f"Every date is a {name}: if these are weekly totals, say so with columns={{'period': 'week'}}",
                   pd.DataFrame({"weekday": [name]}))  # fmt: skip


def _negative_days(cleaned: Cleaned) -> Finding | None:
    at = np.flatnonzero(cleaned.used & (cleaned.left < 0))
    if not len(at):
        return None
    rows = _rows_of(cleaned.lines, at, cleaned.left)
    return Finding(f"{_count(len(rows), 'used line')} {_verb(len(rows), 'has', 'have')} a negative quantity, because "
                   "the rule that sets such lines aside is off", rows)  # fmt: skip


def _notes(cleaned: Cleaned) -> Finding | None:
    notes = [note for part in cleaned.lines.parts for note in part.notes]
    return Finding("; ".join(notes), pd.DataFrame({"note": notes})) if notes else None


def _statuses(cleaned: Cleaned) -> Finding | None:
    rows = status_words(cleaned.lines.parts, cleaned.used)
    if rows.empty:
        return None
    said = ", ".join(f"{row.word} in {row.column}" for row in rows.head(_MOST_LISTED).itertuples())
    return Finding(f"{_count(int(rows['lines'].sum()), 'used line')} may be no sale, but count as one: {said}", rows)


FINDERS: dict[str, Callable[[Cleaned], Finding | None]] = {
    "charges": _charges,
    "codes": _spellings,
    "duplicates": _repeated,
    "giants": _giants,
    "closed weekdays": _closed_weekdays,
    "closed days": _closed_days,
    "empty days": _empty_days,
    "far dates": _far_dates,
    "stock-outs": _stockouts,
    "spread totals": _spread,
    "one weekday": _one_weekday,
    "negative lines": _negative_days,
    "statuses": _statuses,
    "notes": _notes,
}


def _rows_of(lines: Lines, at: NDArray[np.intp], units: Floats) -> pd.DataFrame:
    """Columns date, item, quantity of some lines."""
    return pd.DataFrame({"date": lines.day[at].astype("datetime64[s]"), "item": lines.item.texts[at],
                         "quantity": units[at]})  # fmt: skip


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _verb(number: int, one: str = "is", many: str = "are") -> str:
    return one if number == 1 else many


def _listed(words: "pd.Series[str]") -> str:
    shown = ", ".join(str(word) for word in words[:_MOST_LISTED])
    return shown if len(words) <= _MOST_LISTED else f"{shown} and {len(words) - _MOST_LISTED} more"
