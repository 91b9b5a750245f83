"""What every replenishment policy hands to the engine and to the costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.demand import Demand, own_cv
from core.planning import Planning, safety_share
from core.supply import Supply

Array = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """The parts of a scenario that a policy plans with."""

    demand: Demand
    supply: Supply
    planning: Planning


class Terms(NamedTuple):
    """What a policy pays its suppliers: × order cost per receipt, and a premium on the unit cost."""

    delivery_cost_level: float = 1.0
    price_premium: float = 0.0


@dataclass(frozen=True)
class Plan:
    """A policy's plan for every item of a catalogue; each array has one entry per item.

    `buffer` is the share of need added to the forecast over the protection interval; `dial` is what a person
    turned to get it (the share itself or z), and `fixed` marks items whose row carries a buffer of its own.
    """

    review_days: NDArray[np.int32]
    lead_time_level: float
    protection_days: Array
    unit_share: Array
    dial: float
    fixed: Array
    deliveries_per_day: int = 1

    def buffer(self, dial: float) -> Array:
        """Buffer of each item, as a share of need, when the dial stands at `dial`."""
        return np.where(np.isnan(self.fixed), dial * self.unit_share, self.fixed)

    def only(self, items: NDArray[np.int64]) -> Plan:
        """The plan of some of the items."""
        return replace(
            self,
            review_days=self.review_days[items],
            protection_days=self.protection_days[items],
            unit_share=self.unit_share[items],
            fixed=self.fixed[items],
        )


def unit_share(catalogue: Catalogue, world: World, protection_days: Array, lead_time_level: float) -> Array:
    """Share of need that one step of the dial adds: 1 when the dial is a share of need, sd/need when it is z."""
    if world.planning.buffer_basis == "need":
        return np.ones(len(catalogue))
    known = world.planning.plan_with_variability
    demand_cv = own_cv(catalogue) * (world.demand.demand_variability if known else 1.0)
    lead_sd = catalogue.column("lead_time_sd") * lead_time_level
    return safety_share(protection_days, demand_cv, lead_sd * (world.supply.lead_time_variability if known else 1.0))
