"""On which days the seller was open, and from when to when each item could be bought.

Nobody writes down the day on which an item is taken in or given up. What can be said is how likely a silence is: an
item that sold on k days, the first and the last of them S days apart, would have all its other k − 1 sales within these
S days rather than within S + gap by chance only with probability (S / (S + gap))^(k − 1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.history.record import Array, Ints, Mask, Record

BY_CHANCE = 0.01
"""A silence before the first sale or after the last that is likelier than this is no start and no end."""
LEAST_SILENCE = 28
"""Days of silence after which an item may count as given up: less may be a shelf that ran empty."""
CLOSED_BY_CHANCE = 0.001
_LEAST_QUIET = 1e-3
WEEK = 7


@dataclass(frozen=True)
class Lives:
    """First and last day number of each item's life, whether it started or stopped within the record, selling days."""

    first: Ints
    last: Ints
    started: Mask
    stopped: Mask
    selling_days: Ints

    def mask(self, rows: slice, days: int) -> Mask:
        """Item-days [items, days] within the lives of a slice of items."""
        day = np.arange(days)
        alive: Mask = (day >= self.first[rows, None]) & (day <= self.last[rows, None])
        return alive


def open_days(record: Record) -> Mask:
    """Days [days] on which the seller was open: all but those on which nothing of anything sold, against chance.

    The chance of an empty day is the product, over the items between their first and last sale, of the share of days
    on which they didn't sell; a weekday that is empty throughout is judged as a whole. Below 1 in 1000 it was closed.
    Of totals of weeks or months the days are those on which one stands.
    """
    if record.step > 1:
        return record.observed
    empty = np.bincount(record.day, minlength=record.days) == 0
    chance = _chance_of_nothing(record)
    closed = empty & (chance < np.log(CLOSED_BY_CHANCE))
    for weekday in range(min(WEEK, record.days)):
        theirs = slice(weekday, None, WEEK)
        if empty[theirs].all() and chance[theirs].sum() < np.log(CLOSED_BY_CHANCE):
            closed[theirs] = True
    return np.asarray(~closed)


def _chance_of_nothing(record: Record) -> Array:
    """Log probability [days] that an open day passes without a sale of any item."""
    first, last, count = _spans(record, record.day)
    quiet = np.log(np.maximum(1 - (count - 1) / np.maximum(last - first, 1), _LEAST_QUIET))
    steps = np.zeros(record.days + 1)
    np.add.at(steps, first, quiet)
    np.add.at(steps, last + 1, -quiet)
    return np.cumsum(steps)[:-1]


def _spans(record: Record, day: Ints) -> tuple[Ints, Ints, Ints]:
    """First day, last day and number of days with sales of each item; items without any have 0, 0 and 0."""
    start = np.searchsorted(record.row, np.arange(len(record.items) + 1))
    count = np.diff(start)
    some = count > 0
    first, last = np.zeros(len(count), np.int64), np.zeros(len(count), np.int64)
    first[some], last[some] = day[start[:-1][some]], day[start[1:][some] - 1]
    return first, last, count


def lives(record: Record, is_open: Mask) -> Lives:
    """The life of each item: the whole record, unless its silence before or after its sales is beyond chance.

    It then starts with its first sale or ends with its last. The silence must also be longer than any between two of
    its sales, and an end needs 28 days of it. Chance counts open days.
    """
    opened: Ints = np.cumsum(is_open, dtype=np.int64)
    first, last, count = _spans(record, opened[record.day])
    pause = _longest_pause(record, opened[record.day])
    before, after = first - 1, opened[-1] - last
    started = _silent(before, last - first, count, pause)
    on, off, _ = _spans(record, record.day)
    off = np.minimum(off + record.step, record.days) - 1
    stopped = _silent(after, last - first, count, pause) & (record.days - 1 - off >= LEAST_SILENCE)
    return Lives(np.where(started, on, 0), np.where(stopped, off, record.days - 1), started, stopped, count)


def _silent(gap: Ints, span: Ints, count: Ints, pause: Ints) -> NDArray[np.bool_]:
    span = np.maximum(span, 1)
    chance = (span / (span + gap)) ** np.maximum(count - 1, 0)
    said: Mask = (chance < BY_CHANCE) & (gap > pause)
    return said


def _longest_pause(record: Record, day: Ints) -> Ints:
    """The longest step between two selling days of each item, in days; 0 where there are fewer than two."""
    longest = np.zeros(len(record.items), np.int64)
    same = record.row[1:] == record.row[:-1]
    np.maximum.at(longest, record.row[1:][same], np.diff(day)[same])
    return longest
