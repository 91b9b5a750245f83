"""What a person should know about the lines that were used. Nothing here changes a number."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.history.coded import Mask
from core.history.giants import TIMES, giant_lines
from core.history.lines import Lines
from core.history.spans import all_on_one_weekday
from core.history.statuses import status_words

FAR_DAYS = 730
"""Days beyond the middle 98 % of the dates; lines further off look mistyped."""

CLOSED_WEEKS = 3
_MOST_LISTED = 6
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Finding:
    """A sentence, and the rows behind it."""

    sentence: str
    rows: pd.DataFrame


@dataclass(frozen=True)
class Cleaned:
    """Lines with what cleaning made of them: which are used, and units left of each after returns."""

    lines: Lines
    used: Mask
    left: Floats
    spellings: pd.DataFrame
    merged: bool
    charged: Mask
    stockouts: pd.DataFrame | None


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


def _open_days(cleaned: Cleaned) -> NDArray[np.int64]:
    sold = cleaned.used & (cleaned.lines.quantity > 0)
    days: NDArray[np.int64] = np.unique(cleaned.lines.day[sold].astype(np.int64))
    return days


def _closed_days(cleaned: Cleaned) -> Finding | None:
    """Weekdays that are always closed have a finding of their own and are left out here."""
    days = _open_days(cleaned)
    if cleaned.lines.period != "day" or len(days) < 2:
        return None
    missing = np.setdiff1d(np.arange(days[0], days[-1] + 1), days)
    missing = missing[~np.isin(_weekday(missing), _closed(days))]
    if not len(missing):
        return None
    dates = missing.astype("datetime64[D]").astype("datetime64[s]")
    rows = pd.DataFrame({"date": dates, "weekday": np.array(WEEKDAYS, dtype=object)[_weekday(missing)]})
    return Finding(f"Nothing was sold on {_count(len(rows), 'day')} within the record, taken as closed: "
                   f"{_listed(rows['date'].dt.strftime('%Y-%m-%d'))}", rows)  # fmt: skip


def _closed_weekdays(cleaned: Cleaned) -> Finding | None:
    days = _open_days(cleaned)
    if cleaned.lines.period != "day" or len(days) < 2:
        return None
    names = [WEEKDAYS[each] for each in _closed(days)]
    if not names:
        return None
    return Finding(f"Nothing is ever sold on {' and '.join(names)}", pd.DataFrame({"weekday": names}))


def _closed(days: NDArray[np.int64]) -> list[int]:
    """Weekdays that come up three times or more within the record and never with a sale."""
    passed = np.bincount(_weekday(np.arange(days[0], days[-1] + 1)), minlength=7)
    sold = np.bincount(_weekday(days), minlength=7)
    return np.flatnonzero((passed >= CLOSED_WEEKS) & (sold == 0)).tolist()


def _weekday(days: NDArray[np.int64]) -> NDArray[np.int64]:
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
    "giants": _giants,
    "closed weekdays": _closed_weekdays,
    "closed days": _closed_days,
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
