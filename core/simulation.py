"""From a catalogue and a scenario to a ledger: makes the world of every item, runs its paths, on a pool of threads.

Nothing of the result depends on the split: luck is keyed by name, future and day, and what items share (the
warehouse) is added up in whole numbers.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.demand import COUNT, LONGEST_COUNT, daily_means, draw_demand, season_curves, shapes
from core.engine import FIELDS, WIDTH, run_paths
from core.ledger import Ledger
from core.policies import PLANS, REPLENISHING, Assignment, Plan, World, hybrid
from core.randomness import NORMAL_CDF, NORMAL_TAIL, deal, keys, thresholds
from core.scenario import Scenario
from core.supply import LeadTimes, days_to_recovery, lead_times, schedule

Array = NDArray[np.float64]
_F = np.float32
_SMALLEST_GAP = np.float32(1e-30)
_NO_LIMIT = np.float32(3e38)
NO_TRACE = np.zeros((0, 0, 0), np.float32)
# Grains of a pallet in which the shared warehouse is added up; as fine as 31 bits allow, at most this.
FINEST_GRAIN = float(1 << 20)
WIDEST_DIAL = 6.0
MOST_WORKERS = 8
WARM_UP_CYCLES = 3.0

Regime = tuple[int, int]
NEVER: Regime = (1 << 32, 0)
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
    """A replenishing policy as the kernels need it; one entry per item."""

    review: NDArray[np.int32]
    forecast: NDArray[np.float64]  # [item, day] over the protection interval from each day on
    lead_time: Array
    inverse: LeadTimes
    sold_weight: np.float32
    cells: tuple[int, ...]


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

    def run(self, workers: int) -> NDArray[np.int32]:
        """Runs everything; each thread takes the next chunk and fills a room of its own, added up at the end."""
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
        for block in range(room.shape[2]):
            recovery = self._recovery(chunk, block)
            for i in chunk:
                self._run_item(int(i), block, recovery, room)

    def _recovery(self, chunk: NDArray[np.int64], block: int) -> NDArray[np.uint16]:
        """Days until the chunk's supplier is up, [days, n], from the chunk's longest warm-up on."""
        supply, key = self.scenario.supply, self.supplier_keys[self.supplier[chunk[0]]]
        days = int(self.items.warm_up[chunk].max()) + self.scenario.run.horizon_days
        own = _regime(supply.outages_per_year * (1 - supply.outage_common_share), supply.outage_days)
        outage = self._deal(key, days, block, NEVER, own)[3]
        recovery = np.empty(outage.shape, np.uint16)
        days_to_recovery(outage, self.shared.outage[block][-days:], recovery)
        return recovery

    def _deal(self, key: NDArray[np.uint32], days: int, block: int, first: Regime, second: Regime) -> Luck:
        width = self.shared.factor[block].shape[1]
        return dealt(self.scenario.run.horizon_days - days, block * width, key, (days, width), first, second)

    def _run_item(self, i: int, block: int, recovery: NDArray[np.uint16], room: NDArray[np.int32]) -> None:
        items, demand, supply = self.items, self.scenario.demand, self.scenario.supply
        warm_up = int(items.warm_up[i])
        days = warm_up + self.scenario.run.horizon_days
        spikes = _regime(demand.spikes_per_year * (1 - demand.spike_common_share), demand.spike_days)
        changes = _regime(supply.design_changes_per_year, 1.0)
        z, spike, words, changed, offsets = self._deal(items.keys[i], days, block, spikes, changes)
        out, kept = np.empty(z.shape, np.float32), slice(block * z.shape[1], (block + 1) * z.shape[1])
        tied = _F(np.sqrt(demand.demand_correlation)), _F(np.sqrt(1 - demand.demand_correlation))
        draw_demand(
            z, spike, self.shared.factor[block][-days:], self.shared.spike[block][-days:], tied, items.means[i, -days:],
            demand.spike_size, items.is_count[i], items.cv[i], items.tables[items.table[i]], NORMAL_CDF, warm_up, out,
            self.results.demand[i, kept], np.empty((3, z.shape[1]), _F), np.empty((2, LONGEST_COUNT), _F),
        )  # fmt: skip
        late = recovery[-days:]
        self.results.out_days[i, kept] = (late[warm_up:] > 0).sum(axis=0)[: self.results.demand[i, kept].size]
        world = (out, words, late, changed, changed.any(axis=1), offsets)
        for p in range(len(self.rows)):
            self._run_policy(i, p, block, world, room)

    def _run_policy(self, i: int, p: int, block: int, world: Any, room: NDArray[np.int32]) -> None:
        demand, words, recovery, changed, some_change, offsets = world
        days, n = demand.shape
        row, items, warm_up = self.rows[p], self.items, int(self.items.warm_up[i])
        kept = slice(block * n, (block + 1) * n)
        delay, arrivals = np.empty((days, n), np.uint16), np.empty((days, n), np.uint8)
        schedule(
            words, recovery, row.inverse.of(i), row.inverse.guides[i], int(row.review[i]), offsets,
            self.scenario.supply.orders_may_cross, warm_up, delay, arrivals, self.results.cycles[p, i, kept],
            np.empty((2, n), np.int64),
        )  # fmt: skip
        shortage, grains = self.scenario.shortage, _F(self.grain / items.units_per_pallet[i])
        shares = _F(shortage.waiting), _F(self.scenario.supply.scrap_share), row.sold_weight, grains
        on_way = _F(items.means[i, -days]), _F(np.floor(row.lead_time[i]))
        due, sums = np.empty((days + 1, n), np.float32), np.empty((len(FIELDS), n), np.float32)
        lots = tuple(items.lots[i])
        levels = (row.forecast[i, -days:] * (1.0 + self.buffer[list(row.cells), i, None])).astype(np.float32)
        for k, cell in enumerate(row.cells):
            place = room[cell, items.group[i], block]
            self.kernel(
                demand, delay, arrivals, changed, some_change, levels[k], _SMALLEST_GAP, lots, shares, on_way,
                warm_up, place, due, sums, NO_TRACE,
            )  # fmt: skip
            mine = self.results.sums[cell, i, :, kept]
            mine[:] = sums[:, : mine.shape[1]]


def _next(chunks: Iterator[NDArray[np.int64]], lock: threading.Lock) -> NDArray[np.int64] | None:
    with lock:
        return next(chunks, None)


def dealt(
    first_day: int, first: int, key: NDArray[np.uint32], shape: tuple[int, int], one: Regime, two: Regime
) -> Luck:
    """A key's luck: deviates, first regime, plain words, second regime, each [days, n], and a word per future."""
    z, plain, once = np.empty(shape, np.float32), np.empty(shape, np.uint32), np.empty(shape[1], np.uint32)
    states = np.empty((2, *shape), np.uint8)
    scratch = np.empty((2, shape[1]), np.uint8), np.empty((3, shape[1]), np.uint32)
    deal(first_day, first, key, NORMAL_TAIL, np.array([one, two]), z, states[0], plain, states[1], once, *scratch)
    return z, states[0], plain, states[1], once


# --- set-up ----------------------------------------------------------------------------------------------------------


def simulate(
    catalogue: Catalogue,
    scenario: Scenario,
    dials: Mapping[str, Sequence[float]] | None = None,
    workers: int | None = None,
) -> Ledger:
    """Simulates the replenishing policies over all futures.

    `dials` names for each policy the buffers to run (shares of need, or z, by the scenario's buffer basis); by default
    the one that the scenario sets. `workers` is the number of threads; it changes no digit.
    """
    job, plans, assignment, runs = _prepare(catalogue, scenario, dials)
    room = job.run(workers or min(os.cpu_count() or 1, MOST_WORKERS))
    return Ledger(
        catalogue=catalogue,
        physics=scenario.physics(),
        plans=plans,
        assignment=assignment,
        policy=np.array([p for p, _ in runs]),
        dial=np.array([dial for _, dial in runs]),
        buffer=job.buffer,
        sums=job.results.sums,
        demand=job.results.demand,
        cycles=job.results.cycles,
        out_days=job.results.out_days,
        clear_demand=job.items.means[:, -scenario.run.horizon_days :].sum(axis=1),
        room=room,
        grain=job.grain,
    )


Runs = list[tuple[int, float]]


def _prepare(
    catalogue: Catalogue, scenario: Scenario, dials: Mapping[str, Sequence[float]] | None
) -> tuple[Job, dict[str, Plan], Assignment, Runs]:
    """The job, the plans by policy, the hybrid's assignment, and what is run: (policy, dial) of each cell."""
    world = World(scenario.demand, scenario.supply, scenario.planning)
    parts = {"jit": scenario.jit, "jic": scenario.jic}
    plans = {name: PLANS[name](catalogue, parts[name], world) for name in REPLENISHING}
    assignment = hybrid.assign(catalogue, scenario.hybrid, scenario.supply.lead_time_level)
    runs = [(p, dial) for p, name in enumerate(REPLENISHING) for dial in (dials or {}).get(name, (plans[name].dial,))]
    warm_up = warm_up_days(catalogue, scenario, plans)
    cells = [tuple(c for c, (q, _) in enumerate(runs) if q == p) for p in range(len(plans))]
    rows = tuple(_row(catalogue, scenario, plan, cells[p], int(warm_up.max())) for p, plan in enumerate(plans.values()))
    items = _items(catalogue, scenario, warm_up, assignment.buffered)
    names, supplier = np.unique(catalogue.column("supplier").astype(str), return_inverse=True)
    job = Job(
        scenario=scenario,
        items=items,
        rows=rows,
        buffer=np.array([plans[REPLENISHING[p]].buffer(dial) for p, dial in runs]),
        supplier=supplier,
        supplier_keys=keys(scenario.run.seed, "supplier", list(names)),
        shared=_shared(scenario, int(warm_up.max())),
        grain=_grain(items, rows, plans),
        results=_results(len(runs), len(plans), len(catalogue), scenario.run.futures),
    )
    return job, plans, assignment, runs


def recorded(catalogue: Catalogue, scenario: Scenario) -> tuple[list[Callable[[], None]], int]:
    """The kernel calls of a simulation, to be run again with all their luck drawn, and how many path-days they are."""
    job, _, _, _ = _prepare(catalogue, scenario, None)
    calls: list[Callable[[], None]] = []
    job = replace(job, kernel=lambda *arguments: calls.append(partial(run_paths, *arguments)))
    job.run(workers=1)
    days = job.items.warm_up + scenario.run.horizon_days
    return calls, int(days.sum()) * len(job.buffer) * scenario.run.futures


def _results(cells: int, policies: int, items: int, futures: int) -> Results:
    return Results(
        sums=np.empty((cells, items, len(FIELDS), futures), np.float32),
        demand=np.zeros((items, futures)),
        out_days=np.zeros((items, futures)),
        cycles=np.zeros((policies, items, futures)),
    )


def blocks_of(futures: int) -> tuple[int, int]:
    """(number of blocks, width of each): equal widths of whole vector registers, at most WIDTH."""
    blocks = -(-futures // WIDTH)
    return blocks, -(-futures // (blocks * 8)) * 8


def _regime(starts_per_year: float, mean_days: float) -> Regime:
    return thresholds(starts_per_year, mean_days)


def _shared(scenario: Scenario, warm_up: int) -> Shared:
    blocks, width = blocks_of(scenario.run.futures)
    demand, supply = scenario.demand, scenario.supply
    key = keys(scenario.run.seed, "world", ["all"])[0]
    spike = _regime(demand.spikes_per_year * demand.spike_common_share, demand.spike_days)
    out = _regime(supply.outages_per_year * supply.outage_common_share, supply.outage_days)
    shape = (warm_up + scenario.run.horizon_days, width)
    luck = [dealt(-warm_up, b * width, key, shape, spike, out) for b in range(blocks)]
    return Shared([part[0] for part in luck], [part[1] for part in luck], [part[3] for part in luck])


def _row(catalogue: Catalogue, scenario: Scenario, plan: Plan, cells: tuple[int, ...], warm_up: int) -> Row:
    return Row(
        review=plan.review_days,
        forecast=forecast(catalogue, scenario, plan, warm_up),
        lead_time=catalogue.column("lead_time_days") * plan.lead_time_level,
        inverse=lead_times(catalogue, plan.lead_time_level, scenario.supply.lead_time_variability),
        sold_weight=_F(1 / (2 * plan.deliveries_per_day)),
        cells=cells,
    )


def forecast(catalogue: Catalogue, scenario: Scenario, plan: Plan, warm_up: int) -> Array:
    """Forecast [item, day] over the protection interval from each day on, the last day pro rata; units."""
    demand = scenario.demand
    season, curves = season_curves(catalogue, demand.seasonality if scenario.planning.plan_with_seasons else 0.0)
    base = catalogue.column("demand_per_day") * demand.demand_level * (1.0 + demand.forecast_bias)
    days = warm_up + scenario.run.horizon_days
    whole = np.floor(plan.protection_days).astype(np.int64)
    daily = daily_means(base, -warm_up, days + int(whole.max()) + 1, demand.trend, season, curves)
    until = np.concatenate([np.zeros((len(catalogue), 1)), np.cumsum(daily, axis=1)], axis=1)
    end = np.arange(days) + whole[:, None]
    part = (plan.protection_days - whole)[:, None] * np.take_along_axis(daily, end, axis=1)
    need: Array = np.take_along_axis(until, end, axis=1) - until[:, :days] + part
    return need


def _items(catalogue: Catalogue, scenario: Scenario, warm_up: NDArray[np.int64], buffered: NDArray[np.bool_]) -> Items:
    demand, longest = scenario.demand, int(warm_up.max())
    season, curves = season_curves(catalogue, demand.seasonality)
    drawn = shapes(catalogue, demand.demand_variability)
    base, days = catalogue.column("demand_per_day") * demand.demand_level, longest + scenario.run.horizon_days
    minimum, multiple = catalogue.column("order_minimum"), catalogue.column("order_multiple")
    lots = [minimum, multiple, np.full(len(catalogue), _NO_LIMIT), (minimum > 0) | (multiple > 0)]
    return Items(
        means=daily_means(base, -longest, days, demand.trend, season, curves),
        is_count=drawn.kind == COUNT,
        cv=drawn.cv,
        table=drawn.table,
        tables=drawn.tables,
        lots=np.column_stack(lots).astype(np.float32),
        units_per_pallet=catalogue.column("units_per_pallet"),
        warm_up=warm_up,
        group=buffered.astype(np.int64),
        keys=keys(scenario.run.seed, "item", list(catalogue.column("item"))),
    )


def warm_up_days(catalogue: Catalogue, scenario: Scenario, plans: Mapping[str, Plan]) -> NDArray[np.int64]:
    """Days before day 0, per item: long enough to forget the start (the tests double it), whatever other items need."""
    supply = scenario.supply
    reach = np.max([plan.protection_days for plan in plans.values()], axis=0)
    reach = reach + 2 * catalogue.column("lead_time_sd") * supply.lead_time_level * supply.lead_time_variability
    outage = 2 * supply.outage_days if supply.outages_per_year > 0 else 0.0
    days: NDArray[np.int64] = (np.ceil((WARM_UP_CYCLES * reach + outage) / 10) * 10).astype(np.int64)
    return days


def _grain(items: Items, rows: Sequence[Row], plans: Mapping[str, Plan]) -> float:
    """Grains per pallet: a power of two so fine that the fullest warehouse still fits 31 bits.

    No shelf is above its item's highest level and a lot. The widest buffer that a curve may ask for is allowed for, so
    that all points of a chart are added up in the same grains.
    """
    most = np.zeros(items.cv.size)
    for row, plan in zip(rows, plans.values(), strict=True):
        widest = np.fmax(np.fmax(plan.buffer(WIDEST_DIAL), plan.buffer(plan.dial)), 1.5)
        most = np.maximum(most, row.forecast.max(axis=1) * (1.0 + widest))
    pallets = float(((most + items.lots[:, 0] + items.lots[:, 1]) / items.units_per_pallet).sum())
    return min(FINEST_GRAIN, float(2.0 ** np.floor(np.log2(2**30 / max(pallets, 1e-9)))))
