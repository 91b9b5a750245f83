"""One item ordered with every start week, on one luck: levels, runs, and what each start came to in every future."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.engine import TRACE
from core.job import Job, blocks_of
from core.ledger import Ledger
from core.policies import REPLENISHING, Assignment, hybrid
from core.scenario import Scenario
from core.season.curve import EARLIEST, WEEK, Season, place_of
from core.season.warehouse import Warehouse
from core.shocks import Path, Shocks
from core.simulation import Setup, forecast, run, set_up

Array = NDArray[np.float64]
LATEST = -4
"""Weeks before a season's first day at which the last start is tried: four weeks after it, but not past the peak."""
LATE = 2
"""By how many weeks a start is late, where it is asked what that costs."""
_SOLD, _ON_HAND = TRACE.index("sold"), TRACE.index("on_hand")


def start_weeks(season: Season) -> list[int]:
    """Weeks before the season's first day at which stocking up can start, the earliest first.

    None lies within the season before, which its own plan serves.
    """
    earliest = min(EARLIEST, (season.first - season.before) // WEEK)
    latest = max(LATEST, -((season.peak - season.first) // WEEK))
    return list(range(earliest, latest - 1, -1))


@dataclass(frozen=True, eq=False)
class Starts:
    """What each cell of an item came to, [cell, future] unless said; cells are policy by policy.

    Of each policy: the plan as it is set, then the starts `weeks` (before the season's first day), the earliest first.
    `demand[future]` is the season's, `served` of it from the shelf; `peak` is the highest stock of the day, `left` what
    is on the shelf at the end of the season's last day, both in units. `room[cell, block, day, path]` are grains.
    """

    ledger: Ledger
    weeks: list[int]
    demand: Array
    served: Array
    peak: Array
    left: Array
    room: NDArray[np.int32]

    def cells(self, policy: str) -> NDArray[np.int64]:
        """The cells of a policy: first the plan as it is set, then the starts."""
        return np.flatnonzero(self.ledger.policy == REPLENISHING.index(policy))


def started(
    catalogue: Catalogue,
    scenario: Scenario,
    item: str,
    season: Season,
    warehouse: Warehouse | None,
    workers: int | None = None,
) -> Starts:
    """Runs an item with every start; `scenario` has the days that the season needs."""
    every = start_weeks(season)
    # Two weeks after the last start too: that is what being late at that one means.
    weeks = [*every, *range(every[-1] - 1, every[-1] - 1 - LATE, -1)]
    setup = _alone(catalogue, scenario, item, 1 + len(weeks))
    grain = warehouse.grain if warehouse is not None else setup.job.grain
    seen = _Seen(setup.job, season)
    shocks = Shocks.none(len(setup.runs), 1, scenario.run.horizon_days)
    shocks = replace(shocks, raised=_raised(setup, scenario, season, weeks))
    ledger = run(replace(setup, job=replace(setup.job, shocks=shocks, watch=seen, grain=grain)), workers)
    futures, group = ledger.futures, int(setup.assignment.buffered[0])
    demand, served, peak, left = (each[..., :futures] for each in (seen.demand, seen.served, seen.peak, seen.left))
    # The pool looks at the room too, but the item's own figures don't need it.
    light = replace(ledger, room=ledger.room[:, :, :, :1].copy())
    return Starts(light, weeks, demand, served, peak, left, ledger.room[:, group])


def _alone(catalogue: Catalogue, scenario: Scenario, item: str, cells: int) -> Setup:
    """The item by itself, in the group that it has among all, with so many cells of each policy at its own dial."""
    among, i = hybrid.assign(catalogue, scenario.hybrid, scenario.supply.lead_time_level), place_of(catalogue, item)
    assignment = Assignment(among.buffered[[i]], among.rule[[i]])
    alone = catalogue.only([item])
    plans = set_up(alone, scenario).plans
    dials = {name: [plans[name].dial] * cells for name in REPLENISHING}
    return set_up(alone, scenario, dials, (plans, assignment, None))


def _raised(setup: Setup, scenario: Scenario, season: Season, weeks: list[int]) -> Array:
    """Units by which each cell's level is above the plan's, [cell, 1, day]."""
    days, warm_up = scenario.run.horizon_days, setup.job.items.warm_up
    raised = np.zeros((len(setup.runs), 1, days))
    for p, name in enumerate(REPLENISHING):
        cells = setup.job.rows[p].cells
        share = 1.0 + setup.job.buffer[cells[0], 0]
        flat, seasonal = (
            forecast(setup.catalogue, scenario.but(plan_with_seasons=by_season), setup.plans[name], warm_up)[0, -days:]
            for by_season in (False, True)
        )
        # As the job rounds them, so that a start which changes nothing changes nothing to the digit.
        as_set = setup.job.rows[p].forecast[0, -days:]
        plan, flat, seasonal = ((need * share).astype(np.float32) for need in (as_set, flat, seasonal))
        for cell, week in zip(cells[1:], weeks, strict=True):
            raised[cell, 0] = wanted(flat, seasonal, season, season.first - WEEK * week).astype(np.float64) - plan
    return raised


def wanted(flat: NDArray[np.float32], seasonal: NDArray[np.float32], season: Season, start: int) -> NDArray[np.float32]:
    """Levels [day] of an item that starts stocking up on a day.

    The season before runs out by the seasonal plan; then the flat plan holds until the start. From there to the peak
    it is the highest level that the seasonal plan still reaches up to the peak, and never below the flat one: the
    peak's stock is brought forward. After the peak it is the seasonal plan.
    """
    level = seasonal.copy()
    level[season.before : start] = flat[season.before : start]
    build = slice(start, max(season.peak + 1, start))
    ahead = np.maximum.accumulate(seasonal[build][::-1])[::-1]
    level[build] = np.maximum(ahead, flat[build])
    return level


class _Seen:
    """A watch that adds a season up, for every cell and lane. Each path has a place of its own, whatever the thread."""

    def __init__(self, job: Job, season: Season) -> None:
        blocks, self.width = blocks_of(job.scenario.run.futures)
        cells = len(job.buffer)
        self.season = season
        # The stock that is built up counts as the season's: it is highest when the first customers come.
        self.build = slice(max(season.before, season.first - EARLIEST * WEEK), season.last + 1)
        self.weight = [float(row.sold_weight) for row in job.rows for _ in row.cells]
        self.demand = np.zeros(blocks * self.width)
        self.served, self.peak, self.left = (np.zeros((cells, blocks * self.width)) for _ in range(3))

    def __call__(self, path: Path) -> None:
        lanes, days = slice(path.block * self.width, (path.block + 1) * self.width), self.season.days
        if path.cell == 0:
            self.demand[lanes] = path.demand[days].sum(axis=0, dtype=np.float64)
        sold, on_hand = path.trace[_SOLD], path.trace[_ON_HAND]
        self.served[path.cell, lanes] = sold[days].sum(axis=0, dtype=np.float64)
        stock = on_hand[self.build] + self.weight[path.cell] * sold[self.build]
        self.peak[path.cell, lanes] = stock.max(axis=0)
        self.left[path.cell, lanes] = on_hand[self.season.last]
