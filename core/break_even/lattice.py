"""Ever finer lattices over a square, and cubic interpolation from one to the next. Numbers only."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Places = NDArray[np.int64]


def lattices(count: int, from_ends: bool = False) -> list[Places]:
    """Which of `count` nodes of an axis each level has: ends and middle first, then each gap halved, until all.

    With `from_ends` a level of the ends alone comes before.
    """
    nodes = [0, count - 1] if from_ends else sorted({0, (count - 1) // 2, count - 1})
    levels = [np.array(nodes)]
    while len(nodes) < count:
        nodes = sorted({*nodes, *((a + b) // 2 for a, b in pairwise(nodes))})
        levels.append(np.array(nodes))
    return levels


def weights(known: Array, wanted: Array) -> Array:
    """[wanted, known]: what each known node counts for a wanted one; exact for cubics (Lagrange on the four nearest).

    Linear in the values, so a future's interpolated figure is made of that same future's simulated ones.
    """
    found = np.zeros((wanted.size, known.size))
    for row, place in zip(found, wanted, strict=True):
        here = np.flatnonzero(known == place)
        if here.size:
            row[here[0]] = 1.0
            continue
        first = int(np.clip(np.searchsorted(known, place) - 2, 0, max(known.size - 4, 0)))
        near = range(first, min(first + 4, known.size))
        for k in near:
            others = [other for other in near if other != k]
            row[k] = np.prod([(place - known[other]) / (known[k] - known[other]) for other in others])
    return found


def spread(values: Array, rows: tuple[Array, Array], columns: tuple[Array, Array]) -> Array:
    """Values on one lattice [row, column, ...] taken to another: (known, wanted) nodes of each axis."""
    # One product after the other and none of a library's, whose threads and blocks would touch digits.
    below = np.einsum("ij,jl...->il...", weights(*rows), values)
    whole: Array = np.einsum("kl,il...->ik...", weights(*columns), below)
    return whole
