"""The best hybrid: a policy and a buffer for each item, decided on some futures and quoted on others.

Every item is simulated over policy × buffer, the rule's own cells among them. A multiple-choice knapsack then picks a
cell per item: least cost at a fill rate, or the best fill rate within a limit of working capital. The outside warehouse
is shared and convex in what stands in it; it enters by cuts, and every candidate is evaluated with its exact warehouse.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.frontier import COLUMNS
from core.optimum.deciding import Deciding
from core.optimum.quoting import Optimum, quoted, with_choice
from core.optimum.searching import best_serving, cheapest
from core.outcome import Outcome, compare, price
from core.portfolio import check_weight
from core.scenario import Scenario
from core.simulation import revised

Progress = Callable[[float, str], None]
COSTS = ("total_cost", "inventory_cost")
POINTS = 7
# The last point of a curve serves a little less than what can be served at most, which costs out of all proportion.
LAST = 1.02


def optimise(
    catalogue: Catalogue,
    scenario: Scenario | None = None,
    service: float | str | None = None,
    working_capital: float | None = None,
    *,
    weight: str = "value",
    cost: str = "total_cost",
    jit_buffers: bool = True,
    rule: Outcome | None = None,
    deciding: Deciding | None = None,
    progress: Progress | None = None,
) -> Optimum:
    """The hybrid with the least `cost` a year at a fill rate of at least `service` (0 to 1, or "rule": what the rule
    serves), or with the best fill rate for at most `working_capital` (money). Exactly one of the two is given.

    An item whose row fixes its policy or its buffer keeps it. `cost` is total_cost or inventory_cost; `jit_buffers`:
    whether Just-in-Time's buffer is chosen too, or stays where the scenario has it. `rule` is what `compare` gives,
    where that is known already, and `deciding` a `Deciding` of the same arguments, for several questions of one
    simulation. `progress` is called with the share done and what is being done. Raises InputError for values out of
    range and for what nothing can reach.
    """
    _check(catalogue, scenario, weight, cost)
    _check_goal(service, working_capital)
    scenario, told = Scenario() if scenario is None else scenario, progress or _silent
    _check_known(rule, deciding, (catalogue, scenario, weight))
    told(0.0, "Simulating every policy and buffer")
    deciding = deciding or Deciding(catalogue, scenario, weight, cost, jit_buffers)
    told(0.5, "Choosing a policy and a buffer for each item")
    target = _target(deciding, service)
    found = cheapest(deciding, target) if target is not None else best_serving(deciding, _number(working_capital))
    told(0.7, "Quoting on other futures than those it was decided on")
    result = quoted(deciding, found, rule or compare(catalogue, scenario, weight), (target, working_capital))
    told(1.0, "Done")
    return result


def optimum_curve(
    catalogue: Catalogue,
    scenario: Scenario | None = None,
    targets: Sequence[float] | None = None,
    *,
    weight: str = "value",
    cost: str = "total_cost",
    jit_buffers: bool = True,
    rule: Outcome | None = None,
    deciding: Deciding | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """The optimum's service and cost as the target rises, and the rule's point beside it.

    Columns: policy ("optimum", in order of target; last "hybrid", the rule as it is set), target (fill rate asked for,
    NaN for the rule), gap, changed (items), and the measures of `frontier`, each with _lo and _hi, on the scenario's
    own futures. By default seven targets, from the fill rate of the least cost of all to the most that can be served.
    The other arguments are those of `optimise`.
    """
    _check(catalogue, scenario, weight, cost)
    faults = [fault for target in targets or () if (fault := _service_fault(target))]
    if faults:
        raise InputError(faults)
    scenario, told = Scenario() if scenario is None else scenario, progress or _silent
    _check_known(rule, deciding, (catalogue, scenario, weight))
    told(0.0, "Simulating every policy and buffer")
    deciding = deciding or Deciding(catalogue, scenario, weight, cost, jit_buffers)
    rule = rule or compare(catalogue, scenario, weight)
    wanted = _targets(deciding) if targets is None else sorted(targets)
    points, latest = [], rule
    for k, target in enumerate(wanted):
        told(0.3 + 0.7 * k / len(wanted), f"Choosing for target {k + 1} of {len(wanted)}")
        found = cheapest(deciding, target)
        latest = price(revised(latest.ledger, with_choice(deciding, found.candidate.choice)), scenario, weight)
        changed = int((found.candidate.choice != deciding.cells.rule).sum())
        points.append({"policy": "optimum", "target": target, "gap": found.gap, "changed": changed, **_point(latest)})
    told(1.0, "Done")
    points.append({"policy": "hybrid", "target": np.nan, "gap": np.nan, "changed": 0, **_point(rule)})
    return pd.DataFrame(points)


def _point(outcome: Outcome) -> dict[str, object]:
    figures = outcome.summary.loc["hybrid"].to_dict()
    return {name + end: figures[name + end] for name in COLUMNS for end in ("", "_lo", "_hi")}


def _targets(deciding: Deciding) -> list[float]:
    """Fill rates from that of the least cost to almost the most there is, closest where it gets dear."""
    cells = deciding.cells
    if cells.demand <= 0:
        return [1.0]
    most = 1.0 - cheapest(deciding, 0.0).candidate.fill_rate
    least = LAST * np.where(cells.allowed, cells.short, np.inf).min(axis=0).sum() / cells.demand
    missed = np.geomspace(max(most, 1e-9), max(min(least, most), most / 50, 1e-9), POINTS)
    return sorted({float(1.0 - share) for share in missed})


def _target(deciding: Deciding, service: float | str | None) -> float | None:
    return deciding.rule.fill_rate if isinstance(service, str) else service


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _silent(_: float, __: str) -> None:
    """Tells nobody."""


def _check(catalogue: object, scenario: object, weight: str, cost: str) -> None:
    if not isinstance(catalogue, Catalogue):
        raise InputError([f"The first argument must be a catalogue (see load_catalogue), got {_brief(catalogue)}"])
    if not isinstance(scenario, Scenario | None):
        raise InputError([f"The second argument must be a scenario or None, got {_brief(scenario)}"])
    check_weight(weight)
    if cost not in COSTS:
        raise InputError([f"The cost to keep low must be {' or '.join(COSTS)}, got {plain(cost)}"])


def _brief(value: object) -> str:
    return "a data frame" if isinstance(value, pd.DataFrame) else plain(value)


def _check_known(rule: Outcome | None, deciding: Deciding | None, asked: tuple[Catalogue, Scenario, str]) -> None:
    if rule is not None and (rule.ledger.catalogue, rule.scenario, rule.weight) != asked:
        raise InputError(["The rule's outcome must be of the same catalogue, scenario and weight"])
    if deciding is not None and not deciding.is_of(*asked[:2]):
        raise InputError(["What was set up to decide must be of the same catalogue and scenario"])


def _check_goal(service: object, capital: object) -> None:
    if (service is None) == (capital is None):
        both = "neither" if service is None else "both"
        raise InputError(
            [
                "Either service (0 to 1, or 'rule' for what the rule serves) or working_capital (money, at least 0) "
                f"must be given, got {both}"
            ]
        )
    fault = _service_fault(service, "rule") if capital is None else None
    if capital is not None and not (_is_number(capital) and 0 <= capital < np.inf):  # type: ignore[operator]
        fault = f"Working capital must be at least 0 (money), got {plain(capital)}"
    if fault:
        raise InputError([fault])


def _service_fault(service: object, word: str = "") -> str | None:
    if (word and service == word) or (_is_number(service) and 0 <= service <= 1):  # type: ignore[operator]
        return None
    also = f", or '{word}'" if word else ""
    return f"The service to reach must be a fill rate of 0 to 1{also}, got {plain(service)}"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


__all__ = ["Deciding", "Optimum", "optimise", "optimum_curve"]
