"""From the ledger's sums to figures by future: of a whole portfolio, and of each item.

Everything that adds up over items is a field of the ledger times a fixed value of the item (its cost, its price, its
weight). The pool adds that up once, for each cell and each of the hybrid's two groups; prices then act on sums, so
that a rate which moves costs a few products of short rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.costs import CARRYING, SHORTAGE, STOCK, Costs, Flows
from core.errors import InputError, plain
from core.intervals import Controls
from core.ledger import Ledger
from core.measures import NAMES
from core.policies import Terms
from core.randomness import share_on
from core.scenario import Scenario
from core.shortage import Shortage

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


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


# What adds up over items: name → (field of an item, value that it is weighed with).
POOLED = {
    "unserved": ("short", "per_unit"),
    "demand": ("demand", "per_unit"),
    "broken_cycles": ("broken_cycles", "per_item"),
    "short_share": ("short_share", "per_item"),
    "units_stock": ("stock", "one"),
    "stock_value": ("stock", "unit_cost"),
    "pipeline_value": ("on_order", "unit_cost"),
    "demand_value": ("demand", "unit_cost"),
    "short_value": ("short", "unit_cost"),
    "short_margin": ("short", "margin"),
    "short_sales": ("short", "price"),
    "units_short": ("short", "one"),
    "orders": ("orders", "one"),
    "order_value": ("receipts", "order_cost"),
    "units_received": ("received", "one"),
    "received_value": ("received", "unit_cost"),
    "units_scrapped": ("scrapped", "one"),
    "scrapped_value": ("scrapped", "unit_cost"),
    "units_waiting": ("waiting", "one"),
    "waiting_sales": ("waiting", "price"),
    "short_days": ("short_days", "one"),
}
# The fields that a weight touches.
WEIGHED = {field for field, value in POOLED.values() if value in ("per_unit", "per_item")}
Sums = dict[str, Array]


def _values(catalogue: Catalogue, weight: str) -> dict[str, Array]:
    """What an item's fields are weighed with, [item] each."""
    per_unit, per_item = weights(catalogue, weight)
    cost, price = catalogue.column("unit_cost"), catalogue.column("price")
    values = {"per_unit": per_unit, "per_item": per_item, "one": np.ones_like(cost), "unit_cost": cost, "price": price}
    return values | {"margin": price - cost, "order_cost": catalogue.column("order_cost")}


def _fields(ledger: Ledger, cell: int) -> dict[str, Array]:
    """An item's physical flows per year and average levels in a cell, [item, future] each."""
    plan, year, days = ledger.plan(cell), 365.0 / ledger.days, ledger.days
    demand, short = ledger.demand, ledger.short(cell)
    # Stock of the day: day's end, and of what was sold half, or 1/(2n) with n deliveries a day.
    stock = (ledger.field(cell, "stock") + (demand - short) / (2 * plan.deliveries_per_day)) / days
    short_days = ledger.field(cell, "short_days")
    return {
        "demand": demand * year,
        "short": short * year,
        "stock": stock,
        "on_order": ledger.field(cell, "on_order") / days,
        "waiting": ledger.field(cell, "waiting") / days,
        "orders": ledger.field(cell, "orders") * year,
        "receipts": ledger.field(cell, "receipts") * plan.deliveries_per_day * year,
        "received": ledger.field(cell, "received") * year,
        "scrapped": ledger.field(cell, "scrapped") * year,
        "short_days": short_days * year,
        "short_share": short_days / days,
        "broken_cycles": 1.0 - _cycle_service(ledger, cell),
    }


def _cycle_service(ledger: Ledger, cell: int) -> Array:
    cycles = ledger.cycles[ledger.policy[cell]]
    # Without a cycle there was none that failed.
    good = _quotient(ledger.field(cell, "good_cycles"), cycles)[0]
    return np.where(cycles.sum(axis=1, keepdims=True) > 0, good, 1.0)


class Pool:
    """A ledger added up over items: sums [group, cell, future] by name, where group 1 is what the hybrid buffers."""

    def __init__(self, ledger: Ledger, weight: str, like: Pool | None = None) -> None:
        """Adds up the ledger; `like` is its pool under another weight, for what no weight touches."""
        # No reference back to the ledger, which is the key under which a pool is kept.
        self.room, self.grain, self.days, self.futures = ledger.room, ledger.grain, ledger.days, ledger.futures
        values = _values(ledger.catalogue, weight)
        wanted = WEIGHED if like else {field for field, _ in POOLED.values()}
        buffered = ledger.assignment.buffered
        cells = [_pooled_cell(ledger, cell, values, wanted, (~buffered, buffered)) for cell in range(len(ledger.dial))]
        own: Sums = {name: np.stack([cell[name] for cell in cells], axis=1) for name in cells[0]}
        self.sums: Sums = (like.sums if like else {}) | own
        self._levels: dict[tuple[int, int], tuple[Array, Array]] = {}
        self._outside: dict[tuple[int, int], tuple[float, Array]] = {}

    def levels(self, left: int, right: int) -> tuple[Array, Array]:
        """Average and peak pallets of each future, of one cell's group 0 and another's group 1 together."""
        if (left, right) not in self._levels:
            grains = self._grains(left, right)
            mean = grains.sum(axis=1, dtype=np.int64) / (self.grain * self.days)
            self._levels[left, right] = self._by_future(mean), self._by_future(grains.max(axis=1) / self.grain)
        return self._levels[left, right]

    def outside(self, left: int, right: int, places: float) -> Array:
        """Pallet-days a year beyond the own places, of each future."""
        known = self._outside.get((left, right))
        if known is None or known[0] != places:
            beyond = np.maximum(self._grains(left, right) - places * self.grain, 0.0).sum(axis=1)
            known = places, self._by_future(beyond * (365.0 / (self.days * self.grain)))
            self._outside[left, right] = known
        return known[1]

    def _grains(self, left: int, right: int) -> NDArray[np.int32]:
        grains: NDArray[np.int32] = self.room[left, 0] + self.room[right, 1]
        return grains

    def _by_future(self, by_block: Array) -> Array:
        return by_block.reshape(-1)[: self.futures]


def _pooled_cell(
    ledger: Ledger, cell: int, values: Mapping[str, Array], wanted: Set[str], groups: Sequence[Mask]
) -> Sums:
    """Sums of a cell's wanted fields over the items of each group, [group, future] by name."""
    fields = _fields(ledger, cell)
    sums: Sums = {}
    for field in (field for field in fields if field in wanted):
        names = [name for name, (source, _) in POOLED.items() if source == field]
        weight = np.array([values[POOLED[name][1]] for name in names])
        # Not a matrix product of a library, whose threads and blocks would touch digits: einsum adds item by item.
        each = [np.einsum("ki,if->kf", weight[:, mask], fields[field][mask]) for mask in groups]
        sums |= dict(zip(names, np.stack(each, axis=1), strict=True))
    return sums


def by_group(ledger: Ledger, weight: str, groups: Sequence[Mask]) -> Sums:
    """What adds up over items (see POOLED), of the items of each group: [cell, group, future] by name."""
    values, wanted = _values(ledger.catalogue, weight), {field for field, _ in POOLED.values()}
    cells = [_pooled_cell(ledger, cell, values, wanted, groups) for cell in range(len(ledger.dial))]
    return {name: np.stack([cell[name] for cell in cells]) for name in POOLED}


def charged(sums: Mapping[str, Array], scenario: Scenario) -> Sums:
    """Measures and costs that add up, of sums [policy, …, future] with the replenishing policies in their order.

    Without the outside warehouse, which is shared; `complete` makes the rest once what belongs together is added up.
    """
    shape = (-1, *(1,) * (next(iter(sums.values())).ndim - 1))
    terms = np.array([scenario.jit.terms, scenario.jic.terms])
    return _measured(sums, scenario.shortage, scenario.costs, (terms[:, 0].reshape(shape), terms[:, 1].reshape(shape)))


_POOLS: WeakKeyDictionary[Ledger, dict[str, Pool]] = WeakKeyDictionary()


def pool(ledger: Ledger, weight: str) -> Pool:
    """The pool of a ledger, made once and kept as long as the ledger is."""
    known = _POOLS.setdefault(ledger, {})
    if weight not in known:
        known[weight] = Pool(ledger, weight)
    return known[weight]


def pooled(ledger: Ledger, under: Sequence[str] = WEIGHTS) -> Ledger:
    """The ledger added up over its items under some weights, and without them: a portfolio in little memory."""
    light = replace(
        ledger,
        sums=ledger.sums[:, :0].copy(),
        demand=ledger.demand[:0].copy(),
        cycles=ledger.cycles[:, :0].copy(),
        out_days=ledger.out_days[:0].copy(),
    )
    first = pool(ledger, under[0])
    _POOLS[light] = {under[0]: first} | {weight: Pool(ledger, weight, like=first) for weight in under[1:]}
    return light


@dataclass(frozen=True, eq=False)
class Totals:
    """Measures in the order of `core.measures.NAMES`, [..., measure, future].

    `series` averages to the figure quoted: quotients are pooled and linearised. `by_future` is each future by itself.
    """

    series: Array
    by_future: Array


def _measured(sums: Mapping[str, Array], shortage: Shortage, costs: Costs, terms: tuple[Array, Array]) -> Sums:
    """Measures and costs that add up, from the sums of items, a group or one item; all in one shape."""
    lost, rushed = shortage.lost, shortage.rush_share
    flows = Flows(
        stock_value=sums["stock_value"],
        order_value=sums["order_value"],
        received_value=sums["received_value"],
        scrapped_value=sums["scrapped_value"],
        rushed_value=rushed * sums["short_value"],
        lost_margin=lost * sums["short_margin"],
        lost_sales=lost * sums["short_sales"],
        waiting_sales=sums["waiting_sales"],
        short_days=sums["short_days"],
        delivery_cost_level=terms[0],
        price_premium=terms[1],
    )
    as_they_are = ("unserved", "demand", "broken_cycles", "short_share", "pipeline_value", "orders")
    units = ("units_received", "units_waiting", "units_scrapped")
    return {
        **{name: sums[name] for name in (*as_they_are, *units)},
        "avg_stock_units": sums["units_stock"],
        "avg_stock_value": sums["stock_value"],
        "served_value": sums["demand_value"] - (1.0 - shortage.waiting) * sums["short_value"],
        "units_lost": lost * sums["units_short"],
        "units_rushed": rushed * sums["units_short"],
        **costs.charges(flows),
    }


def complete(sums: Sums) -> Sums:
    """Fills in the sums of components and the quotients; returns the quotients of each future by itself."""
    sums["working_capital"] = sums["avg_stock_value"] + sums["pipeline_value"]
    sums["carrying_cost"] = np.asarray(sum(sums[name] for name in CARRYING))
    outside = sums.get("overflow_cost", 0.0)
    sums["inventory_cost"] = np.asarray(sums["carrying_cost"] + sum(sums[name] for name in STOCK) + outside)
    sums["total_cost"] = np.asarray(sums["inventory_cost"] + sum(sums[name] for name in SHORTAGE))
    # From what failed, so that a perfect service is exactly 1 however the weights round.
    sums["cycle_service"], sums["in_stock_days"] = 1.0 - sums["broken_cycles"], 1.0 - sums["short_share"]
    missed, missed_alone = _quotient(sums["unserved"], sums["demand"])
    sums["fill_rate"], alone = 1.0 - missed, {"fill_rate": 1.0 - missed_alone}
    sums["turns"], alone["turns"] = _quotient(sums["served_value"], sums["avg_stock_value"])
    supply = _quotient(365.0 * sums["avg_stock_value"], sums["served_value"])
    sums["days_of_supply"], alone["days_of_supply"] = supply
    return alone


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
    """A ledger with prices: figures of any cell, and of a cell's items beside another's."""

    ledger: Ledger
    scenario: Scenario
    places: float
    weight: str

    @cached_property
    def _pool(self) -> Pool:
        return pool(self.ledger, self.weight)

    def totals(self, left: Sequence[int], right: Sequence[int], names: Sequence[str] = NAMES) -> Totals:
        """Measures [point, measure, future]; each point takes the items of group 0 from a cell of `left` and the others
        from that of `right`: the same cell for a policy, two for the hybrid.
        """
        cells = [list(left), list(right)]
        # [group, point, future]: the two groups may pay different terms, so they are charged before they are added.
        halves = {name: np.stack([rows[g, cells[g]] for g in range(2)]) for name, rows in self._pool.sums.items()}
        terms = np.array([[self._terms(cell) for cell in row] for row in cells])
        by_group = _measured(
            halves, self.ledger.physics.shortage, self.scenario.costs, (terms[..., :1], terms[..., 1:])
        )
        sums = {name: values[0] + values[1] for name, values in by_group.items()}
        sums |= self._shared(left, right)
        alone = sums | complete(sums)
        return Totals(*(np.stack([table[name] for name in names], axis=1) for table in (sums, alone)))

    def _shared(self, left: Sequence[int], right: Sequence[int]) -> Sums:
        """The warehouse, which items share, [point, future]."""
        pairs = list(zip(left, right, strict=True))
        levels = np.array([self._pool.levels(*pair) for pair in pairs])
        outside = np.array([self._pool.outside(*pair, self.places) for pair in pairs])
        return {
            "avg_pallets": levels[:, 0],
            "peak_pallets": levels[:, 1],
            "overflow_pallet_days": outside,
            "overflow_cost": self.scenario.costs.overflow.overflow_rate * outside,
        }

    def items(self, cell: int) -> Sums:
        """Every measure that an item has of its own, [item, future] each, as series that average to the figure."""
        return self._items(cell, _fields(self.ledger, cell))

    def item_means(self, cell: int) -> Sums:
        """What `items` gives, averaged over the futures: [item] each, for a small part of the work."""
        means = {name: values.mean(axis=1, keepdims=True) for name, values in _fields(self.ledger, cell).items()}
        return {name: values[:, 0] for name, values in self._items(cell, means).items()}

    def _items(self, cell: int, fields: Mapping[str, Array]) -> Sums:
        values = _values(self.ledger.catalogue, self.weight)
        # An item's own rates aren't weighed.
        values |= dict.fromkeys(("per_unit", "per_item"), values["one"])
        sums = {name: values[value][:, None] * fields[field] for name, (field, value) in POOLED.items()}
        level, premium = (np.array(term) for term in self._terms(cell))
        measured = _measured(sums, self.ledger.physics.shortage, self.scenario.costs, (level, premium))
        complete(measured)
        per_pallet = self.ledger.catalogue.column("units_per_pallet")[:, None]
        measured["avg_pallets"] = measured["avg_stock_units"] / per_pallet
        return measured

    def _terms(self, cell: int) -> Terms:
        return (self.scenario.jit.terms, self.scenario.jic.terms)[self.ledger.policy[cell]]
