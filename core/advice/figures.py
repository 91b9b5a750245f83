"""The tables of an advice: the whole, the groups, what their difference is made of, and what causes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.advice.choosing import splits
from core.advice.questions import Limits
from core.advice.study import Choice, Priced, Study
from core.costs import CARRYING, SHORTAGE, STOCK
from core.intervals import Controls, interval
from core.measures import BY_NAME
from core.outcome import limits as limits_of
from core.outcome import within
from core.policies import REPLENISHING, Assignment, hybrid
from core.portfolio import Sums
from core.scenario import Scenario
from core.settings import Value

Array = NDArray[np.float64]
Told = Callable[[str], None]
SHOWN = ("total_cost", "inventory_cost", "fill_rate", "working_capital")
"""The measures of the whole and of each group."""
PLANS = ("advised", "hybrid", "jit", "jic", "free")
COMPONENTS = ("carrying_cost", *CARRYING, STOCK[0], "overflow_cost", *STOCK[1:], *SHORTAGE)
"""What total cost is made of; those of CARRYING are parts of carrying_cost."""
CAUSES: Mapping[str, Mapping[str, Value]] = {
    "outages": {"outages_per_year": 0.0},
    "spikes": {"spikes_per_year": 0.0},
    "lead_time_spread": {"lead_time_variability": 0.0},
    "demand_spread": {"demand_variability": 0.0},
    "design_changes": {"design_changes_per_year": 0.0},
    "season": {"seasonality": 0.0},
}
"""What costs money by itself, and the setting with which it wouldn't be."""


@dataclass(frozen=True, eq=False)
class Case:
    """What was decided: `choice` within the limits and `free` without them, and both lucks priced."""

    study: Study
    scenario: Scenario
    limits: Limits
    quoted: Priced
    deciding: Priced
    choice: Choice
    free: Choice

    @cached_property
    def of_groups(self) -> list[Sums]:
        """Each group's measures on the quoted futures, the others as advised, [policy, future] by name."""
        return [self.quoted.of_group(group, self.choice) for group in range(self.choice.size)]

    @property
    def keys(self) -> tuple[str, ...]:
        """The groups' names."""
        return self.study.groups.keys

    def bounds(self, series: Array, name: str = "") -> tuple[float, float, float]:
        """(mean, lo, hi) of a series [future]; kept to what a measure can be where one is named."""
        return bounds(series, self.quoted.controls, limits_of(name, self.study.catalogue) if name else None)


def bounds(
    series: Array, controls: Controls, limits: tuple[float, float] | None = None
) -> tuple[float, float, float]:
    """(mean, lo, hi) of a series [future], within limits where they are given."""
    found = interval(series, controls)
    mean, low, high = within(found, *limits) if limits else found
    return float(mean), float(low), float(high)


def whole_table(case: Case) -> pd.DataFrame:
    """Rows advised, hybrid (its rule), jit, jic, and free where limits made it another; the measures of SHOWN with _lo
    and _hi, `more` (total cost above the advised split's on the same futures, with more_lo and more_hi), dearer_in (the
    share of futures in which that is above 0), and jit_items and jic_items: how many items each policy has.
    """
    groups, member = case.choice.size, case.study.groups.member
    choices = {"advised": case.choice, "jit": np.zeros(groups, np.int64), "jic": np.ones(groups, np.int64)}
    if not np.array_equal(case.choice, case.free):
        choices["free"] = case.free
    plans = {name: (case.quoted.whole(choice), choice[member] == 1) for name, choice in choices.items()}
    plans["hybrid"] = case.quoted.rule(), _rule(case).buffered
    names, rows = [name for name in PLANS if name in plans], []
    for sums, held in (plans[name] for name in names):
        more = sums["total_cost"] - plans["advised"][0]["total_cost"]
        row = _spread(case, sums) | dict(zip(("more", "more_lo", "more_hi"), case.bounds(more), strict=True))
        counts = {"jit_items": int((~held).sum()), "jic_items": int(held.sum())}
        rows.append(row | {"dearer_in": float((more > 0).mean())} | counts)
    return pd.DataFrame(rows, index=pd.Index(names, name="plan"))


def _rule(case: Case) -> Assignment:
    return hybrid.assign(case.study.catalogue, case.scenario.hybrid, case.scenario.supply.lead_time_level)


def _spread(case: Case, sums: Mapping[str, Array], before: str = "") -> dict[str, float]:
    row: dict[str, float] = {}
    for name in SHOWN:
        names = (before + name, f"{before}{name}_lo", f"{before}{name}_hi")
        row |= dict(zip(names, case.bounds(sums[name], name), strict=True))
    return row


def groups_table(case: Case) -> pd.DataFrame:
    """A row per group (index): items, policy (jit or jic), verdict, difference (Just-in-Time less Just-in-Case, total
    cost a year, the other groups as advised), lo, hi, decided (the same on the futures on which was decided),
    better_in (share of futures in which the policy is strictly the cheaper), and jit_… and jic_… of SHOWN's measures.

    `verdict`: clear; unclear, where the interval contains 0 or the two lucks disagree; limit, where the policy is
    advised for a limit's sake, against cost.
    """
    rows = []
    for group, sums in enumerate(case.of_groups):
        more = sums["total_cost"][0] - sums["total_cost"][1]
        mean, low, high = case.bounds(more)
        decided = case.deciding.of_group(group, case.choice)["total_cost"].mean(axis=1)
        chosen = int(case.choice[group])
        side = 1.0 if chosen else -1.0
        row: dict[str, object] = {
            "items": int(case.study.groups.mask(group).sum()),
            "policy": REPLENISHING[chosen],
            "verdict": _verdict(case, group, (low, high), side * float(decided[0] - decided[1])),
            "difference": mean,
            "lo": low,
            "hi": high,
            "decided": float(decided[0] - decided[1]),
            "better_in": float((side * more > 0).mean()),
        }
        for policy, name in enumerate(REPLENISHING):
            row |= _spread(case, {measure: sums[measure][policy] for measure in SHOWN}, f"{name}_")
        rows.append(row)
    return pd.DataFrame(rows, index=pd.Index(case.keys, name="group"))


def _verdict(case: Case, group: int, ends: tuple[float, float], decided: float) -> str:
    chosen = case.choice[group]
    if chosen != case.free[group]:
        return "limit"
    is_clear = ends[0] > 0 if chosen else ends[1] < 0
    return "clear" if is_clear and decided > 0 else "unclear"


def components_table(case: Case) -> pd.DataFrame:
    """A row per group and component of total cost: group, component, part_of (carrying_cost or blank), jit and jic
    (money a year, with _lo and _hi), difference (jit − jic, paired), lo, hi.
    """
    rows = []
    for key, sums in zip(case.keys, case.of_groups, strict=True):
        for name in COMPONENTS:
            row: dict[str, object] = {"group": key, "component": name}
            row["part_of"] = "carrying_cost" if name in CARRYING else ""
            for policy, label in enumerate(REPLENISHING):
                ends = (label, f"{label}_lo", f"{label}_hi")
                row |= dict(zip(ends, case.bounds(sums[name][policy], name), strict=True))
            ends = ("difference", "lo", "hi")
            row |= dict(zip(ends, case.bounds(sums[name][0] - sums[name][1]), strict=True))
            rows.append(row)
    return pd.DataFrame(rows)


def causes_of(study: Study, scenario: Scenario) -> dict[str, Scenario]:
    """The causes that a scenario has, and the scenario without each."""
    seasonal = any(np.ptp([study.catalogue.column(f"season_{m:02d}") for m in range(1, 13)], axis=0) > 0)
    found = {name: scenario.but(**off) for name, off in CAUSES.items() if name != "season" or seasonal}
    return {name: other for name, other in found.items() if other != scenario}


def causes_table(case: Case, names: Sequence[str], told: Told) -> pd.DataFrame:
    """A row per group and cause: jit and jic, what the cause costs a year under each policy (the total cost less that
    on the same futures without it, the other groups as advised), effect (how much it adds to the difference
    Just-in-Time less Just-in-Case), each with _lo and _hi; difference, without, and setting: what was set to 0.
    """
    rows, without = [], causes_of(case.study, case.scenario)
    for name in names:
        told(name)
        priced = case.study.of(without[name])
        for group, (key, sums) in enumerate(zip(case.keys, case.of_groups, strict=True)):
            gone = sums["total_cost"] - priced.of_group(group, case.choice)["total_cost"]
            row: dict[str, object] = {"group": key, "cause": name, "setting": next(iter(CAUSES[name]))}
            for label, series in (("jit", gone[0]), ("jic", gone[1]), ("effect", gone[0] - gone[1])):
                row |= dict(zip((label, f"{label}_lo", f"{label}_hi"), case.bounds(series), strict=True))
            difference = float((sums["total_cost"][0] - sums["total_cost"][1]).mean())
            rows.append(row | {"difference": difference, "without": difference - float(str(row["effect"]))})
    table = pd.DataFrame(rows, columns=list(_CAUSE_COLUMNS))
    order = pd.Index(case.keys).get_indexer(pd.Index(table["group"]))
    return table.iloc[np.argsort(order, kind="stable")].reset_index(drop=True)


_SIDES = tuple(name + end for name in ("jit", "jic", "effect") for end in ("", "_lo", "_hi"))
_CAUSE_COLUMNS = ("group", "cause", "setting", *_SIDES, "difference", "without")


def items_table(case: Case) -> pd.DataFrame:
    """A row per item: item, name, group, policy (advised), rule_policy and rule: what the hybrid's
    rule gives, and which."""
    catalogue, member = case.study.catalogue, case.study.groups.member
    rule = _rule(case)
    names = np.array(REPLENISHING, object)
    return pd.DataFrame(
        {
            "item": catalogue.column("item"),
            "name": catalogue.column("name"),
            "group": np.array(case.keys, object)[member],
            "policy": names[case.choice[member]],
            "rule_policy": names[rule.buffered.astype(np.int64)],
            "rule": rule.rule,
        }
    )


def limits_table(case: Case, whole: pd.DataFrame) -> pd.DataFrame:
    """A row per limit that is set: limit, value, figure (the advised split's), lo, hi, kept, free (the figure of the
    cheapest split without limits) with free_kept, and best: what any split comes to at best, whatever it costs, on the
    same futures.
    """
    rows, every = [], splits(case.quoted) if case.limits.is_set else None
    for name in ("fill_rate", "working_capital"):
        value = getattr(case.limits, name)
        if value is None or every is None:
            continue
        side = BY_NAME[name].better
        free = float(whole[name]["free" if "free" in whole.index else "advised"])
        figure, low, high = (float(whole[name + end]["advised"]) for end in ("", "_lo", "_hi"))
        kept, free_kept = side * (figure - value) >= 0, side * (free - value) >= 0
        best = float(every.fill_rate.max() if name == "fill_rate" else every.capital.min())
        rows.append((name, value, figure, low, high, kept, free, free_kept, best))
    return pd.DataFrame(rows, columns=["limit", "value", "figure", "lo", "hi", "kept", "free", "free_kept", "best"])
