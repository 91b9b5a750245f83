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
# Share of a day's demand that single precision may lack where nothing does.
_DUST = np.float32(1e-5)


class DaySums:
    """A watch that adds up the wanted items of a job, each unit weighed; called from several threads."""

    def __init__(self, job: Job, wanted: Mask, weight: Array, daily: float) -> None:
        """`weight` is the value of a unit, [item]; `daily` that of a day's demand, by which grains are chosen."""
        run = job.scenario.run
        blocks, width = blocks_of(run.futures)
        self.scale = float(2.0 ** np.floor(np.log2(_GRAINS / daily))) if daily > 0 else 1.0
        self._group, self._wanted, self._weight = job.items.group, wanted, weight * self.scale
        self._shape = (len(job.buffer), 2, blocks, 3, run.horizon_days, width)
        self._futures = run.futures
        self._rooms: list[NDArray[np.int64]] = []
        self._mine = threading.local()
        self._short = np.zeros((len(job.buffer), wanted.size, blocks, run.horizon_days, width // 8), np.uint8)

    def __call__(self, path: Path) -> None:
        """Adds a path."""
        if not self._wanted[path.item]:
            return
        add_days(
            path.demand, path.trace[SOLD], path.trace[AWAITED], self._weight[path.item],
            self._room()[path.cell, self._group[path.item], path.block], self._short[path.cell, path.item, path.block],
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

    def short(self) -> NDArray[np.uint8]:
        """On which days each item fell short, a bit a future: [cell, item, block, day, 8 futures]."""
        return self._short[:, self._wanted]


@njit(nogil=True, cache=True)
def add_days(demand, sold, waiting, weight, room, short):  # type: ignore[no-untyped-def]
    """Adds a path's days to room[quantity, day, lane], and marks in short[day, 8 lanes] where something fell short."""
    days, n = demand.shape
    for t in range(days):
        for j in range(n):
            room[0, t, j] += np.int64(weight * demand[t, j] + 0.5)
            room[1, t, j] += np.int64(weight * (demand[t, j] - sold[t, j]) + 0.5)
            room[2, t, j] += np.int64(weight * waiting[t, j] + 0.5)
        for byte in range(n // 8):
            bits = np.uint8(0)
            for k in range(8):
                j = 8 * byte + k
                bits |= np.uint8((demand[t, j] - sold[t, j] > _DUST * demand[t, j]) << k)
            short[t, byte] = bits


@njit(nogil=True, cache=True)
def first_short(short, start, first):  # type: ignore[no-untyped-def]
    """Fills first[path, block, lane] with the first day from `start` on that short[path, block, day, byte] marks.

    Where it marks none, it is the number of days.
    """
    paths, blocks, days, width = short.shape
    for p in range(paths):
        for b in range(blocks):
            for j in range(8 * width):
                first[p, b, j] = days
            # From the last day back, so that the earliest is what stays.
            for t in range(days - 1, start - 1, -1):
                for byte in range(width):
                    bits = short[p, b, t, byte]
                    for k in range(8 if bits > 0 else 0):
                        if (bits >> k) & 1:
                            first[p, b, 8 * byte + k] = t


def first_failures(short: NDArray[np.uint8], start: int, futures: int) -> NDArray[np.int32]:
    """The first day from `start` on which each item fell short, [cell, item, future]; the horizon where none is."""
    cells, items, blocks, days, width = short.shape
    first = np.empty((cells * items, blocks, 8 * width), np.int32)
    first_short(short.reshape(cells * items, blocks, days, width), start, first)
    return first.reshape(cells, items, blocks * 8 * width)[..., :futures]
