"""The world's supply: settings, lead times, and the days on which orders arrive."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.distributions import NEGLIGIBLE, guide, history_lead_times, lead_time_thresholds, refuse_long
from core.settings import Part, number, share, yes_no

Array = NDArray[np.float64]

NO_REVIEW = np.uint16(65535)
BEYOND = 65534


@dataclass(frozen=True)
class Supply(Part):
    """What suppliers and designers do."""

    lead_time_level: float = number(
        "Lead time",
        1,
        0.25,
        4,
        group="supply",
        acts="physics",
        unit="×",
        help="Multiplies every lead time and its spread.",
    )
    lead_time_variability: float = number(
        "Lead-time variability",
        1,
        0,
        4,
        step=0.1,
        group="supply",
        acts="physics",
        unit="× sd",
        help="Multiplies the standard deviation of every lead time; 0 makes deliveries punctual.",
    )
    outages_per_year: float = number(
        "Supplier outages per year",
        0.5,
        0,
        6,
        step=0.1,
        group="supply",
        acts="physics",
        unit="per supplier and clear year",
        help="How often a supplier stops. Orders queue until it recovers; orders on the way still arrive.",
    )
    outage_days: float = number(
        "Outage length",
        21,
        1,
        120,
        step=1,
        group="supply",
        acts="physics",
        unit="days",
        help="Mean length of an outage; lengths are geometric.",
    )
    outage_common_share: float = share(
        "Outages that hit every supplier",
        0.2,
        group="supply",
        acts="physics",
        unit="share",
        help="Share of outages that stop all suppliers at once; the rest are each supplier's own.",
    )
    orders_may_cross: bool = yes_no(
        "Later orders may overtake",
        False,
        group="supply",
        acts="physics",
        help="Off: a later order never arrives before an earlier one. On: lead times are independent.",
    )
    design_changes_per_year: float = number(
        "Design changes per year",
        0.1,
        0,
        2,
        group="supply",
        acts="physics",
        unit="per item and year",
        help="How often a change of design makes part of an item's shelf worthless.",
    )
    scrap_share: float = share(
        "Stock scrapped by a change",
        0.5,
        group="supply",
        acts="physics",
        unit="share of the shelf",
        help="Share of the shelf that a design change makes worthless, but for its salvage value.",
    )


@dataclass(frozen=True)
class LeadTimes:
    """Inverse distribution functions of every item's lead time: thresholds in one row, with offsets, and guides."""

    thresholds: NDArray[np.uint32]
    start: NDArray[np.int64]
    guides: NDArray[np.uint16]

    def of(self, i: int) -> NDArray[np.uint32]:
        """Thresholds of one item."""
        return self.thresholds[self.start[i] : self.start[i + 1]]


@lru_cache(maxsize=32)
def lead_times(catalogue: Catalogue, level: float, variability: float) -> LeadTimes:
    """Lead times of all items, mean × level, sd × level × variability (days). Raises InputError above 365 days."""
    mean = catalogue.column("lead_time_days") * level
    sd = catalogue.column("lead_time_sd") * level * variability
    sd = np.where(sd < NEGLIGIBLE * mean, 0.0, sd)
    names, models = catalogue.column("item"), catalogue.column("lead_time_model")
    refuse_long(list(names), mean)
    rows = [_thresholds(catalogue, names[i], models[i], float(mean[i]), float(sd[i])) for i in range(len(catalogue))]
    start = np.concatenate([[0], np.cumsum([row.size for row in rows])])
    return LeadTimes(np.concatenate(rows), start, np.array([guide(row) for row in rows]))


def _thresholds(catalogue: Catalogue, item: str, model: str, mean: float, sd: float) -> NDArray[np.uint32]:
    if model == "history" and sd > 0:
        return history_lead_times(catalogue.lead_time_histories[item], mean, sd)
    return lead_time_thresholds(model, mean, sd)


# --- kernels ---------------------------------------------------------------------------------------------------------


@njit(nogil=True, cache=True)
def lead_time(word, thresholds, guide):  # type: ignore[no-untyped-def]
    """Days of lead time for a 32-bit word: how many thresholds lie at or below it."""
    days = np.int64(guide[word >> np.uint32(24)])
    while days < thresholds.size and thresholds[days] <= word:
        days += 1
    return days


@njit(nogil=True, cache=True)
def days_to_recovery(own, common, out):  # type: ignore[no-untyped-def]
    """Fills out[days, n] with the days until the supplier is up (0 when it is), from the two outage regimes.

    An outage that outlasts the run counts as endless: its orders arrive after the end either way.
    """
    days, n = out.shape
    for j in range(n):
        wait = BEYOND
        for t in range(days - 1, -1, -1):
            out_today = own[t, j] | common[t, j]
            wait = min(wait + 1, BEYOND) if out_today else 0
            out[t, j] = wait


@njit(nogil=True, cache=True)
def schedule(  # type: ignore[no-untyped-def]
    words,
    recovery,
    later,
    thresholds,
    guide,
    review,
    offsets,
    may_cross,
    warm_up,
    delay,
    first,
    lanes,
    arrivals,
    cycles,
    rows,
):
    """Review days and the arrival of whatever is ordered on them.

    words and recovery [days, n]: the luck of the day, the first measured day in row `warm_up`; later[days]: by how many
    days an order comes later that would come on a day, or empty; offsets[n]: words that
    shift the reviews, (day + offset) mod R = 0. Fills delay[days, n] with the days from order to arrival (NO_REVIEW
    where nothing may be ordered), first[days + 1] and lanes with who is reviewed on day t, from first[t] to first[t+1]
    in lanes, and arrivals[days, n] with 1 where a slot falls, and counts those measured in cycles. rows[2, n] is
    scratch.
    """
    days, n = delay.shape
    latest, following = rows[0], rows[1]
    for j in range(n):
        latest[j] = 0
        following[j] = (warm_up - ((np.int64(offsets[j]) * review) >> 32)) % review
    for t in range(days):
        for j in range(n):
            arrivals[t, j] = 0
            delay[t, j] = NO_REVIEW
    last = 0
    for t in range(days):
        first[t] = last
        # Reviews come round: whoever is reviewed today was reviewed n reviews ago.
        for j in range(n if t < review else 0):
            if following[j] == t:
                lanes[last] = j
                last += 1
        for _ in range(first[t - review + 1] - first[t - review] if t >= review else 0):
            lanes[last] = lanes[last - n]
            last += 1
        for event in range(first[t], last):
            lane = np.int64(lanes[event])
            slot = t + recovery[t, lane] + lead_time(words[t, lane], thresholds, guide)
            slot += later[slot] if slot < later.size else 0
            if not may_cross:
                slot = max(slot, latest[lane])
                latest[lane] = slot
            delay[t, lane] = min(slot - t, BEYOND)
            if slot < days:
                arrivals[slot, lane] = 1
    first[days] = last
    for t in range(warm_up, days):
        for j in range(cycles.size):
            cycles[j] += arrivals[t, j]


@njit(nogil=True, cache=True)
def switch_over(delay, following, may_cross, start, arrivals, cycles):  # type: ignore[no-untyped-def]
    """Goes over, on day `start`, from one schedule to another one.

    delay[days, n] and arrivals[days, n] are those of the first, as `schedule` fills them, and are written from `start`
    on; following[days - start, n] are the second's delays. Where orders may not cross, nothing that is ordered after
    the change arrives before what was ordered until then. Counts the cycles that end from `start` on in cycles[n].
    """
    days, n = delay.shape
    for t in range(start, days):
        for j in range(n):
            arrivals[t, j] = 0
    for j in range(n):
        latest = np.int64(0)
        for t in range(days):
            wait = delay[t, j] if t < start else following[t - start, j]
            if t >= start:
                delay[t, j] = wait
            if wait == NO_REVIEW:
                continue
            slot = t + np.int64(wait)
            if not may_cross:
                slot = max(slot, latest)
                latest = slot
            delay[t, j] = min(slot - t, BEYOND)
            if start <= slot < days:
                arrivals[slot, j] = 1
        for t in range(start, days):
            cycles[j] += arrivals[t, j]


@njit(nogil=True, cache=True)
def arriving(ordered, delay, start):  # type: ignore[no-untyped-def]
    """What arrives from day `start` on of ordered[day, n] that was ordered before it, [day - start, n]."""
    days, n = ordered.shape
    old = np.zeros((days - start, n), ordered.dtype)
    for t in range(start):
        for j in range(n):
            slot = t + np.int64(delay[t, j])
            if ordered[t, j] > 0 and start <= slot < days:
                old[slot - start, j] += ordered[t, j]
    return old


def reviewed(delay: NDArray[np.uint16]) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
    """(first, lanes) as `schedule` fills them, from delay[days, n] alone."""
    day, lane = np.nonzero(delay != NO_REVIEW)
    first = np.asarray(np.searchsorted(day, np.arange(delay.shape[0] + 1)), np.int64)
    return first, lane.astype(np.uint16)
