"""The multiple-choice knapsack: a cell for each item, at least cost within one limit, under a convex common cost.

Kellerer, Pferschy & Pisinger, *Knapsack Problems*, ch. 11. The common cost (the outside warehouse) is convex in what is
chosen; it enters by cuts that lie below it everywhere (Kelley, *The cutting-plane method*, 1960; Duran & Grossmann 1986
for whole choices). Solved by HiGHS, by way of scipy: first with parts of choices, then with whole ones among the cells
whose reduced cost leaves a chance (the core of the knapsack).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
# The objective is brought to this size, so that the solver's absolute tolerance of 1e-6 is nothing beside it.
SIZE = 1e6
# A core starts with the cells that can cost this share more than the bound; it grows until it must hold the best.
FIRST_REACH = 1e-5
ROUNDING = 1e-9
# A solver may miss a row by its tolerance: what it gives is checked, and asked for anew with that much less.
ATTEMPTS = 12
MOST_NODES = 20_000


@dataclass(frozen=True)
class Cut:
    """The common quantity is at least Σ slope[cell, item] over the chosen cells, less `offset`."""

    slope: Array
    offset: float


@dataclass(frozen=True)
class Solution:
    """The chosen cell of each item, what it costs as far as the cuts know, and what no choice can cost less than."""

    choice: Indices
    value: float
    bound: float


@dataclass(frozen=True)
class Problem:
    """Least Σ cost + rate × common quantity such that Σ weight ≤ limit; a cell per item among those allowed."""

    allowed: NDArray[np.bool_]
    cost: Array
    weight: Array
    limit: float
    rate: float = 0.0
    cuts: Sequence[Cut] = ()

    @property
    def reachable(self) -> float:
        """The least weight that any choice has."""
        return float(np.where(self.allowed, self.weight, np.inf).min(axis=0).sum())

    def at(self, values: Array, choice: Indices) -> float:
        """The sum of some values over the chosen cells."""
        return float(values[choice, np.arange(choice.size)].sum())

    def value(self, choice: Indices) -> float:
        """What a choice costs as far as the cuts know."""
        common = [self.at(cut.slope, choice) - cut.offset for cut in self.cuts]
        return self.at(self.cost, choice) + self.rate * max([0.0, *common])


def solve(problem: Problem, gap: float) -> Solution | None:
    """The best choice, or one that is proven to cost at most a share `gap` more; None where the solver finds none."""
    tables = _Tables(problem)
    relaxed = tables.relaxed()
    if relaxed is None:
        return None
    lowest, reduced = relaxed
    size = max(abs(lowest), tables.unit)
    reach, best = FIRST_REACH * size, None
    for _ in range(ATTEMPTS):
        found = tables.whole(reduced <= reach, gap / 2)
        if found is None:
            reach *= 10.0
        elif (excess := problem.at(problem.weight, found.choice) - problem.limit) > 0:
            tables = replace(tables, missed=tables.missed + 2.0 * excess)
        else:
            # Whatever takes a cell outside the core costs more than the core's reach.
            found = replace(found, bound=max(lowest, min(found.bound, lowest + reach)))
            best = found if best is None or found.value < best.value else best
            if best.value - found.bound <= max(gap, ROUNDING) * abs(best.value):
                return replace(best, bound=found.bound)
            reach = max(10.0 * reach, (best.value - lowest) * (1.0 + ROUNDING))
    return best


@dataclass(frozen=True)
class _Tables:
    """A problem as the solver takes it: a variable per allowed cell, item by item, and one for the common cost.

    Costs and weights are counted from the least that each item can have, so that what stays is what can be decided.
    """

    problem: Problem
    missed: float = 0.0

    @cached_property
    def cells(self) -> tuple[Indices, Indices]:
        """Item and cell of each variable."""
        item, cell = np.nonzero(self.problem.allowed.T)
        return item, cell

    @cached_property
    def fixed(self) -> float:
        """What is spent whatever is chosen."""
        return float(self._least(self.problem.cost).sum())

    @cached_property
    def unit(self) -> float:
        """Money in one unit of the objective."""
        return (max(float(self._extra(self.problem.cost).max()), abs(self.fixed)) or 1.0) / SIZE

    def _least(self, values: Array) -> Array:
        least: Array = np.where(self.problem.allowed, values, np.inf).min(axis=0)
        return least

    def _extra(self, values: Array) -> Array:
        item, cell = self.cells
        extra: Array = values[cell, item] - self._least(values)[item]
        return extra

    @cached_property
    def objective(self) -> Array:
        return np.append(self._extra(self.problem.cost) / self.unit, 1.0)

    @cached_property
    def one_each(self) -> csr_array:
        item, _ = self.cells
        ones = (np.ones(item.size), (item, np.arange(item.size)))
        return csr_array(ones, shape=(self.problem.allowed.shape[1], item.size + 1))

    @cached_property
    def rows(self) -> tuple[csr_array, Array]:
        """What must stay at or below a limit: the weight, and each cut less the common cost."""
        problem, (item, cell), price = self.problem, self.cells, self.problem.rate / self.unit
        extra = self._extra(problem.weight)
        room = problem.limit - self.missed - float(self._least(problem.weight).sum())
        unit = max(abs(room), 1e-6 * float(extra.max())) or 1.0
        rows = [np.append(extra / unit, 0.0)]
        rows += [np.append(price * cut.slope[cell, item], -1.0) for cut in problem.cuts]
        limits = [room / unit, *(price * cut.offset for cut in problem.cuts)]
        return vstack([csr_array(row[None, :]) for row in rows], format="csr"), np.array(limits)

    def relaxed(self) -> tuple[float, Array] | None:
        """With parts of choices: the least cost, and by how much the use of each cell would raise it; money."""
        above, limits = self.rows
        ones = np.ones(self.one_each.shape[0])
        result = linprog(  # type: ignore[call-overload]  # it takes sparse tables, which its types don't say
            self.objective, above, limits, self.one_each, ones, bounds=(0, None), method="highs"
        )
        if result.status != 0:
            return None
        return float(result.fun) * self.unit + self.fixed, result.lower.marginals[:-1] * self.unit

    def whole(self, core: NDArray[np.bool_], gap: float) -> Solution | None:
        """The best whole choice among the cells of a core."""
        kept, (item, cell) = np.append(core, True), self.cells
        above, limits = self.rows
        rows = [LinearConstraint(self.one_each[:, kept], 1.0, 1.0), LinearConstraint(above[:, kept], -np.inf, limits)]
        result = milp(
            self.objective[kept],
            constraints=rows,
            integrality=np.append(np.ones(core.sum()), 0),
            bounds=Bounds(0.0, np.append(np.ones(core.sum()), np.inf)),
            options={"mip_rel_gap": gap, "node_limit": MOST_NODES},
        )
        if result.x is None:
            return None
        taken = np.zeros(self.problem.allowed.shape)
        taken[cell[core], item[core]] = result.x[:-1]
        choice = taken.argmax(axis=0)
        bound = result.fun if result.mip_dual_bound is None else result.mip_dual_bound
        return Solution(choice, self.problem.value(choice), float(bound) * self.unit + self.fixed)
