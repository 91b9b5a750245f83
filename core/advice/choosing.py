"""Which policy for which group: every split of the groups is tried, decided on one luck and quoted on another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.advice.questions import Limits
from core.advice.study import Choice, Priced
from core.randomness import key
from core.scenario import Scenario

Array = NDArray[np.float64]


def other_luck(scenario: Scenario) -> Scenario:
    """The scenario on the futures on which is decided; their seed follows from its own, and never is it."""
    seed = scenario.run.seed
    derived = key(seed, "advice", "deciding")[0] >> 1
    return scenario.but(seed=int(derived if derived != seed else derived ^ 1))


@dataclass(frozen=True, eq=False)
class Splits:
    """Every split of the groups with its means on one luck: choices [split, group] and, for each split, total cost,
    fill rate and working capital.
    """

    choices: Choice
    cost: Array
    fill_rate: Array
    capital: Array

    def cheapest(self, limits: Limits) -> Choice:
        """The cheapest split that keeps to the limits; where none does, the one that comes nearest to them.

        Of splits that cost the same, the one with fewer groups Just-in-Case.
        """
        missed = self._missed(limits)
        near = missed <= missed.min() + 1e-12
        at = int(np.argmin(np.where(near, self.cost, np.inf)))
        return np.asarray(self.choices[at])

    def _missed(self, limits: Limits) -> Array:
        """By how much a split breaks the limits: points of fill rate and shares of the capital, added up."""
        missed = np.zeros(self.cost.size)
        if limits.fill_rate is not None:
            missed += np.maximum(limits.fill_rate - self.fill_rate, 0.0)
        if limits.working_capital is not None:
            over = np.maximum(self.capital - limits.working_capital, 0.0)
            missed += over / max(limits.working_capital, 1.0)
        return missed


def splits(priced: Priced) -> Splits:
    """Every split of the groups, priced exactly: what adds up from the groups' means, the warehouse from its days."""
    groups = priced.own_cost.shape[1]
    choices = np.array(sorted(np.ndindex(*(2,) * groups), key=lambda split: (sum(split), split)), np.int64)
    means = {name: priced.own[name].mean(axis=-1) for name in ("unserved", "demand", "avg_stock_value")}
    means["capital"] = means["avg_stock_value"] + priced.own["pipeline_value"].mean(axis=-1)
    means["cost"] = priced.own_cost.mean(axis=-1)
    every = {name: _over(values, choices) for name, values in means.items()}
    if priced.rate > 0:
        every["cost"] += priced.rate * np.array(list(_outside(priced, choices)))
    demand = every["demand"]
    missed = np.divide(every["unserved"], demand, out=np.zeros_like(demand), where=demand > 0)
    return Splits(choices, every["cost"], 1.0 - missed, every["capital"])


def _over(values: Array, choices: Choice) -> Array:
    return np.asarray(values[choices, np.arange(choices.shape[1])].sum(axis=1))


def _outside(priced: Priced, choices: Choice) -> Iterator[float]:
    for choice in choices:
        yield float(priced.outside(priced.room(choice)).mean())
