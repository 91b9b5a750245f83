"""Service and cost as the buffer sweeps: a curve per policy, the current setting always one of its points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from core.catalogue import Catalogue
from core.intervals import interval
from core.ledger import Ledger
from core.outcome import limits, places, within
from core.planning import z_of
from core.policies import REPLENISHING
from core.portfolio import Book, check_weight, controls
from core.scenario import Scenario
from core.simulation import plans_of, simulate

Array = NDArray[np.float64]
# Closest where curves bend: between nine such points straight lines are as near as between thirteen even ones, within
# 0.4 points of fill rate and 0.9 % of cost at the demo's defaults.
NEED = np.array([0.0, 0.1, 0.2, 0.35, 0.5, 0.7, 0.95, 1.2, 1.5])
# Targets from 50 % up to z = 6, beyond what a target can say: under outages no target alone buys 98 %.
Z = np.array([0.0, 0.6, 1.2, 1.65, 2.05, 2.6, 3.4, 4.6, 6.0])
POINTS = NEED.size
COLUMNS = ("fill_rate", "cycle_service", "in_stock_days", "inventory_cost", "total_cost", "working_capital")


def frontier(catalogue: Catalogue, scenario: Scenario | None = None, weight: str = "value") -> pd.DataFrame:
    """The three policies' curves: policy, buffer, current, target, need, and six measures, each with _lo and _hi.

    `buffer` is what was swept: a share of need, or z where buffers are set by service; `target` is z as a cycle
    service (NaN by need) and `need` the share of need that the point comes to, averaged over its items by value.
    Hybrid sweeps the buffer of its Just-in-Case items; its Just-in-Time items stay as they are set.
    """
    check_weight(weight)
    scenario = Scenario() if scenario is None else scenario
    return price_frontier(sweep(catalogue, scenario), scenario, weight)


def sweep(catalogue: Catalogue, scenario: Scenario, workers: int | None = None) -> Ledger:
    """The ledger of a frontier: every point of the Just-in-Time and Just-in-Case curves on the same luck."""
    dials = {name: dials_around(current(scenario, name), scenario) for name in REPLENISHING}
    return simulate(catalogue, scenario, dials, workers)


def current(scenario: Scenario, policy: str) -> float:
    """Where the policy's dial stands: the share of need, or z of the target service."""
    if scenario.planning.buffer_basis == "need":
        return {"jit": scenario.jit.jit_buffer, "jic": scenario.jic.jic_buffer}[policy]
    return z_of({"jit": scenario.jit.jit_service, "jic": scenario.jic.jic_service}[policy])


def dials_around(dial: float, scenario: Scenario) -> list[float]:
    """The points of a curve, 9 in all: the nearest of the grid gives way to the current one."""
    grid = (NEED if scenario.planning.buffer_basis == "need" else Z).copy()
    grid[_nearest(grid, dial)] = dial
    return [float(point) for point in np.sort(grid)]


def _nearest(dials: Array, dial: float) -> int:
    return int(np.abs(dials - dial).argmin())


def today(swept: Ledger, scenario: Scenario) -> Ledger:
    """A sweep's current points alone, as `outcome.price` takes them: to the digit what `simulate` would give."""
    return swept.only([current_cells(swept, scenario)[name] for name in REPLENISHING])


def buffer_shares(catalogue: Catalogue, scenario: Scenario) -> dict[str, float]:
    """The share of need that each replenishing policy's buffer comes to, averaged over the items by value."""
    value, everyone = _value(catalogue), np.ones(len(catalogue), bool)
    plans = plans_of(catalogue, scenario).items()
    return {name: _average(plan.buffer(plan.dial), value, everyone) for name, plan in plans}


def current_cells(ledger: Ledger, scenario: Scenario) -> dict[str, int]:
    cells = {name: [c for c, p in enumerate(ledger.policy) if REPLENISHING[p] == name] for name in REPLENISHING}
    return {name: cells[name][_nearest(ledger.dial[cells[name]], current(scenario, name))] for name in REPLENISHING}


def _value(catalogue: Catalogue) -> Array:
    return catalogue.column("demand_per_day") * catalogue.column("unit_cost")


@dataclass(frozen=True)
class Point:
    """One point of a curve: the cell that its buffered items are taken from, and that of the others."""

    policy: str
    left: int
    cell: int


def price_frontier(ledger: Ledger, scenario: Scenario, weight: str = "value") -> pd.DataFrame:
    """Prices a sweep; nothing is simulated again."""
    book = Book(ledger, scenario, places(ledger.catalogue, scenario), weight)
    now = current_cells(ledger, scenario)
    points = [Point(REPLENISHING[p], c, c) for c, p in enumerate(ledger.policy)]
    points += [Point("hybrid", now["jit"], point.cell) for point in points if point.policy == "jic"]
    series = book.totals([point.left for point in points], [point.cell for point in points], COLUMNS).series
    mean, low, high = interval(series, controls(ledger, weight))
    table = _labels(points, ledger, scenario, set(now.values()))
    for k, name in enumerate(COLUMNS):
        bounds = within((mean[:, k], low[:, k], high[:, k]), *limits(name, ledger.catalogue))
        table[name], table[name + "_lo"], table[name + "_hi"] = bounds
    return pd.DataFrame(table)


def _labels(points: list[Point], ledger: Ledger, scenario: Scenario, now: set[int]) -> dict[str, object]:
    by_need = scenario.planning.buffer_basis == "need"
    dial = np.array([ledger.dial[point.cell] for point in points])
    value = _value(ledger.catalogue)
    return {
        "policy": [point.policy for point in points],
        "buffer": dial,
        "current": [point.cell in now for point in points],
        "target": np.full(dial.size, np.nan) if by_need else ndtr(dial),
        "need": [_average(ledger.buffer[point.cell], value, _mine(point, ledger)) for point in points],
    }


def _mine(point: Point, ledger: Ledger) -> NDArray[np.bool_]:
    everyone = np.ones_like(ledger.assignment.buffered)
    return ledger.assignment.buffered if point.policy == "hybrid" and ledger.assignment.buffered.any() else everyone


def _average(buffer: Array, value: Array, mine: NDArray[np.bool_]) -> float:
    weight = np.where(mine, value, 0.0)
    return float((weight * buffer).sum() / weight.sum()) if weight.sum() > 0 else float(buffer[mine].mean())
