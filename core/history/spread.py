"""Intervals of means and standard deviations from skewed, zero-inflated, over-dispersed numbers. 90 % throughout.

The mean's is Student's, leaning with the skewness (Hall, *On the removal of skewness by transformation*, JRSS B 1992).
The standard deviation's is a chi-square's, with the degrees of freedom at which it has the variance that the kurtosis
gives the sample's (Satterthwaite 1946; O'Neill, *Some useful moment results in sampling problems*, 2014). Few numbers
hide their kurtosis: the larger one of theirs and of the fitted family's counts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri, stdtrit

Array = NDArray[np.float64]
CONFIDENCE = 0.90
_TAIL = (1 - CONFIDENCE) / 2
LEAST = 3
"""Fewer numbers than this have no interval."""


def ratio(top: Array, bottom: Array) -> Array:
    """top / bottom, 0 where the bottom is 0."""
    return np.divide(top, bottom, out=np.zeros(np.broadcast(top, bottom).shape), where=bottom != 0)


def around_mean(mean: Array, error: Array, skew: Array, n: Array, freedom: Array) -> tuple[Array, Array]:
    """(low, high) of means with standard errors `error`, from n numbers with the given skewness; low is at least 0."""
    sure = (freedom >= LEAST - 1) & (n >= LEAST)
    n = np.where(sure, n, LEAST)
    reach = stdtrit(np.where(sure, freedom, 1), 1 - _TAIL) / np.sqrt(n)
    low = mean - error * np.sqrt(n) * unskewed(reach, skew, n)
    high = mean - error * np.sqrt(n) * unskewed(-reach, skew, n)
    return np.where(sure, np.maximum(low, 0.0), np.nan), np.where(sure, high, np.nan)


def unskewed(reach: Array, skew: Array, n: Array) -> Array:
    """Hall's inverse transform of a Student quantile over √n."""
    tiny = np.abs(skew) < 1e-4
    lean = np.where(tiny, 1.0, skew)
    bent = 3.0 / lean * (np.cbrt(1.0 + lean * (reach - lean / (6.0 * n))) - 1.0)
    return np.asarray(np.where(tiny, reach, bent))


def around_sd(sd: Array, doubt: Array, n: Array) -> tuple[Array, Array]:
    """(low, high) of standard deviations whose squares have the relative variance `doubt`, from n numbers."""
    sure = n >= LEAST
    freedom = np.maximum(2.0 / np.where(sure & (doubt > 0), doubt, 1.0), 1.0)
    low = sd * np.sqrt(freedom / chdtri(freedom, _TAIL))
    high = sd * np.sqrt(freedom / chdtri(freedom, 1 - _TAIL))
    return np.where(sure, low, np.nan), np.where(sure, high, np.nan)


def student(estimate: Array, error: Array, freedom: Array) -> tuple[Array, Array]:
    """(low, high) by Student's quantile; NaN without degrees of freedom."""
    half = stdtrit(np.where(freedom > 0, freedom, np.nan), 1 - _TAIL) * error
    return estimate - half, estimate + half


def doubt_of(kurtosis: Array, n: Array) -> Array:
    """Relative variance of the square of a sample's standard deviation: (κ − 1)/n, and 2/(n(n − 1)) for the mean."""
    n = np.maximum(n, 2)
    return np.asarray(np.maximum(kurtosis - 1.0, 0.0) / n + 2.0 / (n * (n - 1.0)))
