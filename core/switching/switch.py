"""What a switch from one policy to another frees, costs and brings, month by month and in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.intervals import interval
from core.policies import REPLENISHING
from core.scenario import Scenario
from core.switching.choosing import Choice, check_one_off, check_rate
from core.switching.pricing import COMPONENTS, UNPAID, Priced, payback
from core.switching.running import AFTER, BEFORE, DONE, DURING, SIDES, Progress, Transition, transition

Array = NDArray[np.float64]
SUMS = ("carrying_cost", "inventory_cost", "total_cost")
LEVELS = ("stock", "pallets")
Bounds = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Switch:
    """A switch, priced. Tables are made when first asked for; every figure has its 95 % interval (_lo, _hi)."""

    priced: Priced

    def __repr__(self) -> str:
        return f"<Switch of {len(self.transition.changed)} items over {self.transition.months} months>"

    @property
    def transition(self) -> Transition:
        """What happened, without prices."""
        return self.priced.transition

    def at(
        self, scenario: Scenario, one_off: float | Mapping[str, float] = 0.0, discount_rate: float | None = None
    ) -> Switch:
        """The same transition at other prices; nothing is simulated.

        Raises InputError if the scenario differs in more than prices (and days measured), and as `switching`.
        """
        return priced(self.transition, scenario, one_off, discount_rate)

    @cached_property
    def monthly(self) -> pd.DataFrame:
        """A row per month: month (from 1), day (its first), days, and these columns, each with _lo and _hi.

        opening, FLOWS and closing: cash in all futures' mean, against staying with `before`: opening + flows = closing.
        A flow is positive where it brings money: a cost that falls, stock that is sold off. cash is their sum in the
        month, capital_cost what the capital charge falls by, which is no flow of cash. stock_before, stock_after and
        stock_during: mean stock of the day of all items, at unit cost; pallets_… likewise, in pallets.
        """
        edges, cash = self.transition.edges, self.priced.closing
        series = {"opening": cash - self.priced.cash, **self.priced.flows, "cash": self.priced.cash, "closing": cash}
        costs = self.priced.costs[UNPAID]
        series[UNPAID] = costs[BEFORE] - costs[DURING]
        lengths = np.diff(edges)
        for name in LEVELS:
            level = self.priced.by_month(getattr(self.transition, name)) / lengths[:, None]
            series |= {f"{name}_{side}": level[k] for k, side in enumerate(SIDES)}
        table = {"month": np.arange(1, len(edges)), "day": edges[:-1], "days": lengths}
        for name, values in series.items():
            table |= self._bounded(name, values)
        return pd.DataFrame(table)

    @cached_property
    def summary(self) -> pd.DataFrame:
        """A row per figure (index): value, lo, hi.

        stock_freed, pipeline_freed, pallets_freed, peak_pallets_freed: `before` less `after`, both all along; money at
        unit cost, and pallets on average and on a future's fullest day (negative: tied up, needed). moving: value of
        the stock that is sold off or built up, item by item. done_days: first day from which the items together stay
        within 5 % of `moving` of where `after` has them, and not_done the share of futures in which that doesn't come.
        one_off; then what `after` costs a year above `before`: each cost component, carrying_cost, inventory_cost and
        total_cost. payback_months: from when cash stays at nothing or above, as the mean curve and its band have it
        (0: it never falls below; inf: not within the months), used_up_months from when it stays at nothing or below.
        npv: net present value, with the stock that is left at the end at cost. pays: the share of futures in which that
        is above nothing.
        """
        series = {**self._freed, "done_days": self._done, **self._yearly, "npv": self.priced.npv}
        rows: dict[str, Bounds] = {name: self._interval(values) for name, values in series.items()}
        known = {"moving": self.transition.moving, "not_done": self._not_done, "one_off": self.priced.at_once}
        rows |= {name: (value, value, value) for name, value in known.items()}
        rows |= {"payback_months": self.payback_bounds, "used_up_months": self._used_up}
        pays, low, high = (float(bound) for bound in interval(np.asarray(self.priced.npv > 0, np.float64)))
        rows["pays"] = pays, max(low, 0.0), min(high, 1.0)
        table = pd.DataFrame(rows, index=["value", "lo", "hi"]).T.astype(float)
        return table.rename_axis("figure")

    @property
    def payback(self) -> float | None:
        """Months until cash stays at nothing or above; None where it doesn't within the months simulated."""
        months = self.payback_bounds[0]
        return months if np.isfinite(months) else None

    @cached_property
    def payback_bounds(self) -> Bounds:
        """(months, earliest, latest) by the mean curve of cash, its upper bound and its lower bound; inf: never."""
        mean, low, high = interval(self.priced.closing, self.transition.controls)
        once = self.priced.at_once
        return payback(mean, once), payback(high, once), payback(low, once)

    @property
    def _used_up(self) -> Bounds:
        """As `payback_bounds`, turned round: from when cash stays at nothing or below."""
        mean, low, high = interval(self.priced.closing, self.transition.controls)
        once = -self.priced.at_once
        return payback(-mean, once), payback(-low, once), payback(-high, once)

    @cached_property
    def items(self) -> pd.DataFrame:
        """A row per item that changes, those that move most first: item, name, before, after and the columns below.

        units (with _lo and _hi): average stock of `before` less that of `after`, so that what is sold off is positive;
        value: the same at unit cost; days: first day from which its mean stock stays within 5 % of that of `after`'s.
        """
        changed, catalogue = self.transition.changed, self.transition.ledger.catalogue
        cost, names = catalogue.column("unit_cost")[changed], np.array(REPLENISHING, object)
        units = self.transition.units[BEFORE] - self.transition.units[AFTER]
        within = DONE * np.abs(units.mean(axis=1, keepdims=True))
        table = pd.DataFrame(
            {
                "item": catalogue.column("item")[changed],
                "name": catalogue.column("name")[changed],
                "before": names[self.transition.before[changed].astype(int)],
                "after": names[self.transition.after[changed].astype(int)],
                **self._bounded("units", units),
                **self._bounded("value", cost[:, None] * units),
                "days": _settled(np.abs(self.transition.gap), within),
            }
        )
        order = np.argsort(-np.abs(table["value"].to_numpy()), kind="stable")
        return table.iloc[order].reset_index(drop=True)

    @cached_property
    def days(self) -> pd.DataFrame:
        """A row per day: day, and the mean value of stock on each side (before, after, during, with _lo and _hi)."""
        table: dict[str, Any] = {"day": np.arange(self.transition.days)}
        for side, values in zip(SIDES, self.transition.stock, strict=True):
            table |= self._bounded(side, values)
        return pd.DataFrame(table)

    @cached_property
    def _freed(self) -> dict[str, Array]:
        year = 365.0 / self.transition.days
        levels = {"stock_freed": "stock_value", "pipeline_freed": "pipeline_value"}
        values = {name: self.transition.moved[field].sum(axis=(1, 2)) * year for name, field in levels.items()}
        values["pallets_freed"] = self.transition.pallets.mean(axis=1)
        values["peak_pallets_freed"] = self.transition.pallets.max(axis=1)
        return {name: sides[BEFORE] - sides[AFTER] for name, sides in values.items()}

    def _interval(self, series: Array) -> Bounds:
        mean, low, high = interval(series, self.transition.controls)
        return float(mean), float(low), float(high)

    def _bounded(self, name: str, series: Array) -> dict[str, Array]:
        """A figure's columns."""
        return dict(zip((name, name + "_lo", name + "_hi"), interval(series, self.transition.controls), strict=True))

    @cached_property
    def _done(self) -> Array:
        return _settled(self.transition.apart.T, DONE * self.transition.moving)

    @property
    def _not_done(self) -> float:
        return float((self._done >= self.transition.days).mean())

    @property
    def _yearly(self) -> dict[str, Array]:
        return {name: self.priced.yearly[name] for name in (*COMPONENTS, *SUMS)}


def _settled(apart: Array, within: Array | float) -> Array:
    """The first day from which apart[row, day] stays within a bound, [row]; the number of days where it never does."""
    beyond = apart > within
    days = apart.shape[1]
    last = days - np.argmax(beyond[:, ::-1], axis=1)
    return np.where(beyond.any(axis=1), last, 0).astype(np.float64)


def switching(
    catalogue: Catalogue,
    scenario: Scenario | None = None,
    before: Choice = "jic",
    after: Choice = "jit",
    one_off: float | Mapping[str, float] = 0.0,
    months: int = 12,
    discount_rate: float | None = None,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Switch:
    """What it takes to switch from one policy to another on day 0, simulated with both steady states beside it.

    `before` and `after`: "jit", "jic" or "hybrid" for all items, or each item's "jit" or "jic" by name. Up to day -1
    items are ordered by `before`, from day 0 on by `after`: nothing is ordered while more stands or is on its way than
    it wants; what was ordered still comes, at the terms of `before`. `one_off`: money paid on day 0, or several amounts
    by name. `months` (3 to 36) are twelfths of a year. `discount_rate` a year; None: what capital costs, as it is
    charged on stock. `workers` changes no digit; `progress` is called with the share that is done. Raises InputError
    for a policy, an item, an amount, a number of months or a rate that can't be, naming it and what is allowed.
    """
    scenario = Scenario() if scenario is None else scenario
    # Before anything is simulated.
    check_one_off(one_off), check_rate(discount_rate)
    found = transition(catalogue, scenario, before, after, months, workers, progress)
    return priced(found, scenario, one_off, discount_rate)


def priced(
    found: Transition, scenario: Scenario, one_off: float | Mapping[str, float], discount_rate: float | None
) -> Switch:
    """A simulated transition at a scenario's prices; arguments and errors are those of `switching`."""
    if not isinstance(scenario, Scenario):
        raise InputError([f"The scenario must be a Scenario, got {plain(scenario)}"])
    if scenario.physics().but(horizon_days=found.days) != found.ledger.physics:
        raise InputError(["A transition can only be priced with a scenario that differs from its own in prices alone"])
    rate = check_rate(discount_rate)
    costs = scenario.costs
    usual = costs.level.carrying_cost_level * costs.capital.capital_rate
    return Switch(Priced(found, scenario, check_one_off(one_off), usual if rate is None else rate))
