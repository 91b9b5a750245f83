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


def borders(xs: Array, ys: Array, best: NDArray[np.int64], figures: Array) -> tuple[Border, ...]:
    """Pieces of the lines between regions; `figures` [policy, y, x], less being better.

    On the side of a square of four neighbours a line passes where the difference of the two policies that win at its
    ends is nothing, along a straight line between them; in the middle, where one end has no policy that reaches the
    target. Where more than two lines meet in a square, they meet in its middle.
    """
    found = []
    for j in range(ys.size - 1):
        for i in range(xs.size - 1):
            found += _square(xs, ys, best, figures, j, i)
    return tuple(found)


def _square(xs: Array, ys: Array, best: NDArray[np.int64], figures: Array, j: int, i: int) -> list[Border]:
    corners = [(j, i), (j, i + 1), (j + 1, i + 1), (j + 1, i)]
    if len({int(best[corner]) for corner in corners}) == 1:
        return []
    points = []
    for one, other in zip(corners, corners[1:] + corners[:1], strict=True):
        a, b = int(best[one]), int(best[other])
        if a != b:
            part = _part(figures[(slice(None), *one)], figures[(slice(None), *other)], a, b)
            x = xs[one[1]] + part * (xs[other[1]] - xs[one[1]])
            y = ys[one[0]] + part * (ys[other[0]] - ys[one[0]])
            points.append((float(x), float(y), (min(a, b), max(a, b))))
    if len(points) == 2:
        (x, y, pair), (x2, y2, _) = points
        return [Border(x, y, x2, y2, pair)]
    middle = float(np.mean([x for x, _, _ in points])), float(np.mean([y for _, y, _ in points]))
    return [Border(x, y, *middle, pair) for x, y, pair in points]


def _part(one: Array, other: Array, a: int, b: int) -> float:
    """How far along the way the two policies come to the same."""
    if a < 0 or b < 0:
        return 0.5
    before, behind = one[b] - one[a], other[a] - other[b]
    if not (np.isfinite(before) and np.isfinite(behind)) or before + behind <= 0:
        return 0.5
    return float(before / (before + behind))
