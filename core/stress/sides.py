"""The same futures with events and without: what happened to the items in reach, by day and in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.errors import InputError
from core.events import Event, named
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
    """The futures on one side: day sums [cell, group, quantity, day, future] and first failures [cell, item, future] of
    the items reached, and their ledger, whose warehouse is that of all items.
    """

    sums: Array
    failed: NDArray[np.int32]
    ledger: Ledger


@dataclass(frozen=True, eq=False)
class Sides:
    """Both sides; `scope` [item] marks what the events' reach names, and `start` is their first day."""

    scope: Mask
    start: int
    normal: Side
    event: Side


def both_sides(base: Ledger, events: Sequence[Event], warning: int, workers: int | None = None) -> Sides:
    """Simulates the items in reach without and with the events. Raises InputError for a ledger of another world."""
    if base.world != base.catalogue:
        raise InputError(["Only a ledger whose demand is drawn from its own catalogue can be stressed"])
    # Nothing moves nothing: neither the start nor what is looked at.
    live = [event for event in events if not event.is_nothing] or list(events)
    scope = np.zeros(len(base.catalogue), bool)
    for event in live:
        scope |= named(event, base.catalogue)
    scope = scope if live else ~scope
    start = min((event.start for event in live), default=0)
    moved = scope
    setup = _set_up(base, moved)
    job = acted(setup, events, warning)
    assert job.shocks is not None
    fullest = base.fullest.copy()
    fullest[moved] += job.shocks.raised.max(axis=(0, 2)) / job.items.units_per_pallet
    if fullest.sum() * base.grain > _MOST_GRAINS:
        # Levels so high need coarser grains, in which the whole warehouse is counted again on both sides.
        moved = np.ones_like(scope)
        setup = _set_up(replace(base, grain=grain_for(fullest)), moved)
        job = acted(setup, events, warning)
    stressed = replace(again(setup), job=replace(job, results=again(setup).job.results))
    normal = _run(setup, scope[moved], start, workers)
    event_side = _run(stressed, scope[moved], start, workers)
    return Sides(scope, start, *_with_the_others(base, normal, event_side, whole=bool(moved.all())))


def _set_up(base: Ledger, moved: Mask) -> Setup:
    if moved.all():
        return set_up_part(base.catalogue, base, base.plans, base.assignment)
    at = np.flatnonzero(moved)
    plans = {name: plan.only(at) for name, plan in base.plans.items()}
    assignment = Assignment(base.assignment.buffered[at], base.assignment.rule[at])
    return set_up_part(base.catalogue.only(base.catalogue.column("item")[at]), base, plans, assignment)


def _run(setup: Setup, scope: Mask, start: int, workers: int | None) -> Side:
    per_unit = weights(setup.catalogue, "value")[0]
    watch = DaySums(setup.job, scope, per_unit, start)
    ledger = run(replace(setup, job=replace(setup.job, watch=watch)), workers)
    return Side(watch.sums(), watch.failed()[:, scope], ledger)


def _with_the_others(base: Ledger, normal: Side, event: Side, whole: bool) -> tuple[Side, Side]:
    """Both sides with the warehouse of all items: in whole grains, what the items held can be taken out exactly."""
    if whole:
        return normal, event
    room = base.room - normal.ledger.room + event.ledger.room
    return (
        replace(normal, ledger=replace(normal.ledger, room=base.room)),
        replace(event, ledger=replace(event.ledger, room=room)),
    )
