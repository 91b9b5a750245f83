"""A ledger priced: figures with intervals, paired comparisons, and the same measures item by item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.intervals import Controls, interval
from core.ledger import Ledger
from core.measures import BY_NAME, NAMES, SHARED
from core.policies import POLICIES, REPLENISHING
from core.portfolio import Book, Totals, check_weight, controls
from core.scenario import Scenario
from core.simulation import revised, simulate

Array = NDArray[np.float64]
# Own places when a data set names none: enough for Just-in-Time's average pallets, and a quarter more.
ROOM_TO_SPARE = 1.25
# What an item has figures of its own for; of these, what it has a share of the outside warehouse in.
OF_ITEMS = tuple(name for name in NAMES if name not in SHARED)
OUTSIDE = ("overflow_pallet_days", "overflow_cost", "inventory_cost", "total_cost")
Bounds = tuple[Array, Array, Array]


def compare(catalogue: Catalogue, scenario: Scenario | None = None, weight: str = "value") -> Outcome:
    """Simulates the three policies on the same luck and prices them.

    `weight` says how portfolio rates weigh items: by value (demand × unit cost), by units, or equally. Raises
    InputError for a catalogue without items and a weight that is none of the three.
    """
    check_weight(weight)
    scenario = Scenario() if scenario is None else scenario
    return price(simulate(catalogue, scenario), scenario, weight)


def price(ledger: Ledger, scenario: Scenario, weight: str = "value") -> Outcome:
    """Prices a ledger with the scenario's rates; nothing is simulated again.

    Raises InputError if the scenario differs from the ledger's in more than prices.
    """
    if scenario.physics() != ledger.physics:
        raise InputError(["A ledger can only be priced with a scenario that differs from its own in prices alone"])
    check_weight(weight)
    if ledger.policy.tolist() != [0, 1] or any(ledger.plan(c).dial != ledger.dial[c] for c in range(2)):
        raise InputError(["Only a ledger with each policy at its own buffer can be priced as an outcome; see frontier"])
    return Outcome(ledger, scenario, weight)


@lru_cache(maxsize=16)
def own_places(catalogue: Catalogue) -> float:
    """Pallet places of the data set; where it names none, enough for Just-in-Time's average pallets × 1.25."""
    if catalogue.warehouse_places is not None:
        return float(catalogue.warehouse_places)
    own = (catalogue.column("policy") != "") | ~np.isnan(catalogue.column("buffer"))
    if own.any():
        # The warehouse stood there before items got policies and buffers of their own.
        plain_rows = {item: {"policy": None, "buffer": None} for item in catalogue.column("item")[own]}
        return own_places(catalogue.but(plain_rows))
    last = _yard(tuple(catalogue.column("item")))
    ledger = revised(last[0], catalogue) if last else simulate(catalogue, Scenario().but(futures=20))
    last[:] = [ledger]
    return float(np.ceil(ROOM_TO_SPARE * ledger.pallets(0).mean()))


@lru_cache(maxsize=4)
def _yard(items: tuple[str, ...]) -> list[Ledger]:
    """Where the latest ledger of these items is kept: an edited catalogue is near the one before it."""
    return []


def places(catalogue: Catalogue, scenario: Scenario) -> float:
    """Own pallet places: the scenario's, or the data set's."""
    chosen = scenario.costs.overflow.warehouse_places
    return own_places(catalogue) if chosen is None else chosen


@dataclass(frozen=True, eq=False)
class Outcome:
    """Figures of the three policies. Tables are made when first asked for."""

    ledger: Ledger
    scenario: Scenario
    weight: str

    def __repr__(self) -> str:
        return f"<Outcome of {self.ledger!r}, weighed by {self.weight}>"

    @cached_property
    def totals(self) -> Mapping[str, Totals]:
        """Each policy's figures by future; the hybrid's put together from the two others'."""
        book = Book(self.ledger, self.scenario, places(self.ledger.catalogue, self.scenario), self.weight)
        every = book.totals((0, 1, 0), (0, 1, 1))
        return {name: Totals(every.series[k], every.by_future[k]) for k, name in enumerate(POLICIES)}

    @cached_property
    def controls(self) -> Controls:
        """What is known exactly, for the intervals."""
        return controls(self.ledger, self.weight)

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One row per policy (jit, jic, hybrid); the columns of `core.measures`, each with _lo and _hi."""
        series = np.array([self.totals[policy].series for policy in POLICIES])
        least, most = np.array([limits(name, self.ledger.catalogue) for name in NAMES]).T
        bounds = within(interval(series, self.controls), least, most)
        columns = [name + end for name in NAMES for end in ("", "_lo", "_hi")]
        values = np.stack(bounds, axis=2).reshape(len(POLICIES), len(columns))
        return pd.DataFrame(values, index=pd.Index(POLICIES, name="policy"), columns=columns)

    @cached_property
    def paired(self) -> pd.DataFrame:
        """Differences of two policies on the same futures: first, second, measure, difference, lo, hi, first_better.

        `difference` is first − second; `first_better` the share of futures in which the first is strictly better, NaN
        where a measure has no better side.
        """
        tables = [
            difference(self.totals[one], self.totals[two], self.controls).rename(columns={"better": "first_better"})
            for one, two in combinations(POLICIES, 2)
        ]
        table = pd.concat(tables).reset_index()
        for k, column in enumerate(("first", "second")):
            table.insert(k, column, np.repeat([pair[k] for pair in combinations(POLICIES, 2)], len(NAMES)))
        return table

    def lower_in(self, first: str, second: str, measure: str) -> float:
        """The share of futures in which the first policy's figure is strictly the lower one."""
        at = NAMES.index(measure)
        return float((self.totals[first].by_future[at] < self.totals[second].by_future[at]).mean())

    @cached_property
    def items(self) -> pd.DataFrame:
        """Every item under every policy: item, policy, rule, and the measures that an item has, each with _lo and _hi.

        The outside warehouse is shared: its cost stands with the items by their share of the pallets.
        """
        return self.items_of(POLICIES)

    def items_of(self, policies: Sequence[str], names: Sequence[str] = OF_ITEMS) -> pd.DataFrame:
        """Some policies' rows and some measures' columns of `items`, to the digit, without the work of the others.

        Raises InputError for a policy that is none and for a measure that an item doesn't have.
        """
        faults = [f"There is no policy named {plain(policy)}" for policy in policies if policy not in POLICIES]
        faults += [f"An item has no measure named {plain(name)}" for name in names if name not in OF_ITEMS]
        if faults or not policies:
            raise InputError(faults or ["At least one policy must be named"])
        book = Book(self.ledger, self.scenario, places(self.ledger.catalogue, self.scenario), self.weight)
        outside = [self.totals[policy].by_future[NAMES.index("overflow_pallet_days")] for policy in POLICIES]
        series = _ItemSeries(book, dict(zip(POLICIES, outside, strict=True)), frozenset(policies))
        return pd.concat([self._item_rows(policy, names, series) for policy in policies], ignore_index=True)

    def _item_rows(self, policy: str, names: Sequence[str], series: _ItemSeries) -> pd.DataFrame:
        columns: dict[str, object] = {
            "item": self.ledger.catalogue.column("item"),
            "policy": policy,
            "rule": self.ledger.assignment.rule if policy == "hybrid" else "all items",
        }
        for name in names:
            columns[name], columns[name + "_lo"], columns[name + "_hi"] = series.bounds(policy, name)
        return pd.DataFrame(columns)


class _ItemSeries:
    """Series [item, future] of every measure that items have, and their bounds, for the policies that are wanted."""

    def __init__(self, book: Book, outside: Mapping[str, Array], policies: frozenset[str]) -> None:
        self.book, self.outside, self.policies = book, outside, policies
        self.base = [book.items(cell) for cell in range(len(REPLENISHING))]
        self.buffered = book.ledger.assignment.buffered
        self._known: dict[tuple[str, str], Bounds] = {}

    def bounds(self, policy: str, name: str) -> Bounds:
        """(mean, low, high) of a measure of each item."""
        if (policy, name) not in self._known:
            self._known[policy, name] = self._bounds(policy, name)
        return self._known[policy, name]

    def _bounds(self, policy: str, name: str) -> Bounds:
        # An item of the hybrid is the same item under one of the others, but for what is shared.
        if policy == "hybrid" and name not in OUTSIDE and self.policies.issuperset(REPLENISHING):
            pairs = zip(self.bounds("jit", name), self.bounds("jic", name), strict=True)
            mean, low, high = (np.where(self.buffered, jic, jit) for jit, jic in pairs)
            return mean, low, high
        return within(interval(self._series(policy, name)), *limits(name, self.book.ledger.catalogue))

    def _series(self, policy: str, name: str) -> Array:
        if name not in OUTSIDE:
            return self._own(policy, name)
        pallets = self._own(policy, "avg_pallets")
        held = pallets.sum(axis=0)
        days: Array = np.divide(pallets, held, out=np.zeros_like(pallets), where=held > 0) * self.outside[policy]
        cost = self.book.scenario.costs.overflow.overflow_rate * days
        if name == "overflow_pallet_days":
            return days
        whole: Array = cost if name == "overflow_cost" else self._own(policy, name) + cost
        return whole

    def _own(self, policy: str, name: str) -> Array:
        jit, jic = self.base[0][name], self.base[1][name]
        buffered = {"jit": np.zeros_like(self.buffered), "jic": np.ones_like(self.buffered), "hybrid": self.buffered}
        mixed: Array = np.where(buffered[policy][:, None], jic, jit)
        return mixed


def difference(one: Totals, two: Totals, known: Controls) -> pd.DataFrame:
    """What one policy's figures have above another's on the same futures, by measure (index).

    Columns: difference, lo, hi, and `better`, the share of futures in which the first is strictly better (NaN where a
    measure has no better side).
    """
    mean, low, high = interval(one.series - two.series, known)
    side = np.array([float(BY_NAME[name].better) for name in NAMES])
    wins = ((one.by_future - two.by_future) * side[:, None] > 0).mean(axis=1)
    columns = {"difference": mean, "lo": low, "hi": high, "better": np.where(side == 0, np.nan, wins)}
    return pd.DataFrame(columns, index=pd.Index(NAMES, name="measure"))


_SHARES = ("fill_rate", "cycle_service", "in_stock_days")
_MAY_BE_NEGATIVE = ("lost_margin", "total_cost")


def limits(name: str, catalogue: Catalogue) -> tuple[float, float]:
    """What a measure can be: shares from 0 to 1, amounts from 0 up, unless an item sells below its cost."""
    below_cost = bool((catalogue.column("price") < catalogue.column("unit_cost")).any())
    least = -np.inf if below_cost and name in _MAY_BE_NEGATIVE else 0.0
    return least, 1.0 if name in _SHARES else np.inf


def within(bounds: Bounds, least: Array | float, most: Array | float) -> Bounds:
    """(mean, low, high) with the bounds kept to what a measure can be, and around the mean."""
    mean, low, high = bounds
    return mean, np.maximum(low, np.minimum(least, mean)), np.minimum(high, np.maximum(most, mean))
