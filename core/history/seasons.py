"""The level of demand over a record of two years and more: a trend and, where a test finds one, a season.

The mean of day t is β(t)·g(t): β the season read off linearly between mid-months, as the simulation reads it, g an
exponential trend. The fit makes the units of every calendar month over the years, and their centre in time, come out
as they were (quasi-likelihood with a Poisson's weights: McCullagh & Nelder, *Generalized Linear Models*, ch. 9).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from core.history.record import Array, Ints, Mask
from core.history.spread import ratio

MONTHS = 12
YEAR = 365.0
LEAST_YEARS = 2
SEASON_LEVEL = 0.01
"""A season is believed if the months' ranks agree over the years as they would by chance 1 time in 100."""
_ROUNDS = 8
_STEEPEST = 3.0
_SHUFFLES = 9_999
_MONTH_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_MIDDLE = np.cumsum(_MONTH_DAYS) - _MONTH_DAYS / 2


@dataclass(frozen=True)
class Calendar:
    """The months of a record: `cell` numbers the calendar months from its first day on, `month` is 0 for January."""

    dates: NDArray[np.datetime64]

    @cached_property
    def cell(self) -> Ints:
        """Number of the calendar month of each day, from 0."""
        stamp = self.dates.astype("datetime64[M]").astype(np.int64)
        return np.asarray(stamp - stamp[0], np.int64)

    @cached_property
    def starts(self) -> Ints:
        """Day number at which each calendar month of the record begins."""
        return np.asarray(np.searchsorted(self.cell, np.arange(self.cell[-1] + 1)))

    @cached_property
    def month(self) -> Ints:
        """Month of the year of each cell, 0 to 11."""
        return np.asarray(self.dates[self.starts].astype("datetime64[M]").astype(np.int64) % MONTHS)

    @cached_property
    def length(self) -> Ints:
        """Days that the calendar month of each cell has, those outside the record among them."""
        month = self.dates[self.starts].astype("datetime64[M]")
        first, beyond = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]")
        return np.asarray((beyond - first).astype(np.int64))

    @cached_property
    def hats(self) -> Array:
        """What each month's index weighs on each day, [days, 12]: linear between mid-months."""
        year = self.dates.astype("datetime64[Y]")
        day = (self.dates.astype("datetime64[D]") - year.astype("datetime64[D]")).astype(np.int64)
        return _hats(np.minimum(day, YEAR - 1))

    @cached_property
    def years(self) -> Array:
        """Middle of each cell in years from the middle of the record."""
        ends = np.append(self.starts[1:], len(self.dates))
        return np.asarray(((self.starts + ends) / 2 - len(self.dates) / 2) / YEAR)

    def by_cell(self, values: NDArray[np.generic]) -> Array:
        """Sums [items, cells] of values [items, days]."""
        return np.add.reduceat(np.asarray(values, float), self.starts, axis=1)


def _hats(day: Array) -> Array:
    return np.column_stack([np.interp(day + 0.5, _MIDDLE, unit, period=YEAR) for unit in np.eye(MONTHS)])


YEAR_WEIGHTS: Array = _hats(np.arange(YEAR)).mean(axis=0)
"""What each month's index weighs in the mean over a year of 365 days."""


@dataclass(frozen=True)
class Months:
    """What a fit sees of n items in c calendar months: units and days that count, by cell, and the days' hats."""

    calendar: Calendar
    units: Array
    days: Array
    hats: Array

    @classmethod
    def of(cls, sold: Array, clear: Mask, calendar: Calendar) -> Months:
        """From units and clear days [items, days]."""
        parts = np.split(np.arange(clear.shape[1]), calendar.starts[1:])
        hats = np.stack([clear[:, part].astype(float) @ calendar.hats[part] for part in parts], axis=1)
        return cls(calendar, calendar.by_cell(np.where(clear, sold, 0.0)), calendar.by_cell(clear), hats)

    def only(self, rows: NDArray[np.generic]) -> Months:
        """These items alone."""
        return replace(self, units=self.units[rows], days=self.days[rows], hats=self.hats[rows])

    @cached_property
    def whole(self) -> Mask:
        """Months [items, cells] of which at least half the days count."""
        seen: Mask = 2 * self.days >= self.calendar.length
        return seen

    @cached_property
    def years(self) -> Ints:
        """Runs of twelve whole months on end from each item's first whole month."""
        return np.isfinite(self.blocks[:, :, 0]).sum(axis=1) if self.blocks.size else np.zeros(len(self.units), int)

    @cached_property
    def blocks(self) -> Array:
        """Mean units a day by month, [items, years, 12] from each item's first whole month; NaN in broken years."""
        cells = self.whole.shape[1]
        mean = np.where(self.whole, self.units / np.maximum(self.days, 1), np.nan)
        at = self.whole.argmax(axis=1)[:, None] + np.arange(cells // MONTHS * MONTHS)
        mean = np.where(at < cells, np.take_along_axis(mean, np.minimum(at, cells - 1), axis=1), np.nan)
        blocks = mean.reshape(len(mean), -1, MONTHS)
        blocks[np.isnan(blocks).any(axis=2)] = np.nan
        return blocks


@dataclass(frozen=True)
class Level:
    """A fitted level: monthly level `beta` [items, 12] (equal where flat), `slope` of the log by year.

    `fitted` [items, cells]: units expected; `inverse`: what an excess of units in a calendar month does to beta.
    """

    months: Months
    seasonal: bool
    beta: Array
    slope: Array
    inverse: Array

    @cached_property
    def growth(self) -> Array:
        """The trend [items, cells], with a mean of 1 over the days that count."""
        growth = np.exp(self.slope[:, None] * self.months.calendar.years)
        weight = self.months.days
        scale = (growth * weight).sum(axis=1) / weight.sum(axis=1)
        return np.asarray(growth / scale[:, None])

    @cached_property
    def fitted(self) -> Array:
        """Units expected in each cell."""
        return np.asarray(self.growth * np.einsum("icj,ij->ic", self.months.hats, self.beta))

    @cached_property
    def mean(self) -> Array:
        """Units a day, free of season: the mean over a whole year at the life's average level."""
        return np.asarray(self.beta @ YEAR_WEIGHTS)

    @cached_property
    def index(self) -> Array:
        """Monthly index [items, 12] with a mean of 1."""
        return np.asarray(self.beta / self.beta.mean(axis=1, keepdims=True))

    def daily(self) -> Array:
        """Units expected on each day [items, days]."""
        calendar = self.months.calendar
        return np.asarray(self.growth[:, calendar.cell] * (self.beta @ calendar.hats.T))

    def influence(self) -> Array:
        """What a unit too many in a calendar month adds to the mean, [items, 12]."""
        return np.asarray(np.einsum("j,ijk->ik", YEAR_WEIGHTS, self.inverse))

    @cached_property
    def lean(self) -> Array:
        """What a unit too many in a cell adds to the slope, [items, cells]: its distance in time, over the bend."""
        away = self.months.calendar.years - _centres(self)
        bend = (self.fitted * away**2).sum(axis=1, keepdims=True)
        return ratio(away, bend)


def fit_level(months: Months) -> Level:
    """Trend and season of every item; all of them need units, and days in every month of the year."""
    level = monthly(months, True, np.zeros(len(months.units)))
    for _ in range(_ROUNDS):
        step = ((months.units - level.fitted) * level.lean).sum(axis=1)
        level = monthly(months, True, np.clip(level.slope + step, -_STEEPEST, _STEEPEST))
    return level


def _centres(level: Level) -> Array:
    """Mean time [items, cells] of the expected units of a cell's group: its month of the year, or all of them."""
    group = level.months.calendar.month if level.seasonal else np.zeros_like(level.months.calendar.month)
    onto = np.eye(MONTHS)[group]
    weight = level.fitted @ onto
    centre = (level.fitted * level.months.calendar.years) @ onto
    return np.asarray(ratio(centre, weight)[:, group])


def monthly(months: Months, seasonal: bool, slope: Array) -> Level:
    """Levels under a given trend: the units of each month of the year come out as they were, or just their sum."""
    n = len(months.units)
    bare = Level(months, seasonal, np.ones((n, MONTHS)), slope, np.zeros((n, MONTHS, MONTHS)))
    if not seasonal:
        weight = (bare.growth * months.days).sum(axis=1)
        beta = months.units.sum(axis=1) / weight
        inverse = np.broadcast_to((1 / weight)[:, None, None], (n, MONTHS, MONTHS))
        return replace(bare, beta=np.repeat(beta[:, None], MONTHS, axis=1), inverse=inverse)
    onto = np.eye(MONTHS)[months.calendar.month]
    design = np.einsum("ck,ic,icj->ikj", onto, bare.growth, months.hats)
    inverse = np.linalg.inv(design)
    beta = np.maximum(np.einsum("ikj,ij->ik", inverse, months.units @ onto), 0.0)
    return replace(bare, beta=beta, inverse=inverse)


# --- the test --------------------------------------------------------------------------------------------------------


def season_chance(months: Months) -> Array:
    """Probability that months agree over the years as much by chance; NaN for items with under two whole years.

    Friedman's test (1937) on the ranks of the twelve months within each year, the trend divided out: one extreme month
    counts for no more than its rank. Its null distribution is that of shuffled years, not the chi-square limit,
    which is far off at two years.
    """
    chance = np.full(len(months.units), np.nan)
    for years in np.unique(months.years[months.years >= LEAST_YEARS]).tolist():
        rows = np.flatnonzero(months.years == years)
        blocks = months.blocks[rows]
        whole = blocks[np.isfinite(blocks[:, :, 0])].reshape(len(rows), years, MONTHS)
        ranks = rankdata(_trendless(whole), axis=2)
        null = _null(years)
        above = null.size - np.searchsorted(null, _agreement(ranks) - 1e-9)
        chance[rows] = (1 + above) / (1 + null.size)
    return chance


def _trendless(blocks: Array) -> Array:
    """Months [items, years, 12] without the median growth of a month to a year later, which a giant can't bend."""
    before, after = blocks[:, :-1], blocks[:, 1:]
    both = (before > 0) & (after > 0)
    growth = np.log(np.where(both, after, 1.0) / np.where(both, before, 1.0))
    growth = np.where(both, growth, np.nan).reshape(len(blocks), -1)
    growth[~both.any(axis=(1, 2))] = 0.0
    slope = np.nanmedian(growth, axis=1)
    return np.asarray(blocks * np.exp(-np.multiply.outer(slope, np.arange(MONTHS) / MONTHS))[:, None, :])


def _agreement(ranks: Array) -> Array:
    """Friedman's statistic, corrected for ties, of ranks [..., years, 12]; 0 where all are tied."""
    middle = (MONTHS + 1) / 2
    total = ((ranks.sum(axis=-2) - ranks.shape[-2] * middle) ** 2).sum(axis=-1)
    spread = ((ranks - middle) ** 2).sum(axis=(-1, -2))
    return np.asarray((MONTHS - 1) * ratio(total, spread))


@lru_cache(maxsize=32)
def _null(years: int) -> Array:
    """Sorted statistics of shuffled years."""
    luck = np.random.default_rng(20_26)
    ranks = np.tile(np.arange(1.0, MONTHS + 1), (_SHUFFLES, years, 1))
    return np.sort(_agreement(luck.permuted(ranks, axis=2)))
