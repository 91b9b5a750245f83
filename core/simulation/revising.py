"""A ledger after some rows of its catalogue changed, simulating those items alone: to the digit what all would give.

What items share is the warehouse, which is added up in whole grains: what an item held can be taken out again exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.catalogue.columns import NAMES
from core.errors import InputError, plain
from core.ledger import Ledger
from core.policies import REPLENISHING, Assignment, Plan, hybrid
from core.simulation.running import grain_for, part, plans_of, simulate

Mask = NDArray[np.bool_]
# Columns that reach the paths through the plans or the hybrid's choice alone, or not at all; any other may change them.
PLANNED = (
    "unit_cost", "name", "category", "price", "supplier_reliability", "order_cost", "critical", "policy", "buffer",
    "demand_days", "lead_time_count",
)  # fmt: skip
HISTORIES = {"demand_model": "histories", "lead_time_model": "lead_time_histories"}


def revised(ledger: Ledger, catalogue: Catalogue, workers: int | None = None) -> Ledger:
    """The ledger of `catalogue`, which has other values for some items of the ledger's own; cells as they are.

    Simulates the items whose paths, or whose group in the hybrid, are others; everything if that is most of them, if
    items came, went or moved, or if the fullest warehouse needs other grains. Raises InputError for a ledger whose
    plans, assignment or world were given: it doesn't follow from its catalogue.
    """
    if not isinstance(catalogue, Catalogue):
        raise InputError([f"The second argument must be a catalogue (see load_catalogue), got {plain(catalogue)}"])
    before, after = _following(ledger), _Side.of(catalogue, ledger)
    if not np.array_equal(ledger.catalogue.column("item"), catalogue.column("item")):
        return _everything(ledger, catalogue, workers)
    moved = np.flatnonzero(_moved(before, after, ledger))
    if 2 * moved.size >= len(catalogue):
        return _everything(ledger, catalogue, workers)
    base = replace(
        ledger,
        catalogue=catalogue,
        world=catalogue,
        plans=after.plans,
        assignment=after.assignment,
        buffer=_buffers(ledger, after.plans),
    )
    if moved.size == 0:
        return base
    new = after.part(moved, ledger, workers)
    fullest = _patched(ledger.fullest, moved, new.fullest)
    if grain_for(fullest) != ledger.grain:
        return _everything(ledger, catalogue, workers)
    return _with(base, moved, before.part(moved, ledger, workers), new, fullest)


@dataclass(frozen=True)
class _Side:
    """A catalogue with what the ledger's scenario makes of it."""

    catalogue: Catalogue
    plans: Mapping[str, Plan]
    assignment: Assignment

    @classmethod
    def of(cls, catalogue: Catalogue, ledger: Ledger) -> _Side:
        scenario = ledger.physics
        assignment = hybrid.assign(catalogue, scenario.hybrid, scenario.supply.lead_time_level)
        return cls(catalogue, plans_of(catalogue, scenario), assignment)

    def part(self, moved: NDArray[np.int64], like: Ledger, workers: int | None) -> Ledger:
        """Some items alone, with the plans and the groups that they have among all."""
        items = self.catalogue.column("item")[moved]
        assignment = Assignment(self.assignment.buffered[moved], self.assignment.rule[moved])
        plans = {name: plan.only(moved) for name, plan in self.plans.items()}
        return part(self.catalogue.only(items), like, plans, assignment, workers)


def _following(ledger: Ledger) -> _Side:
    """What the ledger's catalogue and scenario make; refused if the ledger was made with something else."""
    side = _Side.of(ledger.catalogue, ledger)
    given = [name for name in REPLENISHING if _replanned(ledger.plans[name], side.plans[name], ledger, name).any()]
    regrouped = not np.array_equal(side.assignment.buffered, ledger.assignment.buffered)
    if given or regrouped or ledger.world != ledger.catalogue:
        raise InputError(["Only a ledger can be revised whose plans, assignment and world follow from its catalogue"])
    return side


def _moved(before: _Side, after: _Side, ledger: Ledger) -> Mask:
    """Items whose paths or groups differ between two catalogues of the same items."""
    moved: Mask = before.assignment.buffered != after.assignment.buffered
    for name in NAMES:
        if name not in PLANNED:
            moved |= _differ(before.catalogue.column(name), after.catalogue.column(name))
    for name in REPLENISHING:
        moved |= _replanned(before.plans[name], after.plans[name], ledger, name)
    for model, kept in HISTORIES.items():
        moved |= _redrawn(before.catalogue, after.catalogue, model, kept)
    return moved


def _differ(one: NDArray[Any], two: NDArray[Any]) -> Mask:
    # The only value that differs from itself is a blank number, and two blanks are alike.
    differs: Mask = (one != two) & ~((one != one) & (two != two))
    return differs


def _replanned(one: Plan, two: Plan, ledger: Ledger, name: str) -> Mask:
    """Items that two plans of a policy treat differently."""
    dials = [one.dial, *ledger.dial[ledger.policy == REPLENISHING.index(name)]]
    moved: Mask = _differ(one.review_days, two.review_days) | _differ(one.protection_days, two.protection_days)
    moved |= _differ(one.unit_share, two.unit_share) | _differ(one.fixed, two.fixed)
    for dial in dials:
        moved |= _differ(one.buffer(dial), two.buffer(dial))
    if one.lead_time_level != two.lead_time_level or one.deliveries_per_day != two.deliveries_per_day:
        moved[:] = True
    return moved


def _redrawn(before: Catalogue, after: Catalogue, model: str, kept: str) -> Mask:
    """Items that are drawn from another sample."""
    drawn = after.column(model) == "history"
    one, two = getattr(before, kept), getattr(after, kept)
    other = [
        is_drawn and not np.array_equal(one.get(item, ()), two[item])
        for item, is_drawn in zip(after.column("item"), drawn, strict=True)
    ]
    return np.array(other, bool)


def _buffers(ledger: Ledger, plans: Mapping[str, Plan]) -> NDArray[np.float64]:
    cells = zip(ledger.policy, ledger.dial, strict=True)
    return np.array([plans[REPLENISHING[policy]].buffer(dial) for policy, dial in cells])


def _everything(ledger: Ledger, catalogue: Catalogue, workers: int | None) -> Ledger:
    dials = {name: ledger.dial[ledger.policy == p].tolist() for p, name in enumerate(REPLENISHING)}
    return simulate(catalogue, ledger.physics, dials, workers).only(_places(ledger))


def _places(ledger: Ledger) -> list[int]:
    """Where each cell of the ledger stands when cells are sorted by policy, as a simulation has them."""
    return [int(place) for place in np.argsort(np.argsort(ledger.policy, kind="stable"))]


def _with(base: Ledger, moved: NDArray[np.int64], old: Ledger, new: Ledger, fullest: NDArray[np.float64]) -> Ledger:
    """The ledger with some items' old selves taken out and their new ones put in."""
    cells = _places(base)
    sums = base.sums.copy()
    sums[:, moved] = new.sums[cells]
    cycles = base.cycles.copy()
    cycles[:, moved] = new.cycles
    return replace(
        base,
        sums=sums,
        cycles=cycles,
        demand=_patched(base.demand, moved, new.demand),
        out_days=_patched(base.out_days, moved, new.out_days),
        clear_demand=_patched(base.clear_demand, moved, new.clear_demand),
        room=base.room - old.room[cells] + new.room[cells],
        fullest=fullest,
    )


def _patched(values: NDArray[np.float64], moved: NDArray[np.int64], new: NDArray[np.float64]) -> NDArray[np.float64]:
    patched = values.copy()
    patched[moved] = new
    return patched
