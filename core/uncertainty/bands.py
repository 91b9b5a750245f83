"""Bands that know how little was observed: the interval over futures, widened by what the parameters may be."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from core.frontier import COLUMNS, price_frontier
from core.intervals import CONFIDENCE
from core.ledger import Ledger
from core.measures import NAMES
from core.outcome import Outcome, limits, within
from core.policies import POLICIES
from core.scenario import Scenario
from core.uncertainty.worlds import WORLDS, Progress, Worlds, worlds_of

Array = NDArray[np.float64]
# As an exponential leans; of some twenty draws no more can be learnt.
MOST_SKEWNESS = 2.0


def widened(outcome: Outcome, *, worlds: Worlds | int = WORLDS, progress: Progress | None = None) -> pd.DataFrame:
    """The outcome's `summary` with bands that also know how little was observed.

    Figures stay as they are, and no band is narrower than without; where all is known exactly, every digit stays.
    `worlds` says how many are drawn, or hands over those of `worlds_of`; `progress(done, of)` hears of each. Raises
    InputError for worlds of another simulation.
    """
    worlds = _worlds(outcome.ledger, worlds, progress)
    table, differences = outcome.summary.copy(), _by_policy(outcome, worlds)
    for k, name in enumerate(NAMES):
        _put(table, name, differences[:, :, k], limits(name, outcome.ledger.catalogue))
    # Columns that were set one by one lie apart; a copy lays them together.
    return table.copy()


def widened_paired(
    outcome: Outcome, *, worlds: Worlds | int = WORLDS, progress: Progress | None = None
) -> pd.DataFrame:
    """The outcome's `paired` with bands that also know how little was observed; arguments as for `widened`.

    Both policies meet the same drawn world, so that a difference is surer than its two sides.
    """
    worlds = _worlds(outcome.ledger, worlds, progress)
    table, differences = outcome.paired.copy(), _by_policy(outcome, worlds)
    pairs = list(combinations(range(len(POLICIES)), 2))
    apart = np.stack([differences[:, one] - differences[:, two] for one, two in pairs], axis=1)
    low, high = table["lo"].to_numpy(), table["hi"].to_numpy()
    table["lo"], table["hi"] = widen(low, high, apart.reshape(len(apart), low.size))
    return table


def widened_curves(
    ledger: Ledger,
    scenario: Scenario,
    weight: str = "value",
    *,
    worlds: Worlds | int = WORLDS,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """The table of `frontier.price_frontier` with bands that also know how little was observed.

    `ledger` is a sweep; its worlds are simulated at every other point and at the current one, and what they differ by
    is read off along straight lines in between. Other arguments as for `widened`.
    """
    worlds = _worlds(ledger, worlds, progress)
    table = price_frontier(ledger, scenario, weight)
    now = float(table.loc[table["current"] & (table["policy"] == "jit"), "buffer"].iloc[0])
    parts = []
    for policy, part in table.groupby("policy", sort=False):
        differences = _along(worlds, scenario, weight, str(policy), part["buffer"].to_numpy(), now)
        for k, name in enumerate(COLUMNS):
            _put(part, name, differences[:, :, k], limits(name, ledger.catalogue))
        parts.append(part)
    return pd.concat(parts)


def widen(low: Array, high: Array, differences: Array) -> tuple[Array, Array]:
    """(low, high) around the true world's figure, given the differences of the drawn worlds, [world, ...].

    The true figure is the estimated world's plus such a difference, and their errors are independent: middles add, and
    reaches add as squares. The reach of the difference is that of one more draw (Student), and leans as the draws lean
    (Cornish & Fisher 1937). The band that was there stays within.
    """
    if not len(differences):
        return low, high
    shift, spread = differences.mean(axis=0), differences.std(axis=0, ddof=1)
    third = ((differences - shift) ** 3).mean(axis=0)
    skewness = np.divide(third, spread**3, out=np.zeros_like(spread), where=spread > 0)
    reach = stdtrit(len(differences) - 1, 0.5 + CONFIDENCE / 2) * np.sqrt(1.0 + 1.0 / len(differences))
    lean = np.clip(skewness, -MOST_SKEWNESS, MOST_SKEWNESS) * (reach**2 - 1.0) / 6.0
    middle, half = (low + high) / 2.0 + shift, (high - low) / 2.0
    lowest, highest = (middle + side * np.hypot(half, spread * (reach + side * lean)) for side in (-1.0, 1.0))
    return np.minimum(low, lowest), np.maximum(high, highest)


def _worlds(ledger: Ledger, worlds: Worlds | int, progress: Progress | None) -> Worlds:
    if not isinstance(worlds, Worlds):
        return worlds_of(ledger, worlds=worlds, progress=progress)
    worlds.check(ledger)
    return worlds


def _put(table: pd.DataFrame, name: str, differences: Array, ends: tuple[float, float]) -> None:
    figure, low, high = (table[name + end].to_numpy() for end in ("", "_lo", "_hi"))
    _, table[name + "_lo"], table[name + "_hi"] = within((figure, *widen(low, high, differences)), *ends)


def _by_policy(outcome: Outcome, worlds: Worlds) -> Array:
    """Differences of every measure, [world, policy, measure]."""
    jit, jic = (worlds.cell(name, outcome.ledger.plans[name].dial) for name in ("jit", "jic"))
    return worlds.differences((jit, jic, jit), (jit, jic, jic), outcome.scenario, outcome.weight, NAMES)


def _along(worlds: Worlds, scenario: Scenario, weight: str, policy: str, dials: Array, now: float) -> Array:
    """Differences along a policy's curve, [world, point, measure], from those of its simulated points."""
    right, known = worlds.cells("jic" if policy == "hybrid" else policy)
    left = [worlds.cell("jit", now)] * len(right) if policy == "hybrid" else right
    hats = np.array([np.interp(dials, known, row) for row in np.eye(known.size)])
    along: Array = np.einsum("wkm,kp->wpm", worlds.differences(left, right, scenario, weight, COLUMNS), hats)
    return along
