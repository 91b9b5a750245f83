"""What events do to a simulation, and what a watch sees of it day by day: plain arrays that `core.job` takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NO_HOLDS = np.zeros((0, 3), np.float32)


@dataclass(frozen=True)
class Shocks:
    """What events do to each item on the measured days, in all futures alike; nothing where all is 0."""

    out: NDArray[np.bool_]  # [item, day] its supplier is out
    later: NDArray[np.int64]  # [item, day] by how many days an arrival due then is late
    raised: NDArray[np.float64]  # [cell, item, day] units by which the level is above the plan's
    holds: Mapping[int, NDArray[np.float32]]  # item to rows of (first day, day of release, units)

    @classmethod
    def none(cls, cells: int, items: int, days: int) -> Shocks:
        """Events that change nothing."""
        shape = (items, days)
        return cls(np.zeros(shape, bool), np.zeros(shape, np.int64), np.zeros((cells, *shape)), {})


@dataclass(frozen=True)
class Path:
    """An item in a cell through a block of futures, day by day over the measured days: what a watch gets to see.

    demand[day, future]; spiking, out and changed [day, future] say what was on; trace[row, day, future] as
    `core.engine.TRACE` names it. Futures beyond the scenario's fill the block up. The arrays are used again: a watch
    copies what it wants to keep. old[day, future]: units that arrive of orders placed before day 0, where another plan
    orders from then on.
    """

    cell: int
    item: int
    block: int
    demand: NDArray[np.float32]
    spiking: NDArray[np.bool_]
    out: NDArray[np.bool_]
    changed: NDArray[np.uint8]
    trace: NDArray[np.float32]
    old: NDArray[np.float32] | None = None
