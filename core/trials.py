"""Scenarios near one, priced on the same futures: what sensitivity, break-evens and maps are made of.

A trial keeps the policies' figures by future and nothing of the items; a simulation is kept added up, by physics, so a
price setting that moves simulates nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.intervals import Controls
from core.ledger import Ledger
from core.measures import NAMES
from core.outcome import places
from core.policies import POLICIES
from core.portfolio import Book, Totals, check_weight, controls, pooled
from core.scenario import Scenario
from core.settings import Value
from core.simulation import simulate

Array = NDArray[np.float64]
# Simulations kept: some 1 MB each at a hundred futures, whatever the number of items.
MOST_KEPT = 64


@dataclass(frozen=True, eq=False)
class Trial:
    """One scenario's figures of the three policies, by future, to the digit those of `compare`."""

    scenario: Scenario
    totals: Mapping[str, Totals]
    controls: Controls

    def series(self, policy: str, measure: str) -> Array:
        """A policy's figure as a series [future] whose mean is the figure quoted (see `portfolio.Totals`)."""
        row: Array = self.totals[policy].series[NAMES.index(measure)]
        return row

    def by_future(self, policy: str, measure: str) -> Array:
        """A policy's figure in each future by itself, [future]."""
        row: Array = self.totals[policy].by_future[NAMES.index(measure)]
        return row


class Trials:
    """Tries scenarios that differ from `base` in some settings; all share their luck, so differences are paired.

    `ledger` is the simulation of `base` where there is one already. Threads may share it: it is locked while
    something is looked up or kept, never while it is simulated, so two that want the same at once both simulate it.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        base: Scenario,
        weight: str = "value",
        ledger: Ledger | None = None,
        most: int = MOST_KEPT,
    ) -> None:
        """Simulates nothing yet; keeps the latest `most` simulations. Raises InputError for a weight that is none."""
        check_weight(weight)
        self.catalogue, self.base, self.weight, self._most = catalogue, base, weight, most
        self._lock = Lock()
        self._kept: OrderedDict[Scenario, tuple[Ledger, Controls]] = OrderedDict()
        if ledger is not None:
            self._keep(base.physics(), ledger)

    def at(self, /, **values: Value) -> Trial:
        """The base with other values. Raises InputError for a value that may not be used."""
        return self.of(self.base.but(**values))

    def of(self, scenario: Scenario) -> Trial:
        """Any scenario of this catalogue; what was simulated lately isn't simulated again."""
        ledger, known = self._simulated(scenario.physics())
        book = Book(ledger, scenario, places(self.catalogue, scenario), self.weight)
        every = book.totals((0, 1, 0), (0, 1, 1))
        totals = {name: Totals(every.series[k], every.by_future[k]) for k, name in enumerate(POLICIES)}
        return Trial(scenario, totals, known)

    def is_simulated(self, scenario: Scenario) -> bool:
        """Whether a trial of this scenario would only price."""
        with self._lock:
            return scenario.physics() in self._kept

    def _simulated(self, physics: Scenario) -> tuple[Ledger, Controls]:
        with self._lock:
            if physics in self._kept:
                self._kept.move_to_end(physics)
                return self._kept[physics]
        return self._keep(physics, simulate(self.catalogue, physics))

    def _keep(self, physics: Scenario, ledger: Ledger) -> tuple[Ledger, Controls]:
        made = pooled(ledger), controls(ledger, self.weight)
        with self._lock:
            self._kept[physics] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
