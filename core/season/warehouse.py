"""What all items take in the warehouse day by day, so that one item's pallets can be put in another's place."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.errors import InputError
from core.scenario import Scenario
from core.season.curve import Season
from core.simulation import Setup, grain_for, run, set_up

AFTER = 28
"""Days that are simulated after a season's end: what is left over is seen to go."""
# Horizons of the warehouse are whole steps, so that items whose seasons are alike share it.
STEP = 30


@dataclass(frozen=True, eq=False)
class Warehouse:
    """The hybrid as it is set over some days: grains[block, day, path] of a pallet, `grain` of them to a pallet."""

    catalogue: Catalogue
    physics: Scenario
    grain: float
    grains: NDArray[np.int32]

    def check(self, catalogue: Catalogue, scenario: Scenario) -> None:
        """Raises InputError unless it is of this catalogue, and of this scenario for at least as many days."""
        alike = scenario.but(horizon_days=self.physics.run.horizon_days).physics() == self.physics
        long_enough = self.physics.run.horizon_days >= scenario.run.horizon_days
        if not (alike and long_enough and self.catalogue == catalogue):
            raise InputError(["The warehouse must be that of the same catalogue and scenario, see warehouse_for"])


def horizon_of(season: Season) -> int:
    """Days to simulate for a season."""
    return season.last + 1 + AFTER


def warehouse_days(season: Season) -> int:
    """Days to simulate of the warehouse for a season."""
    return -(-horizon_of(season) // STEP) * STEP


def simulated(catalogue: Catalogue, scenario: Scenario, workers: int | None = None) -> Warehouse:
    """Simulates every item under the policy that the hybrid gives it, over the scenario's days."""
    setup = set_up(catalogue, scenario)
    buffered = setup.assignment.buffered
    grain = _grain(setup, catalogue, scenario)
    job = replace(setup.job, wanted=np.stack([~buffered, buffered]), grain=grain)
    room = run(replace(setup, job=job), workers).room
    return Warehouse(catalogue, scenario.physics(), grain, room[0, 0] + room[1, 1])


def _grain(setup: Setup, catalogue: Catalogue, scenario: Scenario) -> float:
    """Coarse enough for an item that is ordered by the season, where the plans are flat."""
    if scenario.planning.plan_with_seasons:
        return setup.job.grain
    return min(setup.job.grain, grain_for(set_up(catalogue, scenario.but(plan_with_seasons=True)).fullest))
