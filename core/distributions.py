"""Inverse distribution functions as tables: made once per shape, looked up millions of times.

Demand that keeps its shape when its mean moves (gamma, intermittent, resampled history) is a table of unit-mean
quantiles over the normal deviate z. Lead times are whole days, so theirs is a list of exact thresholds.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc, gammainccinv, gammaincinv, ndtr, ndtri

from core.errors import InputError
from core.randomness import Z_LIMIT

Array = NDArray[np.float64]
Table = NDArray[np.float32]

_COARSE_PER_UNIT, PER_UNIT = 8, 64
_COARSE = np.linspace(-Z_LIMIT, Z_LIMIT, int(2 * Z_LIMIT * _COARSE_PER_UNIT) + 1)
_FINE = np.linspace(-Z_LIMIT, Z_LIMIT, int(2 * Z_LIMIT * PER_UNIT) + 1)


def _hat_weights(grid: Array) -> Array:
    """E[hat_k(Z)]: what each node of a piecewise-linear table weighs in its mean under a standard normal."""
    density = np.exp(-(grid**2) / 2) / np.sqrt(2 * np.pi)
    mass, step = np.diff(ndtr(grid)), np.diff(grid)
    # Mean of (z - left) / step within each interval, times its mass.
    rising = (density[:-1] - density[1:] - grid[:-1] * mass) / step
    weights = np.zeros_like(grid)
    weights[1:] += rising
    weights[:-1] += mass - rising
    weights[0] += ndtr(grid[0])
    weights[-1] += ndtr(-grid[-1])
    return weights


_WEIGHTS = _hat_weights(_FINE)


def gamma_quantile(cv: float, z: Array) -> Array:
    """Unit-mean gamma quantiles at normal deviates z, for a coefficient of variation above 0."""
    shape = 1.0 / cv**2
    low = gammaincinv(shape, ndtr(np.minimum(z, 0.0)))
    high = gammainccinv(shape, ndtr(-np.maximum(z, 0.0)))
    return np.asarray(np.where(z < 0, low, high) / shape)


@lru_cache(maxsize=20_000)
def gamma_table(cv: float) -> Table:
    """Table of a unit-mean gamma; a coefficient of variation of 0 gives the mean itself."""
    if cv == 0:
        return _finished(np.ones_like(_FINE))
    return _finished(_refined(gamma_quantile(cv, _COARSE)))


@lru_cache(maxsize=20_000)
def intermittent_table(cv: float, zero_share: float) -> Table:
    """Table of a unit-mean demand that is 0 on `zero_share` of days and gamma on the others.

    The gamma is what is left for it: its variance is that of the whole, less what the zeros make; where they already
    make more, every day with demand has the same.
    """
    if cv == 0:
        return gamma_table(0.0)
    on = 1.0 - zero_share
    spread = (1.0 + cv**2) * on - 1.0
    above = ndtr(-_FINE) / on
    z = -ndtri(np.clip(above, 1e-300, 1.0 - 1e-16))
    sizes = gamma_quantile(np.sqrt(spread), z) if spread > 1e-9 else np.ones_like(_FINE)
    return _finished(np.where(above < 1.0, sizes, 0.0))


def history_table(sample: Array, cv: float) -> Table:
    """Table of days resampled from a history (units, not negative), brought to a mean of 1 and the given cv.

    A power of the sample reaches the cv without a negative day; the cv of the sample itself leaves it as it is.
    """
    if cv == 0:
        return gamma_table(0.0)
    days = np.sort(np.asarray(sample, np.float64))
    if days.mean() <= 0:
        return gamma_table(0.0)
    days = _powered(days / days.mean(), cv)
    rank = np.minimum((ndtr(_FINE) * days.size).astype(np.int64), days.size - 1)
    return _finished(days[rank])


def _powered(days: Array, cv: float) -> Array:
    low, high = 0.0, 8.0
    for _ in range(40):
        power = (low + high) / 2
        low, high = (power, high) if _cv(days**power) < cv else (low, power)
    powered: Array = days ** ((low + high) / 2)
    return powered


def _cv(days: Array) -> float:
    return float(days.std() / days.mean())


def _refined(values: Array) -> Array:
    """Values on the fine grid from those on the coarse one: cubic through the four nearest nodes, never negative.

    The inverse gamma costs a microsecond a value; between nodes this is closer than single precision can tell.
    """
    per = PER_UNIT // _COARSE_PER_UNIT
    padded = np.concatenate([[2 * values[0] - values[1]], values, [2 * values[-1] - values[-2]]])
    before, left, right, after = (padded[k : k + values.size - 1] for k in range(4))
    f = np.arange(per)[:, None] / per
    inner = (1 + f) * (2 - f) / 2 * ((1 - f) * left + f * right)
    outer = f * (1 - f) / 6 * ((2 - f) * before + (1 + f) * after)
    # A quantile never falls; the cubic may, by a hair, where a large cv bends it sharply.
    fine: Array = np.maximum.accumulate(np.maximum(np.append((inner - outer).T.ravel(), values[-1]), 0.0))
    return fine


def _finished(values: Array) -> Table:
    # Scaled so that the table as it is used, straight between its nodes, has a mean of exactly 1.
    values = values / float((values * _WEIGHTS).sum())
    table = np.append(values, values[-1]).astype(np.float32)
    table.setflags(write=False)
    return table


# A spread below this share of the mean can't be seen in single precision and counts as none.
NEGLIGIBLE = 1e-6


# --- lead times ------------------------------------------------------------------------------------------------------
LONGEST_MEAN = 365
_LONGEST = 2000
GUIDE = 256


@lru_cache(maxsize=20_000)
def lead_time_thresholds(model: str, mean: float, sd: float) -> NDArray[np.uint32]:
    """Thresholds of L = round(max(0, X)), X gamma or lognormal: L is the number of thresholds at or below the word."""
    if mean == 0 or sd == 0:
        return np.full(int(np.floor(mean + 0.5)), 0, np.uint32)
    return _as_words((_lognormal_cdf if model == "lognormal" else _gamma_cdf)(mean, sd))


def _lognormal_cdf(mean: float, sd: float) -> Array:
    spread = float(np.sqrt(np.log1p((sd / mean) ** 2)))
    ends = _day_ends(mean * float(np.exp(6.5 * spread)))
    return np.asarray(ndtr((np.log(ends / mean) + spread**2 / 2) / spread), np.float64)


def _gamma_cdf(mean: float, sd: float) -> Array:
    ends = _day_ends(mean + 40 * sd)
    return np.asarray(gammainc((mean / sd) ** 2, ends * mean / sd**2), np.float64)


def _day_ends(longest: float) -> Array:
    days: Array = np.arange(int(min(_LONGEST, longest)) + 3, dtype=np.float64) + 0.5
    return days


def history_lead_times(sample: Array, mean: float, sd: float) -> NDArray[np.uint32]:
    """Thresholds of lead times resampled from receipts, moved to the scaled mean and sd (days)."""
    days = np.asarray(sample, np.float64)
    scale = sd / days.std() if days.std() > 0 else 0.0
    whole = np.floor(np.maximum(mean + (days - days.mean()) * scale, 0.0) + 0.5).astype(np.int64)
    counts = np.bincount(np.minimum(whole, _LONGEST))
    return _as_words(np.cumsum(counts)[:-1] / days.size)


def _as_words(cdf: Array) -> NDArray[np.uint32]:
    words = np.round(cdf * 2.0**32)
    return np.asarray(words[words < 2**32], np.uint32)


def guide(thresholds: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """For each leading byte of a word, the days at which the search through the thresholds may start."""
    first = np.arange(GUIDE, dtype=np.uint64) << np.uint64(24)
    return np.searchsorted(thresholds, first, side="right").astype(np.uint16)


def refuse_long(items: Sequence[str], days: Array) -> None:
    """Raises InputError for every item whose scaled mean lead time is above 365 days."""
    faults = [
        f"Lead time of item {items[i]} must be 0 to {LONGEST_MEAN} days after scaling, got {days[i]:g}"
        for i in np.flatnonzero(days > LONGEST_MEAN).tolist()
    ]
    if faults:
        raise InputError(faults)
