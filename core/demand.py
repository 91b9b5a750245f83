"""The world's demand: settings, the mean of each day, and the draws around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.distributions import NEGLIGIBLE, PER_UNIT, gamma_table, history_table, intermittent_table
from core.randomness import Z_LIMIT, Z_STEPS, interpolate
from core.settings import Part, number, share

Array = NDArray[np.float64]

MONTH_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
SCALED, COUNT = 0, 1
# A count above this mean, or with a tail too long to sum, is drawn as the gamma of the same cv, rounded.
LARGEST_COUNT = 200.0


@dataclass(frozen=True)
class Demand(Part):
    """What customers do."""

    demand_level: float = number(
        "Demand level",
        1,
        0.25,
        3,
        group="demand",
        acts="physics",
        unit="×",
        help="Multiplies every item's daily demand.",
    )
    demand_variability: float = number(
        "Demand variability",
        1,
        0,
        3,
        group="demand",
        acts="physics",
        unit="× cv",
        help="Multiplies every item's coefficient of variation; 0 makes demand certain.",
    )
    spikes_per_year: float = number(
        "Demand spikes per year",
        2,
        0,
        12,
        step=0.5,
        group="demand",
        acts="physics",
        unit="per clear year",
        help="How often demand jumps, per year of days without a spike.",
    )
    spike_size: float = number(
        "Spike size",
        2,
        1,
        6,
        step=0.1,
        group="demand",
        acts="physics",
        unit="× demand",
        help="What a spike multiplies demand by. The forecast doesn't know of it.",
    )
    spike_days: float = number(
        "Spike length",
        10,
        1,
        90,
        step=1,
        group="demand",
        acts="physics",
        unit="days",
        help="Mean length of a spike; lengths are geometric.",
    )
    spike_common_share: float = share(
        "Spikes that hit every item",
        0.3,
        group="demand",
        acts="physics",
        unit="share",
        help="Share of spikes that hit all items on the same days; the rest are each item's own.",
    )
    seasonality: float = number(
        "Seasonality",
        1,
        0,
        2,
        group="demand",
        acts="physics",
        unit="power of the index",
        help="Strength of the items' seasons: 0 flattens them, 2 squares them.",
    )
    demand_correlation: float = number(
        "Items move together",
        0.2,
        0,
        0.95,
        group="demand",
        acts="physics",
        unit="correlation",
        help="Correlation of the items' daily demand by a common factor (Gaussian copula).",
    )
    trend: float = number(
        "Demand trend",
        0,
        -0.5,
        1,
        group="demand",
        acts="physics",
        unit="per year",
        percent=True,
        help="Yearly growth from the first measured day on; the forecast follows it.",
    )
    forecast_bias: float = number(
        "Forecast error",
        0,
        -0.5,
        0.5,
        step=0.01,
        group="demand",
        acts="physics",
        unit="share",
        percent=True,
        help="How far the forecast stands above (+) or below (−) the demand of clear days.",
    )


@lru_cache(maxsize=32)
def season_curves(catalogue: Catalogue, power: float) -> tuple[NDArray[np.int64], Array]:
    """(row of each item, curves[rows, 365]): season by day of year, mean 1; row 0 is flat.

    Monthly index, linear between mid-months, to the power `power`, scaled to mean 1.
    """
    months = np.column_stack([catalogue.column(f"season_{m:02d}") for m in range(1, 13)])
    seasonal = (np.ptp(months, axis=1) > 0) & (power > 0)
    row = np.where(seasonal, np.cumsum(seasonal), 0)
    middle = np.cumsum(MONTH_DAYS) - MONTH_DAYS / 2 - 0.5
    curves = [np.interp(np.arange(365), middle, index, period=365) ** power for index in months[seasonal]]
    return row, np.array([np.ones(365), *(curve / curve.mean() for curve in curves)])


@dataclass(frozen=True)
class Shapes:
    """How each item's demand is drawn: kind (SCALED or COUNT), cv, and its row of quantile tables."""

    kind: NDArray[np.int64]
    cv: Array
    table: NDArray[np.int64]
    tables: NDArray[np.float32]


@lru_cache(maxsize=32)
def shapes(catalogue: Catalogue, variability: float) -> Shapes:
    """The families of all items at a demand variability (× the catalogue's cv); a cv of 0 is certain demand."""
    known = own_cv(catalogue)
    drawn = [_family(catalogue, i, float(known[i]), variability) for i in range(len(catalogue))]
    kinds, cvs, keys = (list(column) for column in zip(*drawn, strict=True))
    rows = {key: row for row, key in enumerate(dict.fromkeys(keys))}
    tables = np.array([_table(catalogue, key) for key in rows])
    return Shapes(np.array(kinds), np.array(cvs), np.array([rows[key] for key in keys]), tables)


def own_cv(catalogue: Catalogue) -> Array:
    """Coefficient of variation of each item's daily demand as it is drawn; 0 where there is no demand.

    That of the catalogue, but for what a family can't have: a Poisson has its own, and days without demand alone make
    sqrt(z / (1 - z)).
    """
    mean, model = catalogue.column("demand_per_day"), catalogue.column("demand_model")
    none = np.where(model == "intermittent", catalogue.column("zero_share"), 0.0)
    some = mean > 0
    cv = np.divide(catalogue.column("demand_sd"), mean, out=np.zeros_like(mean), where=some)
    cv = np.where(model == "poisson", np.divide(1.0, np.sqrt(mean), out=np.zeros_like(mean), where=some), cv)
    return np.where(some, np.maximum(cv, np.sqrt(none / np.maximum(1.0 - none, 1e-12))), 0.0)


_Key = tuple[str, float, float, str]


def _family(catalogue: Catalogue, i: int, known: float, variability: float) -> tuple[int, float, _Key]:
    mean = float(catalogue.column("demand_per_day")[i])
    model, cv = str(catalogue.column("demand_model")[i]), known * variability
    if mean <= 0 or cv < NEGLIGIBLE:
        return SCALED, 0.0, ("gamma", 0.0, 0.0, "")
    if model == "auto":
        model = "gamma" if mean >= 20 or (known * mean) ** 2 < mean * (1 - 1e-9) else "count"
    if model == "intermittent":
        return SCALED, cv, ("intermittent", cv, float(catalogue.column("zero_share")[i]), "")
    if model == "history":
        return SCALED, cv, ("history", cv, 0.0, str(catalogue.column("item")[i]))
    return SCALED if model == "gamma" else COUNT, cv, ("gamma", cv, 0.0, "")


def _table(catalogue: Catalogue, key: _Key) -> NDArray[np.float32]:
    model, cv, zero_share, item = key
    if model == "intermittent":
        return intermittent_table(cv, zero_share)
    return history_table(catalogue.histories[item], cv) if model == "history" else gamma_table(cv)


def daily_means(
    base: Array, first_day: int, days: int, trend: float, season: NDArray[np.int64], curves: Array
) -> Array:
    """Mean demand [items, days] from `first_day` on: base × trend (from day 0 on) × season; units a day, clear days."""
    day = np.arange(first_day, first_day + days)
    growth = (1.0 + trend) ** (np.maximum(day, 0) / 365.0)
    means: Array = base[:, None] * growth * curves[season][:, day % 365]
    return means


# --- kernels ---------------------------------------------------------------------------------------------------------
_F = np.float32
_LOW, _PER_UNIT = _F(-Z_LIMIT), _F(PER_UNIT)
_CDF_PER_UNIT = _F(Z_STEPS / (2 * Z_LIMIT))
LONGEST_COUNT = 4096


@njit(nogil=True, cache=True)
def count_thresholds(mean, cv, out):  # type: ignore[no-untyped-def]
    """Cumulative probabilities of a count with this mean and cv; returns how many were written.

    Negative binomial above Poisson's variance, Poisson at it, binomial below it (the nearest with whole trials). The
    ratio of neighbouring probabilities is (slope·k + start) / (k + 1) in all three. 0 is returned where a count is
    too large to sum.
    """
    variance = (cv * mean) ** 2
    if mean <= 0.0 or mean > LARGEST_COUNT:
        return 0
    slope, start, log_none = 0.0, mean, -mean
    if variance > mean * (1 + 1e-6):
        r = mean * mean / (variance - mean)
        slope = mean / (r + mean)
        start = slope * r
        log_none = r * np.log(r / (r + mean))
    elif variance < mean * (1 - 1e-6):
        trials = max(np.floor(mean * mean / (mean - variance) + 0.5), np.floor(mean) + 1.0)
        odds = mean / (trials - mean)
        slope, start, log_none = -odds, trials * odds, trials * np.log(1.0 - mean / trials)
    p, total = np.exp(log_none), 0.0
    for k in range(out.size):
        total += p
        out[k] = _F(total)
        p *= max(slope * k + start, 0.0) / (k + 1)
        if total > 1 - 2.0**-26 or p == 0.0:
            return k + 1
    return 0


@njit(nogil=True, cache=True)
def draw_day(z, table, mean, whole, thresholds, size, cdf, u, out):  # type: ignore[no-untyped-def]
    """Demand of a day for all futures: out[n] at the deviates z[n].

    With `size` thresholds it is a count: how many of them lie below Φ(z). Else it is mean × quantile(z), in whole units
    if `whole`.
    """
    if size == 0:
        for j in range(z.size):
            value = _F(mean) * interpolate(z[j], table, _LOW, _PER_UNIT)
            out[j] = np.floor(value + _F(0.5)) if whole else value
        return
    highest = _F(0)
    for j in range(z.size):
        u[j] = interpolate(z[j], cdf, _LOW, _CDF_PER_UNIT)
        highest = max(highest, u[j])
        out[j] = _F(0)
    for k in range(size):
        threshold = thresholds[k]
        if threshold >= highest:
            break
        for j in range(z.size):
            out[j] += _F(1) if u[j] > threshold else _F(0)


@njit(nogil=True, cache=True)
def draw_count(z, table, mean, thresholds, size, cdf):  # type: ignore[no-untyped-def]
    """One count at the deviate z, as `draw_day` draws it."""
    if size == 0:
        return np.floor(_F(mean) * interpolate(z, table, _LOW, _PER_UNIT) + _F(0.5))
    u, count = interpolate(z, cdf, _LOW, _CDF_PER_UNIT), 0
    while count < size and u > thresholds[count]:
        count += 1
    return _F(count)


@njit(nogil=True, cache=True)
def draw_demand(  # type: ignore[no-untyped-def]
    z, own_spike, factor, spike, weights, means, spike_size, is_count, cv, table, cdf, warm_up, out, total, rows, counts
):
    """Fills out[days, n] with an item's demand and adds the days from `warm_up` on to total[…].

    z and factor [days, n]: the item's own deviates and the common factor, tied by `weights` (common, own); own_spike
    and spike [days, n]: its own and the common spikes; means[days]: units a day on clear days. rows[2, n] and
    counts[2, LONGEST_COUNT] are scratch.
    """
    days, n = out.shape
    mixed, u, clear, spiked = rows[0], rows[1], counts[0], counts[1]
    last, sizes = -1.0, (0, 0)
    for t in range(days):
        mean, high = means[t], means[t] * spike_size
        if is_count and mean != last:
            sizes = (count_thresholds(mean, cv, clear), count_thresholds(high, cv, spiked))
            last = mean
        for j in range(n):
            mixed[j] = weights[0] * factor[t, j] + weights[1] * z[t, j]
        draw_day(mixed, table, mean, is_count, clear, sizes[0], cdf, u, out[t])
        if is_count:
            # Few are on a spike on any day, so theirs are drawn one by one.
            for j in range(n):
                if own_spike[t, j] | spike[t, j]:
                    out[t, j] = draw_count(mixed[j], table, high, spiked, sizes[1], cdf)
        else:
            for j in range(n):
                out[t, j] *= _F(spike_size) if own_spike[t, j] | spike[t, j] else _F(1)
        if t >= warm_up:
            for j in range(total.size):
                total[j] += out[t, j]
