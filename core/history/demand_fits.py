"""What the sales of an item say about its daily demand, with 90 % intervals.

The simulation runs on calendar days, and draws them independently. The mean is therefore units by calendar day, and the
variance that of open days times the share of days that are open: closed days come round for certain, so a sum over many
days varies by its open ones only. Days that ran out of stock count for nothing: they tell what was left, not what was
wanted. Where two years and more are there, trend and season are divided out first (`seasons`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue.columns import SEASON_NAMES
from core.history.families import POINTS, Families, Shape, choose, classes
from core.history.levels import Levels, levels_of
from core.history.lives import WEEK, Lives, lives, open_days
from core.history.record import Array, Mask, Record
from core.history.seasons import Calendar
from core.history.spread import around_mean, around_sd, doubt_of, ratio

LEAST_WEEKS = 26
"""Whole weeks from which on it is judged whether days come in runs."""
LEAST_CLEAR = 7
"""Open days that didn't run out of stock; with fewer, all days count."""
_NODES = (np.arange(8) + 0.5) / 8


@dataclass(frozen=True)
class Demands:
    """The fits of a record. `table`: a row per item, in the record's order; `is_open` [days]; the lives.

    Columns: item, first_day, last_day, stopped, days (calendar days that count), open_days, selling_days, units,
    out_share, out_kept; demand_per_day, demand_sd, trend, week_ratio and season_01 … season_12, each with _lo and _hi;
    years, season_chance, seasonal; adi, cv2, kind; demand_model, zero_share, off, passes, whole.
    """

    record: Record
    is_open: Mask
    lives: Lives
    table: pd.DataFrame


def fit_demand(record: Record) -> Demands:
    """Estimates for every item of a record."""
    is_open = open_days(record)
    life = lives(record, is_open)
    calendar = Calendar(record.dates)
    parts = [_fit_chunk(record, rows, life, is_open, calendar) for rows in record.chunks()]
    return Demands(record, is_open, life, pd.concat(parts, ignore_index=True))


@dataclass(frozen=True)
class Days:
    """Item-days of a slice: units sold, those that count (`clear`), those that count and were open (`open`)."""

    sold: Array
    clear: Mask
    open: Mask
    out_share: Array
    out_kept: Mask

    @property
    def n(self) -> Array:
        """Open days that count."""
        return np.asarray(self.open.sum(axis=1), float)

    @property
    def calendar_days(self) -> Array:
        """Calendar days that count."""
        return np.asarray(self.clear.sum(axis=1), float)

    @property
    def open_share(self) -> Array:
        """Share of days that are open."""
        return self.n / self.calendar_days


def days_of(record: Record, rows: slice, life: Lives, is_open: Mask) -> Days:
    """The days of a slice of items, without those that ran out of stock where enough others are left."""
    sold, alive, out = record.sold(rows), life.mask(rows, record.days), record.out(rows)
    out &= alive
    fine = alive & ~out
    lost = ((fine & is_open).sum(axis=1) < LEAST_CLEAR) | (np.where(fine, sold, 0.0).sum(axis=1) <= 0)
    clear = np.where(lost[:, None], alive, fine)
    return Days(sold, clear, clear & is_open, out.sum(axis=1) / alive.sum(axis=1), lost & out.any(axis=1))


@dataclass(frozen=True)
class Spreads:
    """Expected units [items, days] of open days that count, what came beyond them, and the cv of an open day."""

    expected: Array
    rest: Array
    cv: Array
    parameters: Array


def spreads_of(days: Days, levels: Levels) -> Spreads:
    """Residuals around the levels, and their size as a share of the expected: √(Σ rest² / Σ expected²), unbiased."""
    expected = np.where(days.open, levels.expected(days.clear, days.open), 0.0)
    rest = np.where(days.open, days.sold - expected, 0.0)
    parameters = levels.parameters
    squares = _sum(rest, rest) * days.n / np.maximum(days.n - parameters, 1)
    known = days.n > parameters
    cv = np.sqrt(np.where(known, ratio(squares, _sum(expected, expected)), np.nan))
    return Spreads(expected, rest, cv, parameters)


def _fit_chunk(record: Record, rows: slice, life: Lives, is_open: Mask, calendar: Calendar) -> pd.DataFrame:
    days = days_of(record, rows, life, is_open)
    levels = levels_of(days.sold, days.clear, days.open, calendar)
    spreads = spreads_of(days, levels)
    whole = _whole(record, rows)
    shape = _shape(days, spreads, levels.mean, whole)
    at, share = _distribution(days, shape.none)
    family = choose(shape, levels.mean, at, share)
    runs = _runs(days, spreads, record.step)
    selling = (days.sold > 0) & days.open
    adi = days.n / np.maximum(selling.sum(axis=1), 1)
    cv2 = _size_cv2(days.sold, selling)
    return pd.DataFrame(
        {
            "item": record.items[rows],
            "first_day": record.first + life.first[rows],
            "last_day": record.first + life.last[rows],
            "stopped": life.stopped[rows],
            "days": days.calendar_days,
            "open_days": days.n,
            "selling_days": selling.sum(axis=1),
            "units": np.where(days.clear, days.sold, 0.0).sum(axis=1),
            "out_share": days.out_share,
            "out_kept": days.out_kept,
            **_mean(days, levels, spreads, runs["week_ratio"]),
            **_sd(days, levels, spreads, family.kurtosis),
            **levels.trend(spreads.rest),
            **runs,
            "years": levels.years,
            "season_chance": levels.chance,
            "seasonal": levels.seasonal,
            **_seasons(levels, spreads),
            "adi": adi,
            "cv2": cv2,
            "kind": classes(adi, cv2),
            **_family(family, shape, record.step),
            "whole": whole,
        }
    )


def _family(family: Families, shape: Shape, step: int) -> dict[str, NDArray[Any]]:
    """The family, but for totals of weeks or months: they don't tell what a day is like."""
    known = np.full(len(shape.mean), step == 1)
    return {
        "demand_model": np.where(known, family.model, "auto").astype(object),
        "zero_share": np.where(known, shape.none, 0.0),
        "off": np.where(known, family.off, np.nan),
        "passes": family.passes | ~known,
    }


def _sum(one: Array, other: Array) -> Array:
    return np.asarray(np.einsum("it,it->i", one, other))


def _whole(record: Record, rows: slice) -> Mask:
    here = slice(*np.searchsorted(record.row, [rows.start, rows.stop]))
    broken = record.units[here] % 1 != 0
    return np.asarray(np.bincount(record.row[here] - rows.start, broken, rows.stop - rows.start) == 0)


def _shape(days: Days, spreads: Spreads, mean: Array, whole: Mask) -> Shape:
    """What the families are held against: open days."""
    none = 1 - ((days.sold > 0) & days.open).sum(axis=1) / days.n
    open_mean = spreads.expected.sum(axis=1) / days.n
    flat = spreads.parameters == 1
    levels = np.ones((len(mean), 1 if flat.all() else len(_NODES)))
    for i in np.flatnonzero(~flat).tolist():
        levels[i] = np.quantile(spreads.expected[i, days.open[i]], _NODES) / open_mean[i]
    levels /= levels.mean(axis=1, keepdims=True)
    return Shape(open_mean, np.nan_to_num(spreads.cv, nan=1.0), none, whole, days.n, levels)


def _distribution(days: Days, none: Array) -> tuple[Array, Array]:
    """Units [items, points] at the shares POINTS of open days, 0 before them, and the shares that sold no more."""
    n = days.n.astype(np.int64)
    ranked = np.sort(np.where(days.open, days.sold, np.inf), axis=1)
    place = np.ceil(np.multiply.outer(n, POINTS)).astype(np.int64) - 1
    at = np.take_along_axis(ranked, np.maximum(place, 0), axis=1)
    share = np.array([np.count_nonzero(ranked <= units[:, None], axis=1) for units in at.T]).T / n[:, None]
    return np.column_stack([np.zeros(len(n)), at]), np.column_stack([none, share])


def _size_cv2(sold: Array, selling: Mask) -> Array:
    """Squared coefficient of variation of what is sold on days with sales; NaN with fewer than two."""
    count = selling.sum(axis=1)
    sizes = np.where(selling, sold, 0.0)
    mean = sizes.sum(axis=1) / np.maximum(count, 1)
    squares = (np.where(selling, sizes - mean[:, None], 0.0) ** 2).sum(axis=1)
    return np.where(count > 1, ratio(squares / np.maximum(count - 1, 1), mean**2), np.nan)


def _mean(days: Days, levels: Levels, spreads: Spreads, runs: Array) -> dict[str, Array]:
    """The mean of a calendar day. Runs of good and bad weeks widen its interval, where they are seen."""
    pull = levels.influence(days.clear) * spreads.rest
    squares = _sum(pull, pull)
    freedom = np.maximum(days.n - spreads.parameters, 0)
    error = np.sqrt(squares * days.n / np.maximum(freedom, 1))
    skew = np.sqrt(days.n) * ratio(_sum(pull, pull**2), squares**1.5)
    error = error * np.sqrt(np.fmax(runs, 1.0))
    low, high = around_mean(levels.mean, error, skew, days.n, freedom)
    return {"demand_per_day": levels.mean, "demand_per_day_lo": low, "demand_per_day_hi": high}


def _sd(days: Days, levels: Levels, spreads: Spreads, kurtosis: Array) -> dict[str, Array]:
    """The standard deviation of a calendar day, √share of open days × that of an open day."""
    sd = levels.mean * spreads.cv / np.sqrt(days.open_share)
    usual = spreads.expected**2 * np.nan_to_num(spreads.cv)[:, None] ** 2
    apart = np.where(days.open, spreads.rest**2 - usual, 0.0)
    seen = ratio(_sum(apart, apart), _sum(spreads.rest, spreads.rest) ** 2)
    uneven = days.n * ratio(_sum(usual, usual), usual.sum(axis=1) ** 2)
    told = np.where(usual.any(axis=1), (kurtosis - 1) * uneven, 0.0) + 1
    left = days.n - spreads.parameters + 1
    doubt = np.maximum(doubt_of(seen * days.n + 1, left), doubt_of(told, left))
    low, high = around_sd(sd, doubt, np.where(np.isfinite(spreads.cv), days.n, 0))
    return {"demand_sd": sd, "demand_sd_lo": low, "demand_sd_hi": high}


def _runs(days: Days, spreads: Spreads, step: int) -> dict[str, Array]:
    """Variance of a week's sum over that of seven independent days; NaN for lives under 26 whole weeks."""
    weeks = days.sold.shape[1] // WEEK
    if weeks < LEAST_WEEKS or step > WEEK:
        none = np.full(len(days.sold), np.nan)
        return {"week_ratio": none, "week_ratio_lo": none, "week_ratio_hi": none}
    by_week = (len(days.sold), weeks, WEEK)
    rest = spreads.rest[:, : weeks * WEEK].reshape(by_week).sum(axis=2)
    usual = (np.nan_to_num(spreads.cv)[:, None] * spreads.expected)[:, : weeks * WEEK]
    count = days.clear[:, : weeks * WEEK].reshape(by_week).any(axis=2).sum(axis=1)
    enough = (count >= LEAST_WEEKS) & usual.any(axis=1)
    freedom = np.where(enough, count - spreads.parameters, 1.0)
    runs = np.where(enough, ratio(_sum(rest, rest), _sum(usual, usual)) * count / freedom, np.nan)
    low, high = around_sd(np.sqrt(runs), 2 / freedom, count)
    return {"week_ratio": runs, "week_ratio_lo": low**2, "week_ratio_hi": high**2}


def _seasons(levels: Levels, spreads: Spreads) -> dict[str, Array]:
    index, low, high = levels.season(spreads.rest)
    parts = (("", index), ("_lo", low), ("_hi", high))
    return {name + end: values[:, m] for end, values in parts for m, name in enumerate(SEASON_NAMES)}
