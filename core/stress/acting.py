"""What events do to items: to demand, to their suppliers, and to the levels of a planner who was warned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.events import Event, reached
from core.job import Job
from core.shocks import Shocks
from core.simulation import Setup

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def acted(setup: Setup, events: Sequence[Event], warning: int) -> Job:
    """The set-up's job under the events, known `warning` days ahead (0: when they happen, and no level moves)."""
    job, catalogue = setup.job, setup.catalogue
    days = job.scenario.run.horizon_days
    touching = [(event, reached(event, catalogue)) for event in in_order(events)]
    changes = tuple(_demand_changes(job.items.means[:, -days:], touching))
    means = job.items.means.copy()
    if changes:
        means[:, -days:] = changes[-1].after
    shocks = Shocks.none(len(job.buffer), len(catalogue), days)
    for event, mask in touching:
        _supply(event, mask, shocks)
    holds = _holds(touching, _mean_demand(catalogue, job))
    raised = _raised(setup, touching, changes, warning) if warning > 0 else shocks.raised
    shocks = replace(shocks, raised=raised, holds=holds)
    return replace(job, items=replace(job.items, means=means), shocks=shocks)


def in_order(events: Iterable[Event]) -> list[Event]:
    """The events that do something, in an order that doesn't depend on how they were listed.

    Surges come first: what is pulled forward is a share of the demand that there is then.
    """
    live = [event for event in events if not event.is_nothing]
    return sorted(live, key=lambda e: (e.kind != "surge", e.start, e.length, e.kind, e.size, e.over, e.reach or ()))


# --- demand ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """Mean demand [item, day] before and after an event."""

    event: Event
    before: Array
    after: Array


def _demand_changes(means: Array, touching: Sequence[tuple[Event, Mask]]) -> Iterator[Change]:
    moves = {"surge": _surged, "pull_forward": _pulled}
    for event, mask in touching:
        if event.kind in moves:
            after = means.copy()
            after[mask] = moves[event.kind](means[mask], event)
            yield Change(event, means, after)
            means = after


def _surged(means: Array, event: Event) -> Array:
    surged = means.copy()
    surged[:, event.start : event.end] *= 1.0 + event.size
    return surged


def _pulled(means: Array, event: Event) -> Array:
    """Demand of later days within the window instead; what lies beyond the horizon stays there."""
    pulled = means.copy()
    window, later = pulled[:, event.start : event.end], pulled[:, event.end : event.end + event.over]
    moved = event.size * later.sum(axis=1, keepdims=True)
    known = window.sum(axis=1, keepdims=True)
    # Where the window's own days have no demand, what comes early is spread over them evenly.
    evenly = np.where(known > 0, 0.0, moved / max(window.shape[1], 1))
    window *= 1.0 + np.divide(moved, known, out=np.zeros_like(moved), where=known > 0)
    window += evenly
    later *= 1.0 - event.size
    return pulled


def _mean_demand(catalogue: Catalogue, job: Job) -> Array:
    demand: Array = catalogue.column("demand_per_day") * job.scenario.demand.demand_level
    return demand


# --- supply and stock ------------------------------------------------------------------------------------------------


def _supply(event: Event, mask: Mask, shocks: Shocks) -> None:
    """Writes an outage or a delay into the shocks; delays of several events add up."""
    if event.kind == "outage":
        shocks.out[mask, event.start : event.end] = True
    if event.kind == "delay":
        shocks.later[mask, event.start : event.end] += int(event.size)


def _holds(touching: Sequence[tuple[Event, Mask]], demand: Array) -> dict[int, NDArray[np.float32]]:
    rows: dict[int, list[tuple[float, float, float]]] = {}
    for event, mask in touching:
        for i in np.flatnonzero(mask) if event.kind == "hold" else ():
            rows.setdefault(int(i), []).append((event.start, event.end, event.size * demand[i]))
    return {i: np.array(sorted(held), np.float32) for i, held in rows.items()}


# --- levels of who was warned ----------------------------------------------------------------------------------------


def _raised(setup: Setup, touching: Sequence[tuple[Event, Mask]], changes: Sequence[Change], warning: int) -> Array:
    """Units on top of each level, [cell, item, day], from `warning` days before each event on.

    What will be missing while it lasts, at the planner's forecast: the demand of the days that an outage is still to
    last, of the days by which deliveries come later, of a surge's extra (as far as the next orders must reach), and
    what is held back (no more than is asked for meanwhile). A fall in demand lowers no level.
    """
    job = setup.job
    days = job.scenario.run.horizon_days
    raised = np.zeros((len(job.buffer), len(setup.catalogue), days))
    demand = _mean_demand(setup.catalogue, job)
    extras = {id(change.event): _extra_share(change) for change in changes}
    late = np.zeros(len(setup.catalogue), np.int64)
    for event, mask in touching:
        late[mask] += {"outage": event.length, "delay": int(event.size)}.get(event.kind, 0)
    for row, plan in zip(job.rows, setup.plans.values(), strict=True):
        forecast = row.forecast[:, -days:] / plan.protection_days[:, None]
        reach = np.ceil(plan.protection_days).astype(np.int64) + late
        for event, mask in touching:
            missing = _missing(event, forecast, extras.get(id(event)), reach, demand) * mask[:, None]
            missing[:, : max(event.start - warning, 0)] = 0.0
            raised[list(row.cells)] += missing
    return raised


def _missing(event: Event, forecast: Array, extra: Array | None, reach: NDArray[np.int64], demand: Array) -> Array:
    days = forecast.shape[1]
    if event.kind == "delay":
        still: Array = np.clip(event.end + event.size - np.arange(days), 0.0, event.size)
        return forecast * still
    if extra is not None:
        return _to_come(forecast * extra, event, reach)
    meanwhile = _to_come(forecast, event, np.full(len(forecast), days))
    return np.minimum(meanwhile, event.size * demand[:, None]) if event.kind == "hold" else meanwhile


def _extra_share(change: Change) -> Array:
    """By what share an event lifts demand, [item, day]; 0 where it lowers it."""
    before, after = change.before, change.after
    return np.maximum(np.divide(after, before, out=np.ones_like(after), where=before > 0) - 1.0, 0.0)


def _to_come(values: Array, event: Event, reach: NDArray[np.int64]) -> Array:
    """Sum of what an event's days still hold from each day on, as far as `reach` days from there; [item, day]."""
    items, days = values.shape
    inside = np.zeros((items, days + 1))
    inside[:, event.start + 1 : event.end + 1] = values[:, event.start : event.end]
    until = np.cumsum(inside, axis=1)
    # A planner who knows of it ahead covers its first days at once.
    first = np.maximum(np.arange(days), event.start)
    end = np.minimum(first + reach[:, None], days)
    to_come: Array = np.take_along_axis(until, end, axis=1) - until[:, first]
    return to_come
