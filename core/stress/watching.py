"""Watches the paths of a run and adds up its days: demand, short and waiting by value, and when each shelf fails.

Amounts are added in whole grains of money, so that sums are the same in any order and on any number of threads.
"""

from __future__ import annotations

import threading

import numpy as np
from numba import njit
from numpy.typing import NDArray

from core.engine import TRACE
from core.job import Job, blocks_of
from core.shocks import Path

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
SOLD, AWAITED = TRACE.index("sold"), TRACE.index("waiting")
DEMAND, SHORT, WAITING = range(3)
# Grains in which the demand of a mean day is counted; days that are a million times as large still fit.
_GRAINS = 2.0**40


class DaySums:
    """A watch that adds up the wanted items of a job, each unit weighed; called from several threads."""

    def __init__(self, job: Job, wanted: Mask, weight: Array, start: int) -> None:
        """`weight` is the value of a unit, [item]; shelves are watched from day `start` on."""
        run = job.scenario.run
        blocks, width = blocks_of(run.futures)
        daily = float((weight * job.items.means[:, -run.horizon_days :].mean(axis=1))[wanted].sum())
        self.scale = float(2.0 ** np.floor(np.log2(_GRAINS / daily))) if daily > 0 else 1.0
        self._group, self._wanted, self._weight, self._start = job.items.group, wanted, weight * self.scale, start
        self._shape = (len(job.buffer), 2, blocks, 3, run.horizon_days, width)
        self._futures = run.futures
        self._rooms: list[NDArray[np.int64]] = []
        self._mine = threading.local()
        self._failed = np.full((len(job.buffer), wanted.size, blocks * width), run.horizon_days, np.int32)

    def __call__(self, path: Path) -> None:
        """Adds a path."""
        if not self._wanted[path.item]:
            return
        width = path.demand.shape[1]
        add_days(
            path.demand, path.trace[SOLD], path.trace[AWAITED], self._weight[path.item], self._start,
            self._room()[path.cell, self._group[path.item], path.block],
            self._failed[path.cell, path.item, path.block * width : (path.block + 1) * width],
        )  # fmt: skip

    def _room(self) -> NDArray[np.int64]:
        if not hasattr(self._mine, "room"):
            self._mine.room = np.zeros(self._shape, np.int64)
            self._rooms.append(self._mine.room)
        room: NDArray[np.int64] = self._mine.room
        return room

    def sums(self) -> Array:
        """[cell, group, quantity, day, future]: value of demand, of what fell short, and of who waits at day's end."""
        total = np.zeros(self._shape, np.int64)
        for room in self._rooms:
            total += room
        cells, groups, blocks, quantities, days, width = self._shape
        by_future = total.transpose(0, 1, 3, 4, 2, 5).reshape(cells, groups, quantities, days, blocks * width)
        values: Array = by_future[..., : self._futures] / self.scale
        return values

    def failed(self) -> NDArray[np.int32]:
        """The first watched day on which an item fell short, [cell, item, future]; the horizon where it never did."""
        return self._failed[..., : self._futures]


@njit(nogil=True, cache=True)
def add_days(demand, sold, waiting, weight, start, room, failed):  # type: ignore[no-untyped-def]
    """Adds a path's days to room[quantity, day, lane], and notes the first day from `start` on with something short."""
    days, n = demand.shape
    for t in range(days):
        for j in range(n):
            short = demand[t, j] - sold[t, j]
            room[0, t, j] += np.int64(weight * demand[t, j] + 0.5)
            room[1, t, j] += np.int64(weight * short + 0.5)
            room[2, t, j] += np.int64(weight * waiting[t, j] + 0.5)
        if t >= start:
            for j in range(n):
                if demand[t, j] > sold[t, j] and failed[j] == days:
                    failed[j] = t
