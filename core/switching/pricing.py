"""What the transition costs: money by side, month and future, and the cash that it moves against staying as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.costs import CARRYING, SHORTAGE, STOCK, Flows
from core.outcome import places
from core.policies import REPLENISHING
from core.scenario import Scenario
from core.switching.running import AFTER, BEFORE, DURING, Sums, Transition

Array = NDArray[np.float64]
COMPONENTS = (
    *CARRYING,
    "ordering_cost",
    "overflow_cost",
    *(name for name in STOCK if name != "ordering_cost"),
    *SHORTAGE,
)
UNPAID = "capital_cost"
"""The cost that is no flow of cash: discounting charges it."""
PAID = tuple(name for name in COMPONENTS if name != UNPAID)
FLOWS = ("one_off", "stock", "late_margin", *PAID)
"""What moves cash. stock is what goods that are bought less (or more) than sold or scrapped release (or tie up), and
late_margin the margin of who waits, which comes in when they are served; the others are the cost components."""


@dataclass(frozen=True, eq=False)
class Priced:
    """A transition at a scenario's prices, with one-off costs (paid on day 0) and a yearly discount rate."""

    transition: Transition
    scenario: Scenario
    one_off: Mapping[str, float]
    rate: float

    @property
    def at_once(self) -> float:
        """All one-off costs."""
        return float(sum(self.one_off.values()))

    @cached_property
    def costs(self) -> Sums:
        """Money by component, [side, month, future], of the items that change, and of the warehouse that all share."""
        moved = self._charged(self.transition.moved)
        return {**moved, "overflow_cost": self.scenario.costs.overflow.overflow_rate * self.outside}

    @cached_property
    def rest(self) -> Sums:
        """Money by component of the items that stay as they are, [month, future]; without the warehouse."""
        return self._charged(self.transition.rest)

    @cached_property
    def outside(self) -> Array:
        """Pallet-days beyond the own places, [side, month, future]."""
        own = places(self.transition.ledger.catalogue, self.scenario)
        return self.by_month(np.maximum(self.transition.pallets - own, 0.0))

    def by_month(self, days: Array) -> Array:
        """Sums over the days of each month of values [side, day, future]."""
        sums: Array = np.add.reduceat(days, self.transition.edges[:-1], axis=1)
        return sums

    def _charged(self, sums: Sums) -> Sums:
        """Money by component; sums [..., policy, month, future] whose terms are the policy's."""
        shortage = self.transition.ledger.physics.shortage
        terms = np.array([getattr(self.scenario, name).terms for name in REPLENISHING])[..., None, None]
        flows = Flows(
            stock_value=sums["stock_value"],
            order_value=sums["order_value"],
            received_value=sums["received_value"],
            scrapped_value=sums["scrapped_value"],
            rushed_value=shortage.rush_share * sums["short_value"],
            lost_margin=shortage.lost * sums["short_margin"],
            lost_sales=shortage.lost * sums["short_sales"],
            waiting_sales=sums["waiting_sales"],
            short_days=sums["short_days"],
            delivery_cost_level=terms[:, 0],
            price_premium=terms[:, 1],
        )
        return {name: money.sum(axis=-3) for name, money in self.scenario.costs.charges(flows).items()}

    @cached_property
    def levels(self) -> Sums:
        """What `during` has above `before` at each month's end, [month, future]: closing_value and closing_margin."""
        held = {name: self.transition.moved[name].sum(axis=1) for name in ("closing_value", "closing_margin")}
        return {name: values[DURING] - values[BEFORE] for name, values in held.items()}

    @cached_property
    def flows(self) -> Sums:
        """Cash that the switch brings in (or takes, negative) against staying, by FLOWS, [month, future]."""
        money = {name: self.costs[name][BEFORE] - self.costs[name][DURING] for name in PAID}
        tied = {name: np.diff(values, axis=0, prepend=0.0) for name, values in self.levels.items()}
        one_off = np.zeros_like(tied["closing_value"])
        one_off[0] -= self.at_once
        return {"one_off": one_off, "stock": -tied["closing_value"], "late_margin": -tied["closing_margin"], **money}

    @cached_property
    def cash(self) -> Array:
        """All flows together, [month, future]."""
        return np.asarray(sum(self.flows[name] for name in FLOWS))

    @cached_property
    def closing(self) -> Array:
        """Cash at each month's end, [month, future]."""
        return np.cumsum(self.cash, axis=0)

    @cached_property
    def npv(self) -> Array:
        """Net present value at day 0, [future].

        One-off costs at once, a month's other flows at its middle, and at the end, at cost, what is held then above
        `before` and is still to come in: stock that is released for a while is not money earned.
        """
        edges, growth = self.transition.edges / 365.0, 1.0 + self.rate
        middle = growth ** -((edges[:-1] + edges[1:]) / 2.0)
        running = self.cash - self.flows["one_off"]
        left = self.levels["closing_value"][-1] + self.levels["closing_margin"][-1]
        value: Array = (middle[:, None] * running).sum(axis=0) + growth ** -edges[-1] * left - self.at_once
        return value

    @cached_property
    def yearly(self) -> Sums:
        """What `after` costs a year above `before`, by component and their sums, [future], both all along."""
        year = 365.0 / self.transition.days
        change = {name: year * (values[AFTER] - values[BEFORE]).sum(axis=0) for name, values in self.costs.items()}
        carrying = np.asarray(sum(change[name] for name in CARRYING))
        inventory = np.asarray(carrying + sum(change[name] for name in (*STOCK, "overflow_cost")))
        total = np.asarray(inventory + sum(change[name] for name in SHORTAGE))
        return {**change, "carrying_cost": carrying, "inventory_cost": inventory, "total_cost": total}


def payback(curve: Array, at_once: float) -> float:
    """The month from which cash stays at nothing or above, inf where it doesn't within the horizon.

    curve [month] is the cash at each month's end; in between it runs straight, from minus the one-off costs on day 0.
    """
    cash = np.concatenate([[-at_once], curve])
    short = np.flatnonzero(cash < 0)
    if short.size == 0:
        return 0.0
    last = int(short[-1])
    if last == len(cash) - 1:
        return np.inf
    return float(last + cash[last] / (cash[last] - cash[last + 1]))
