"""The best hybrid as a page needs it: what the rule leaves on the table, the choice for a goal, the curve. No screen.

Finding it takes longer than a slider may: it is found when asked for, told step by step, and kept for all sessions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from core import Catalogue, InputError, Optimum, Scenario, optimise, optimum_curve, price
from core.optimum import Deciding
from pages.parts import cached

Progress = Callable[[float, str], None]
Known = dict[str, Any]
"""Further arguments of `optimise`: what is known already."""
QUICK = 150
"""Items up to which the best hybrid is found by itself, a moment after the page stands."""


MANY, MISSED = 300, (1.0, 0.7, 0.45)
"""Items from which a curve has few points, at such shares of what the least cost leaves unserved."""


@dataclass(frozen=True)
class Goal:
    """What is asked for: a share served, or the most working capital; the other is None."""

    service: float | None = None
    capital: float | None = None


@dataclass(frozen=True, eq=False)
class Best:
    """`gap`: the least cost at the service of the rule. `goal`: what was asked for, None with the reasons in `refused`;
    None without a reason hasn't been looked for.

    `curve` is that of `core.optimum_curve`.
    """

    gap: Optimum
    goal: Optimum | None
    refused: tuple[str, ...]
    curve: pd.DataFrame

    @property
    def is_answered(self) -> bool:
        """Whether what was asked for has been looked for."""
        return self.goal is not None or bool(self.refused)


def known(catalogue: Catalogue, scenario: Scenario, goal: Goal) -> Best | None:
    """What was found already; of another goal alone, all but the answer to this one."""
    shelf = cached.shelf(cached.is_large(catalogue, scenario))
    common = shelf.get(_key(catalogue, scenario))
    asked = shelf.get(_key(catalogue, scenario, goal)) or (None, ())
    return Best(common[0], asked[0], asked[1], common[1]) if common else None


def find(catalogue: Catalogue, scenario: Scenario, goal: Goal, progress: Progress) -> Best:
    """Finds what isn't known yet; `progress` is told the share done and what is being done."""
    shelf = cached.shelf(cached.is_large(catalogue, scenario))
    progress(0.0, "Simulating every policy and buffer")
    rule = cached.now(catalogue, scenario).outcome
    # One simulation answers all the questions.
    given: Known = {"rule": rule, "deciding": Deciding(catalogue, scenario, rule.weight, "total_cost", True)}
    common = shelf.get(_key(catalogue, scenario))
    end = 0.5 if common is None else 1.0
    asked = _asked(catalogue, scenario, goal, {**given, "progress": _part(progress, 0.3, end)})
    shelf.put(_key(catalogue, scenario, goal), asked)
    if common is None:
        gap = optimise(catalogue, scenario, service="rule", **given, progress=_part(progress, 0.5, 0.7))
        common = gap, _curve(catalogue, scenario, gap, {**given, "progress": _part(progress, 0.7, 1.0)})
        shelf.put(_key(catalogue, scenario), common)
    return Best(common[0], *asked, common[1])


def _curve(catalogue: Catalogue, scenario: Scenario, gap: Optimum, known: Known) -> pd.DataFrame:
    """The optimum's curve; of a large catalogue three points of it, each of which takes its time."""
    if len(catalogue) <= MANY:
        return optimum_curve(catalogue, scenario, **known)
    missed = 1.0 - float(gap.decided.at["optimum", "fill_rate"])
    try:
        return optimum_curve(catalogue, scenario, [1.0 - part * missed for part in MISSED], **known)
    except InputError:
        # Hardly more can be served than that: there is no curve to draw.
        return pd.DataFrame({"policy": []})


def _asked(
    catalogue: Catalogue, scenario: Scenario, goal: Goal, known: Known
) -> tuple[Optimum | None, tuple[str, ...]]:
    try:
        return optimise(catalogue, scenario, goal.service, goal.capital, **known), ()
    except InputError as error:
        return None, error.faults


def _part(progress: Progress, start: float, end: float) -> Progress:
    """Tells a part's progress as that of the whole."""
    return lambda share, says: progress(start + (end - start) * share, says)


def _key(*parts: object) -> tuple[str, ...]:
    return tuple(part.digest if isinstance(part, Catalogue) else repr(part) for part in parts)


def repriced(found: Optimum, scenario: Scenario) -> Optimum:
    """A choice as it is, at other prices: what it is worth then, though another might be better. Simulates nothing."""
    return replace(found, rule=price(found.rule.ledger, scenario), outcome=price(found.outcome.ledger, scenario))


def changes(found: Optimum) -> dict[str, dict[str, object]]:
    """The edits of items that make the hybrid the optimum."""
    changed = found.assignment["changed"].to_numpy(bool)
    columns = [found.catalogue.column(name)[changed].tolist() for name in ("item", "policy", "buffer")]
    return {
        item: {"policy": policy or None, "buffer": None if buffer != buffer else buffer}
        for item, policy, buffer in zip(*columns, strict=True)
    }
