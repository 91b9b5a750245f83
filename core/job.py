"""A simulation that is set up: makes the world of every item and runs its paths, on a pool of threads.

Nothing of the result depends on the split: luck is keyed by name, future and day, and what items share (the
warehouse) is added up in whole numbers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import compiling
from core.demand import LONGEST_COUNT, draw_demand
from core.engine import FIELDS, TRACE, WIDTH, run_paths
from core.randomness import NORMAL_CDF, NORMAL_TAIL, deal, thresholds
from core.scenario import Scenario
from core.shocks import NO_HOLDS, Path, Shocks
from core.supply import LeadTimes, arriving, days_to_recovery, schedule, switch_over

Array = NDArray[np.float64]
_F = np.float32
_SMALLEST_GAP = np.float32(1e-30)
NOT_LATE = np.zeros(0, np.int64)
NO_TRACE = np.zeros((0, 0, 0), np.float32)
# Deals kept in memory, about 0.6 MB each on the demo: enough for its luck on a year, and on a season's days under the
# seed that decides and the one that quotes.
MOST_KEPT = 256
# Days; kept deals are whole steps long.
KEPT_STEP = 128

Regime = tuple[int, int]
NEVER: Regime = (1 << 32, 0)
Ordering = tuple[NDArray[np.uint16], tuple[NDArray[np.int64], NDArray[np.uint16]], NDArray[np.uint8], Array]
Luck = tuple[NDArray[np.float32], NDArray[np.uint8], NDArray[np.uint32], NDArray[np.uint8], NDArray[np.uint32]]


@dataclass(frozen=True)
class Items:
    """The catalogue as the kernels need it; one entry per item unless said."""

    means: Array  # [item, day] units on a clear day, from the longest warm-up on
    is_count: NDArray[np.bool_]
    cv: Array
    table: NDArray[np.int64]
    tables: NDArray[np.float32]
    lots: NDArray[np.float32]  # [item, (minimum, multiple, largest, any)]
    units_per_pallet: Array
    warm_up: NDArray[np.int64]
    group: NDArray[np.int64]
    keys: NDArray[np.uint32]


@dataclass(frozen=True)
class Row:
    """A replenishing policy as the kernels need it; one entry per item.

    With `before` that row orders up to day -1 and this one from day 0 on: `forecast` is then that of each day's row.
    """

    review: NDArray[np.int32]
    forecast: NDArray[np.float64]  # [item, day] over the protection interval from each day on
    lead_time: Array
    inverse: LeadTimes
    sold_weight: np.float32
    cells: tuple[int, ...]
    before: Row | None = None


@dataclass(frozen=True)
class Results:
    """Where results go: sums[cell, item, field, future], demand, out_days[item, future], cycles[policy, item, …]."""

    sums: NDArray[np.float32]
    demand: Array
    out_days: Array
    cycles: Array


@dataclass(frozen=True)
class Shared:
    """The luck that all items share in each block of futures, from the longest warm-up on: [block][days, n]."""

    factor: list[NDArray[np.float32]]
    spike: list[NDArray[np.uint8]]
    outage: list[NDArray[np.uint8]]


@dataclass(frozen=True)
class Marks:
    """Marks on the days of the warehouse, [block, day, path] from 0 up, and what is to be known by them.

    A run adds the grains that each item holds on the days of each mark to held[cell, item, mark], and fills no room.
    """

    days: NDArray[np.uint8]
    held: Array


@dataclass(frozen=True)
class ItemLuck:
    """What an item meets in a block of futures, warm-up included: [day, future] but `some_change` and `offsets`."""

    demand: NDArray[np.float32]
    spikes: tuple[NDArray[np.uint8], NDArray[np.uint8]]
    words: NDArray[np.uint32]
    late: NDArray[np.uint16]
    changed: NDArray[np.uint8]
    some_change: NDArray[np.bool_]
    offsets: NDArray[np.uint32]


@dataclass(frozen=True)
class Job:
    """A simulation that is set up and can be run on any number of threads."""

    scenario: Scenario
    items: Items
    rows: tuple[Row, ...]
    buffer: Array
    supplier: NDArray[np.int64]
    supplier_keys: NDArray[np.uint32]
    shared: Shared
    grain: float
    results: Results
    kernel: Callable[..., None] = run_paths
    # [cell, item] what is run, where not all is; other results stay as they are.
    wanted: NDArray[np.bool_] | None = None
    marks: Marks | None = None
    shocks: Shocks | None = None
    # The number of the first future, where a job holds some in the middle alone.
    first: int | None = None
    # Called with every path that is run, from several threads at once.
    watch: Callable[[Path], None] | None = None

    def run(self, workers: int) -> NDArray[np.int32]:
        """Runs everything; each thread takes the next chunk and fills a room of its own, added up at the end."""
        compiling.start()
        chunks, lock = iter(self._chunks(workers)), threading.Lock()

        def work(_: int) -> NDArray[np.int32]:
            room = np.zeros(self._room_shape(), np.int32)
            while (chunk := _next(chunks, lock)) is not None:
                self._run_chunk(chunk, room)
            return room

        if workers == 1:
            return work(0)
        with ThreadPoolExecutor(workers) as pool:
            first, *others = pool.map(work, range(workers))
        for room in others:
            first += room
        return first

    def _chunks(self, workers: int) -> list[NDArray[np.int64]]:
        """Items of one supplier each, whose outages are dealt once; the largest chunks first."""
        most = max(1, len(self.supplier) // (workers * 4))
        order = np.argsort(self.supplier, kind="stable")
        groups = np.split(order, np.flatnonzero(np.diff(self.supplier[order])) + 1)
        chunks = [part for group in groups for part in np.array_split(group, -(-group.size // most))]
        return sorted(chunks, key=len, reverse=True)

    def _room_shape(self) -> tuple[int, ...]:
        blocks, width = blocks_of(self.scenario.run.futures)
        return len(self.buffer), 2, blocks, self.scenario.run.horizon_days, width

    def _run_chunk(self, chunk: NDArray[np.int64], room: NDArray[np.int32]) -> None:
        chunk = chunk if self.wanted is None else chunk[self.wanted[:, chunk].any(axis=0)]
        for block in range(room.shape[2] if chunk.size else 0):
            recovery = self._recovery(chunk, block)
            for i in chunk:
                self._run_item(int(i), block, recovery, room)

    def _recovery(self, chunk: NDArray[np.int64], block: int) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
        """Days until the chunk's supplier is up, and its own outages, [days, n], from the longest warm-up on."""
        supply, key = self.scenario.supply, self.supplier_keys[self.supplier[chunk[0]]]
        days = int(self.items.warm_up[chunk].max()) + self.scenario.run.horizon_days
        own = thresholds(supply.outages_per_year * (1 - supply.outage_common_share), supply.outage_days)
        outage = self._deal(key, days, block, NEVER, own, deviates=False)[3]
        recovery = np.empty(outage.shape, np.uint16)
        days_to_recovery(outage, self.shared.outage[block][-days:], recovery)
        return recovery, outage

    def _late(self, i: int, block: int, days: int, recovery: tuple[Any, Any]) -> NDArray[np.uint16]:
        """Days until an item's supplier is up, with the outages that events bring."""
        late: NDArray[np.uint16] = recovery[0][-days:]
        if self.shocks is None or not self.shocks.out[i].any():
            return late
        own = recovery[1][-days:].copy()
        own[days - self.scenario.run.horizon_days :][self.shocks.out[i]] = 1
        late = np.empty_like(late)
        days_to_recovery(own, self.shared.outage[block][-days:], late)
        return late

    def _deal(
        self, key: NDArray[np.uint32], days: int, block: int, first: Regime, second: Regime, deviates: bool = True
    ) -> Luck:
        width = self.shared.factor[block].shape[1]
        is_small = self._is_small()
        # A little more than is asked for, so that a warm-up that grows with a setting finds its luck kept.
        dealt_days = -(-days // KEPT_STEP) * KEPT_STEP if is_small else days
        start, (one, two) = self.scenario.run.horizon_days - dealt_days, key.tolist()
        luck = (kept if is_small else dealt)(
            start, (self.first or 0) + block * width, (one, two), (dealt_days, width), first, second, deviates
        )  # fmt: skip
        return luck[0][-days:], luck[1][-days:], luck[2][-days:], luck[3][-days:], luck[4]

    def _is_small(self) -> bool:
        """Whether all luck of the job can be kept: else each deal would push out one that is needed next time."""
        if self.first is not None:
            return False
        names = len(self.items.keys) + len(self.supplier_keys)
        return names * blocks_of(self.scenario.run.futures)[0] <= MOST_KEPT * 3 // 4

    def _run_item(self, i: int, block: int, recovery: tuple[Any, Any], room: NDArray[np.int32]) -> None:
        items, demand, supply = self.items, self.scenario.demand, self.scenario.supply
        warm_up = int(items.warm_up[i])
        days = warm_up + self.scenario.run.horizon_days
        spikes = thresholds(demand.spikes_per_year * (1 - demand.spike_common_share), demand.spike_days)
        changes = thresholds(supply.design_changes_per_year, 1.0)
        z, spike, words, changed, offsets = self._deal(items.keys[i], days, block, spikes, changes)
        out, kept = np.empty(z.shape, np.float32), slice(block * z.shape[1], (block + 1) * z.shape[1])
        # What is added up starts from nothing, so that a job can be run again.
        self.results.demand[i, kept] = 0.0
        tied = _F(np.sqrt(demand.demand_correlation)), _F(np.sqrt(1 - demand.demand_correlation))
        draw_demand(
            z, spike, self.shared.factor[block][-days:], self.shared.spike[block][-days:], tied, items.means[i, -days:],
            demand.spike_size, items.is_count[i], items.cv[i], items.tables[items.table[i]], NORMAL_CDF, warm_up, out,
            self.results.demand[i, kept], np.empty((2, z.shape[1]), _F), np.empty((2, LONGEST_COUNT), _F),
        )  # fmt: skip
        late = self._late(i, block, days, recovery)
        self.results.out_days[i, kept] = (late[warm_up:] > 0).sum(axis=0)[: self.results.demand[i, kept].size]
        some_change: NDArray[np.bool_] = np.asarray(changed.any(axis=1))
        both = spike, self.shared.spike[block][-days:]
        world = ItemLuck(out, both, words, late, changed, some_change, offsets)
        for p, row in enumerate(self.rows):
            if self.wanted is None or self.wanted[list(row.cells), i].any():
                self._run_policy(i, p, block, world, room)

    def _run_policy(self, i: int, p: int, block: int, world: ItemLuck, room: NDArray[np.int32]) -> None:
        days, n = world.demand.shape
        row, items, warm_up = self.rows[p], self.items, int(self.items.warm_up[i])
        kept = slice(block * n, (block + 1) * n)
        delay, reviews, arrivals, cycles = self._ordering(i, row, world)
        self.results.cycles[p, i, kept] = cycles[: self.results.cycles[p, i, kept].size]
        shortage, grains = self.scenario.shortage, _F(self.grain / items.units_per_pallet[i])
        shares = _F(shortage.waiting), _F(self.scenario.supply.scrap_share), row.sold_weight, grains
        on_way = _F(items.means[i, -days]), _F(np.floor((row.before or row).lead_time[i]))
        due, sums = np.empty((days + 1, n), np.float32), np.empty((len(FIELDS), n), np.float32)
        lots = tuple(items.lots[i])
        compiling.finish()
        levels = (row.forecast[i, -days:] * (1.0 + self.buffer[list(row.cells), i, None])).astype(np.float32)
        holds, measured = self._holds(i, warm_up), slice(warm_up, None)
        if self.shocks is not None:
            levels[:, measured] += self.shocks.raised[list(row.cells), i].astype(np.float32)
        trace = NO_TRACE if self.watch is None else np.empty((len(TRACE), days, n), np.float32)
        for k, cell in enumerate(row.cells):
            if self.wanted is not None and not self.wanted[cell, i]:
                continue
            place = room[cell, items.group[i], block] if self.marks is None else np.zeros_like(room[cell, 0, block])
            self.kernel(
                world.demand, delay, reviews, arrivals, world.changed, world.some_change, holds, levels[k],
                _SMALLEST_GAP, lots, shares, on_way, warm_up, place, due, sums, trace,
            )  # fmt: skip
            mine = self.results.sums[cell, i, :, kept]
            mine[:] = sums[:, : mine.shape[1]]
            if self.marks is not None:
                held = self.marks.held[cell, i]
                held += np.bincount(self.marks.days[block].ravel(), place.ravel(), held.size)
            if self.watch is not None:
                spiking = (world.spikes[0] | world.spikes[1]) > 0
                out = world.late[measured] > 0
                days_of = world.demand[measured], spiking[measured], out, world.changed[measured]
                old = None if row.before is None else arriving(trace[0], delay, warm_up)
                self.watch(Path(cell, i, block, *days_of, trace[:, measured], old))

    def _ordering(self, i: int, row: Row, world: ItemLuck) -> Ordering:
        """Who is reviewed when and what then arrives when: (delay, reviews, arrivals, cycles measured)."""
        if row.before is None:
            return self._scheduled(i, row, world, 0)
        warm_up = int(self.items.warm_up[i])
        delay, (first, lanes), arrivals, _ = self._scheduled(i, row.before, world, 0)
        delay_from, (first_from, lanes_from), *_ = self._scheduled(i, row, world, warm_up)
        cycles = np.zeros(delay.shape[1])
        switch_over(delay, delay_from, self.scenario.supply.orders_may_cross, warm_up, arrivals, cycles)
        kept = first[warm_up]
        reviews = np.append(first[:warm_up], kept + first_from), np.append(lanes[:kept], lanes_from[: first_from[-1]])
        return delay, reviews, arrivals, cycles

    def _scheduled(self, i: int, row: Row, world: ItemLuck, start: int) -> Ordering:
        """A row's own schedule from a day on, counted from the start of the warm-up."""
        days, n = world.words[start:].shape
        delay, arrivals = np.empty((days, n), np.uint16), np.empty((days, n), np.uint8)
        first, lanes = np.empty(days + 1, np.int64), np.empty(n * -(-days // int(row.review[i])), np.uint16)
        cycles = np.zeros(n)
        schedule(
            world.words[start:], world.late[start:], self._later(i, days), row.inverse.of(i), row.inverse.guides[i],
            int(row.review[i]), world.offsets,
            self.scenario.supply.orders_may_cross, int(self.items.warm_up[i]) - start, delay, first, lanes, arrivals,
            cycles, np.empty((2, n), np.int64),
        )  # fmt: skip
        return delay, (first, lanes), arrivals, cycles

    def _later(self, i: int, days: int) -> NDArray[np.int64]:
        """By how many days an item's order comes later that would come on a day, [days]; empty where none does."""
        if self.shocks is None or not self.shocks.later[i].any():
            return NOT_LATE
        later = np.zeros(days, np.int64)
        later[days - self.scenario.run.horizon_days :] = self.shocks.later[i]
        return later

    def _holds(self, i: int, warm_up: int) -> NDArray[np.float32]:
        """An item's quality holds with the days counted as the kernel does."""
        if self.shocks is None or i not in self.shocks.holds:
            return NO_HOLDS
        return self.shocks.holds[i] + np.array([warm_up, warm_up, 0], np.float32)


def _next(chunks: Iterator[NDArray[np.int64]], lock: threading.Lock) -> NDArray[np.int64] | None:
    with lock:
        return next(chunks, None)


def dealt(
    first_day: int,
    first: int,
    key: tuple[int, int],
    shape: tuple[int, int],
    one: Regime,
    two: Regime,
    deviates: bool = True,
) -> Luck:
    """A key's luck: deviates, first regime, plain words, second regime, each [days, n], and a word per future.

    Without `deviates` those stay empty: a supplier has no use for them.
    """
    z = np.empty(shape if deviates else (0, shape[1]), np.float32)
    plain, once = np.empty(shape, np.uint32), np.empty(shape[1], np.uint32)
    states = np.empty((2, *shape), np.uint8)
    scratch = np.empty((2, shape[1]), np.uint8), np.empty((3, shape[1]), np.uint32)
    regimes = np.array([one, two])
    deal(
        first_day, first, np.array(key, np.uint32), NORMAL_TAIL, regimes, z, states[0], plain, states[1], once, *scratch
    )  # fmt: skip
    return z, states[0], plain, states[1], once


# A seed's luck stays as it is while other settings move. Whoever takes it must not write into it.
kept = lru_cache(maxsize=MOST_KEPT)(dealt)


def blocks_of(futures: int) -> tuple[int, int]:
    """(number of blocks, width of each): equal widths of whole vector registers, at most WIDTH."""
    blocks = -(-futures // WIDTH)
    return blocks, -(-futures // (blocks * 8)) * 8
