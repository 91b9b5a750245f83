"""What an export shows: one scenario of one data set, its figures as Explore has them, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from numbers import Real

import pandas as pd

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.frontier import price_frontier, sweep, today
from core.kept import Kept
from core.ledger import Ledger
from core.look import words
from core.look.told import differing
from core.look.words import Answer
from core.outcome import Outcome, price
from core.scenario import Scenario
from core.version import MODEL_VERSION

LONGEST = 1_000
"""Characters of a name and of a note."""


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
    `service`: fill_rate, cycle_service or in_stock_days; `cost`: inventory_cost or total_cost; `target`: a share.
    Raises InputError that names everything that can't be shown.
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

    @classmethod
    def of(cls, kept: Kept) -> Subject:
        """A kept scenario, with the measures and the target that it was looked at with, as far as they can be used.

        Its bands count the luck of the futures, also where Explore's know how little was observed.
        """
        view = kept.view
        service, cost = view.get("service", ""), view.get("cost", "")
        return cls(
            kept.name,
            kept.catalogue,
            kept.scenario,
            kept.note,
            service if service in words.SERVES else cls.service,
            cost if cost in words.COSTS else cls.cost,
            _share(view.get("target", ""), cls.target),
        )

    def __post_init__(self) -> None:
        faults = [*_texts(self), *_choices(self), *_figures(self)]
        if faults:
            raise InputError(faults)

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
    def day(self) -> date:
        """The day that the export says it was made on: today where none was given."""
        return self.made or date.today()

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(what, value) in words: data set, date, size, seed, model, link. Every export carries them."""
        run, count = self.scenario.run, len(self.catalogue)
        items = "1 item" if count == 1 else f"{count:,} items"
        facts = [
            ("Scenario", self.name),
            ("Data set", f"{self.catalogue.name}: {items}"),
            ("Made", f"{self.day:%Y-%m-%d}"),
            ("Simulated", f"{run.futures:,} futures of {run.horizon_days:,} days, the same luck for every policy"),
            ("Seed", str(run.seed)),
            ("Model", MODEL_VERSION),
        ]
        return [*facts, ("Link", self.link)] if self.link else facts

    @property
    def differing(self) -> list[tuple[str, str, str]]:
        """(setting, value, default) in words of every setting that isn't at its default."""
        return differing(self.scenario, self.catalogue.currency)


def _share(percent: str, usual: float) -> float:
    try:
        share = float(percent) / 100
    except ValueError:
        return usual
    return share if 0 <= share <= 1 else usual


def _texts(one: Subject) -> list[str]:
    found = {"name of an export": one.name, "note of an export": one.note}
    faults = [
        f"The {what} must be text of at most {LONGEST:,} characters, got {plain(text)}"
        for what, text in found.items()
        if not isinstance(text, str) or len(text) > LONGEST
    ]
    return faults if isinstance(one.link, str) else [*faults, f"The link must be text, got {plain(one.link)}"]


def _choices(one: Subject) -> list[str]:
    shown = (("service", one.service, words.SERVES), ("cost", one.cost, words.COSTS))
    faults = [
        f"The {what} measure must be {' or '.join(known)}, got {plain(name)}"
        for what, name, known in shown
        if not (isinstance(name, str) and name in known)
    ]
    is_share = isinstance(one.target, Real) and not isinstance(one.target, bool) and 0 <= one.target <= 1
    return faults if is_share else [*faults, f"The target must be a share of 0 to 1, got {plain(one.target)}"]


def _figures(one: Subject) -> list[str]:
    pair = one.widened
    is_pair = isinstance(pair, tuple) and [isinstance(each, pd.DataFrame) for each in pair] == [True, True]
    kinds = (
        ("catalogue must be a Catalogue", one.catalogue, isinstance(one.catalogue, Catalogue)),
        ("scenario must be a Scenario", one.scenario, isinstance(one.scenario, Scenario)),
        ("day that an export was made on must be a date", one.made, one.made is None or isinstance(one.made, date)),
        ("sweep must be a Ledger", one.swept, one.swept is None or isinstance(one.swept, Ledger)),
        ("widened bands must be a summary and curves", pair, pair is None or is_pair),
        ("worlds must be a whole number from 0", one.worlds, type(one.worlds) is int and one.worlds >= 0),
    )
    return [f"The {what}, got {plain(value)}" for what, value, is_one in kinds if not is_one]
