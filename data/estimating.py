"""What a demand history says about an item: the estimates that the data-set scripts share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]

YEAR_DAYS = 365.0
MONTH_DAYS: Floats = np.array([31.0, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
MID_MONTHS: Floats = np.cumsum(MONTH_DAYS) - MONTH_DAYS / 2


def month_of(days: Days) -> Ints:
    """Calendar month of each day, 0 for January to 11 for December."""
    return days.astype("datetime64[M]").astype(np.int64) % 12


def season_curve(index: Floats, days: Days) -> Floats:
    """Season factor of each day: the 12 monthly indices, linear between mid-months."""
    day_of_year = (days - days.astype("datetime64[Y]")).astype(np.int64) + 0.5
    curve: Floats = np.interp(day_of_year, MID_MONTHS, index, period=YEAR_DAYS)
    return curve


def rounded_index(index: Floats) -> Floats:
    """The 12 indices scaled to mean 1, to 4 decimals, their sum exactly 12 (the peak takes the remainder)."""
    result: Floats = np.round(index / index.mean(), 4)
    peak = int(result.argmax())
    result[peak] = round(result[peak] + 12.0 - float(result.sum()), 4)
    return result


def index_of_month_means(demand: Floats, days: Days) -> Floats:
    """Monthly index from whole years of daily demand: the mean of each month's days over the mean month."""
    months = month_of(days)
    return rounded_index(np.array([demand[months == month].mean() for month in range(12)]))


def index_beside_trend(demand: Floats, days: Days) -> Floats:
    """Monthly index of a history that grows or shrinks and need not be whole years.

    Least squares of log(mean demand of a calendar month) on 12 month levels and a straight line in time;
    every calendar month with a day in `days` must have some demand.
    """
    stamps = days.astype("datetime64[M]").astype(np.int64)
    seen = np.unique(stamps)
    means = np.array([demand[stamps == stamp].mean() for stamp in seen])
    design = np.column_stack([np.eye(12)[seen % 12], seen - seen.mean()])
    levels = np.linalg.lstsq(design, np.log(means), rcond=None)[0][:12]
    return rounded_index(np.exp(levels))


def demand_sd(demand: Floats, days: Days, index: Floats | None) -> float:
    """Standard deviation of a day in units, the season taken out: cv of demand / season, times the mean."""
    clear = demand if index is None else demand / season_curve(index, days)
    return float(clear.std(ddof=1) / clear.mean() * demand.mean())
