"""Where names stand beside points, so that they neither overlap nor leave the plot. Numbers only, no screen.

A label lies in rows of data, so its place may move without a new drawing. The plot's width isn't known here: a place is
judged on a wide and on a narrow one, and the usual place is kept unless another is clearly better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
PLOTS = ((800.0, 250.0), (260.0, 250.0))
MARK = 8.0
# Costs of a place: a pixel outside, a square pixel on another label or mark, a point of a curve beneath it, being far.
OUTSIDE, COVERED, CROSSED, STRAYED = 40.0, 0.5, 1.0, 60.0
# What the usual place may cost and still be taken: a label that hops about is worse than one on a thin line.
FINE = 30.0
# What another place may cost more than the best and still be taken, for the same reason.
ALIKE = 6.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Room:
    """The plots that a chart may have, in pixels, and how broad a letter and how high a line of its labels is."""

    plots: tuple[tuple[float, float], ...] = PLOTS
    letter: float = 7.0
    line: float = 17.0


PAGE, SLIDE = Room(), Room(((530.0, 310.0), (960.0, 610.0)), 9.0, 23.0)
"""A chart on a page, wide or narrow, and on a slide of a laptop or a projector: a phone has no room for its letters."""


@dataclass(frozen=True)
class Place:
    """A label's offset from its point in pixels (down is positive), and the end of the text that stands there."""

    dx: float
    dy: float
    align: str


_LEFT = (Place(-10, -10, "right"), Place(-12, 4, "right"), Place(-10, 18, "right"))
_RIGHT = (Place(10, 18, "left"), Place(12, 4, "left"), Place(10, -10, "left"))
_OVER = (Place(0, -20, "center"), Place(0, 26, "center"))
# For points crowded into a corner. So far off, a name could be taken for another point's: not for a thin line's sake.
_FAR = tuple(Place(dx, dy, align) for dy in (-28, 36, -46, 54) for dx, align in ((-10, "right"), (10, "left")))
USUAL = {"jic": _LEFT[0], "jit": _LEFT[2], "hybrid": _LEFT[1]}
"""Of the three policies; any other name stands on the right."""


class _Plot:
    """A plot of some size in pixels, with what stands on it."""

    def __init__(
        self, size: tuple[float, float], points: Mapping[str, tuple[float, float]], curves: Array, room: Room = PAGE
    ) -> None:
        self.size, self.room = size, room
        self.at = {policy: (x * size[0], (1 - y) * size[1]) for policy, (x, y) in points.items()}
        self.taken: list[Box] = [(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in self.at.values()]
        self.x, self.y = curves[:, 0] * size[0], (1 - curves[:, 1]) * size[1]

    def box(self, policy: str, name: str, place: Place) -> Box:
        """A label's left, top, right and bottom."""
        wide, half = self.room.letter * len(name), self.room.line / 2
        left = self.at[policy][0] + place.dx - wide * {"left": 0.0, "center": 0.5, "right": 1.0}[place.align]
        middle = self.at[policy][1] + place.dy
        return left, middle - half, left + wide, middle + half

    def cost(self, box: Box) -> float:
        """How bad a label is there; 0 on free ground."""
        left, top, right, bottom = box
        outside = max(0.0, -left, right - self.size[0]) + max(0.0, -top, bottom - self.size[1])
        crossed = int(((self.x > left) & (self.x < right) & (self.y > top) & (self.y < bottom)).sum())
        return OUTSIDE * outside + COVERED * sum(_shared(box, other) for other in self.taken) + CROSSED * crossed


def places(
    points: Mapping[str, tuple[float, float]], names: Mapping[str, str], curves: Array, room: Room = PAGE
) -> dict[str, Place]:
    """A place for each name, the policies' first. Points and curves (rows of x, y) are shares of the plot's sides."""
    plots, found = [_Plot(size, points, curves, room) for size in room.plots], {}
    for policy in sorted(points, key=[*USUAL, *points].index):
        found[policy] = _best(policy, names[policy], plots)
        for plot in plots:
            plot.taken.append(plot.box(policy, names[policy], found[policy]))
    return found


def _best(policy: str, name: str, plots: list[_Plot]) -> Place:
    """The usual place if it is fine, else the first that is about as good as any."""
    usual = USUAL.get(policy, _RIGHT[0])
    # Larger letters stand as much farther from their point.
    grown = plots[0].room.line / PAGE.line
    found: list[tuple[Place, float]] = []
    for place in (usual, *_LEFT, *_RIGHT, *_OVER, *_FAR):
        there = Place(place.dx * grown, place.dy * grown, place.align)
        cost = sum(plot.cost(plot.box(policy, name, there)) for plot in plots) + STRAYED * (place in _FAR)
        if place == usual and cost <= FINE:
            return there
        found.append((there, cost))
    least = min(cost for _, cost in found)
    return next(there for there, cost in found if cost <= least + ALIKE)


def _shared(one: Box, other: Box) -> float:
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)
