"""From the ledger's sums to figures by future: of a whole portfolio, of the hybrid's two halves, and of each item."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.costs import CARRYING, SHORTAGE, STOCK, Flows
from core.errors import InputError, plain
from core.intervals import Controls
from core.ledger import Ledger
from core.measures import NAMES
from core.randomness import share_on
from core.scenario import Scenario

Array = NDArray[np.float64]


WEIGHTS = ("value", "units", "equal")


def check_weight(weight: object) -> None:
    """Raises InputError for a weight that is none of the three."""
    if weight not in WEIGHTS:
        raise InputError([f"The weight of items must be {' or '.join(WEIGHTS)}, got {plain(weight)}"])


def weights(catalogue: Catalogue, weight: str) -> tuple[Array, Array]:
    """(per unit, per item): what a unit of an item weighs in the fill rate, and an item in the other rates (sum 1)."""
    check_weight(weight)
    demand = catalogue.column("demand_per_day")
    per_day = np.divide(1.0, demand, out=np.zeros_like(demand), where=demand > 0)
    per_unit = {"value": catalogue.column("unit_cost"), "units": np.ones_like(demand), "equal": per_day}[weight]
    per_item = np.ones_like(demand) if weight == "equal" else per_unit * demand
    total = per_item.sum()
    return per_unit, per_item / total if total > 0 else np.full_like(demand, 1.0 / demand.size)


def controls(ledger: Ledger, weight: str) -> Controls:
    """Demand and share of days out of each future, weighed like the rates, with their exact means."""
    per_unit, per_item = weights(ledger.catalogue, weight)
    demand, supply = ledger.physics.demand, ledger.physics.supply
    spiking = _share_either(demand.spikes_per_year, demand.spike_common_share, demand.spike_days)
    expected = (per_unit * ledger.clear_demand).sum() * (1 + (demand.spike_size - 1) * spiking)
    out = _share_either(supply.outages_per_year, supply.outage_common_share, supply.outage_days)
    values = [_dot(per_unit, ledger.demand), _dot(per_item, ledger.out_days) / ledger.days]
    return Controls.of(np.array(values), np.array([expected, out]))


def _share_either(per_year: float, common: float, days: float) -> float:
    """Long-run share of days on which an item's own regime or the common one is on."""
    return 1 - (1 - share_on(per_year * (1 - common), days)) * (1 - share_on(per_year * common, days))


def _dot(weight: Array, values: Array) -> Array:
    # Not a matrix product: a library's threads and blocks must not touch a digit.
    return np.asarray((weight[:, None] * values).sum(axis=0))


@dataclass(frozen=True, eq=False)
class Half:
    """A cell's sums over the items of one hybrid group, by future: what adds up, and pallets by day [day, future]."""

    sums: dict[str, Array]
    pallets: Array


@dataclass(frozen=True, eq=False)
class Halves:
    """A cell's two groups: the items that the hybrid leaves Just-in-Time, and those that it buffers."""

    left: Half
    buffered: Half
    prices: tuple[float, float]

    def whole(self) -> Totals:
        """The whole portfolio under this cell."""
        return _totals(self.left, self.buffered, self.prices)


def add(jit: Halves, jic: Halves) -> Totals:
    """The hybrid: Just-in-Time's items that aren't buffered, and Just-in-Case's that are."""
    return _totals(jit.left, jic.buffered, jit.prices)


@dataclass(frozen=True, eq=False)
class Totals:
    """A policy's measures in the order of `core.measures.NAMES`, [measure, future].

    `series` averages to the figure quoted: quotients are pooled and linearised. `by_future` is each future by itself.
    """

    series: Array
    by_future: Array


def _totals(one: Half, two: Half, prices: tuple[float, float]) -> Totals:
    sums = {name: one.sums[name] + two.sums[name] for name in one.sums}
    pallets = one.pallets + two.pallets
    places, rate = prices
    sums["avg_pallets"], sums["peak_pallets"] = pallets.mean(axis=0), pallets.max(axis=0)
    sums["overflow_pallet_days"] = np.maximum(pallets - places, 0.0).sum(axis=0) * 365.0 / pallets.shape[0]
    sums["overflow_cost"] = rate * sums["overflow_pallet_days"]
    # From what failed, so that a perfect service is exactly 1 however the weights round.
    sums["cycle_service"], sums["in_stock_days"] = 1.0 - sums["broken_cycles"], 1.0 - sums["short_days"]
    _add_up(sums)
    alone = dict(sums)
    quotients = {"fill_rate": ("unserved", "demand"), "turns": ("served_value", "avg_stock_value")}
    for name, (above, below) in quotients.items():
        sums[name], alone[name] = _quotient(sums[above], sums[below])
    sums["fill_rate"], alone["fill_rate"] = 1.0 - sums["fill_rate"], 1.0 - alone["fill_rate"]
    supply = _quotient(365.0 * sums["avg_stock_value"], sums["served_value"])
    sums["days_of_supply"], alone["days_of_supply"] = supply
    return Totals(np.array([sums[name] for name in NAMES]), np.array([alone[name] for name in NAMES]))


def _add_up(sums: dict[str, Array]) -> None:
    """Fills in the sums of cost components."""
    sums["working_capital"] = sums["avg_stock_value"] + sums["pipeline_value"]
    sums["carrying_cost"] = np.asarray(sum(sums[name] for name in CARRYING))
    outside = sums.get("overflow_cost", 0.0)
    sums["inventory_cost"] = np.asarray(sums["carrying_cost"] + sum(sums[name] for name in STOCK) + outside)
    sums["total_cost"] = np.asarray(sums["inventory_cost"] + sum(sums[name] for name in SHORTAGE))


def _quotient(above: Array, below: Array) -> tuple[Array, Array]:
    """A quotient of means, linearised by future, and each future's own; 0 where nothing stands below."""
    mean = below.mean(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = np.where(mean > 0, above.mean(axis=-1, keepdims=True) / mean, 0.0)
        series = np.where(mean > 0, pooled + (above - pooled * below) / mean, 0.0)
        alone = np.where(below > 0, above / below, 0.0)
    return series, alone


@dataclass(frozen=True, eq=False)
class Book:
    """A ledger with prices: figures of any cell."""

    ledger: Ledger
    scenario: Scenario
    places: float
    weight: str

    @cached_property
    def _columns(self) -> dict[str, Array]:
        names = ("unit_cost", "price", "order_cost", "units_per_pallet")
        return {name: self.ledger.catalogue.column(name)[:, None] for name in names}

    def cell(self, cell: int) -> Halves:
        """A cell's sums over both groups."""
        per_item = self._additive(cell)
        groups = self.ledger.assignment.buffered
        stacked = np.stack(list(per_item.values()))
        left, buffered = (
            Half(dict(zip(per_item, stacked[:, mask].sum(axis=1), strict=True)), self.ledger.pallets(cell, group))
            for group, mask in enumerate((~groups, groups))
        )
        return Halves(left, buffered, (self.places, self.scenario.costs.overflow.overflow_rate))

    def items(self, cell: int) -> dict[str, Array]:
        """Every measure that an item has of its own, [item, future] each, as series that average to the figure."""
        per_item = self._additive(cell)
        sums = {name: values for name, values in per_item.items() if name not in ("broken_cycles", "short_days")}
        _add_up(sums)
        sums["avg_pallets"] = sums["avg_stock_units"] / self._columns["units_per_pallet"]
        sums["cycle_service"], sums["in_stock_days"] = self._cycle_service(cell), self._in_stock(cell)
        sums["fill_rate"] = 1.0 - _quotient(self.ledger.short(cell), self.ledger.demand)[0]
        sums["turns"] = _quotient(sums["served_value"], sums["avg_stock_value"])[0]
        sums["days_of_supply"] = _quotient(365.0 * sums["avg_stock_value"], sums["served_value"])[0]
        return sums

    def _cycle_service(self, cell: int) -> Array:
        cycles = self.ledger.cycles[self.ledger.policy[cell]]
        # Without a cycle there was none that failed.
        good = _quotient(self.ledger.field(cell, "good_cycles"), cycles)[0]
        return np.where(cycles.sum(axis=1, keepdims=True) > 0, good, 1.0)

    def _in_stock(self, cell: int) -> Array:
        return 1.0 - self.ledger.field(cell, "short_days") / self.ledger.days

    def _additive(self, cell: int) -> dict[str, Array]:
        """Everything that adds up over items, [item, future]: weighted rates, stocks, flows per year, costs."""
        flows, columns = self._flows(cell), self._columns
        per_unit, per_item = (w[:, None] for w in weights(self.ledger.catalogue, self.weight))
        short, demand = self.ledger.short(cell), self.ledger.demand
        shortage, year = self.ledger.physics.shortage, 365.0 / self.ledger.days
        return {
            "unserved": per_unit * short,
            "demand": per_unit * demand,
            "broken_cycles": per_item * (1.0 - self._cycle_service(cell)),
            "short_days": per_item * (1.0 - self._in_stock(cell)),
            "avg_stock_units": flows.stock_value / columns["unit_cost"],
            "avg_stock_value": flows.stock_value,
            "pipeline_value": columns["unit_cost"] * self.ledger.field(cell, "on_order") / self.ledger.days,
            "served_value": columns["unit_cost"] * (demand - (1.0 - shortage.waiting) * short) * year,
            "orders": self.ledger.field(cell, "orders") * year,
            "units_received": flows.received,
            "units_lost": flows.lost,
            "units_rushed": flows.rushed,
            "units_waiting": flows.waiting,
            "units_scrapped": flows.scrapped,
            **self.scenario.costs.charges(flows),
        }

    def _flows(self, cell: int) -> Flows:
        ledger, plan, shortage = self.ledger, self.ledger.plan(cell), self.ledger.physics.shortage
        year, terms = 365.0 / ledger.days, (self.scenario.jit.terms, self.scenario.jic.terms)[ledger.policy[cell]]
        short = ledger.short(cell)
        # Stock of the day: day's end, and of what was sold half, or 1/(2n) with n deliveries a day.
        stock = (ledger.field(cell, "stock") + (ledger.demand - short) / (2 * plan.deliveries_per_day)) / ledger.days
        return Flows(
            stock_value=self._columns["unit_cost"] * stock,
            receipts=ledger.field(cell, "receipts") * plan.deliveries_per_day * year,
            received=ledger.field(cell, "received") * year,
            scrapped=ledger.field(cell, "scrapped") * year,
            rushed=shortage.rush_share * short * year,
            lost=shortage.lost * short * year,
            waiting=ledger.field(cell, "waiting") / ledger.days,
            short_days=ledger.field(cell, "short_days") * year,
            unit_cost=self._columns["unit_cost"],
            price=self._columns["price"],
            order_cost=self._columns["order_cost"],
            delivery_cost_level=terms.delivery_cost_level,
            price_premium=terms.price_premium,
        )
