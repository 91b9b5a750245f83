"""The season of an item on the simulation's own curve: when it begins, peaks and ends, and how sure its index is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from core.catalogue import Catalogue
from core.catalogue.columns import SEASON_NAMES
from core.demand import Demand, own_cv, season_curves
from core.errors import InputError, plain
from core.history.seasons import Calendar
from core.intervals import CONFIDENCE

Array = NDArray[np.float64]
YEAR, WEEK = 365, 7
EARLIEST = 26
"""Most weeks before a season's first day at which a start is tried."""
# An index that differs by less than this is flat but for rounding.
FLAT = 1e-6
# A month's index counts as one parameter of twelve, and the mean is one more.
_PARAMETERS = 13


@dataclass(frozen=True)
class Season:
    """A season as measured days, day 0 being the first one: the run of days with an index above 1 around the peak.

    `index[day of the year]` is the item's curve, with mean 1.
    """

    first: int
    peak: int
    last: int
    index: Array

    @property
    def before(self) -> int:
        """The day after the season before it, or day 0."""
        return max(self.last - YEAR + 1, 0)

    @property
    def days(self) -> slice:
        """The days of the season."""
        return slice(self.first, self.last + 1)


def season_of(catalogue: Catalogue, demand: Demand, item: str) -> Season | None:
    """The first season of an item that leaves 26 weeks before it after day 0; None where the index is flat.

    Raises InputError for an item that isn't in the catalogue.
    """
    rows, curves = season_curves(catalogue, demand.seasonality)
    curve = curves[rows[place_of(catalogue, item)]]
    if np.ptp(curve) <= FLAT:
        return None
    peak = int(curve.argmax())
    above = np.roll(curve > 1.0, -peak)
    # From the peak on to the last day above, and back to the first.
    after, ahead = int(above.argmin()) - 1, int(above[::-1].argmin())
    first = (peak - ahead) % YEAR
    first += YEAR * -(-(EARLIEST * WEEK - first) // YEAR)
    return Season(first, first + ahead, first + ahead + after, curve)


def place_of(catalogue: Catalogue, item: str) -> int:
    """The row of an item. Raises InputError if there is none."""
    found = np.flatnonzero(catalogue.column("item") == item) if isinstance(item, str) else np.array([], int)
    if not found.size:
        raise InputError([f"Item {plain(item)} is not in the catalogue"])
    return int(found[0])


@lru_cache(maxsize=32)
def seasonal_items(catalogue: Catalogue, demand: Demand) -> tuple[str, ...]:
    """The items that have a season and some demand, by strength (range of the index) × value of their demand."""
    rows, curves = season_curves(catalogue, demand.seasonality)
    strength = np.ptp(curves, axis=1)[rows]
    worth = strength * catalogue.column("demand_per_day") * catalogue.column("unit_cost")
    order = np.argsort(-worth, kind="stable")
    return tuple(str(catalogue.column("item")[i]) for i in order if strength[i] > FLAT and worth[i] > 0)


def dated(catalogue: Catalogue, day: int) -> date:
    """The date of a measured day: day 0 is the first of January of the calendar, and no year has a leap day."""
    return common_day(catalogue.calendar_start, day)


def common_day(start: str, day: int) -> date:
    """The same of a calendar that starts on an ISO date."""
    years, of_year = divmod(int(day), YEAR)
    common = date(2026, 1, 1) + timedelta(days=of_year)
    return common.replace(year=date.fromisoformat(start).year + years)


def months_of(catalogue: Catalogue, demand: Demand, item: str) -> pd.DataFrame:
    """Twelve rows: month (1 to 12), index on the model's curve, lo and hi at 95 % by how little was observed.

    An item whose demand is known exactly (0 days observed) has no band: lo and hi are the index. Otherwise the days
    of the item's own spread are taken to be the history's, spread evenly over the year, read by the fit that
    `core.history.seasons` makes.
    """
    i, power = place_of(catalogue, item), demand.seasonality
    index = np.array([catalogue.column(name)[i] for name in SEASON_NAMES])
    low, high = _band(index, float(own_cv(catalogue)[i]), float(catalogue.column("demand_days")[i]))
    middle = np.cumsum(_year().length) - _year().length / 2 - 0.5
    scale = (np.interp(np.arange(YEAR), middle, index, period=YEAR) ** power).mean()
    shown = [values**power / scale for values in (index, low, high)]
    table = dict(zip(("index", "lo", "hi"), shown, strict=True))
    return pd.DataFrame({"month": np.arange(1, 13), **table})


@cache
def _year() -> Calendar:
    return Calendar(np.arange("2026-01-01", "2027-01-01", dtype="datetime64[D]"))


def _band(index: Array, cv: float, observed: float) -> tuple[Array, Array]:
    """(low, high) of a fitted monthly index with mean 1, from so many days of independent demand of this cv."""
    if observed <= 0 or cv <= 0:
        return index, index
    year = _year()
    # What a month sells is the hats' sum over its days times the twelve levels; the fit is the inverse of that.
    design = year.by_cell(year.hats.T).T
    sold = year.by_cell(((cv * (year.hats @ index)) ** 2)[None, :])[0] * YEAR / observed
    fit = np.linalg.inv(design)
    # An index is a level over the mean of all twelve.
    fit = fit - np.outer(index, fit.mean(axis=0))
    reach = stdtrit(max(observed - _PARAMETERS, 1.0), 0.5 + CONFIDENCE / 2)
    half = reach * np.sqrt((fit**2 * sold).sum(axis=1))
    return np.maximum(index - half, 0.0), index + half
