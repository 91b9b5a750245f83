"""What was decided, quoted on the scenario's own futures: the rule beside the optimum, and the difference in money."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from core.catalogue import Catalogue
from core.frontier import today
from core.optimum.deciding import Choice, Deciding
from core.optimum.searching import Found
from core.outcome import Outcome, difference, price
from core.policies import REPLENISHING
from core.simulation import revised


@dataclass(frozen=True, eq=False)
class Optimum:
    """A hybrid that was chosen item by item, and what it is worth.

    `assignment`: a row per item: item, policy, buffer (share of need), what the rule gave (rule_policy, rule_buffer,
    rule) and whether that `changed`. `catalogue`: the catalogue with the choice in its policy and buffer columns, so
    that its hybrid is the optimum. `rule` and `outcome`: both on the scenario's own futures; the second's hybrid is the
    optimum. `decided`: rows hybrid and optimum on the futures on which was decided. `service` or `working_capital` is
    what was asked for; `gap` is by how much another choice might still be better (share of cost, or fill rate).
    """

    service: float | None
    working_capital: float | None
    gap: float
    assignment: pd.DataFrame
    catalogue: Catalogue
    rule: Outcome
    outcome: Outcome
    decided: pd.DataFrame

    def __repr__(self) -> str:
        return f"<Optimum of {self.catalogue.name!r}: {int(self.assignment['changed'].sum())} items changed>"

    @cached_property
    def summary(self) -> pd.DataFrame:
        """The columns of `compare`; rows jit, jic, hybrid (by rule), to the digit as there, and optimum."""
        return pd.concat([self.rule.summary, _named(self.outcome, "optimum")])

    @cached_property
    def gain(self) -> pd.DataFrame:
        """Per measure (index): the rule's figure less the optimum's on the same futures, lo, hi, and `better`, the
        share of futures in which the optimum is strictly better (NaN where a measure has no better side).
        """
        rule, optimum, known = self.rule.totals["hybrid"], self.outcome.totals["hybrid"], self.rule.controls
        return difference(rule, optimum, known).assign(better=difference(optimum, rule, known)["better"])


def _named(outcome: Outcome, name: str) -> pd.DataFrame:
    return outcome.summary.loc[["hybrid"]].rename({"hybrid": name})


def quoted(deciding: Deciding, found: Found, rule: Outcome, asked: tuple[float | None, float | None]) -> Optimum:
    """Quotes what was found; `asked` is (service, working capital)."""
    choice = found.candidate.choice
    catalogue = with_choice(deciding, choice)
    return Optimum(
        service=asked[0],
        working_capital=asked[1],
        gap=found.gap,
        assignment=assignment(deciding, choice),
        catalogue=catalogue,
        rule=rule,
        outcome=price(revised(rule.ledger, catalogue), rule.scenario, rule.weight),
        decided=_decided(deciding, choice, rule.weight),
    )


def _decided(deciding: Deciding, choice: Choice, weight: str) -> pd.DataFrame:
    scenario, rule = deciding.scenario, today(deciding.swept, deciding.scenario)
    optimum = price(deciding.ledger(choice), scenario, weight)
    return pd.concat([price(rule, scenario, weight).summary.loc[["hybrid"]], _named(optimum, "optimum")])


def with_choice(deciding: Deciding, choice: Choice) -> Catalogue:
    """The catalogue whose rows say what was chosen, where that isn't what the rule gives by itself."""
    rule, swept = deciding.cells.rule, deciding.swept
    rows: dict[str, dict[str, object]] = {}
    for i in np.flatnonzero(choice != rule):
        cell = int(choice[i])
        policy = REPLENISHING[swept.policy[cell]]
        row: dict[str, object] = {"policy": policy}
        if cell not in deciding.current.values():
            row["buffer"] = float(swept.buffer[cell, i])
        elif policy == "jit":
            # A Just-in-Case buffer that stayed here would be taken for this item's own under Just-in-Time.
            row["buffer"] = None
        rows[str(swept.catalogue.column("item")[i])] = row
    return swept.catalogue.but(rows)


def assignment(deciding: Deciding, choice: Choice) -> pd.DataFrame:
    """The table of what was chosen, a row per item."""
    swept, rule, items = deciding.swept, deciding.cells.rule, np.arange(choice.size)
    names = np.array(REPLENISHING, object)
    return pd.DataFrame(
        {
            "item": swept.catalogue.column("item"),
            "policy": names[swept.policy[choice]],
            "buffer": swept.buffer[choice, items],
            "rule_policy": names[swept.policy[rule]],
            "rule_buffer": swept.buffer[rule, items],
            "rule": swept.assignment.rule,
            "changed": choice != rule,
        }
    )
