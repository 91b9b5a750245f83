"""Groups of items that one acts on together: each item is in exactly one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue, abc, xyz
from core.errors import InputError, plain
from core.scenario import Scenario

BY = ("kind", "category", "supplier", "abc", "xyz", "all")
KINDS = ("critical", "unreliable", "long_a", "long_bc", "short_a", "short_bc")
"""Critical items; else those of a supplier below the hybrid's reliability; else A or B and C items whose lead time is
longer than the hybrid's cut, or not."""
MOST_GROUPS = 8
REST = "…"
"""The key of what is left where there are more groups than MOST_GROUPS."""


@dataclass(frozen=True, eq=False)
class Groups:
    """`keys` in the order in which they are shown, and `member`: for each item the place of its key."""

    by: str
    keys: tuple[str, ...]
    member: NDArray[np.int64]

    def mask(self, group: int) -> NDArray[np.bool_]:
        """Which items a group has."""
        return np.asarray(self.member == group)


def groups_of(catalogue: Catalogue, scenario: Scenario, by: str = "kind") -> Groups:
    """The items by `by`: kind (see KINDS), category, supplier, abc, xyz or all; groups without items are left out.

    Where there are more than MOST_GROUPS, the ones that sell least, by value, are one group, REST.
    """
    if by not in BY:
        raise InputError([f"Items can be grouped by {', '.join(BY[:-1])} or {BY[-1]}, got {plain(by)}"])
    said = _said(catalogue, scenario, by)
    present = set(said)
    keys = [kind for kind in KINDS if kind in present] if by == "kind" else sorted(present)
    if len(keys) > MOST_GROUPS:
        keys = _largest(catalogue, said, keys)
    place = {key: at for at, key in enumerate(keys)}
    return Groups(by, tuple(keys), np.array([place.get(key, len(keys) - 1) for key in said], np.int64))


def _said(catalogue: Catalogue, scenario: Scenario, by: str) -> list[str]:
    if by == "kind":
        return _kinds(catalogue, scenario)
    if by in ("abc", "xyz"):
        return [str(key) for key in (abc if by == "abc" else xyz)(catalogue)]
    return ["all"] * len(catalogue) if by == "all" else [str(key) for key in catalogue.column(by)]


def _kinds(catalogue: Catalogue, scenario: Scenario) -> list[str]:
    level, rule = scenario.supply.lead_time_level, scenario.hybrid
    is_long = catalogue.column("lead_time_days") * level > rule.hybrid_lead_time_days
    is_a = abc(catalogue) == "A"
    conditions = [
        catalogue.column("critical").astype(bool),
        catalogue.column("supplier_reliability") < rule.hybrid_reliability,
        is_long & is_a,
        is_long,
        is_a,
    ]
    return [str(kind) for kind in np.select(conditions, list(KINDS[:-1]), KINDS[-1])]


def _largest(catalogue: Catalogue, said: Sequence[str], keys: Sequence[str]) -> list[str]:
    sales = catalogue.column("demand_per_day") * catalogue.column("price")
    named = np.array(said, object)
    worth = {key: float(sales[named == key].sum()) for key in keys}
    # Sorting keeps equals in the order of their names.
    kept = set(sorted(keys, key=lambda key: -worth[key])[: MOST_GROUPS - 1])
    return [*(key for key in keys if key in kept), REST]
