"""What every start of an item comes to: service, stock, outside storage and cost, at a scenario's prices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.errors import InputError
from core.intervals import Controls, interval
from core.outcome import limits, places, within
from core.policies import REPLENISHING
from core.portfolio import Book, controls
from core.scenario import Scenario
from core.season.curve import WEEK, Season, dated
from core.season.starting import LATE, Starts
from core.season.warehouse import Warehouse

Array = NDArray[np.float64]
FIGURES = (
    *("service", "peak_units", "peak_value", "peak_pallets", "left_units", "left_value"),
    *("outside_pallet_days", "outside_cost", "overflow_pallet_days", "overflow_cost", "cost"),
)
"""What a start comes to; each with _lo and _hi."""
SPANS = tuple(name + end for name in FIGURES for end in ("", "_lo", "_hi"))


@dataclass(frozen=True, eq=False)
class Priced:
    """Every start of an item on one luck: figures [cell, future] whose mean is the figure quoted."""

    catalogue: Catalogue
    season: Season
    starts: Starts
    own: float | None
    outside: tuple[Array, Array]
    scenario: Scenario
    figures: dict[str, Array]
    known: Controls

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        scenario: Scenario,
        season: Season,
        starts: Starts,
        rest: Warehouse | None,
    ) -> Priced:
        own = None if rest is None else places(catalogue, scenario)
        outside = _outside(starts, rest, own or 0.0)
        # What was added up isn't kept: it is as large as the whole warehouse, for every start.
        light = replace(starts, room=starts.room[:0].copy())
        known = controls(starts.ledger, "value")
        return cls(catalogue, season, light, own, outside, scenario, _figures(light, outside, scenario), known)

    def at(self, scenario: Scenario) -> Priced:
        """The same luck at other prices; nothing is simulated. Raises InputError if more differs, or the own places."""
        long = scenario.but(horizon_days=self.scenario.run.horizon_days)
        same_room = self.own is None or places(self.catalogue, scenario) == self.own
        if long.physics() != self.scenario.physics() or not same_room:
            said = "Starts can only be priced with a scenario that differs in prices alone, at the same own places"
            raise InputError([said])
        return replace(self, scenario=long, figures=_figures(self.starts, self.outside, long))

    @property
    def last(self) -> int:
        """The last start that is tried; what comes after it shows only what being late costs."""
        return self.starts.weeks[-1 - LATE]

    def bounds(self, name: str, cells: NDArray[np.int64]) -> tuple[Array, Array, Array]:
        """(mean, low, high) of a figure."""
        least, most = (0.0, 1.0) if name == "service" else (0.0, np.inf)
        if name == "cost":
            least, most = limits("total_cost", self.starts.ledger.catalogue)
        return within(interval(self.figures[name][cells], self.known), least, most)

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Of each policy the plan as it is set (no week), and its starts."""
        return {policy: self._table(policy) for policy in REPLENISHING}

    def _table(self, policy: str) -> pd.DataFrame:
        cells, weeks = self.starts.cells(policy), self.starts.weeks
        days = [self.season.first - WEEK * week for week in weeks]
        columns: dict[str, object] = {
            "policy": policy,
            "weeks_before": np.array([np.nan, *weeks]),
            "day": np.array([np.nan, *days]),
            "date": ["", *(dated(self.catalogue, day).isoformat() for day in days)],
        }
        for name in FIGURES:
            columns[name], columns[name + "_lo"], columns[name + "_hi"] = self.bounds(name, cells)
        return pd.DataFrame(columns)

    def means(self, name: str, policy: str) -> Array:
        """A figure's mean for each start that can be chosen, the earliest first."""
        means: Array = self.figures[name][self.starts.cells(policy)[1 : len(self.starts.weeks) + 1 - LATE]].mean(axis=1)
        return means


def _figures(starts: Starts, outside: tuple[Array, Array], scenario: Scenario) -> dict[str, Array]:
    """What every cell comes to in every future, by name: FIGURES."""
    catalogue, rate = starts.ledger.catalogue, scenario.costs.overflow.overflow_rate
    cost, per_pallet = (float(catalogue.column(name)[0]) for name in ("unit_cost", "units_per_pallet"))
    own = np.concatenate([_cost(starts, policy, scenario) for policy in REPLENISHING])
    whole, added = outside
    return {
        "service": _service(starts.served, starts.demand),
        "peak_units": starts.peak,
        "peak_value": cost * starts.peak,
        "peak_pallets": starts.peak / per_pallet,
        "left_units": starts.left,
        "left_value": cost * starts.left,
        "outside_pallet_days": whole,
        "outside_cost": rate * whole,
        "overflow_pallet_days": added,
        "overflow_cost": rate * added,
        "cost": own * (starts.ledger.days / 365.0) + rate * added,
    }


def _cost(starts: Starts, policy: str, scenario: Scenario) -> Array:
    """Total cost a year of a policy's cells without outside storage, [cell, future].

    The cells are priced as if they were items of one ledger, all of them this one: that is one sum for all.
    """
    cells, ledger = starts.cells(policy), starts.ledger
    alike = replace(ledger, policy=ledger.policy[cells[:1]], sums=ledger.sums[cells, 0][None])
    return Book(alike, scenario, np.inf, "value").items(0)["total_cost"]


def _service(served: Array, demand: Array) -> Array:
    """Fill rate pooled over futures, linearised by future."""
    mean = demand.mean()
    if mean <= 0:
        return np.ones_like(served)
    # From what fell short: a perfect service is exactly 1.
    short = np.maximum(demand - served, 0.0)
    pooled = short.mean(axis=1, keepdims=True) / mean
    series: Array = 1.0 - (pooled + (short - pooled * demand) / mean)
    return series


def others(warehouse: Warehouse, starts: Starts) -> Warehouse:
    """The warehouse of all other items, over the days of the starts."""
    as_set = starts.cells(REPLENISHING[int(starts.ledger.assignment.buffered[0])])[0]
    return replace(warehouse, grains=warehouse.grains[:, : starts.ledger.days] - starts.room[as_set])


def _outside(starts: Starts, rest: Warehouse | None, own: float) -> tuple[Array, Array]:
    """Pallet-days beyond the own places in every cell and future: of the whole warehouse, and what the item adds."""
    futures = starts.demand.size
    if rest is None:
        nothing = np.zeros((len(starts.room), futures))
        return nothing, nothing
    limit = own * rest.grain

    def beyond(grains: NDArray[np.int32]) -> Array:
        over: Array = np.maximum(grains - limit, 0.0).sum(axis=1).reshape(-1)[:futures] / rest.grain
        return over

    without = beyond(rest.grains)
    whole = np.array([beyond(rest.grains + room) for room in starts.room])
    return whole, whole - without
