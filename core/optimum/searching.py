"""The best choice under a target or a limit, among all that can be chosen, on the deciding futures."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.errors import InputError
from core.optimum.deciding import Candidate, Deciding
from core.optimum.knapsack import Problem, solve

# Up to so many cells the best is found; above, one that is proven to cost at most this share more than the best.
EXACT_CELLS = 400
TOLERANCE = 1e-4
EXACT_ROUNDS, ROUNDS = 60, 3
# What the solver itself may miss above that many cells, as a share.
SOLVER_GAP = 1e-5
# Rounding that a target or a limit doesn't mind.
SLACK = 1e-9
# What a saving counts for where the fill rate is to be as high as can be: nothing but the last word between equals.
TIE = 1e-8


@dataclass(frozen=True)
class Found:
    """A choice, and by how much another could still be better: a share of its cost, or points of fill rate."""

    candidate: Candidate
    gap: float


def cheapest(deciding: Deciding, service: float) -> Found:
    """Least cost at a fill rate of at least `service`. Raises InputError where nothing reaches it."""
    cells = deciding.cells
    problem = Problem(cells.allowed, cells.cost, cells.short, (1.0 - service + SLACK) * cells.demand, deciding.rate)
    best = 1.0 - problem.reachable / cells.demand if cells.demand > 0 else 1.0
    if service > best + SLACK:
        raise InputError(
            [
                f"The service to reach must be at most {_down(best)} (fill rate): no policies and buffers serve more "
                f"on the futures on which is decided, got {service:g}"
            ]
        )
    bound = _search(deciding, problem, service)
    if not _serving(deciding, service):
        # The choice that serves most reaches whatever can be reached.
        deciding.evaluated(np.where(cells.allowed, cells.short, np.inf).argmin(axis=0))
    found = min(_serving(deciding, service), key=_cost)
    return Found(found, max(0.0, found.cost - bound) / max(abs(found.cost), 1e-300))


def _search(deciding: Deciding, problem: Problem, service: float) -> float:
    """Looks at candidates until one is as good as proven best; returns what no choice can cost less than."""
    is_small, bound = deciding.cells.allowed.sum() <= EXACT_CELLS, -np.inf
    for _ in range(EXACT_ROUNDS if is_small else ROUNDS):
        solution = solve(replace(problem, cuts=tuple(deciding.cuts)), 0.0 if is_small else SOLVER_GAP)
        if solution is None:
            break
        is_known, bound = deciding.knows(solution.choice), max(bound, solution.bound)
        best = min([deciding.evaluated(solution.choice), *_serving(deciding, service)], key=_cost)
        if is_known or best.cost - bound <= (SLACK if is_small else TOLERANCE) * abs(best.cost):
            break
        deciding.add_cuts(solution.choice)
    return bound


def _serving(deciding: Deciding, service: float) -> list[Candidate]:
    return [candidate for candidate in deciding.candidates if candidate.fill_rate >= service - SLACK]


def _cost(candidate: Candidate) -> float:
    return candidate.cost


def best_serving(deciding: Deciding, capital: float) -> Found:
    """The best fill rate with at most `capital` of working capital. Raises InputError where nothing needs so little."""
    cells = deciding.cells
    demand, money = max(cells.demand, 1e-300), max(abs(cells.of(cells.cost, cells.rule)), 1e-300)
    value = cells.short / demand + TIE * cells.cost / money
    problem = Problem(cells.allowed, value, cells.capital, capital * (1.0 + SLACK))
    if problem.reachable > problem.limit:
        raise InputError(
            [
                f"Working capital must be at least {problem.reachable:,.2f} (money): no policies and buffers need less "
                f"on the futures on which is decided, got {capital:,.2f}"
            ]
        )
    solution = solve(problem, 0.0 if cells.allowed.sum() <= EXACT_CELLS else SOLVER_GAP)
    choice = np.where(cells.allowed, cells.capital, np.inf).argmin(axis=0) if solution is None else solution.choice
    fits = [each for each in (deciding.rule, deciding.evaluated(choice)) if each.capital <= problem.limit]
    found = max(fits, key=lambda each: (each.fill_rate, -each.cost))
    bound = 0.0 if solution is None else solution.bound
    return Found(found, max(0.0, cells.of(value, found.choice) - bound))


def _down(share: float) -> str:
    """Four digits of a share, never more than it is."""
    return f"{np.floor(share * 1e4) / 1e4:.4f}"
