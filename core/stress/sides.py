"""The same futures with events and without: what happened to the items in reach, by day and in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.errors import InputError
from core.events import Event, named
from core.job import Job
from core.ledger import Ledger
from core.policies import Assignment
from core.portfolio import weights
from core.simulation import Setup, again, grain_for, run, set_up_part
from core.stress.acting import acted
from core.stress.watching import DaySums

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
# Whole grains of a full warehouse that 31 bits hold, with room for an item's rounding.
_MOST_GRAINS = 2.0**30.9


@dataclass(frozen=True, eq=False)
class Side:
    """The futures on one side: day sums [cell, group, quantity, day, future] and days short (see `DaySums.short`) of
    the items in reach, and their ledger, whose warehouse is that of all items.
    """

    sums: Array
    short: NDArray[np.uint8]
    ledger: Ledger


@dataclass(frozen=True, eq=False)
class Sides:
    """Both sides; `scope` [item] marks what the events' reach names; first on `start`, last on `latest`.

    From day `settled` on, nothing that was ordered during the events is still under way.
    """

    scope: Mask
    start: int
    latest: int
    settled: int
    normal: Side
    event: Side


def both_sides(base: Ledger, events: Sequence[Event], warning: int, workers: int | None = None) -> Sides:
    """Simulates the items in reach without and with the events. Raises InputError for a ledger of another world."""
    if base.world != base.catalogue:
        raise InputError(["Only a ledger whose demand is drawn from its own catalogue can be stressed"])
    # Nothing moves nothing: neither the start nor what is looked at.
    live = [event for event in events if not event.is_nothing] or list(events)
    scope = _scope(live, base.catalogue)
    starts = [event.start for event in live] or [0]
    setup = _set_up(base, scope)
    job = acted(setup, events, warning)
    assert job.shocks is not None
    fullest = base.fullest.copy()
    fullest[scope] += job.shocks.raised.max(axis=(0, 2)) / job.items.units_per_pallet
    if fullest.sum() * base.grain > _MOST_GRAINS:
        pair = _recounted(replace(base, grain=grain_for(fullest)), scope, events, warning, workers)
    else:
        pair = _in_the_base(base, scope, setup, job, workers)
    return Sides(scope, min(starts), max(starts), _settled(live, base, scope), *pair)


def _settled(events: Sequence[Event], base: Ledger, scope: Mask) -> int:
    """The latest event's end, the longest time that an order in reach must last for, and the largest delay."""
    last = max((event.end for event in events), default=0)
    late = max((int(event.size) for event in events if event.kind == "delay"), default=0)
    protected = max((float(plan.protection_days[scope].max(initial=0.0)) for plan in base.plans.values()), default=0.0)
    return last + int(np.ceil(protected)) + late


def _scope(events: Sequence[Event], catalogue: Catalogue) -> Mask:
    scope = np.zeros(len(catalogue), bool)
    for event in events:
        scope |= named(event, catalogue)
    return scope if events else ~scope


def _in_the_base(base: Ledger, scope: Mask, setup: Setup, job: Job, workers: int | None) -> tuple[Side, Side]:
    """Both sides of the items in reach, with the warehouse of all items: in whole grains, what the items held can be
    taken out exactly.
    """
    alone = _without_events(base, scope, setup, workers)
    event = _run(replace(setup, job=job), np.ones(scope.sum(), bool), workers)
    room = base.room - alone.ledger.room + event.ledger.room
    normal = replace(alone, ledger=base if scope.all() else replace(alone.ledger, room=base.room))
    return normal, replace(event, ledger=replace(event.ledger, room=room))


# The side without events stays as it is while events move: kept with the ledger, for the latest few reaches.
_WITHOUT: WeakKeyDictionary[Ledger, dict[bytes, Side]] = WeakKeyDictionary()
_MOST_KEPT = 3


def _without_events(base: Ledger, scope: Mask, setup: Setup, workers: int | None) -> Side:
    known, key = _WITHOUT.setdefault(base, {}), scope.tobytes()
    side = known.get(key) or _run(again(setup), np.ones(scope.sum(), bool), workers)
    known[key] = side
    for old in list(known)[:-_MOST_KEPT]:
        known.pop(old, None)
    return side


def _recounted(
    base: Ledger, scope: Mask, events: Sequence[Event], warning: int, workers: int | None
) -> tuple[Side, Side]:
    """Both sides of all items in coarser grains: levels are so high that the warehouse's own don't fit."""
    setup = _set_up(base, np.ones_like(scope))
    job = acted(setup, events, warning)
    return _run(again(setup), scope, workers), _run(replace(setup, job=job), scope, workers)


def _set_up(base: Ledger, moved: Mask) -> Setup:
    if moved.all():
        return set_up_part(base.catalogue, base, base.plans, base.assignment)
    at = np.flatnonzero(moved)
    plans = {name: plan.only(at) for name, plan in base.plans.items()}
    assignment = Assignment(base.assignment.buffered[at], base.assignment.rule[at])
    return set_up_part(base.catalogue.only(base.catalogue.column("item")[at]), base, plans, assignment)


def _run(setup: Setup, scope: Mask, workers: int | None) -> Side:
    per_unit = weights(setup.catalogue, "value")[0]
    # Of the catalogue, which no event changes: both sides are counted in the same grains.
    daily = float((per_unit * setup.catalogue.column("demand_per_day"))[scope].sum())
    watch = DaySums(setup.job, scope, per_unit, daily)
    ledger = run(replace(setup, job=replace(setup.job, watch=watch)), workers)
    return Side(watch.sums(), watch.short(), ledger)
