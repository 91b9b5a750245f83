"""Which items are held Just-in-Case, before the switch and after it; and the other things that a person says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.policies import POLICIES, REPLENISHING, hybrid
from core.scenario import Scenario

Mask = NDArray[np.bool_]
Choice = str | Mapping[str, str]
"""A policy for all items ("jit", "jic" or "hybrid"), or the policy ("jit" or "jic") of every item by its name."""
FEWEST_MONTHS, MOST_MONTHS = 3, 36
MOST_MONEY = 1e12


def by_rule(catalogue: Catalogue, scenario: Scenario) -> dict[str, str]:
    """What the hybrid's rule would give each item if no row had a policy of its own: item to "jit" or "jic"."""
    own = catalogue.column("item")[catalogue.column("policy") != ""]
    plain_rows = catalogue.but({str(item): {"policy": None} for item in own}) if own.size else catalogue
    buffered = hybrid.assign(plain_rows, scenario.hybrid, scenario.supply.lead_time_level).buffered
    return dict(
        zip(catalogue.column("item").tolist(), np.array(REPLENISHING)[buffered.astype(int)].tolist(), strict=True)
    )


def held(catalogue: Catalogue, scenario: Scenario, choice: object, what: str) -> Mask:
    """Which items a choice holds Just-in-Case, [item]. Raises InputError for what is no choice; `what` names it."""
    if isinstance(choice, Mapping):
        return _by_item(catalogue, choice, what)
    if not isinstance(choice, str) or choice not in POLICIES:
        wanted = " or ".join(POLICIES)
        raise InputError([f"The policy {what} must be {wanted}, or a policy for every item, got {plain(choice)}"])
    if choice == "hybrid":
        return hybrid.assign(catalogue, scenario.hybrid, scenario.supply.lead_time_level).buffered
    return np.full(len(catalogue), choice == "jic")


def _by_item(catalogue: Catalogue, choice: Mapping[str, str], what: str) -> Mask:
    items = catalogue.column("item").tolist()
    known = set(items)
    faults = [
        f"The policy {what} names item {plain(item)}, which isn't in the catalogue"
        for item in choice
        if item not in known
    ]
    faults += [
        f"The policy {what} must name every item, and leaves out {plain(item)}" for item in items if item not in choice
    ]
    faults += [
        f"The policy {what} of item {plain(item)} must be jit or jic, got {plain(policy)}"
        for item, policy in choice.items()
        if policy not in REPLENISHING
    ]
    if faults:
        raise InputError(faults)
    return np.array([choice[item] == "jic" for item in items], bool)


def check_months(months: object) -> int:
    """The months as a whole number. Raises InputError for anything else."""
    is_whole = isinstance(months, int | np.integer) and not isinstance(months, bool)
    if not is_whole or not FEWEST_MONTHS <= months <= MOST_MONTHS:  # type: ignore[operator]
        raise InputError([f"The months must be a whole number {FEWEST_MONTHS} to {MOST_MONTHS}, got {plain(months)}"])
    return int(months)  # type: ignore[call-overload, no-any-return]


def check_one_off(one_off: object) -> dict[str, float]:
    """One-off costs by name. Raises InputError for what is no amount of money."""
    named: dict[Any, Any] = dict(one_off) if isinstance(one_off, Mapping) else {"one_off": one_off}
    faults = [
        f"One-off costs ({plain(name)}) must be an amount of money from 0 to {MOST_MONEY:,.0f}, got {plain(amount)}"
        for name, amount in named.items()
        if not _is_number(amount) or not 0 <= amount <= MOST_MONEY
    ]
    if faults:
        raise InputError(faults)
    return {str(name): float(amount) for name, amount in named.items()}


def check_rate(rate: object) -> float | None:
    """A discount rate, or None. Raises InputError for what is none."""
    if rate is None:
        return None
    if not _is_number(rate) or not 0 <= rate <= 1:  # type: ignore[operator]
        raise InputError([f"The discount rate must be a share of 0 to 1 a year, got {plain(rate)}"])
    return float(rate)  # type: ignore[arg-type]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
