"""Figures of a stress run by future: how long shelves last, how deep service falls, when it is back, what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.intervals import Controls
from core.ledger import Ledger
from core.outcome import Outcome
from core.policies import POLICIES
from core.portfolio import Book, weights
from core.scenario import Scenario
from core.stress.sides import Side, Sides
from core.stress.watching import DEMAND, SHORT, WAITING, first_failures

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
# The cells that a policy takes the items from which the hybrid doesn't buffer, and those which it does.
CELLS = {"jit": (0, 0), "jic": (1, 1), "hybrid": (0, 1)}
# As well served as without the event: within one point of service, and a hundredth of a day's demand that waits.
WITHIN_SERVICE, WITHIN_DAYS = 0.01, 0.01
# Over so many days a drop is looked at, so that no single order day makes one.
FORTNIGHT = 14
# Amounts over the horizon, and the measures that they come from.
AMOUNTS = {
    "units_lost": "units_lost",
    "margin_lost": "lost_margin",
    "rush_cost": "rush_cost",
    "overflow_cost": "overflow_cost",
    "event_cost": "total_cost",
}


class Days:
    """Day sums of a side under a policy, [day, future]."""

    def __init__(self, side: Side, policy: str) -> None:
        left, right = CELLS[policy]
        both = side.sums[left, 0] + side.sums[right, 1]
        self.demand, self.short, self.waiting = both[DEMAND], both[SHORT], both[WAITING]

    @cached_property
    def service(self) -> Array:
        """The share of the day's demand that the shelf served; all of it on a day without any."""
        missed: Array = np.divide(self.short, self.demand, out=np.zeros_like(self.short), where=self.demand > 0)
        return 1.0 - missed


def by_future(sides: Sides, scenario: Scenario, places: float) -> dict[str, Array]:
    """Every measure of an event, [policy, future] by name."""
    gone = _amounts(sides.event.ledger, scenario, places) - _amounts(sides.normal.ledger, scenario, places)
    years = sides.normal.ledger.days / 365.0
    both = sides.normal, sides.event
    failed = {side: first_failures(side.short, sides.start, side.ledger.futures) for side in both}
    curves = curve_series(sides)
    policies = [_days_of(sides, failed, policy) | {"depth": _depth(sides, curves[policy])} for policy in POLICIES]
    days = {name: np.stack([figures[name] for figures in policies]) for name in policies[0]}
    return days | {name: gone[:, k] * years for k, name in enumerate(AMOUNTS)}


def _amounts(ledger: Ledger, scenario: Scenario, places: float) -> Array:
    """[policy, amount, future] a year."""
    left, right = zip(*CELLS.values(), strict=True)
    return Book(ledger, scenario, places, "value").totals(left, right, tuple(AMOUNTS.values())).series


def _days_of(sides: Sides, failed: Mapping[Side, NDArray[np.int32]], policy: str) -> dict[str, Array]:
    """What the days say of a policy, [future] by name; failed[cell, item, future] are each side's first days short."""
    normal, event = Days(sides.normal, policy), Days(sides.event, policy)
    left = normal.demand.shape[0] - sides.start
    recovered = _recovered(sides, normal, event)
    survived, failing = _survived(failed[sides.event], sides, policy)
    return {
        "time_to_survive": survived,
        "normal_survive": _survived(failed[sides.normal], sides, policy)[0],
        "not_failed": 1.0 - failing,
        "time_to_recover": recovered.astype(np.float64),
        "not_recovered": (recovered == left).astype(np.float64),
    }


def _depth(sides: Sides, curves: tuple[Array, Array]) -> Array:
    """The largest drop of the pooled service of a day from the start on, as a series [future] whose mean it is.

    The mean of each future's own worst day would be the deeper, the fewer items there are: luck has bad days too.
    """
    event, normal = curves
    drop = (normal - event)[sides.start :]
    deepest = drop[drop.mean(axis=1).argmax()]
    return deepest if deepest.mean() > 0 else np.zeros_like(deepest)


def _recovered(sides: Sides, normal: Days, event: Days) -> NDArray[np.int64]:
    """Days from the start until a future is back, [future]: 0 where it never was worse, the horizon where it isn't.

    Worse is who, of a fortnight's demand (or of what is left), serves a point less, or lets a hundredth more wait. It
    counts until the events are settled: long after them orders still fall on other days than without, and as many days
    are better by chance as are worse. Back is the first day that is as good by itself, and begins such a fortnight,
    once the deepest fortnight has begun and the first bad day after the latest event's start is over.
    """
    start, days = sides.start, normal.demand.shape[0]
    lost = _fortnights(event.short - normal.short)[start:]
    asked = _fortnights(normal.demand)[start:]
    drop = np.divide(lost, asked, out=np.zeros_like(lost), where=asked > 0)
    # What waits is held against mean days of the same future, so that a quiet day asks for no less.
    more_wait = (event.waiting - normal.waiting)[start:] / np.maximum(normal.demand.mean(axis=0), np.finfo(float).tiny)
    worse = (drop > WITHIN_SERVICE) | (more_wait > WITHIN_DAYS * FORTNIGHT)
    worse_day = ((normal.service - event.service)[start:] > WITHIN_SERVICE) | (more_wait > WITHIN_DAYS)
    bad = worse | worse_day
    day = np.arange(days - start)[:, None]
    counts = day < max(sides.settled - start, 1)
    again = bad & counts & (day >= sides.latest - start)
    since = np.maximum(np.where(counts, drop, -np.inf).argmax(axis=0), again.argmax(axis=0))
    good = ~bad & (day >= since)
    first = np.where(good.any(axis=0), good.argmax(axis=0), days - start)
    return np.where((worse & counts).any(axis=0), first, 0)


def _fortnights(values: Array) -> Array:
    """The sum over the fortnight that each day begins, cut at the horizon; [day, future]."""
    until = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    days = values.shape[0]
    sums: Array = until[np.minimum(np.arange(days) + FORTNIGHT, days)] - until[:-1]
    return sums


def _survived(failed: NDArray[np.int32], sides: Sides, policy: str) -> tuple[Array, Array]:
    """Days until the shelf of an item in reach fails, and the share that does: by value, [future] each."""
    catalogue, assignment = sides.event.ledger.catalogue, sides.event.ledger.assignment
    kept = sides.scope if len(catalogue) == sides.scope.size else np.ones(len(catalogue), bool)
    left, right = CELLS[policy]
    first = np.where(assignment.buffered[kept][:, None], failed[right], failed[left])
    by_value = weights(catalogue, "value")[1][kept]
    total = by_value.sum()
    share = by_value / total if total > 0 else np.full(by_value.size, 1.0 / max(by_value.size, 1))
    # Not a matrix product: a library's threads and blocks must not touch a digit.
    lasted = (share[:, None] * (first - sides.start)).sum(axis=0)
    return lasted, (share[:, None] * (first < sides.event.ledger.days)).sum(axis=0)


def limits_of(name: str, left: int) -> tuple[float, float]:
    """What a measure can be, with `left` days from the event's start to the horizon."""
    if name in ("time_to_survive", "normal_survive", "time_to_recover"):
        return 0.0, float(left)
    return (0.0, 1.0) if name in ("depth", "not_failed", "not_recovered") else (-np.inf, np.inf)


def controls_of(name: str, normal: Outcome) -> Controls | None:
    """What narrows a measure's interval: nothing for the depth, which is a day's, as the curve's days have it."""
    return None if name == "depth" else normal.controls


def linearised(above: Array, below: Array) -> Array:
    """A quotient of means as a series [..., future] whose mean it is (delta method); 0 where nothing stands below."""
    mean = below.mean(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = above.mean(axis=-1, keepdims=True) / mean
        return np.where(mean != 0, ratio + (above - ratio * below) / mean, 0.0)


def curve_series(sides: Sides) -> Mapping[str, tuple[Array, Array]]:
    """Each policy's service of each day with the event and without, [day, future], pooled over the futures."""
    return {policy: (_pooled(Days(sides.event, policy)), _pooled(Days(sides.normal, policy))) for policy in POLICIES}


def _pooled(days: Days) -> Array:
    return 1.0 - linearised(days.short, days.demand)
