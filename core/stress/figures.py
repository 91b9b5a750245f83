"""Figures of a stress run by future: how long shelves last, how deep service falls, when it is back, what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.ledger import Ledger
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
# Back is who stays back for so long.
QUIET_DAYS = 14
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
    policies = [_days_of(sides, failed, policy) for policy in POLICIES]
    days = {name: np.stack([figures[name] for figures in policies]) for name in policies[0]}
    return days | {name: gone[:, k] * years for k, name in enumerate(AMOUNTS)}


def _amounts(ledger: Ledger, scenario: Scenario, places: float) -> Array:
    """[policy, amount, future] a year."""
    left, right = zip(*CELLS.values(), strict=True)
    return Book(ledger, scenario, places, "value").totals(left, right, tuple(AMOUNTS.values())).series


def _days_of(sides: Sides, failed: Mapping[Side, NDArray[np.int32]], policy: str) -> dict[str, Array]:
    """What the days say of a policy, [future] by name; failed[cell, item, future] are each side's first days short."""
    normal, event = Days(sides.normal, policy), Days(sides.event, policy)
    days, start = normal.demand.shape[0], sides.start
    drop = (normal.service - event.service)[start:]
    # What waits is held against a mean day of the same future, so that a quiet day asks for no less.
    more_wait = (event.waiting - normal.waiting)[start:] > WITHIN_DAYS * normal.demand.mean(axis=0)
    worse = (drop > WITHIN_SERVICE) | more_wait
    recovered = _recovered(drop, worse, sides.latest - start)
    survived, failing = _survived(failed[sides.event], sides, policy)
    return {
        "time_to_survive": survived,
        "normal_survive": _survived(failed[sides.normal], sides, policy)[0],
        "not_failed": 1.0 - failing,
        "depth": np.maximum(drop.max(axis=0), 0.0),
        "time_to_recover": recovered.astype(np.float64),
        "not_recovered": (recovered == days - start).astype(np.float64),
    }


def _recovered(drop: Array, worse: Mask, latest: int) -> NDArray[np.int64]:
    """Days from the start until a future is back, [future]: 0 where it never was worse, the horizon where it isn't.

    Back is the first day from which a fortnight (or what is left) has no day that is worse, once the deepest day and
    the first bad one after the latest event's start are over. Not the last bad day of all: long after an event orders
    still fall on other days than without it, and as many days are better by chance as are worse.
    """
    days = worse.shape[0]
    bad = np.concatenate([np.zeros((1, worse.shape[1]), np.int64), np.cumsum(worse, axis=0)])
    quiet = bad[np.minimum(np.arange(days) + QUIET_DAYS, days)] == bad[:-1]
    later = np.arange(days)[:, None] >= latest
    again = np.where((worse & later).any(axis=0), (worse & later).argmax(axis=0), 0)
    quiet &= np.arange(days)[:, None] >= np.maximum(drop.argmax(axis=0), again)
    first = np.where(quiet.any(axis=0), quiet.argmax(axis=0), days)
    return np.where(bad[-1] > 0, first, 0)


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
