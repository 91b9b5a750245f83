"""A case through the app's kernel: luck in, totals of every lane out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from core.engine import FIELDS, TRACE, WIDTH, run_paths
from core.supply import BEYOND, NO_REVIEW, reviewed
from core.verify.cases import Case
from core.verify.disruptions import Flags, undisturbed
from core.verify.layout import Layout, generator, lay_out
from core.verify.reading import Array

# What the kernel doesn't add up, from its day-by-day record: units, days or counts over the measured days.
(DEMAND, ORDERED, RETURNED, READY_DAYS, CLEAR_DAYS, OVERFLOW, OVERFLOW_PEAK, CYCLES, GOOD_CYCLES) = range(9)
EXTRAS = (
    "demand",
    "ordered",
    "returned",  # units that came back (negative demand) and went straight to waiting customers
    "ready_days",  # days that end with stock
    "clear_days",  # days that end with nobody waiting
    "overflow",
    "overflow_peak",
    "cycles",
    "good_cycles",
)
# Rows of the kernel's record.
_ORDERED, _RECEIVED, _ON_HAND, _WAITING = (TRACE.index(row) for row in ("ordered", "received", "on_hand", "waiting"))
UNITS = ("stock", "waiting", "on_order", "short", "demand", "ordered", "returned", "overflow", "overflow_peak")

Totals = dict[str, Array]
"""Totals by name, [lanes] each, over `days` measured days a lane."""


class Luck(NamedTuple):
    """What one call of the kernel is dealt, [days, lanes]; row 0 is the morning on which the run is set out."""

    demand: NDArray[np.floating]
    delay: NDArray[np.uint16]
    levels: NDArray[np.floating]


def run_case(case: Case) -> Totals:
    """Totals of every lane. Raises InputError where no long run exists."""
    layout = lay_out(case)
    rng = generator(case.name, "run")
    chunks = [run_chunk(case, layout, rng, min(WIDTH, layout.lanes - at)) for at in range(0, layout.lanes, WIDTH)]
    totals = {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]}
    for name in UNITS:
        totals[name] /= layout.scale
    totals["days"] = np.full(layout.lanes, float(layout.window))
    return totals


def run_chunk(case: Case, layout: Layout, rng: np.random.Generator, lanes: int) -> Totals:
    """One call of the kernel, totals in its own units."""
    luck = deal(case, layout, rng, lanes)
    sums, trace = call_kernel(case, layout, luck)
    extras = np.zeros((len(EXTRAS), lanes))
    capacity = case.capacity * layout.scale
    tally(trace, luck.demand, luck.delay, 1 + layout.warm_up, capacity, layout.form.every_review, layout.dust, extras)
    # The kernel's own count of good cycles asks for more than the cases do; theirs takes its place.
    return dict(zip(FIELDS, sums.astype(np.float64), strict=True)) | dict(zip(EXTRAS, extras, strict=True))


def call_kernel(case: Case, layout: Layout, luck: Luck) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """The kernel's sums [FIELDS, lanes] and record [TRACE, days, lanes]."""
    real, form, (days, lanes) = layout.dtype, layout.form, luck.demand.shape
    sums = np.empty((len(FIELDS), lanes), real)
    trace = np.empty((len(TRACE), days, lanes), real)
    run_paths(
        luck.demand,
        luck.delay,
        reviewed(luck.delay),
        np.zeros((days, lanes), np.uint8),
        np.zeros((days, lanes), np.uint8),
        np.zeros(days, np.uint8),
        np.zeros((0, 3), real),
        luck.levels,
        real(form.gap),
        tuple(real(lot) for lot in form.lots),
        (real(case.wait_share * (1 - case.expedite_share)), real(0), real(0), real(0)),
        (real(0), real(0)),
        1 + layout.warm_up,
        np.zeros((layout.window, lanes), np.int32),
        np.empty((days + 1, lanes), real),
        sums,
        trace,
    )
    return sums, trace


def deal(case: Case, layout: Layout, rng: np.random.Generator, lanes: int) -> Luck:
    """Demand, delays and levels behind a first row that sets every lane out at the form's start."""
    days = layout.days - 1
    demand = case.demand.sample(rng, days, lanes) * layout.scale
    if not layout.dust:
        demand = np.rint(demand)
    form = layout.form
    first = start_demand(rng, demand, form.spread) if layout.deal_start else np.zeros(lanes)
    levels = np.concatenate([[form.start], np.resize(form.levels, days)])
    no_order = np.full((1, lanes), NO_REVIEW)
    return Luck(
        np.vstack([first, demand]).astype(layout.dtype),
        np.vstack([no_order, delays(case, rng, days, lanes)]),
        levels.astype(layout.dtype),
    )


def start_demand(rng: np.random.Generator, demand: Array, spread: float) -> Array:
    """Demand on the first morning that puts a lane anywhere between two orders.

    A lot of many days' demand would otherwise keep the lanes in step for years. It goes in the steps that demand has.
    """
    if spread <= 0:
        return np.zeros(demand.shape[1])
    if not np.array_equal(demand, np.rint(demand)):
        return rng.random((demand.shape[1],)) * spread
    step = max(int(np.gcd.reduce(np.abs(demand).astype(np.int64), axis=None)), 1)
    shared = max(int(np.gcd(step, round(spread))), 1)
    return np.asarray(rng.integers(0, max(round(spread) // shared, 1), demand.shape[1]) * step % spread)


def delays(case: Case, rng: np.random.Generator, days: int, lanes: int) -> NDArray[np.uint16]:
    """Days from order to arrival [days, lanes], NO_REVIEW where nothing can be ordered."""
    review: Flags = np.broadcast_to((np.arange(days) % case.review == 0)[:, None], (days, lanes))
    lead = case.lead_time.sample(rng, days, lanes)
    if case.disruption:
        review, slot = case.disruption.effect(review, lead, case.disruption.out(rng, days, lanes))
    else:
        review, slot = undisturbed(review, lead, review)
    if not case.lead_time.crossing:
        slot = np.maximum.accumulate(np.where(review, slot, -1), axis=0)
    wait = np.minimum(slot - np.arange(days)[:, None], BEYOND)
    return np.where(review, wait, NO_REVIEW).astype(np.uint16)


@njit(nogil=True, cache=True)
def tally(trace, demand, delay, warm_up, capacity, every_review, dust, out):  # type: ignore[no-untyped-def]
    """Adds the measured days of the record to out[EXTRAS, lanes]."""
    days, lanes = demand.shape
    for t in range(warm_up, days):
        for j in range(lanes):
            stock, waiting = np.float64(trace[_ON_HAND, t, j]), trace[_WAITING, t, j]
            before = np.float64(trace[_ON_HAND, t - 1, j]) - trace[_WAITING, t - 1, j] + trace[_RECEIVED, t, j]
            out[DEMAND, j] += demand[t, j]
            out[ORDERED, j] += trace[_ORDERED, t, j]
            out[RETURNED, j] += min(max(-demand[t, j], 0.0), max(-before, 0.0))
            out[READY_DAYS, j] += stock > dust
            out[CLEAR_DAYS, j] += waiting <= dust
            out[OVERFLOW, j] += max(stock - capacity, 0.0)
            out[OVERFLOW_PEAK, j] += max(before - capacity, 0.0)
    tally_cycles(trace, delay, warm_up, every_review, dust, out)


@njit(nogil=True, cache=True)
def tally_cycles(trace, delay, warm_up, every_review, dust, out):  # type: ignore[no-untyped-def]
    """Cycles by the day of their arrival: good if nobody waited at the end of the day before."""
    days, lanes = delay.shape
    for t in range(days):
        for j in range(lanes):
            slot = t + np.int64(delay[t, j])
            counts = delay[t, j] != NO_REVIEW and (every_review or trace[_ORDERED, t, j] > 0)
            if counts and warm_up <= slot < days:
                out[CYCLES, j] += 1
                out[GOOD_CYCLES, j] += trace[_WAITING, slot - 1, j] <= dust
