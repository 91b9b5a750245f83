"""How sure a figure is: 95 % intervals over the futures, narrowed by what is known exactly.

Estimates pool before dividing, and a quotient is linearised (delta method). Control variates have known means (demand,
share of days out): the interval stands around the estimate that uses them (Lavenberg & Welch 1981; Glasserman, *Monte
Carlo Methods*, 4.1), and reaches out to the raw figure, which is the one quoted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Array = NDArray[np.float64]
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Controls:
    """Quantities of each future with a known mean: values[control, future], means[control]; without variance, none."""

    basis: Array
    shift: Array

    @classmethod
    def of(cls, values: Array, means: Array) -> Controls:
        """Controls as an orthonormal basis of their deviations, and how far their sample means lie from the known."""
        deviations = values - values.mean(axis=1, keepdims=True)
        scale = np.sqrt((deviations**2).sum(axis=1))
        keep = scale > 1e-9 * np.maximum(np.abs(means), 1e-12) * np.sqrt(values.shape[1])
        basis: list[Array] = []
        shift: list[float] = []
        for row, size, gap in zip(deviations[keep], scale[keep], (values.mean(axis=1) - means)[keep], strict=True):
            for other, moved in zip(basis, shift, strict=True):
                part = float((row * other).sum())
                row, gap = row - part * other, gap - part * moved
            norm = float(np.sqrt((row**2).sum()))
            if norm > 1e-6 * size:
                basis.append(row / norm)
                shift.append(gap / norm)
        return cls(np.array(basis).reshape(len(basis), values.shape[1]), np.array(shift))


def interval(series: Array, controls: Controls | None = None) -> tuple[Array, Array, Array]:
    """(mean, low, high) of series[..., future] at 95 %; the arrays have the shape of all but the last axis."""
    n = series.shape[-1]
    mean = series.mean(axis=-1)
    rest = series - mean[..., None]
    centre, spread, used = mean, 1.0 / n, 0
    for row, gap in zip(controls.basis, controls.shift, strict=True) if controls is not None else ():
        slope = (rest * row).sum(axis=-1)
        rest = rest - slope[..., None] * row
        centre, spread, used = centre - slope * gap, spread + gap**2, used + 1
    freedom = n - 1 - used
    deviation = np.sqrt((rest**2).sum(axis=-1) / freedom)
    skew = np.divide((rest**3).mean(axis=-1), deviation**3, out=np.zeros_like(mean), where=deviation > 0)
    reach = stdtrit(freedom, 0.5 + CONFIDENCE / 2) * np.sqrt(spread)
    low = centre - deviation * _unskewed(reach, skew, spread)
    high = centre - deviation * _unskewed(-reach, skew, spread)
    return mean, np.minimum(low, mean), np.maximum(high, mean)


def _unskewed(reach: float, skew: Array, spread: float) -> Array:
    """Hall's inverse transform of a t quantile: costs of rare events lean to one side, and so must their interval.

    Source: Hall, *On the removal of skewness by transformation*, JRSS B 54 (1992).
    """
    tiny = np.abs(skew) < 1e-4
    lean = np.where(tiny, 1.0, skew)
    bent = 3.0 / lean * (np.cbrt(1.0 + lean * (reach - lean * spread / 6.0)) - 1.0)
    return np.where(tiny, reach, bent)
