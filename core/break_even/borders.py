"""The lines between regions of a map, where the difference of the two best is nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Border:
    """A straight piece of the line between two regions; `policies` are their best ones, −1 for none."""

    x: float
    y: float
    x2: float
    y2: float
    policies: tuple[int, int]


def borders(xs: Array, ys: Array, best: NDArray[np.int64], figures: Array, reach: Array) -> tuple[Border, ...]:
    """Pieces of the lines between regions; `figures` [policy, y, x], less being better, NaN out of reach.

    On the side of a square of four neighbours a line passes where the difference of the two policies that win at its
    ends is nothing; where one of them comes or goes, where it just reaches the target (`reach`, as `figures`, is
    nothing there). Both along a straight line between the ends. Where more than two lines meet in a square, they meet
    in its middle.
    """
    found = []
    for j in range(ys.size - 1):
        for i in range(xs.size - 1):
            found += _square(xs, ys, best, (figures, reach), j, i)
    return tuple(found)


def _square(xs: Array, ys: Array, best: NDArray[np.int64], values: tuple[Array, Array], j: int, i: int) -> list[Border]:
    corners = [(j, i), (j, i + 1), (j + 1, i + 1), (j + 1, i)]
    if len({int(best[corner]) for corner in corners}) == 1:
        return []
    points = []
    for one, other in zip(corners, corners[1:] + corners[:1], strict=True):
        a, b = int(best[one]), int(best[other])
        if a != b:
            ends = [(figures[:, *one], figures[:, *other]) for figures in values]
            part = _part(ends[0], ends[1], a, b)
            x = xs[one[1]] + part * (xs[other[1]] - xs[one[1]])
            y = ys[one[0]] + part * (ys[other[0]] - ys[one[0]])
            points.append((float(x), float(y), (min(a, b), max(a, b))))
    if len(points) == 2:
        (x, y, pair), (x2, y2, _) = points
        return [Border(x, y, x2, y2, pair)]
    middle = float(np.mean([x for x, _, _ in points])), float(np.mean([y for _, y, _ in points]))
    return [Border(x, y, *middle, pair) for x, y, pair in points]


def _part(figures: tuple[Array, Array], reach: tuple[Array, Array], a: int, b: int) -> float:
    """How far along the way from where a is best to where b is the one takes over from the other."""
    one, other = figures
    if a >= 0 and np.isnan(other[a]):
        return _zero(reach[0][a], -reach[1][a])
    if b >= 0 and np.isnan(one[b]):
        return _zero(-reach[0][b], reach[1][b])
    return _zero(one[b] - one[a], other[a] - other[b])


def _zero(before: float, behind: float) -> float:
    """Where a straight line from `before` down to minus `behind` is nothing; the middle if it isn't."""
    whole = before + behind
    return float(np.clip(before / whole, 0.0, 1.0)) if np.isfinite(whole) and whole > 0 else 0.5
