"""A reasoned recommendation: which policy for which group of items, why, and what would change it.

Every split of the groups between Just-in-Time and Just-in-Case is tried with the shared warehouse exact, decided on
one luck and quoted on another. A group's difference is its own change with the other groups as advised.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from core.advice.choosing import other_luck, splits
from core.advice.figures import (
    CAUSES,
    COMPONENTS,
    Case,
    causes_of,
    causes_table,
    components_table,
    groups_table,
    items_table,
    limits_table,
    whole_table,
)
from core.advice.flips import PHYSICAL, PRICES, flips_table
from core.advice.grouping import BY, KINDS, REST, Groups, groups_of
from core.advice.questions import QUESTIONS, Answers, Limits, Question, answered, said, stands_for
from core.advice.reasons import Reason, reasons_of
from core.advice.study import Study
from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.portfolio import check_weight
from core.scenario import Scenario

Progress = Callable[[float, str], None]


@dataclass(frozen=True, eq=False)
class Advice:
    """What is advised, and the tables that it rests on; money a year, 95 % intervals (_lo, _hi).

    `scenario` has the answers in it, `limits` are those answered. `whole`: the advised split beside the hybrid's rule,
    all Just-in-Time and all Just-in-Case. `groups`: a row per group with its policy, verdict and difference. `items`:
    the group and the policy of each item. `components` and `causes`: what a group's difference is made of. `reasons`:
    the strongest of those. `limit`: whether limits are kept. `said`: what data and settings say to each question.
    See `flips` for what would change the advice.
    """

    scenario: Scenario
    limits: Limits
    by: str
    whole: pd.DataFrame
    groups: pd.DataFrame
    items: pd.DataFrame
    components: pd.DataFrame
    causes: pd.DataFrame
    reasons: tuple[Reason, ...]
    limit: pd.DataFrame
    said: pd.DataFrame
    case: Case

    def __repr__(self) -> str:
        return f"<Advice for {len(self.groups)} groups of {len(self.items)} items>"

    def flips(self, progress: Progress | None = None) -> pd.DataFrame:
        """What would change the advice (see `core.advice.flips.flips_table`); simulates some scenarios."""
        names, told = (*PRICES, *PHYSICAL), progress or _silent
        return flips_table(self.case, lambda name: told(names.index(name) / len(names), name))

    def policies(self) -> dict[str, dict[str, object]]:
        """The changes of items' rows that make the hybrid the advised split, for those where it isn't so already."""
        found: dict[str, dict[str, object]] = {}
        for row in self.items[self.items["policy"] != self.items["rule_policy"]].to_dict("records"):
            found[row["item"]] = {"policy": row["policy"]}
            if row["policy"] == "jit":
                # Just-in-Time takes a row's buffer only where the row says so: it was quoted with the usual one.
                found[row["item"]]["buffer"] = None
        return found


def advise(
    catalogue: Catalogue,
    scenario: Scenario | None = None,
    answers: Answers | None = None,
    *,
    by: str = "kind",
    weight: str = "value",
    why: bool = True,
    study: Study | None = None,
    progress: Progress | None = None,
) -> Advice:
    """The best policy for each group of items, with reasons and the figures that they rest on.

    `answers` are by question (see QUESTIONS): a word that stands for settings, own places, or a limit. `by` groups the
    items (see `groups_of`). Without `why` no causes are simulated, and reasons are components alone. `study` is one of
    the same catalogue, groups and weight, whose simulations are used. `progress` is called with the share done and
    what is being done. Raises InputError for what may not be used.
    """
    scenario, limits, study = _set_up(catalogue, scenario, answers, by, weight, study)
    told = progress or _silent
    told(0.0, "quoting")
    quoted = study.of(scenario)
    told(0.1, "deciding")
    deciding = study.of(other_luck(scenario))
    every = splits(deciding)
    case = Case(study, scenario, limits, quoted, deciding, every.cheapest(limits), every.cheapest(Limits()))
    groups, whole, components = groups_table(case), whole_table(case), components_table(case)
    names = list(causes_of(study, scenario)) if why else []
    causes = causes_table(case, names, lambda name: told(0.2 + 0.8 * names.index(name) / len(names), name))
    told(1.0, "done")
    return Advice(
        scenario=scenario,
        limits=limits,
        by=by,
        whole=whole,
        groups=groups,
        items=items_table(case),
        components=components,
        causes=causes,
        reasons=reasons_of(groups, components, causes),
        limit=limits_table(case, whole),
        said=said(catalogue, scenario),
        case=case,
    )


def _set_up(
    catalogue: Catalogue,
    scenario: Scenario | None,
    answers: Answers | None,
    by: str,
    weight: str,
    study: Study | None,
) -> tuple[Scenario, Limits, Study]:
    if not isinstance(catalogue, Catalogue):
        raise InputError([f"The first argument must be a catalogue (see load_catalogue), got {plain(catalogue)}"])
    if not isinstance(scenario, Scenario | None):
        raise InputError([f"The second argument must be a scenario or None, got {plain(scenario)}"])
    check_weight(weight)
    scenario, limits = answered(scenario or Scenario(), answers)
    groups = groups_of(catalogue, scenario, by)
    if study is None:
        return scenario, limits, Study(catalogue, groups, weight)
    if not study.is_of(catalogue, groups, weight):
        raise InputError(["The study must be of the same catalogue, groups and weight"])
    return scenario, limits, study


def _silent(_: float, __: str) -> None:
    """Tells nobody."""


__all__ = [
    "BY",
    "CAUSES",
    "COMPONENTS",
    "KINDS",
    "QUESTIONS",
    "REST",
    "Advice",
    "Answers",
    "Groups",
    "Limits",
    "Question",
    "Reason",
    "Study",
    "advise",
    "answered",
    "causes_of",
    "groups_of",
    "other_luck",
    "said",
    "stands_for",
]
