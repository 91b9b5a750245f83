"""The levels of many items at once: flat over a short life, with trend and maybe season over two years and more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.history.record import Array, Ints, Mask
from core.history.seasons import (
    LEAST_YEARS,
    MONTHS,
    SEASON_LEVEL,
    Calendar,
    Level,
    Months,
    fit_level,
    monthly,
    season_chance,
)
from core.history.spread import ratio, student

_PSEUDO_DAYS = 30
"""A month's own variance counts beside that of the whole life as if it came with so many days more."""


@dataclass(frozen=True)
class Fitted:
    """A level, the items that have it, and what the uncertainty of its months follows from."""

    rows: Ints
    level: Level


@dataclass(frozen=True)
class Levels:
    """Mean units a day of n items, free of season; whole years seen; the season's chance, and whether it is believed.

    `fits`: the levels of lives of two years and more, with a season where it is believed. `trends`: the same with a
    season for all: one that is too weak to be believed would still lean on the slope and on the spread.
    """

    mean: Array
    years: Ints
    chance: Array
    seasonal: Mask
    fits: tuple[Fitted, ...]
    trends: Fitted | None
    open: Mask
    calendar: Calendar

    @property
    def parameters(self) -> Array:
        """Numbers fitted to each item: the mean, the trend, eleven months."""
        count = np.ones(len(self.mean))
        if self.trends is not None:
            count[self.trends.rows] = MONTHS + 1
        return count

    def expected(self, clear: Mask, is_open: Mask) -> Array:
        """Units expected on open days [items, days]: a month's are shared by its open days."""
        share = clear.sum(axis=1) / np.maximum(is_open.sum(axis=1), 1)
        expected = np.repeat((self.mean * share)[:, None], clear.shape[1], axis=1)
        if self.trends is not None:
            rows, level = self.trends.rows, self.trends.level
            daily = np.where(is_open[rows], level.daily(), 0.0)
            opened = self.calendar.by_cell(daily)
            stretch = ratio(level.fitted, opened)
            expected[rows] = daily * stretch[:, self.calendar.cell]
        return expected

    def influence(self, clear: Mask) -> Array:
        """What a unit too many on a day adds to the mean [items, 1 or days]."""
        flat = 1 / np.maximum(clear.sum(axis=1), 1)[:, None]
        if not self.fits:
            return np.asarray(flat)
        pull = np.repeat(flat, clear.shape[1], axis=1)
        for fit in self.fits:
            pull[fit.rows] = fit.level.influence()[:, self.calendar.month[self.calendar.cell]]
        return pull

    def trend(self, rest: Array) -> dict[str, Array]:
        """Growth per year with its interval; NaN where less than two years were seen."""
        slope, low, high = np.full((3, len(self.mean)), np.nan)
        if self.trends is not None:
            rows, level = self.trends.rows, self.trends.level
            error = np.sqrt((self._noise(self.trends, rest) * level.lean**2).sum(axis=1))
            slope[rows] = level.slope
            low[rows], high[rows] = student(level.slope, error, self._freedom(self.trends))
        return {"trend": np.expm1(slope), "trend_lo": np.expm1(low), "trend_hi": np.expm1(high)}

    def season(self, rest: Array) -> tuple[Array, Array, Array]:
        """(index, low, high) [items, 12]; ones and NaN where no season was found."""
        index = np.ones((len(self.mean), MONTHS))
        low, high = np.full((2, *index.shape), np.nan)
        onto = np.eye(MONTHS)[self.calendar.month]
        for fit in (one for one in self.fits if one.level.seasonal):
            # A month too high raises the mean index too: d(index) = (d(beta) − index × mean d(beta)) / mean beta.
            effect = fit.level.inverse - fit.level.index[:, :, None] * fit.level.inverse.mean(axis=1)[:, None, :]
            effect = effect / fit.level.beta.mean(axis=1)[:, None, None]
            error = np.sqrt(np.einsum("ijk,ik->ij", effect**2, self._noise(fit, rest) @ onto))
            index[fit.rows] = fit.level.index
            low[fit.rows], high[fit.rows] = student(fit.level.index, error, self._freedom(fit)[:, None])
        return index, np.maximum(low, 0.0), high

    def _freedom(self, fit: Fitted) -> Array:
        return np.asarray((fit.level.months.days > 0).sum(axis=1) - self.parameters[fit.rows])

    def _noise(self, fit: Fitted, rest: Array) -> Array:
        """Variance [items, cells] of a month's units: that of its days, times how far months stray beyond it.

        Days in runs make months stray more than independent days would; the factor is measured on the months
        themselves, so intervals know of it.
        """
        days, squares = self.calendar.by_cell(self.open[fit.rows]), self.calendar.by_cell(rest[fit.rows] ** 2)
        level = fit.level.fitted / np.maximum(days, 1)
        onto = np.eye(MONTHS)[self.calendar.month]
        common = ratio(squares.sum(axis=1), (days * level**2).sum(axis=1))
        by_month = (days * level**2) @ onto / np.maximum(days @ onto, 1) * common[:, None]
        own = (squares @ onto + _PSEUDO_DAYS * by_month) / (days @ onto + _PSEUDO_DAYS)
        usual = days * own[:, self.calendar.month]
        strays = ratio((fit.level.months.units - fit.level.fitted) ** 2, usual)
        return np.asarray(usual * (strays.sum(axis=1) / np.maximum(self._freedom(fit), 1))[:, None])


def levels_of(sold: Array, clear: Mask, is_open: Mask, calendar: Calendar) -> Levels:
    """Levels of items from units, days that count and open days that count, all [items, days]."""
    mean = np.where(clear, sold, 0.0).sum(axis=1) / clear.sum(axis=1)
    years, chance = np.zeros(len(mean), np.int64), np.full(len(mean), np.nan)
    seasonal = np.zeros(len(mean), bool)
    if calendar.cell[-1] + 1 < LEAST_YEARS * MONTHS:
        return Levels(mean, years, chance, seasonal, (), None, is_open, calendar)
    months = Months.of(sold, clear, calendar)
    years = months.years
    rows = np.flatnonzero(years >= LEAST_YEARS)
    both = fit_level(months.only(rows))
    chance[rows] = season_chance(both.months)
    seasonal[rows] = chance[rows] < SEASON_LEVEL
    fits = [_kept(both, rows, seasonal[rows] == wanted, wanted) for wanted in (False, True)]
    for fit in fits:
        mean[fit.rows] = fit.level.mean
    believed = tuple(fit for fit in fits if fit.rows.size)
    trends = Fitted(rows, both) if rows.size else None
    return Levels(mean, years, chance, seasonal, believed, trends, is_open, calendar)


def _kept(both: Level, rows: Ints, chosen: Mask, seasonal: bool) -> Fitted:
    """The levels of some items under their trends, with a season or without."""
    return Fitted(rows[chosen], monthly(both.months.only(chosen), seasonal, both.slope[chosen]))
