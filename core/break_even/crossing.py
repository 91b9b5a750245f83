"""Where a difference changes sign along an axis, and how sure that place is. Numbers only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import numpy as np
from scipy.optimize import bisect, brentq

# A root is found to this share of the range, the ends of its interval and a jump to that.
EXACT, NEAR = 1e-7, 5e-4


@dataclass(frozen=True)
class Gap:
    """A difference at one place, with its 95 % interval; infinite where only one side has a figure, NaN where none."""

    mean: float
    low: float
    high: float

    def is_clear(self, above: bool) -> bool:
        """Whether the whole interval lies above zero, or below it."""
        return self.low > 0 if above else self.high < 0


@dataclass(frozen=True)
class Crossing:
    """A place where the difference changes sign; from `lo` to `hi` its interval holds zero.

    `lo_open`, `hi_open`: it still does where the range ends, or where the next crossing lies. `rising`: the difference
    is below zero before the place and above it behind.
    """

    value: float
    lo: float
    hi: float
    lo_open: bool
    hi_open: bool
    rising: bool


@dataclass(eq=False)
class Line:
    """A difference along an axis from `low` to `high`, evaluated where it is asked for and remembered.

    On a `whole` axis a crossing is the smallest whole number from which on the other side wins; `lo` is then the first
    at which it isn't clear any more who wins, and `hi` the first at which it is clear again.
    """

    gap: Callable[[float], Gap]
    low: float
    high: float
    whole: bool = False
    known: dict[float, Gap] = field(default_factory=dict)

    def at(self, x: float) -> Gap:
        """The difference at a place."""
        if x not in self.known:
            self.known[x] = self.gap(x)
        return self.known[x]

    def roots(self, within: float = EXACT) -> list[tuple[float, bool]]:
        """Every change of sign between places that are known already, in order: where it is, and whether it rises.

        A difference of exactly nothing over a stretch is no crossing, unless the sign behind it is another. `within`
        is the error of a place, as a share of the range.
        """
        return [(self._root(*bracket, within), self.at(bracket[1]).mean > 0) for bracket in self._changes()]

    def crossings(self) -> list[Crossing]:
        """The same, each with its interval."""
        found = self.roots()
        edges = [self.low, *(root for root, _ in found), self.high]
        return [self._around(root, rising, edges[k], edges[k + 2]) for k, (root, rising) in enumerate(found)]

    def jumps(self, place: float, above: bool) -> bool:
        """Whether the difference is infinite right above or below a root: there only one side has a figure."""
        sign, reach = 1 if above else -1, 2 * NEAR * (self.high - self.low)
        return any(np.isinf(gap.mean) for x, gap in self.known.items() if 0 <= sign * (x - place) <= reach)

    def _changes(self) -> list[tuple[float, float]]:
        """Neighbouring places with opposite signs; what is nothing between them is passed over."""
        signs = [(x, np.sign(self.known[x].mean)) for x in sorted(self.known)]
        signs = [(x, sign) for x, sign in signs if abs(sign) == 1]
        return [(one, other) for (one, a), (other, b) in pairwise(signs) if a != b]

    def _root(self, one: float, other: float, within: float) -> float:
        if not self.whole:
            return self._zero(one, other, lambda gap: gap.mean, within)
        side = np.sign(self.at(one).mean)
        # No difference at all still counts to the side before.
        return self._first(one, other, lambda gap: np.sign(gap.mean) == -side)

    def _zero(self, one: float, other: float, bound: Callable[[Gap], float], within: float) -> float:
        width, sign = self.high - self.low, np.sign(bound(self.at(one)))
        if np.isinf(bound(self.at(one))) or np.isinf(bound(self.at(other))):
            # A jump has no slope to follow.
            jump = partial(self._side, bound, float(sign))
            return float(bisect(jump, one, other, xtol=max(NEAR * width, 1e-13)))
        return float(
            brentq(lambda x: bound(self.at(float(x))), one, other, xtol=max(within * width, 1e-13), rtol=1e-12)
        )

    def _side(self, bound: Callable[[Gap], float], sign: float, x: float) -> float:
        return 1.0 if np.sign(bound(self.at(float(x)))) == sign else -1.0

    def _first(self, one: float, other: float, holds: Callable[[Gap], bool]) -> float:
        """The whole number from which on something holds, on the way from `one` (not yet) to `other` (it does)."""
        while abs(other - one) > 1:
            middle = float((one + other) // 2)
            one, other = (one, middle) if holds(self.at(middle)) else (middle, other)
        return other

    def _around(self, root: float, rising: bool, left: float, right: float) -> Crossing:
        lo, lo_open = self._edge(root, left, not rising)
        hi, hi_open = self._edge(root, right, rising)
        return Crossing(root, lo, hi, lo_open, hi_open, rising)

    def _edge(self, root: float, end: float, above: bool) -> tuple[float, bool]:
        """Where the interval leaves zero on the way from a root to `end`, and whether it never does."""
        start = root - 1 if self.whole and end < root else root
        if self.at(start).is_clear(above):
            return root, False
        inner = start
        self.at(end)
        for x in sorted((x for x in self.known if x != start and _between(x, start, end)), key=lambda x: abs(x - root)):
            if self.at(x).is_clear(above):
                return self._leaves(inner, x, above), False
            inner = x
        return end, True

    def _leaves(self, inner: float, outer: float, above: bool) -> float:
        if not self.whole:
            return self._zero(inner, outer, lambda gap: gap.low if above else gap.high, NEAR)
        place = self._first(inner, outer, lambda gap: gap.is_clear(above))
        return place + 1 if outer < inner else place


def _between(x: float, one: float, other: float) -> bool:
    return min(one, other) <= x <= max(one, other)
