"""Which family an item's demand is of, and how closely the family tells the item's own days.

Classes: Syntetos, Boylan & Croston, *On the categorization of demand patterns*, JORS 56 (2005): cuts at a mean interval
of 1.32 days between days with sales, and at a squared coefficient of variation of 0.49 of what is sold on them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammainc, gammaincc

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

ADI_CUT, CV2_CUT = 1.32, 0.49
POINTS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
"""Shares of days at whose demand a family is held against the history; the days without demand come on top."""
TOLERANCE = 0.05
SURE = 1.63
"""Kolmogorov's 99 % quantile: within TOLERANCE + SURE/√days a family passes."""
PREFER = 0.01
"""The intermittent model needs a parameter more: it has to be closer by this."""
GAMMA_FROM = 20.0
"""Whole units below this mean are counted, not measured."""


def classes(adi: Array, cv2: Array) -> NDArray[np.object_]:
    """'smooth', 'erratic', 'intermittent' or 'lumpy'; a NaN cv2 (one day with sales) counts as none."""
    rare, varied = adi > ADI_CUT, np.nan_to_num(cv2) > CV2_CUT
    names = np.where(rare, np.where(varied, "lumpy", "intermittent"), np.where(varied, "erratic", "smooth"))
    return names.astype(object)


@dataclass(frozen=True)
class Shape:
    """Open days of n items: mean, coefficient of variation, share without demand, whole units or not, days.

    `levels` [n, k]: the mean on equal shares of the days, as multiples of the item's mean; 1 without trend and season.
    """

    mean: Array
    cv: Array
    none: Array
    whole: Mask
    days: Array
    levels: Array


@dataclass(frozen=True)
class Families:
    """For each item: model, its largest difference from the history (in probability), whether it passes, kurtosis."""

    model: NDArray[np.object_]
    off: Array
    passes: Mask
    kurtosis: Array


def choose(shape: Shape, calendar_mean: Array, at: Array, share: Array) -> Families:
    """The closest family of every item. `at` [n, points]: units; `share`: of days on which no more than that sold."""
    counted = shape.whole & (calendar_mean < GAMMA_FROM)
    allowed = {"negbin": shape.whole, "gamma": ~counted, "intermittent": (shape.none > 0) & (shape.none < 1)}
    off = np.array([_off(name, shape, at, share, allowed[name]) for name in allowed])
    penalty = np.array([0.0, 0.0, PREFER])[:, None]
    best = (off + penalty).argmin(axis=0)
    own = off[best, np.arange(off.shape[1])]
    kurtosis = np.array([_KURTOSIS[name](shape) for name in allowed])[best, np.arange(off.shape[1])]
    model = np.array(list(allowed), dtype=object)[best]
    return Families(model, own, own <= TOLERANCE + SURE / np.sqrt(np.maximum(shape.days, 1)), kurtosis)


def _off(name: str, shape: Shape, at: Array, share: Array, allowed: Mask) -> Array:
    """Largest difference in probability between a family and the history; infinite where it is not allowed."""
    with np.errstate(all="ignore"):  # items for which the family makes no sense are masked
        told = np.mean([_CDF[name](shape, at, level[:, None]) for level in shape.levels.T], axis=0)
    return np.where(allowed, np.nan_to_num(np.abs(told - share), nan=1.0).max(axis=1), np.inf)


def _count_cdf(shape: Shape, at: Array, level: Array) -> Array:
    """P(D ≤ at) of a count: negative binomial above Poisson's variance, else Poisson."""
    mean = shape.mean[:, None] * level
    size = mean**2 / ((shape.cv[:, None] * mean) ** 2 - mean)
    k = np.floor(at)
    wide = betainc(size, k + 1, size / (size + mean))
    return np.where((size > 0) & (size < 1e6), wide, gammaincc(k + 1, mean))


def _gamma_cdf(shape: Shape, at: Array, level: Array) -> Array:
    # Whole units are fractions rounded.
    at = np.where(shape.whole[:, None], np.floor(at) + 0.5, at)
    form = 1 / np.maximum(shape.cv, 1e-6)[:, None] ** 2
    return np.asarray(gammainc(form, form * at / (shape.mean[:, None] * level)))


def _intermittent_cdf(shape: Shape, at: Array, level: Array) -> Array:
    on = 1 - shape.none[:, None]
    spread = _size_cv2(shape)[:, None]
    at = np.where(shape.whole[:, None] & (at > 0), np.floor(at) + 0.5, at)
    share_of_size = at * on / (shape.mean[:, None] * level)
    sizes = np.where(spread > 1e-9, gammainc(1 / spread, share_of_size / spread), share_of_size >= 1)
    return np.asarray(1 - on + on * np.where(at > 0, sizes, 0.0))


def _size_cv2(shape: Shape) -> Array:
    """Squared cv of what is sold on days with demand, as the model has it: what the zeros leave."""
    return np.asarray(np.maximum((1 + shape.cv**2) * (1 - shape.none) - 1, 0.0))


def _count_kurtosis(shape: Shape) -> Array:
    mean = np.maximum(shape.mean, 1e-9)
    spread = np.maximum(shape.cv**2, 1 / mean)
    return np.asarray(3 + 6 * (spread - 1 / mean) + 1 / (spread * mean**2))


def gamma_kurtosis(cv: Array) -> Array:
    """Fourth standardised moment of a gamma."""
    return np.asarray(3 + 6 * cv**2)


def _intermittent_kurtosis(shape: Shape) -> Array:
    on, spread = np.maximum(1 - shape.none, 1e-9), _size_cv2(shape)
    second = (1 + spread) / on
    third = second * (1 + 2 * spread) / on
    fourth = third * (1 + 3 * spread) / on
    variance = np.maximum(second - 1, 1e-9)
    return np.asarray((fourth - 4 * third + 6 * second - 3) / variance**2)


_CDF = {"negbin": _count_cdf, "gamma": _gamma_cdf, "intermittent": _intermittent_cdf}
_KURTOSIS = {
    "negbin": _count_kurtosis,
    "gamma": lambda shape: gamma_kurtosis(shape.cv),
    "intermittent": _intermittent_kurtosis,
}
