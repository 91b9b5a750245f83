"""The futures on which is decided: every cell simulated once, and the shared warehouse of any choice, exactly."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.frontier import current, current_cells, dials_around, today
from core.job import Job, Marks
from core.ledger import Ledger
from core.optimum.cells import Cells, cells_of
from core.optimum.knapsack import Cut
from core.outcome import places
from core.policies import REPLENISHING
from core.portfolio import Book
from core.randomness import key
from core.scenario import Scenario
from core.simulation import MOST_WORKERS, run, set_up

Array = NDArray[np.float64]
Choice = NDArray[np.int64]
Room = NDArray[np.int64]
# A cut for each of these shares of a warehouse's days, the fullest first, and one for the days beyond the own places.
SHARES = (0.01, 0.03, 0.07, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95)


def other_seed(seed: int) -> int:
    """The seed of the futures on which is decided: it follows from the scenario's, and never is it."""
    derived = key(seed, "optimum", "deciding")[0] >> 1
    return derived if derived != seed else derived ^ 1


@dataclass(frozen=True)
class Candidate:
    """A choice with its exact figures on the deciding futures; `outside` in pallet-days a year."""

    choice: Choice
    fill_rate: float
    cost: float
    capital: float
    outside: float


class Deciding:
    """Cells, candidates and cuts. `simulated` counts item-cells, for tests of how much work was done."""

    def __init__(self, catalogue: Catalogue, scenario: Scenario, weight: str, cost: str, jit_buffers: bool) -> None:
        self.scenario = scenario.but(seed=other_seed(scenario.run.seed))
        dials = {
            "jit": dials_around(current(scenario, "jit"), scenario) if jit_buffers else [current(scenario, "jit")],
            "jic": dials_around(current(scenario, "jic"), scenario),
        }
        setup = set_up(catalogue, self.scenario, dials)
        self.swept: Ledger = run(setup)
        self.current = current_cells(self.swept, self.scenario)
        self.job: Job = setup.job
        self.places = places(catalogue, scenario)
        self.rate = scenario.costs.overflow.overflow_rate
        self.cells: Cells = cells_of(Book(self.swept, self.scenario, self.places, weight), cost, jit_buffers)
        self.simulated = self.swept.buffer.size
        self.cuts: list[Cut] = [self._always()] if self.rate > 0 else []
        self._last = self.cells.rule, self._room_of_rule()
        self._known: dict[bytes, Candidate] = {}

    def is_of(self, catalogue: Catalogue, scenario: Scenario) -> bool:
        """Whether it was set up for this catalogue and scenario."""
        return self.swept.catalogue == catalogue and self.scenario == scenario.but(seed=other_seed(scenario.run.seed))

    @cached_property
    def rule(self) -> Candidate:
        """What the hybrid's rule comes to."""
        return self.evaluated(self.cells.rule)

    def evaluated(self, choice: Choice) -> Candidate:
        """A choice's exact figures."""
        known = choice.tobytes()
        if known not in self._known:
            cells, outside = self.cells, self._outside(self.room(choice))
            self._known[known] = Candidate(
                choice=choice,
                fill_rate=1.0 - (cells.of(cells.short, choice) / cells.demand if cells.demand > 0 else 0.0),
                cost=cells.of(cells.cost, choice) + self.rate * outside,
                capital=cells.of(cells.capital, choice),
                outside=outside,
            )
        return self._known[known]

    def knows(self, choice: Choice) -> bool:
        """Whether a choice was looked at before."""
        return choice.tobytes() in self._known

    @property
    def candidates(self) -> list[Candidate]:
        """Every choice that was looked at."""
        return list(self._known.values())

    def room(self, choice: Choice) -> Room:
        """Grains of each day, [block, day, path], if every item stands at its choice: from the last, what changed."""
        before, room = self._last
        changed = np.flatnonzero(choice != before)
        if 2 * changed.size > choice.size:
            self._last = choice, self._grains(choice, np.arange(choice.size))
        elif changed.size:
            self._last = choice, room + self._grains(choice, changed) - self._grains(before, changed)
        return self._last[1]

    def ledger(self, choice: Choice) -> Ledger:
        """A ledger of which the hybrid is the choice; of its policies by themselves it says nothing."""
        swept, base = self.swept, today(self.swept, self.scenario)
        sums, room = base.sums.copy(), np.zeros_like(base.room)
        policy, items = swept.policy[choice], np.arange(choice.size)
        sums[policy, items] = swept.sums[choice, items]
        # The two groups' rooms are added before anything is read from them.
        room[0, 0] = self.room(choice)
        assignment = replace(base.assignment, buffered=policy == REPLENISHING.index("jic"))
        return replace(base, sums=sums, room=room, assignment=assignment)

    def _grains(self, choice: Choice, items: NDArray[np.int64]) -> Room:
        wanted = np.zeros(self.cells.allowed.shape, bool)
        wanted[choice[items], items] = True
        self.simulated += items.size
        room: Room = replace(self.job, wanted=wanted).run(_workers()).sum(axis=(0, 1), dtype=np.int64)
        return room

    def _room_of_rule(self) -> Room:
        cells, items = self.cells, np.arange(self.cells.rule.size)
        room = self.swept.room
        left, right = (cells.rule[items[self.swept.assignment.buffered == side]] for side in (False, True))
        empty = np.zeros(room.shape[2:], np.int64)
        return (room[left[0], 0] if left.size else empty) + (room[right[0], 1] if right.size else empty)

    def _outside(self, room: Room) -> float:
        beyond = np.maximum(room - self.places * self.swept.grain, 0.0)[self._real]
        return float(beyond.sum()) * self._per_year

    @cached_property
    def _real(self) -> NDArray[np.bool_]:
        """Paths that are futures; the last block may have some to spare."""
        blocks, days, width = self.swept.room.shape[2:]
        number = np.arange(blocks)[:, None, None] * width + np.arange(width)
        return np.broadcast_to(number < self.swept.futures, (blocks, days, width))

    @property
    def _per_year(self) -> float:
        """From grains on all days of all futures to pallet-days a year."""
        return 365.0 / (self.swept.days * self.swept.futures * self.swept.grain)

    def _always(self) -> Cut:
        """On every day: the average pallets, less the own places. A hair less steep than the rounding of grains."""
        return Cut(self.cells.pallets * (365.0 * (1.0 - 1e-6)), 365.0 * self.places)

    def add_cuts(self, choice: Choice) -> None:
        """Cuts that are exact at a choice, and near where its warehouse would be fuller or emptier."""
        room = self.room(choice)
        edge = self.places * self.swept.grain
        limits = np.unique([edge, *np.quantile(room[self._real], 1.0 - np.array(SHARES))])
        days = np.where(self._real, (room[..., None] > limits).sum(axis=-1), 0).astype(np.uint8)
        held = np.zeros((*self.cells.allowed.shape, limits.size + 1))
        replace(self.job, wanted=self.cells.allowed, marks=Marks(days, held)).run(_workers())
        self.simulated += int(self.cells.allowed.sum())
        for mark in range(1, limits.size + 1):
            offset = float((days >= mark).sum()) * edge
            self.cuts.append(Cut(held[:, :, mark:].sum(axis=2) * self._per_year, offset * self._per_year))


def _workers() -> int:
    return min(os.cpu_count() or 1, MOST_WORKERS)
