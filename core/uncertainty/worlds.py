"""A simulation repeated in the worlds that the observations leave open, on few futures and with the plans as they are.

Nobody who plans knows the true parameters, so buffers stay those of the estimates. On common futures a drawn world's
figure less the estimated world's is the parameters' doing alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.catalogue.columns import LONGEST_LEAD_TIME
from core.errors import InputError, plain
from core.ledger import Ledger
from core.outcome import places
from core.policies import REPLENISHING
from core.portfolio import Book, pooled
from core.scenario import Scenario
from core.simulation import simulate
from core.uncertainty.parameters import Drawn, draw, uncertain

Array = NDArray[np.float64]
# With twenty a band's ends are off by an eighth of its width at most times, and all cost some six comparisons.
WORLDS, FEWEST, MOST = 20, 8, 1000
# Differences on common futures need few of them: the noise that is left is a tenth of what the parameters do.
FUTURES = 24
# A curve of more points than this is simulated at every other one, and at the current one.
MOST_POINTS = 6
Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Worlds:
    """Ledgers on the same few futures: the estimated world's, and every drawn one's (none if all is known exactly).

    They are added up over their items; any prices can be put to them, as to the ledger that they repeat.
    """

    base: Ledger
    drawn: tuple[Ledger, ...]

    def check(self, ledger: Ledger) -> None:
        """Raises InputError if these worlds repeat another simulation than `ledger`, or not all of its buffers."""
        few = ledger.physics.but(futures=self.base.physics.run.futures)
        same = few == self.base.physics and ledger.catalogue == self.base.catalogue
        if not (same and _same_plans(ledger, self.base) and all(self._reach(ledger, name) for name in REPLENISHING)):
            raise InputError(["Worlds can only widen the bands of the simulation that they repeat"])

    def _reach(self, ledger: Ledger, policy: str) -> bool:
        dials, mine = ledger.dial[ledger.policy == REPLENISHING.index(policy)], self.cells(policy)[1]
        return bool(mine[0] <= dials.min() and dials.max() <= mine[-1])

    def cells(self, policy: str) -> tuple[list[int], Array]:
        """A replenishing policy's cells and their dials, in the order of the dials."""
        mine = np.flatnonzero(self.base.policy == REPLENISHING.index(policy))
        mine = mine[self.base.dial[mine].argsort()]
        return mine.tolist(), self.base.dial[mine]

    def cell(self, policy: str, dial: float) -> int:
        """The cell of a policy whose dial stands nearest."""
        mine, dials = self.cells(policy)
        return mine[int(np.abs(dials - dial).argmin())]

    def differences(
        self, left: Sequence[int], right: Sequence[int], scenario: Scenario, weight: str, names: Sequence[str]
    ) -> Array:
        """Measures in every drawn world less those in the estimated one, [world, point, measure]; see `Book.totals`."""
        own = places(self.base.catalogue, scenario)

        def figures(ledger: Ledger) -> Array:
            return np.asarray(Book(ledger, scenario, own, weight).totals(left, right, names).series.mean(axis=-1))

        base = figures(self.base)
        return np.array([figures(ledger) - base for ledger in self.drawn]).reshape(len(self.drawn), *base.shape)


def worlds_of(
    ledger: Ledger,
    *,
    worlds: int = WORLDS,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Worlds:
    """Simulates a ledger again in so many drawn worlds; where all is known exactly, in none.

    `ledger` is that of an outcome or a sweep of the frontier. `progress(done, of)` is called after each world;
    `workers` changes no digit. Raises InputError for a number of worlds outside 8 to 1000.
    """
    if not isinstance(worlds, int) or isinstance(worlds, bool) or not FEWEST <= worlds <= MOST:
        raise InputError([f"The number of worlds must be a whole number {FEWEST} to {MOST}, got {plain(worlds)}"])
    few = ledger.physics.but(futures=min(FUTURES, ledger.futures))
    if not uncertain(ledger.catalogue):
        return Worlds(ledger, ())
    slowest = max(1.0, *(plan.lead_time_level for plan in ledger.plans.values()))
    drawn = draw(ledger.catalogue, few, worlds, LONGEST_LEAD_TIME / slowest)
    base, ledgers = _again(ledger, few, workers), []
    for world in range(worlds):
        ledgers.append(_again(ledger, few, workers, drawn, world))
        if progress is not None:
            progress(world + 1, worlds)
    return Worlds(base, tuple(ledgers))


def _same_plans(one: Ledger, other: Ledger) -> bool:
    mine, theirs = (
        [ledger.plans[name].buffer(dial) for name in REPLENISHING for dial in (0.0, 1.0)] for ledger in (one, other)
    )
    return np.array_equal(mine, theirs) and np.array_equal(one.assignment.buffered, other.assignment.buffered)


def _again(ledger: Ledger, few: Scenario, workers: int | None, drawn: Drawn | None = None, world: int = 0) -> Ledger:
    """The ledger's cells on few futures: in the estimated world, or in a drawn one."""
    true = None if drawn is None else drawn.catalogue_of(world)
    plans, assignment, dials = ledger.plans, ledger.assignment, {name: _dials(ledger, name) for name in REPLENISHING}
    return pooled(simulate(ledger.catalogue, few, dials, workers, plans=plans, assignment=assignment, world=true))


def _dials(ledger: Ledger, policy: str) -> list[float]:
    dials = np.sort(ledger.dial[ledger.policy == REPLENISHING.index(policy)])
    if dials.size <= MOST_POINTS:
        return [float(dial) for dial in dials]
    now = int(np.abs(dials - ledger.plans[policy].dial).argmin())
    return [float(dial) for k, dial in enumerate(dials) if k % 2 == 0 or k in (now, dials.size - 1)]
