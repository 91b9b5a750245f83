"""The transition simulated: before all along, after all along, and the change on day 0, on the same futures."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.engine import FIELDS
from core.errors import InputError, plain
from core.intervals import Controls
from core.job import Job, Results, Row, blocks_of
from core.ledger import Ledger
from core.portfolio import controls
from core.scenario import Scenario
from core.simulation import MOST_WORKERS, Setup, set_up
from core.switching.choosing import Choice, check_months, held
from core.switching.months import MONTHLY, Months, opening

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
SIDES = ("before", "after", "during")
BEFORE, AFTER, DURING = range(3)
# A cell for each side and policy; `during` goes to the policy.
CELLS = tuple((side, policy) for side in range(3) for policy in range(2))
# What adds up over items: name → (field of a month, value of the item, divided by).
POOLED = {
    "stock_value": ("stock", "unit_cost", 365.0),
    "pipeline_value": ("on_order", "unit_cost", 365.0),
    "waiting_sales": ("waiting", "price", 365.0),
    "short_value": ("short", "unit_cost", 1.0),
    "short_margin": ("short", "margin", 1.0),
    "short_sales": ("short", "price", 1.0),
    "short_days": ("short_days", "one", 1.0),
    "scrapped_value": ("scrapped", "unit_cost", 1.0),
    "used_value": ("used", "unit_cost", 1.0),
    "closing_value": ("closing", "unit_cost", 1.0),
    "closing_margin": ("closing_waiting", "margin", 1.0),
    "order_value": ("receipts", "order_cost", 1.0),
    "received_value": ("received", "unit_cost", 1.0),
}
# Of these, what is paid at the terms under which it was ordered.
ORDERED = {"order_value": "old_receipts", "received_value": "old_received"}
# Share of what moves within which a change counts as done.
DONE = 0.05
# Bytes of items that are kept at once before they are added up.
_AT_ONCE = 64e6
Sums = dict[str, Array]
Progress = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Transition:
    """What happened on the way from one policy to another, valued at unit cost and price; no rate of any cost yet.

    before and after [item] say who is held Just-in-Case; edges [month + 1] are the months' first days. moved are sums
    of the items that change, by name [side, policy, month, future] as SIDES names the sides, where policy is that whose
    terms are paid; rest [policy, month, future] those of all others, which are the same on every side. Levels are in
    money-years, what flows in money a month. opening [2, future] is the stock value and the margin of who waits of the
    items that change, on the eve of day 0. stock [side, day, future] is the stock value of all items, pallets likewise.
    units [side, changed item, future] is their average stock, gap [changed item, day] the mean units that `during`
    holds above `after`, apart [day, future] the value of stock by which items of the two differ, moving that which is
    to be sold off or built up.
    """

    ledger: Ledger
    before: Mask
    after: Mask
    edges: NDArray[np.int64]
    moved: Sums
    rest: Sums
    opening: Array
    stock: Array
    pallets: Array
    units: Array
    gap: Array
    apart: Array
    moving: float

    @property
    def changed(self) -> NDArray[np.int64]:
        """The rows of the items that change."""
        return np.flatnonzero(self.before != self.after)

    @property
    def months(self) -> int:
        """How many months are simulated."""
        return len(self.edges) - 1

    @property
    def days(self) -> int:
        """How many days that is."""
        return int(self.edges[-1])

    @cached_property
    def controls(self) -> Controls:
        """What is known exactly, for the intervals."""
        return controls(self.ledger, "value")


def month_edges(months: int) -> NDArray[np.int64]:
    """The first day of each month and the day after the last, [months + 1]: twelfths of a year of 365 days."""
    return np.asarray(np.arange(months + 1) * 365 // 12, np.int64)


def transition(
    catalogue: Catalogue,
    scenario: Scenario,
    before: Choice,
    after: Choice,
    months: int = 12,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Transition:
    """Simulates the change from one policy to another on day 0; arguments and errors are those of `switching`."""
    if not isinstance(catalogue, Catalogue):
        raise InputError([f"The first argument must be a catalogue (see load_catalogue), got {plain(catalogue)}"])
    if not isinstance(scenario, Scenario):
        raise InputError([f"The second argument must be a Scenario, got {plain(scenario)}"])
    edges = month_edges(check_months(months))
    one, two = (held(catalogue, scenario, choice, what) for choice, what in ((before, "before"), (after, "after")))
    long = scenario.physics().but(horizon_days=int(edges[-1]))
    setup = set_up(catalogue, long)
    return _Pool(setup, one, two, edges).run(workers, progress or (lambda _: None))


def _job(setup: Setup, before: Mask, after: Mask) -> Job:
    """The job of all sides; items that change are group 1 of the warehouse."""
    jit, jic = setup.job.rows
    count, items = len(CELLS), setup.job.items
    buffers = setup.job.buffer
    rows = (
        replace(jit, cells=(0, 2)),
        replace(jic, cells=(1, 3)),
        _switched(setup, (jic, buffers[1]), (jit, buffers[0]), 4),
        _switched(setup, (jit, buffers[0]), (jic, buffers[1]), 5),
    )
    futures, changed = setup.job.scenario.run.futures, before != after
    return replace(
        setup.job,
        rows=rows,
        buffer=np.concatenate([buffers, buffers, np.zeros_like(buffers)]),
        items=replace(items, group=changed.astype(np.int64)),
        results=Results(
            sums=np.empty((count, len(before), len(FIELDS), futures), np.float32),
            demand=np.zeros((len(before), futures)),
            out_days=np.zeros((len(before), futures)),
            cycles=np.zeros((len(rows), len(before), futures)),
        ),
    )


def _wanted(before: Mask, after: Mask) -> NDArray[np.bool_]:
    """What is run, [cell, item]: everything as it was, and what changes as it becomes and on the way there."""
    changed = before != after
    sides = ((before, np.ones_like(changed)), (after, changed), (after, changed))
    return np.array([(sides[side][0] == bool(policy)) & sides[side][1] for side, policy in CELLS])


def _switched(setup: Setup, before: tuple[Row, Array], after: tuple[Row, Array], cell: int) -> Row:
    """A row that goes over from one policy to another on day 0. Its levels hold both buffers, so it has none itself."""
    days = setup.job.scenario.run.horizon_days
    levels = before[0].forecast * (1.0 + before[1][:, None])
    levels[:, -days:] = after[0].forecast[:, -days:] * (1.0 + after[1][:, None])
    return replace(after[0], forecast=levels, cells=(cell,), before=before[0])


class _Pool:
    """Runs some items at a time and adds them up in an order of their own, whatever the threads did."""

    def __init__(self, setup: Setup, before: Mask, after: Mask, edges: NDArray[np.int64]) -> None:
        self.setup, self.before, self.after, self.edges = setup, before, after, edges
        self.job = _job(setup, before, after)
        futures, months, days = self.job.scenario.run.futures, len(edges) - 1, int(edges[-1])
        self.moved = {name: np.zeros((3, 2, months, futures)) for name in POOLED}
        self.rest = {name: np.zeros((2, months, futures)) for name in POOLED}
        self.opening = np.zeros((2, futures))
        self.stock = np.zeros((3, days, futures))
        changed = int((before != after).sum())
        self.units, self.gap = np.zeros((3, changed, futures)), np.zeros((changed, days))
        self.apart, self.moving = np.zeros((days, futures)), 0.0
        self._place = np.cumsum(before != after) - 1
        cost, price = setup.catalogue.column("unit_cost"), setup.catalogue.column("price")
        self.values = {"unit_cost": cost, "price": price, "margin": price - cost, "one": np.ones_like(cost)}
        self.values["order_cost"] = setup.catalogue.column("order_cost")
        self.deliveries = [plan.deliveries_per_day for plan in setup.plans.values()]

    def run(self, workers: int | None, progress: Progress) -> Transition:
        """Runs everything."""
        watch, job = Months(self.job, self.edges), self.job
        threads = workers or min(os.cpu_count() or 1, MOST_WORKERS)
        futures, months, days = self.stock.shape[2], len(self.edges) - 1, self.stock.shape[1]
        at_once = max(int(_AT_ONCE / (3 * futures * (8 * len(MONTHLY) * months + 4 * days))), 2 * threads)
        items, room = len(self.before), np.zeros((), np.int32)
        # Items of one supplier together: its outages are dealt once for all that run at once.
        order = np.argsort(job.supplier, kind="stable")
        for first in range(0, items, at_once):
            some = np.zeros_like(self.before)
            some[order[first : first + at_once]] = True
            room = room + replace(job, wanted=_wanted(self.before, self.after) & some, watch=watch).run(threads)
            # In the same order however many run at once.
            for item in order[first : first + at_once]:
                self._add(int(item), watch)
            progress(min(first + at_once, items) / items)
        return Transition(
            self._ledger(), self.before, self.after, self.edges, self.moved, self.rest, self.opening, self.stock,
            self._pallets(room), self.units, self.gap, self.apart, self.moving,
        )  # fmt: skip

    def _add(self, item: int, watch: Months) -> None:
        was, becomes, cost = int(self.before[item]), int(self.after[item]), self.values["unit_cost"][item]
        sums, stock = watch.taken(was, item)
        if was == becomes:
            self._pool(self.rest, item, (was, was), sums)
            self.stock += cost * stock
            return
        sides = [(sums, stock), watch.taken(2 + becomes, item), watch.taken(4 + becomes, item)]
        terms = ((was, was), (becomes, becomes), (was, becomes))
        k = int(self._place[item])
        for side, (sums, stock) in enumerate(sides):
            self._pool({name: pool[side] for name, pool in self.moved.items()}, item, terms[side], sums)
            self.stock[side] += cost * stock
            self.units[side, k] = stock.mean(axis=0)
        apart = sides[DURING][1] - sides[AFTER][1]
        self.gap[k] = apart.mean(axis=1)
        self.apart += cost * np.abs(apart)
        self.moving += cost * abs(float((self.units[BEFORE, k] - self.units[AFTER, k]).mean()))
        self.opening[0] += cost * opening(self.job, was, item, "start_stock")
        self.opening[1] += self.values["margin"][item] * opening(self.job, was, item, "start_waiting")

    def _pool(self, pool: Mapping[str, Array], item: int, terms: tuple[int, int], sums: Array) -> None:
        """Adds an item; what was ordered under the terms before day 0 is paid at those."""
        old, new = terms
        for name, (field, value, divisor) in POOLED.items():
            weight = self.values[value][item] / divisor
            often = name == "order_value"
            pool[name][new] += weight * (self.deliveries[new] if often else 1) * sums[MONTHLY.index(field)]
            if name in ORDERED:
                late = sums[MONTHLY.index(ORDERED[name])]
                pool[name][old] += weight * (self.deliveries[old] if often else 1) * late

    def _pallets(self, room: NDArray[np.int32]) -> Array:
        """Pallets of the day of each side, [side, day, future]."""
        others = room[:2, 0].sum(axis=0)
        grains = np.stack([others + room[2 * side : 2 * side + 2, 1].sum(axis=0) for side in range(3)])
        sides, blocks, days, width = grains.shape
        by_day = grains.transpose(0, 2, 1, 3).reshape(sides, days, blocks * width)[..., : self.stock.shape[2]]
        pallets: Array = by_day / self.job.grain
        return pallets

    def _ledger(self) -> Ledger:
        """A ledger without cells, for what the futures are known by."""
        setup, job = self.setup, self.job
        blocks, width = blocks_of(job.scenario.run.futures)
        return Ledger(
            catalogue=setup.catalogue,
            physics=job.scenario,
            plans=setup.plans,
            assignment=setup.assignment,
            policy=np.zeros(0, np.int64),
            dial=np.zeros(0),
            buffer=np.zeros((0, len(self.before))),
            sums=np.zeros((0, len(self.before), len(FIELDS), self.stock.shape[2]), np.float32),
            demand=job.results.demand,
            cycles=np.zeros((0, *job.results.demand.shape)),
            out_days=job.results.out_days,
            clear_demand=job.items.means[:, -self.stock.shape[1] :].sum(axis=1),
            room=np.zeros((0, 2, blocks, self.stock.shape[1], width), np.int32),
            grain=job.grain,
            fullest=setup.fullest,
            world=setup.world,
        )
