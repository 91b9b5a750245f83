"""What an export shows: one scenario of one data set, its figures as Explore has them, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from core.catalogue import Catalogue
from core.frontier import price_frontier, sweep, today
from core.ledger import Ledger
from core.look import words
from core.look.told import differing
from core.look.words import Answer
from core.outcome import Outcome, price
from core.scenario import Scenario
from core.version import MODEL_VERSION


def answer_of(outcome: Outcome, service: str, cost: str, currency: str) -> Answer:
    """The figures of the headline."""
    pair = outcome.paired[(outcome.paired["first"] == "jic") & (outcome.paired["second"] == "hybrid")]
    less = pair.set_index("measure")["difference"].astype(float)
    value, money = outcome.summary.loc[["hybrid"], [service, cost]].to_numpy(float)[0].tolist()
    return Answer(
        service=service,
        cost=cost,
        currency=currency,
        value=value,
        money=money,
        more_service=-float(less[service]),
        more_cost=-float(less[cost]),
        more_total=-float(less["total_cost"]),
        cheaper_in=outcome.lower_in("hybrid", "jic", cost),
        dearer_in=outcome.lower_in("jic", "hybrid", cost),
        demand=bool(outcome.ledger.catalogue.column("demand_per_day").sum() > 0),
    )


@dataclass(frozen=True, eq=False)
class Subject:
    """A scenario to be exported. Figures are made when first asked for, from one simulation: Explore's, to the digit.

    `swept` is the sweep of the scenario's buffers where there is one already; `link` the address that shows the same.
    `widened`: summary and curves whose bands also count how little was observed, by `worlds` drawn worlds.
    """

    name: str
    catalogue: Catalogue
    scenario: Scenario
    note: str = ""
    service: str = "fill_rate"
    cost: str = "inventory_cost"
    target: float = 0.95
    link: str = ""
    made: date | None = None
    swept: Ledger | None = None
    widened: tuple[pd.DataFrame, pd.DataFrame] | None = None
    worlds: int = 0

    @cached_property
    def _sweep(self) -> Ledger:
        return sweep(self.catalogue, self.scenario.physics()) if self.swept is None else self.swept

    @cached_property
    def outcome(self) -> Outcome:
        """The three policies' figures."""
        return price(today(self._sweep, self.scenario), self.scenario)

    @property
    def summary(self) -> pd.DataFrame:
        """The figures of `outcome`, with the bands to show."""
        return self.outcome.summary if self.widened is None else self.widened[0]

    @cached_property
    def curves(self) -> pd.DataFrame:
        """The curves of `core.frontier`, with the bands to show."""
        return price_frontier(self._sweep, self.scenario) if self.widened is None else self.widened[1]

    @cached_property
    def headline(self) -> str:
        """The answer in one sentence."""
        return words.headline(answer_of(self.outcome, self.service, self.cost, self.catalogue.currency))

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(what, value) in words: data set, date, size, seed, model, link. Every export carries them."""
        run = self.scenario.run
        facts = [
            ("Scenario", self.name),
            ("Data set", f"{self.catalogue.name}: {len(self.catalogue):,} items"),
            ("Made", (self.made or date.today()).isoformat()),
            ("Simulated", f"{run.futures:,} futures of {run.horizon_days:,} days, the same luck for every policy"),
            ("Seed", str(run.seed)),
            ("Model", MODEL_VERSION),
        ]
        return [*facts, ("Link", self.link)] if self.link else facts

    @property
    def differing(self) -> list[tuple[str, str, str]]:
        """(setting, value, default) in words of every setting that isn't at its default."""
        return differing(self.scenario)
