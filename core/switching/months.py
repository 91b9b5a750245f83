"""Watches the paths of a run and adds up their days by month."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numba import njit
from numpy.typing import NDArray

from core.engine import FIELDS, START_WAITING, TRACE
from core.job import Job, blocks_of
from core.shocks import Path

Array = NDArray[np.float64]
# What is added up by month, in units, unit-days, days or counts.
MONTHLY = (
    "stock",  # of the day, unit-days
    "on_order",  # at day's end, unit-days
    "waiting",  # at day's end, unit-days
    "short",  # units not served from the shelf on their day
    "short_days",
    "receipts",  # days with an arrival of what was ordered under the policy
    "received",  # units
    "old_receipts",  # the same of what was ordered before day 0, where the policy changes then
    "old_received",
    "scrapped",  # units
    "used",  # units that left the shelf for customers, also for those who waited
    "closing",  # on hand at the month's end
    "closing_waiting",
)
(
    STOCK,
    ON_ORDER,
    WAITING,
    SHORT,
    SHORT_DAYS,
    RECEIPTS,
    RECEIVED,
    OLD_RECEIPTS,
    OLD_RECEIVED,
    SCRAPPED,
    USED,
    CLOSING,
    CLOSING_WAITING,
) = range(len(MONTHLY))
_ORDERED, _RECEIVED, _SOLD, _SCRAPPED, _ON_HAND, _WAITING, _ON_ORDER, _HELD = range(len(TRACE))
# Share of a day's arrivals that single precision may add to those of old orders.
_DUST = np.float32(1e-5)
NO_OLD = np.zeros((0, 0), np.float32)


@dataclass(frozen=True)
class Months:
    """A watch that keeps what it adds up, by cell and item; called from several threads, each with paths of its own."""

    job: Job
    edges: NDArray[np.int64]
    kept: dict[tuple[int, int, int], tuple[Array, NDArray[np.float32]]] = field(default_factory=dict)

    def __call__(self, path: Path) -> None:
        """Adds a path up."""
        job, n = self.job, path.demand.shape[1]
        row = next(row for row in job.rows if path.cell in row.cells)
        sums = np.zeros((len(MONTHLY), len(self.edges) - 1, n))
        stock = np.empty(path.demand.shape, np.float32)
        lanes = slice(path.block * n, (path.block + 1) * n)
        start = np.zeros(n)
        known = job.results.sums[path.cell, path.item, START_WAITING, lanes]
        start[: known.size] = known
        old = NO_OLD if path.old is None else path.old
        # One by one they lie in a piece, which the compiler has to know.
        rows = tuple(path.trace)
        add_months(
            path.demand, rows, old, self.edges, start, job.scenario.shortage.waiting, row.sold_weight, sums, stock
        )
        self.kept[path.cell, path.item, path.block] = sums, stock

    def taken(self, cell: int, item: int) -> tuple[Array, Array]:
        """An item's sums [MONTHLY, month, future] and its stock of the day [day, future] in a cell; kept no longer."""
        futures = self.job.scenario.run.futures
        parts = [self.kept.pop((cell, item, block)) for block in range(blocks_of(futures)[0])]
        sums = np.concatenate([part[0] for part in parts], axis=2)[..., :futures]
        stock = np.concatenate([part[1] for part in parts], axis=1)[:, :futures]
        return sums, stock.astype(np.float64)


@njit(nogil=True, cache=True)
def add_months(demand, trace, old, edges, waited, waiting_share, sold_weight, sums, stock):  # type: ignore[no-untyped-def]
    """Adds a path's days to sums[MONTHLY, month, lane], and fills stock[day, lane] with the stock of the day.

    trace holds the rows of the record, [day, lane] each; waited[lane] are those who wait on the eve of day 0, and
    changes.
    """
    n = demand.shape[1]
    missed = np.empty(n, demand.dtype)
    for m in range(edges.size - 1):
        for t in range(edges[m], edges[m + 1]):
            sold, came = trace[_SOLD][t], trace[_RECEIVED][t]
            weighed(n, trace[_ON_HAND][t], sold_weight, sold, stock[t])
            weighed(n, demand[t], demand.dtype.type(-1), sold, missed)
            add(n, stock[t], sums[STOCK, m])
            add(n, trace[_ON_ORDER][t], sums[ON_ORDER, m])
            add(n, trace[_WAITING][t], sums[WAITING, m])
            add(n, missed, sums[SHORT, m])
            count(n, missed, sums[SHORT_DAYS, m])
            add(n, came, sums[RECEIVED, m])
            count(n, came, sums[RECEIPTS, m])
            add(n, sold, sums[USED, m])
            if old.size > 0:
                take_old(n, came, old[t], sums[:, m])
        first, last = edges[m], edges[m + 1] - 1
        for j in range(n):
            sums[SCRAPPED, m, j] = trace[_SCRAPPED][last, j] - (trace[_SCRAPPED][first - 1, j] if m > 0 else 0.0)
            sums[CLOSING, m, j] = trace[_ON_HAND][last, j]
            sums[CLOSING_WAITING, m, j] = trace[_WAITING][last, j]
            # Who waited and waits no more has been served.
            sums[USED, m, j] += waited[j] + waiting_share * sums[SHORT, m, j] - trace[_WAITING][last, j]
            waited[j] = trace[_WAITING][last, j]


# A loop for each sum, over rows that don't overlap: so the compiler uses vector registers, and is eight times as fast.
@njit(nogil=True, cache=True, inline="always")
def add(n, values, sums):  # type: ignore[no-untyped-def]
    """Adds values[lane] to sums[lane]."""
    for j in range(n):
        sums[j] += values[j]


@njit(nogil=True, cache=True, inline="always")
def count(n, values, sums):  # type: ignore[no-untyped-def]
    """Adds one to sums[lane] where there is something in values[lane]."""
    for j in range(n):
        sums[j] += 1.0 if values[j] > 0 else 0.0


@njit(nogil=True, cache=True, inline="always")
def weighed(n, values, weight, others, out):  # type: ignore[no-untyped-def]
    """Fills out[lane] with values + weight × others."""
    for j in range(n):
        out[j] = values[j] + weight * others[j]


@njit(nogil=True, cache=True, inline="always")
def take_old(n, came, old, sums):  # type: ignore[no-untyped-def]
    """Moves what arrives of old orders from the new ones' account to their own."""
    for j in range(n):
        if old[j] > 0:
            sums[OLD_RECEIPTS, j] += 1.0
            sums[OLD_RECEIVED, j] += old[j]
            fresh = came[j] - old[j]
            sums[RECEIVED, j] -= old[j] if fresh > _DUST * came[j] else came[j]
            sums[RECEIPTS, j] -= 0.0 if fresh > _DUST * came[j] else 1.0


def opening(job: Job, cell: int, item: int, name: str) -> Array:
    """What stood there on the eve of day 0 ("start_stock" or "start_waiting"), [future]."""
    values: Array = job.results.sums[cell, item, FIELDS.index(name)].astype(np.float64)
    return values
