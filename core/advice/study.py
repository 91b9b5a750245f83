"""A catalogue simulated group by group, so that each group's policy can be chosen with the shared warehouse exact."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from core.advice.grouping import Groups
from core.catalogue import Catalogue
from core.costs import CARRYING, SHORTAGE, STOCK
from core.intervals import Controls
from core.outcome import places
from core.portfolio import Sums, by_group, charged, check_weight, complete, controls
from core.scenario import Scenario
from core.simulation import run, set_up

Array = NDArray[np.float64]
Choice = NDArray[np.int64]
Room = NDArray[np.int32]
MOST_BYTES = 64_000_000
"""Of simulations that a study keeps; some 2 MB each on the demo. The latest is always kept."""
PARTS = (*CARRYING, *STOCK, *SHORTAGE)
"""The cost components that add up over items: all but the outside warehouse's."""


@dataclass(frozen=True, eq=False)
class Simulated:
    """One physics: sums [policy, half, group, future] by name, where half 1 is what the hybrid's rule buffers; room
    [policy, group, block, day, path] grains of pallets, and the rule's.
    """

    sums: Sums
    room: Room
    rule_room: Room
    grain: float
    days: int
    futures: int
    controls: Controls

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return self.room.nbytes + self.rule_room.nbytes + sum(values.nbytes for values in self.sums.values())


class Study:
    """Simulates scenarios of a catalogue by its groups; what was simulated lately is only priced. Several threads may
    ask at once: they wait for each other's simulations.
    """

    def __init__(self, catalogue: Catalogue, groups: Groups, weight: str = "value") -> None:
        """Simulates nothing yet. Raises InputError for a weight that is none."""
        check_weight(weight)
        self.catalogue, self.groups, self.weight = catalogue, groups, weight
        self._kept: OrderedDict[Scenario, Simulated] = OrderedDict()
        self._lock = Lock()

    def of(self, scenario: Scenario) -> Priced:
        """A scenario of this catalogue, priced."""
        physics = scenario.physics()
        with self._lock:
            if physics not in self._kept:
                self._keep(physics, _simulated(self.catalogue, physics, self.groups, self.weight))
            self._kept.move_to_end(physics)
            simulated = self._kept[physics]
        return Priced(simulated, scenario, places(self.catalogue, scenario))

    def is_of(self, catalogue: Catalogue, groups: Groups, weight: str) -> bool:
        """Whether it was set up for these."""
        same = self.groups.keys == groups.keys and np.array_equal(self.groups.member, groups.member)
        return same and self.catalogue == catalogue and self.weight == weight

    def is_simulated(self, scenario: Scenario) -> bool:
        """Whether this scenario would only be priced."""
        return scenario.physics() in self._kept

    def _keep(self, physics: Scenario, simulated: Simulated) -> None:
        self._kept[physics] = simulated
        while len(self._kept) > 1 and sum(each.size for each in self._kept.values()) > MOST_BYTES:
            self._kept.popitem(last=False)


def _simulated(catalogue: Catalogue, physics: Scenario, groups: Groups, weight: str) -> Simulated:
    setup = set_up(catalogue, physics)
    rooms, ledger = [], None
    for group in range(len(groups.keys)):
        # All results are put into one place; the grains of one group come by themselves.
        wanted = np.broadcast_to(groups.mask(group), setup.job.buffer.shape)
        ledger = run(replace(setup, job=replace(setup.job, wanted=wanted)))
        rooms.append(ledger.room)
    assert ledger is not None
    room = np.stack(rooms, axis=1)  # [policy, group, half, block, day, path]
    buffered = ledger.assignment.buffered
    masks = [groups.mask(group) & side for side in (~buffered, buffered) for group in range(len(groups.keys))]
    sums = by_group(ledger, weight, masks)
    shape = 2, 2, len(groups.keys), ledger.futures
    # All grains together fit 31 bits.
    rule_room: Room = room[0, :, 0].sum(axis=0, dtype=np.int32) + room[1, :, 1].sum(axis=0, dtype=np.int32)
    return Simulated(
        sums={name: values.reshape(shape) for name, values in sums.items()},
        room=room.sum(axis=2, dtype=np.int32),
        rule_room=rule_room,
        grain=ledger.grain,
        days=ledger.days,
        futures=ledger.futures,
        controls=controls(ledger, weight),
    )


@dataclass(frozen=True, eq=False)
class Priced:
    """A simulation with prices. A choice names for each group its policy: 0 Just-in-Time, 1 Just-in-Case."""

    simulated: Simulated
    scenario: Scenario
    places: float

    @property
    def controls(self) -> Controls:
        """What is known exactly, for the intervals."""
        return self.simulated.controls

    @property
    def rate(self) -> float:
        """Money per pallet-day outside."""
        return self.scenario.costs.overflow.overflow_rate

    @cached_property
    def halves(self) -> Sums:
        """What adds up, [policy, half, group, future] by name."""
        return charged(self.simulated.sums, self.scenario)

    @cached_property
    def own(self) -> Sums:
        """The same of whole groups, [policy, group, future]."""
        return {name: values.sum(axis=1) for name, values in self.halves.items()}

    @cached_property
    def own_cost(self) -> Array:
        """Total cost without the outside warehouse, [policy, group, future]."""
        return np.asarray(sum(self.own[name] for name in PARTS))

    def outside(self, room: Room) -> Array:
        """Pallet-days a year beyond the own places, of each future, of what stands in a room [block, day, path]."""
        known = self.simulated
        beyond = np.maximum(room - self.places * known.grain, 0.0).sum(axis=1).reshape(-1)[: known.futures]
        return np.asarray(beyond * (365.0 / (known.days * known.grain)))

    def room(self, choice: Choice) -> Room:
        """Grains of each day under a choice."""
        chosen: Room = self.simulated.room[choice, np.arange(choice.size)].sum(axis=0, dtype=np.int32)
        return chosen

    def of_group(self, group: int, choice: Choice) -> Sums:
        """A group under either policy with the others as in `choice`, complete: [policy, future] by measure.

        Its outside storage is what it adds to the others', so that the two policies differ by what the whole does.
        """
        known = self.simulated
        rest = self.room(choice) - known.room[choice[group], group]
        without = self.outside(rest)
        outside = np.stack([self.outside(rest + known.room[policy, group]) - without for policy in range(2)])
        return self._completed({name: values[:, group] for name, values in self.own.items()}, outside)

    def whole(self, choice: Choice) -> Sums:
        """Everything under a choice, complete: [future] by measure."""
        at = choice, np.arange(choice.size)
        return self._completed(
            {name: values[at].sum(axis=0) for name, values in self.own.items()}, self.outside(self.room(choice))
        )

    def rule(self) -> Sums:
        """Everything under the hybrid's rule, complete: [future] by measure."""
        sums = {name: (values[0, 0] + values[1, 1]).sum(axis=0) for name, values in self.halves.items()}
        return self._completed(sums, self.outside(self.simulated.rule_room))

    def _completed(self, sums: Sums, outside: Array) -> Sums:
        sums |= {"overflow_pallet_days": outside, "overflow_cost": self.rate * outside}
        complete(sums)
        return sums
