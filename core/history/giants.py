"""One-off giant orders, pointed out and never removed: somebody who knows the business has to say what they were."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.history.coded import Mask
from core.history.lines import Lines

TIMES, QUANTILE, LEAST_DAYS = 20.0, 0.95, 5
"""A line is giant above 20 times the 95th percentile of the item's other days with sales; of all items' days if the
item has fewer than 5 others."""

_FIRST_LOOK = 0.75
"""With a giant among at least six days, this quantile of them all is below the 95th percentile of the others."""


def giant_lines(lines: Lines, used: Mask, left: NDArray[np.float64]) -> NDArray[np.intp]:
    """The places of lines with giant units `left` after returns. Few pass the first look; those are looked at closely.

    What was cancelled was no demand: a line of which nothing is left is no giant, and none hides behind it.
    """
    days = _day_sums(lines, used, left)
    at, count = np.flatnonzero(used), len(lines.item.words)
    item = lines.item.codes[at]
    known = np.bincount(days["item"], minlength=count)[item] > LEAST_DAYS
    usual = days.groupby("item")["units"].quantile(_FIRST_LOOK).reindex(range(count)).to_numpy()[item]
    anywhere = float(days["units"].quantile(QUANTILE)) if len(days) else 0.0
    high = at[left[at] > TIMES * np.where(known, usual, anywhere)]
    largest = _usual_largest(lines, high, days, anywhere)
    return high[left[high] > TIMES * largest]


def _day_sums(lines: Lines, used: Mask, left: NDArray[np.float64]) -> pd.DataFrame:
    """Columns item (code), day (number), units, by item."""
    keep = used & (left > 0)
    frame = pd.DataFrame({"item": lines.item.codes[keep], "day": lines.day[keep].astype(np.int64),
                          "units": left[keep]})  # fmt: skip
    return frame.groupby(["item", "day"])["units"].sum().reset_index()


def _usual_largest(lines: Lines, high: NDArray[np.intp], days: pd.DataFrame, anywhere: float) -> NDArray[np.float64]:
    """Per line the 95th percentile of its item's other days, or of all items' days."""
    item, day, units = (days[name].to_numpy() for name in ("item", "day", "units"))
    starts, ends = (np.searchsorted(item, lines.item.codes[high], side) for side in ("left", "right"))
    own = lines.day[high].astype(np.int64)
    found = np.full(len(high), anywhere)
    for place, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        others = units[start:end][day[start:end] != own[place]]
        if len(others) >= LEAST_DAYS:
            found[place] = np.quantile(others, QUANTILE)
    return found
