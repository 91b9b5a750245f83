"""From a catalogue and a scenario to a ledger: plans, luck and levels are set up here, and run by `core.job`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.demand import COUNT, daily_means, season_curves, shapes
from core.engine import FIELDS, run_paths
from core.errors import InputError, plain
from core.job import Items, Job, Results, Row, Shared, blocks_of, dealt
from core.ledger import Ledger
from core.policies import PLANS, REPLENISHING, Assignment, Plan, World, hybrid
from core.randomness import keys, thresholds
from core.scenario import Scenario
from core.supply import lead_times

Array = NDArray[np.float64]
_F = np.float32
_NO_LIMIT = np.float32(3e38)
# Grains of a pallet in which the shared warehouse is added up; as fine as 31 bits allow, at most this.
FINEST_GRAIN = float(1 << 20)
WIDEST_DIAL = 6.0
MOST_WORKERS = 8
WARM_UP_CYCLES = 3.0


def simulate(
    catalogue: Catalogue,
    scenario: Scenario,
    dials: Mapping[str, Sequence[float]] | None = None,
    workers: int | None = None,
    *,
    plans: Mapping[str, Plan] | None = None,
    assignment: Assignment | None = None,
    world: Catalogue | None = None,
) -> Ledger:
    """Simulates the replenishing policies over all futures.

    `dials` names for each policy the buffers to run (shares of need, or z, by the scenario's buffer basis); by default
    the one that the scenario sets. `workers` is the number of threads; it changes no digit. `plans` (see `plans_of`)
    and `assignment` stand for what the scenario would give. `world` has the same items: demand and lead times are drawn
    from it, while plans and prices stay the catalogue's, as when what was estimated isn't quite what is.
    """
    if not isinstance(catalogue, Catalogue):
        raise InputError([f"The first argument must be a catalogue (see load_catalogue), got {plain(catalogue)}"])
    _check_dials(dials or {})
    return run(set_up(catalogue, scenario, dials, (plans, assignment, world)), workers)


def part(
    catalogue: Catalogue, like: Ledger, plans: Mapping[str, Plan], assignment: Assignment, workers: int | None = None
) -> Ledger:
    """Simulates some items by themselves: the cells, the luck and the grain are those of `like`, cells by policy."""
    return run(set_up_part(catalogue, like, plans, assignment), workers)


def set_up_part(catalogue: Catalogue, like: Ledger, plans: Mapping[str, Plan], assignment: Assignment) -> Setup:
    """Sets up what `part` runs."""
    dials = {name: like.dial[like.policy == p].tolist() for p, name in enumerate(REPLENISHING)}
    setup = set_up(catalogue, like.physics, dials, (plans, assignment, None))
    return replace(setup, job=replace(setup.job, grain=like.grain))


def again(setup: Setup) -> Setup:
    """The same to be run once more, with room of its own for the results."""
    shape = len(setup.runs), len(setup.plans), len(setup.catalogue), setup.job.scenario.run.futures
    return replace(setup, job=replace(setup.job, results=_results(*shape)))


@dataclass(frozen=True)
class Setup:
    """A job, and what its ledger says about it."""

    catalogue: Catalogue
    world: Catalogue
    plans: Mapping[str, Plan]
    assignment: Assignment
    runs: tuple[tuple[int, float], ...]  # (policy, dial) of each cell
    fullest: Array
    job: Job


def run(setup: Setup, workers: int | None = None) -> Ledger:
    """The ledger of a simulation that is set up."""
    job = setup.job
    room = job.run(workers or min(os.cpu_count() or 1, MOST_WORKERS))
    return Ledger(
        catalogue=setup.catalogue,
        physics=job.scenario.physics(),
        plans=setup.plans,
        assignment=setup.assignment,
        policy=np.array([p for p, _ in setup.runs]),
        dial=np.array([dial for _, dial in setup.runs]),
        buffer=job.buffer,
        sums=job.results.sums,
        demand=job.results.demand,
        cycles=job.results.cycles,
        out_days=job.results.out_days,
        clear_demand=job.items.means[:, -job.scenario.run.horizon_days :].sum(axis=1),
        room=room,
        grain=job.grain,
        fullest=setup.fullest,
        world=setup.world,
    )


def _check_dials(dials: Mapping[str, Sequence[float]]) -> None:
    faults = [f"There is no replenishing policy named {plain(name)}" for name in dials if name not in REPLENISHING]
    faults += [
        f"A buffer of {name} must be a finite number of 0 or more (share of need, or z), got {plain(dial)}"
        for name, values in dials.items()
        for dial in values
        if not 0 <= dial < np.inf
    ]
    if faults:
        raise InputError(faults)


def plans_of(catalogue: Catalogue, scenario: Scenario) -> dict[str, Plan]:
    """The plan of each replenishing policy, by name."""
    world = World(scenario.demand, scenario.supply, scenario.planning)
    parts = {"jit": scenario.jit, "jic": scenario.jic}
    return {name: PLANS[name](catalogue, parts[name], world) for name in REPLENISHING}


Given = tuple[Mapping[str, Plan] | None, Assignment | None, Catalogue | None]


def set_up(
    catalogue: Catalogue,
    scenario: Scenario,
    dials: Mapping[str, Sequence[float]] | None = None,
    given: Given = (None, None, None),
    first: int | None = None,
) -> Setup:
    """Sets a simulation up; `given` are plans, assignment and world, where they aren't what follows by themselves.

    With `first` the futures are those from that number on.
    """
    known = given[0] or plans_of(catalogue, scenario)
    plans = {name: known[name] for name in REPLENISHING}
    assignment = given[1] or hybrid.assign(catalogue, scenario.hybrid, scenario.supply.lead_time_level)
    world = catalogue if given[2] is None else given[2]
    runs = [(p, dial) for p, name in enumerate(REPLENISHING) for dial in (dials or {}).get(name, (plans[name].dial,))]
    warm_up = warm_up_days(catalogue, scenario, plans)
    cells = [tuple(c for c, (q, _) in enumerate(runs) if q == p) for p in range(len(plans))]
    rows = tuple(_row(catalogue, world, scenario, plan, cells[p], warm_up) for p, plan in enumerate(plans.values()))
    items = _items(world, scenario, warm_up, assignment.buffered)
    buffer = np.array([plans[REPLENISHING[p]].buffer(dial) for p, dial in runs])
    names, supplier = np.unique(catalogue.column("supplier").astype(str), return_inverse=True)
    fullest = _fullest(items, rows, plans, buffer)
    job = Job(
        scenario=scenario,
        items=items,
        rows=rows,
        buffer=buffer,
        supplier=supplier,
        supplier_keys=keys(scenario.run.seed, "supplier", list(names)),
        shared=_shared(scenario, int(warm_up.max()), first or 0),
        grain=grain_for(fullest),
        results=_results(len(runs), len(plans), len(catalogue), scenario.run.futures),
        first=first,
    )
    return Setup(catalogue, world, plans, assignment, tuple(runs), fullest, job)


def recorded(catalogue: Catalogue, scenario: Scenario) -> tuple[list[Callable[[], None]], int]:
    """The kernel calls of a simulation, to be run again with all their luck drawn, and how many path-days they are."""
    calls: list[Callable[[], None]] = []
    job = set_up(catalogue, scenario).job
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


def _shared(scenario: Scenario, warm_up: int, first: int) -> Shared:
    blocks, width = blocks_of(scenario.run.futures)
    demand, supply = scenario.demand, scenario.supply
    one, two = keys(scenario.run.seed, "world", ["all"])[0].tolist()
    spike = thresholds(demand.spikes_per_year * demand.spike_common_share, demand.spike_days)
    out = thresholds(supply.outages_per_year * supply.outage_common_share, supply.outage_days)
    shape = (warm_up + scenario.run.horizon_days, width)
    luck = [dealt(-warm_up, first + b * width, (one, two), shape, spike, out) for b in range(blocks)]
    return Shared([part[0] for part in luck], [part[1] for part in luck], [part[3] for part in luck])


def _row(
    catalogue: Catalogue,
    world: Catalogue,
    scenario: Scenario,
    plan: Plan,
    cells: tuple[int, ...],
    warm_up: NDArray[np.int64],
) -> Row:
    return Row(
        review=plan.review_days,
        forecast=forecast(catalogue, scenario, plan, warm_up),
        lead_time=world.column("lead_time_days") * plan.lead_time_level,
        inverse=lead_times(world, plan.lead_time_level, scenario.supply.lead_time_variability),
        sold_weight=_F(1 / (2 * plan.deliveries_per_day)),
        cells=cells,
    )


def forecast(catalogue: Catalogue, scenario: Scenario, plan: Plan, warm_up: NDArray[np.int64]) -> Array:
    """Forecast [item, day] over the protection interval from each day on, the last day pro rata; units."""
    demand = scenario.demand
    season, curves = season_curves(catalogue, demand.seasonality if scenario.planning.plan_with_seasons else 0.0)
    base = catalogue.column("demand_per_day") * demand.demand_level * (1.0 + demand.forecast_bias)
    longest = int(warm_up.max())
    days = longest + scenario.run.horizon_days
    whole = np.floor(plan.protection_days).astype(np.int64)
    daily = daily_means(base, -longest, days + int(whole.max()) + 1, demand.trend, season, curves)
    # Summed from the item's own first day, so that no other item's warm-up moves its last digit.
    own = np.arange(daily.shape[1]) >= (longest - warm_up)[:, None]
    until = np.concatenate([np.zeros((len(catalogue), 1)), np.cumsum(daily * own, axis=1)], axis=1)
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
    reach = reach + 3 * catalogue.column("lead_time_sd") * supply.lead_time_level * supply.lead_time_variability
    # The more of the time suppliers are out, the longer a backlog lasts.
    out = supply.outages_per_year * supply.outage_days / 365.0
    outage = 2.0 * supply.outage_days * (1.0 + 2.0 * out) if out > 0 else 0.0
    days: NDArray[np.int64] = (np.ceil((WARM_UP_CYCLES * reach + outage) / 10) * 10).astype(np.int64)
    return days


def _fullest(items: Items, rows: Sequence[Row], plans: Mapping[str, Plan], buffer: Array) -> Array:
    """Pallets that each item can't exceed: no shelf is above its item's highest level and a lot.

    The widest buffer that a curve may ask for is allowed for, so that all points of a chart are added up in the same
    grains.
    """
    most = np.zeros(items.cv.size)
    # Its own days alone: what other items' warm-ups add before them is no business of an item.
    days = items.means.shape[1]
    own = np.arange(days) >= (items.warm_up.max() - items.warm_up)[:, None]
    for row, plan in zip(rows, plans.values(), strict=True):
        swept = buffer[list(row.cells)].max(axis=0, initial=0.0)
        widest = np.fmax(np.fmax(plan.buffer(WIDEST_DIAL), swept), 1.5)
        most = np.maximum(most, np.max(row.forecast, axis=1, where=own, initial=0.0) * (1.0 + widest))
    pallets: Array = (most + items.lots[:, 0] + items.lots[:, 1]) / items.units_per_pallet
    return pallets


def grain_for(fullest: Array) -> float:
    """Grains per pallet: a power of two so fine that the fullest warehouse still fits 31 bits."""
    return min(FINEST_GRAIN, float(2.0 ** np.floor(np.log2(2**30 / max(float(fullest.sum()), 1e-9)))))
