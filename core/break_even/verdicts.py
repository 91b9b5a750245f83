"""Who is best at a place of a map and how surely, and how far interpolated figures were off. Numbers only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.break_even.figures import Point
from core.intervals import interval

Array = NDArray[np.float64]
Found = NDArray[np.int64]


def verdict(point: Point, side: float) -> tuple[int, float, bool]:
    """(best policy or −1, share of futures in which no other is better, whether it leads by more than chance)."""
    means = np.where(np.isnan(point.means), np.inf, side * point.means)
    best = int(means.argmin())
    if not np.isfinite(means[best]):
        return -1, 1.0, True
    others = [k for k in range(means.size) if k != best and np.isfinite(means[k])]
    if not others:
        return best, 1.0, True
    rest = side * point.alone[others]
    sure = float((side * point.alone[best] <= rest.min(axis=0)).mean())
    second = min(others, key=lambda k: means[k])
    _, low, _ = interval(side * (point.series[second] - point.series[best]), point.known)
    return best, sure, bool(low > 0)


def on_border(best: Found) -> NDArray[np.bool_]:
    """Whether a neighbour, also across a corner, has another best policy."""
    padded = np.pad(best, 1, mode="edge")
    rows, columns = best.shape
    around = [padded[j : j + rows, i : i + columns] for j in range(3) for i in range(3)]
    return np.asarray(np.any([other != best for other in around], axis=0))


def lattice_error(guessed: Array, true: Array) -> float:
    """The largest error of a difference between two policies that interpolation made."""
    pairs = [(0, 1), (0, 2), (1, 2)]
    with np.errstate(invalid="ignore"):
        off = [np.abs((guessed[..., a] - guessed[..., b]) - (true[..., a] - true[..., b])) for a, b in pairs]
    finite = np.array(off)[np.isfinite(off)]
    return float(finite.max()) if finite.size else np.inf


def roughness(guessed: Array, true: Array) -> float:
    """The largest error of a figure, as a share of it."""
    with np.errstate(invalid="ignore", divide="ignore"):
        off = np.abs(guessed / true - 1.0)
    finite = off[np.isfinite(off) & np.isfinite(true)]
    return float(finite.max()) if finite.size else 0.0
