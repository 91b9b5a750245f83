"""One figure of the three policies at scenarios near one, on the same futures: what break-evens and maps rest on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.frontier import POINTS, current_cells, sweep
from core.intervals import Controls
from core.ledger import Ledger
from core.measures import BY_NAME
from core.outcome import places
from core.policies import POLICIES
from core.portfolio import Book, check_weight, controls, pooled
from core.scenario import Scenario
from core.settings import Value
from core.trials import Trials

Array = NDArray[np.float64]
SERVICES = ("fill_rate", "cycle_service", "in_stock_days")
COSTS = ("total_cost", "inventory_cost")
# Sweeps kept, each some 6 MB at a hundred futures.
MOST_SWEPT = 4


@dataclass(frozen=True)
class Asked:
    """What policies are compared by: a measure; with a `target`, at the smallest buffer that reaches it in `service`.

    Raises InputError for a measure that has no better side, and for a target with a measure that is no cost.
    """

    measure: str = "total_cost"
    target: float | None = None
    service: str = "fill_rate"

    def __post_init__(self) -> None:
        faults = []
        if self.measure not in BY_NAME or not BY_NAME[self.measure].better:
            known = ", ".join(name for name, one in BY_NAME.items() if one.better)
            faults.append(f"The measure must be one with a better side ({known}), got {plain(self.measure)}")
        elif self.target is not None and self.measure not in COSTS:
            faults.append(f"At a service target the measure must be {' or '.join(COSTS)}, got {plain(self.measure)}")
        if self.service not in SERVICES:
            faults.append(f"The service must be {' or '.join(SERVICES)}, got {plain(self.service)}")
        number = isinstance(self.target, int | float | np.number) and not isinstance(self.target, bool)
        if self.target is not None and not (number and 0 <= self.target <= 1):
            faults.append(f"The target must be a share from 0 to 1 or None, got {plain(self.target)}")
        if faults:
            raise InputError(faults)

    @property
    def side(self) -> float:
        """+1 where less is better, -1 where more is."""
        return -float(BY_NAME[self.measure].better)


@dataclass(frozen=True, eq=False)
class Point:
    """The figure at one scenario, [policy, future] each, NaN for a policy that doesn't reach the target.

    `series` averages to the figure quoted and knows how unsure a tuned buffer is; `alone` is each future by itself.
    """

    series: Array
    alone: Array
    known: Controls | None

    @property
    def means(self) -> Array:
        """The figures as they are quoted, [policy]."""
        means: Array = self.series.mean(axis=1)
        return means


class Figures:
    """Figures at the scenarios of one catalogue; what was asked for once isn't simulated again. Not for two threads."""

    def __init__(
        self,
        catalogue: Catalogue,
        base: Scenario,
        asked: Asked,
        weight: str = "value",
        ledger: Ledger | None = None,
        swept: Ledger | None = None,
        trials: Trials | None = None,
    ) -> None:
        """`ledger` is the simulation of `base` where there is one, `swept` the sweep of its buffers.

        `trials`: those of the same catalogue, weight and physics, whose simulations are there already.
        """
        check_weight(weight)
        self.catalogue, self.base, self.asked, self.weight = catalogue, base, asked, weight
        self.trials = Trials(catalogue, base, weight, ledger) if trials is None else trials
        self._sweeps: OrderedDict[Scenario, tuple[Ledger, Controls]] = OrderedDict()
        if swept is not None:
            self._keep(base.physics(), swept)
        self._points: dict[str, Point] = {}
        self.told: Callable[[], None] | None = None
        """Called before anything is simulated or priced: whoever waits may say so, or stop by an error."""

    def at(self, /, **values: Value) -> Point:
        """The figures with other values. Raises InputError for values that may not be used."""
        scenario = self.base.but(**values) if values else self.base
        key = repr(scenario)
        if key not in self._points:
            if self.told is not None:
                self.told()
            self.remember(scenario, *self.raw(scenario))
        return self._points[key]

    def remember(self, scenario: Scenario, raw: Array, known: Controls) -> None:
        """Keeps what `raw` gave for a scenario."""
        self._points[repr(scenario)] = Point(*self.settled(raw), known)

    def raw(self, scenario: Scenario) -> tuple[Array, Controls]:
        """What changes smoothly with a setting, and can be interpolated: values [..., future].

        Without a target [policy, 2, future]: series and each future alone. With one, the curves of the frontier,
        [policy, point, 2, future]: service and cost.
        """
        if self.asked.target is None:
            trial, measure = self.trials.of(scenario), self.asked.measure
            both = [(trial.series(name, measure), trial.by_future(name, measure)) for name in POLICIES]
            return np.array(both), trial.controls
        ledger, known = self._swept(scenario.physics())
        now = current_cells(ledger, scenario)
        cells = [[c for c, p in enumerate(ledger.policy) if p == which] for which in range(2)]
        left = [*cells[0], *cells[1], *[now["jit"]] * len(cells[1])]
        right = [*cells[0], *cells[1], *cells[1]]
        book = Book(ledger, scenario, places(self.catalogue, scenario), self.weight)
        series = book.totals(left, right, (self.asked.service, self.asked.measure)).series
        return series.reshape(len(POLICIES), POINTS, 2, series.shape[-1]), known

    def settled(self, raw: Array) -> tuple[Array, Array]:
        """(series, alone) of what `raw` gives, [policy, future] each."""
        if self.asked.target is None:
            return raw[:, 0], raw[:, 1]
        both = [_tuned(curve, self.asked.target) for curve in raw]
        return np.array([one[0] for one in both]), np.array([one[1] for one in both])

    def reach(self, raw: Array) -> Array:
        """By how much the most that each policy can serve exceeds the target, [..., policy]; NaN without a target."""
        if self.asked.target is None:
            return np.full(raw.shape[:-2], np.nan)
        most: Array = raw[..., 0, :].mean(axis=-1).max(axis=-1) - self.asked.target
        return most

    def is_simulated(self, scenario: Scenario) -> bool:
        """Whether figures of this scenario would only price."""
        if self.asked.target is None:
            return self.trials.is_simulated(scenario)
        return scenario.physics() in self._sweeps

    def _swept(self, physics: Scenario) -> tuple[Ledger, Controls]:
        if physics not in self._sweeps:
            self._keep(physics, sweep(self.catalogue, physics))
        self._sweeps.move_to_end(physics)
        return self._sweeps[physics]

    def _keep(self, physics: Scenario, swept: Ledger) -> None:
        self._sweeps[physics] = pooled(swept, (self.weight,)), controls(swept, self.weight)
        while len(self._sweeps) > MOST_SWEPT:
            self._sweeps.popitem(last=False)


def _tuned(curve: Array, target: float) -> tuple[Array, Array]:
    """(series, alone) of a policy's cost at the smallest buffer that reaches a target, NaN if none does, [future] each.

    `curve`: [point, service and cost, future]. The place on the curve is that of `core.answers.need_for`; the series
    also moves with the service by which the place was found (delta method), and has the same mean.
    """
    service, cost = curve[:, 0], curve[:, 1]
    reached, money = np.maximum.accumulate(service.mean(axis=1)), cost.mean(axis=1)
    if target <= reached[0]:
        return cost[0], cost[0]
    if not target <= reached[-1]:
        never = np.full(cost.shape[1], np.nan)
        return never, never
    k = int(np.searchsorted(reached, target))
    step = reached[k] - reached[k - 1]
    part = (target - reached[k - 1]) / step
    alone = cost[k - 1] + part * (cost[k] - cost[k - 1])
    served = service[k - 1] + part * (service[k] - service[k - 1])
    slope = (money[k] - money[k - 1]) / step
    return alone - slope * (served - served.mean()), alone
