"""What happened, in physical units only: units, days, orders, pallets by day. No money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.engine import FIELDS
from core.policies import REPLENISHING, Assignment, Plan
from core.scenario import Scenario

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ledger:
    """The physical results of one or more cells (a replenishing policy with a buffer each), over all futures.

    sums[cell, item, field, future] as named by `core.engine.FIELDS`; demand and days out [item, future]; cycles
    [policy, item, future]; room[cell, group, block, day, path] grains of pallets, where group 1 holds the items that
    the hybrid buffers and group 0 the others. fullest[item] are the pallets that an item can't exceed, which set the
    grain; `world` is the catalogue that demand and lead times were drawn from.
    """

    catalogue: Catalogue
    physics: Scenario
    plans: Mapping[str, Plan]
    assignment: Assignment
    policy: NDArray[np.int64]
    dial: Array
    buffer: Array
    sums: NDArray[np.float32]
    demand: Array
    cycles: Array
    out_days: Array
    clear_demand: Array
    room: NDArray[np.int32]
    grain: float
    fullest: Array
    world: Catalogue

    def __repr__(self) -> str:
        return f"<Ledger of {self.catalogue.name!r}: {len(self.dial)} cells, {self.futures} futures, {self.days} days>"

    @property
    def futures(self) -> int:
        """Number of futures."""
        return int(self.demand.shape[1])

    @property
    def days(self) -> int:
        """Number of measured days."""
        return self.physics.run.horizon_days

    def only(self, cells: Sequence[int]) -> Ledger:
        """The ledger of some of the cells."""
        kept = list(cells)
        return replace(
            self,
            policy=self.policy[kept],
            dial=self.dial[kept],
            buffer=self.buffer[kept],
            sums=self.sums[kept],
            room=self.room[kept],
        )

    def field(self, cell: int, name: str) -> Array:
        """One sum of a cell, [item, future]."""
        return self.sums[cell, :, FIELDS.index(name)].astype(np.float64)

    def short(self, cell: int) -> Array:
        """Units short of a cell, [item, future]; no more than were asked for, whatever single precision adds up."""
        return np.minimum(self.field(cell, "short"), self.demand)

    def plan(self, cell: int) -> Plan:
        """The plan of the cell's policy."""
        return self.plans[REPLENISHING[self.policy[cell]]]

    def pallets(self, cell: int, group: int | None = None) -> Array:
        """Pallets of the day of a cell, [day, future], of all items or of one group."""
        grains = self.room[cell].sum(axis=0) if group is None else self.room[cell, group]
        blocks, days, width = grains.shape
        by_day = grains.transpose(1, 0, 2).reshape(days, blocks * width)[:, : self.futures]
        pallets: Array = by_day / self.grain
        return pallets
