"""How much extra stock: the buffer that reaches a service at least cost, beside the usual advice of 20 to 50 %.

One simulation, Just-in-Case at nine buffers from 0 to 150 % of need, answers for every item, every category and any
target: between its points lines are straight (see `frontier` for how near that is).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.frontier import NEED
from core.ledger import Ledger
from core.outcome import places
from core.portfolio import Book, check_weight, weights
from core.scenario import Scenario
from core.simulation import simulate

Array = NDArray[np.float64]
# The usual advice, all three of them points of the simulation.
ADVICE = (0.2, 0.35, 0.5)
BY = ("item", "category", "all")


def stock_sweep(catalogue: Catalogue, scenario: Scenario | None = None, workers: int | None = None) -> Ledger:
    """The ledger that `extra_stock` reads: every item under Just-in-Case at nine shares of need, own buffers set aside.

    It follows from a catalogue like any other, so an edit can be `revised`.
    """
    scenario = Scenario() if scenario is None else scenario
    by_need = scenario.but(buffer_basis="need")
    dials = {"jit": [by_need.jit.jit_buffer], "jic": NEED.tolist()}
    return simulate(without_buffers(catalogue), by_need, dials, workers)


def without_buffers(catalogue: Catalogue) -> Catalogue:
    """The catalogue without buffers of its rows' own."""
    own = catalogue.column("item")[~np.isnan(catalogue.column("buffer"))]
    return catalogue.but({item: {"buffer": None} for item in own}) if own.size else catalogue


def extra_stock(
    ledger: Ledger, scenario: Scenario, target: float, by: str = "item", weight: str = "value"
) -> pd.DataFrame:
    """A row per item, per category (one buffer for all its items), or one for all items; priced with the scenario.

    Columns: item, category or all; reached ("yes", "with no buffer", "never"); smallest, the smallest buffer that
    reaches `target` (fill rate, 0 to 1), and buffer, the cheapest that does: more may cost less where shortages are
    dear (shares of need); days (of demand), units, money (at unit cost): what that one holds above need; fill_rate and
    cost there: the total cost a year, of all items with the outside warehouse, of an item or a category without, since
    it is shared. Then for each advice (20, 35, 50 %) fill_rate_20, cost_20, money_20 and more_20, what it costs above
    `cost`. NaN where no buffer of up to 150 % does it.
    """
    check_weight(weight)
    faults = [] if by in BY else [f"Extra stock is told by {', '.join(BY)}, got {plain(by)}"]
    is_number = isinstance(target, int | float | np.floating) and not isinstance(target, bool)
    if not is_number or not 0 <= target <= 1:
        faults.append(f"The target must be a fill rate of 0 to 1, got {plain(target)}")
    if not np.array_equal(ledger.buffer[ledger.policy == 1], np.tile(NEED[:, None], len(ledger.catalogue))):
        faults.append("Extra stock is read from the ledger of a stock_sweep")
    if faults:
        raise InputError(faults)
    curves = _curves(ledger, scenario, by, weight)
    return pd.DataFrame({**_found(curves, float(target)), **_advised(curves, float(target))})


@dataclass(frozen=True)
class _Curves:
    """What each group (an item, a category, all) has at each point: [point, group]; a share of need is worth so many
    units and so much money, [group] each.
    """

    label: Mapping[str, Array]
    fill_rate: Array
    cost: Array
    days: Array
    units: Array
    money: Array


def _curves(ledger: Ledger, scenario: Scenario, by: str, weight: str) -> _Curves:
    catalogue, book = ledger.catalogue, Book(ledger, scenario, places(ledger.catalogue, scenario), weight)
    names, group = np.unique(_groups(catalogue, by), return_inverse=True)
    if by == "item":
        names, group = catalogue.column("item"), np.arange(len(catalogue))

    def summed(values: Array) -> Array:
        return np.bincount(group, values, names.size).astype(np.float64)

    cells = np.flatnonzero(ledger.policy == 1).tolist()
    means = [book.item_means(cell) for cell in cells]
    # A warehouse that is full for all together has no share of one item: who was there first?
    outside = book.totals(cells, cells, ("overflow_cost",)).series.mean(axis=2) if by == "all" else 0.0
    per_unit = weights(catalogue, weight)[0] if by != "item" else np.ones(len(catalogue))
    demand = summed(per_unit * means[0]["demand"])
    short = np.array([summed(per_unit * mean["unserved"]) for mean in means])
    settings = ledger.physics.demand
    daily = catalogue.column("demand_per_day") * settings.demand_level * (1.0 + settings.forecast_bias)
    units = daily * ledger.plans["jic"].protection_days
    return _Curves(
        label={by: names},
        # More buffer never serves less, but for rounding.
        fill_rate=np.maximum.accumulate(1.0 - np.divide(short, demand, out=np.zeros_like(short), where=demand > 0)),
        cost=np.array([summed(mean["total_cost"]) for mean in means]) + outside,
        days=_quotient(summed(units * catalogue.column("unit_cost")), summed(daily * catalogue.column("unit_cost"))),
        units=summed(units),
        money=summed(units * catalogue.column("unit_cost")),
    )


def _groups(catalogue: Catalogue, by: str) -> Array:
    names = {"item": "item", "category": "category", "all": "category"}
    texts = catalogue.column(names[by]).astype(str)
    return np.full(texts.shape, "all items") if by == "all" else texts


def _quotient(above: Array, below: Array) -> Array:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def _found(curves: _Curves, target: float) -> dict[str, Array]:
    """The cheapest buffer of each group that reaches the target."""
    reaches = curves.fill_rate >= target
    never, first = ~reaches.any(axis=0), reaches.argmax(axis=0)
    place = _place(curves.fill_rate, first, target)
    costs = np.where(reaches, curves.cost, np.inf)
    cheapest, at = costs.argmin(axis=0), np.arange(first.size)
    edge = _at(curves.cost, place)
    later = ~never & (costs[cheapest, at] < edge)
    smallest, place = np.where(never, np.nan, place), np.where(never, np.nan, np.where(later, cheapest, place))
    points = np.tile(NEED[:, None], first.size)
    buffer = _at(points, place)
    return {
        **curves.label,
        "reached": np.select([never, reaches[0]], ["never", "with no buffer"], "yes").astype(object),
        "smallest": _at(points, smallest),
        "buffer": buffer,
        "days": buffer * curves.days,
        "units": buffer * curves.units,
        "money": buffer * curves.money,
        "fill_rate": _at(curves.fill_rate, place),
        "cost": _at(curves.cost, place),
    }


def _place(fill_rate: Array, first: NDArray[np.int64], target: float) -> Array:
    """Where each curve reaches the target, counted in points, 1.5 being halfway from the second to the third."""
    at, before = np.arange(first.size), np.maximum(first - 1, 0)
    low, high = fill_rate[before, at], fill_rate[first, at]
    part = np.divide(target - low, high - low, out=np.zeros_like(low), where=high > low)
    return before + np.where(first > 0, part, 0.0)


def _at(values: Array, place: Array) -> Array:
    """Values [point, group] at a place of each group's curve; NaN where there is none."""
    known = np.nan_to_num(place)
    below = np.minimum(known.astype(np.int64), len(values) - 2)
    at = np.arange(place.size)
    line: Array = values[below, at] + (known - below) * (values[below + 1, at] - values[below, at])
    return np.where(np.isnan(place), np.nan, line)


def _advised(curves: _Curves, target: float) -> dict[str, Array]:
    """What each advice gives and costs."""
    best, table = _found(curves, target)["cost"], {}
    for share in ADVICE:
        point, end = int(np.flatnonzero(share == NEED)[0]), f"_{share * 100:.0f}"
        table["fill_rate" + end] = curves.fill_rate[point]
        table["cost" + end] = curves.cost[point]
        table["money" + end] = share * curves.money
        table["more" + end] = curves.cost[point] - best
    return table
