"""Reference cases as they stand in a file, and as they are run."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import InputError, plain
from core.verify.demands import Demand, make_demand
from core.verify.disruptions import Disruption, make_disruption
from core.verify.lead_times import LeadTime, make_lead_time
from core.verify.policies import check_policy
from core.verify.reading import Params, has, number, part, whole


@dataclass(frozen=True)
class Case:
    """One case, its parts understood. Shares in [0, 1], times in days."""

    name: str
    demand: Demand
    lead_time: LeadTime
    review: int
    policy: Params
    wait_share: float
    expedite_share: float
    disruption: Disruption | None
    capacity: float
    costs: Params
    deterministic: bool
    expected: Params = field(default_factory=dict)
    sigma: Params = field(default_factory=dict)


def read_cases(path: str | Path) -> list[Any]:
    """The raw cases of a file: an object with a list `cases`, or a bare list. Raises InputError if it holds none."""
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path} can't be read: {error.strerror}") from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"{path} is no JSON file: {' '.join(str(error).split())}") from error
    cases = content.get("cases") if isinstance(content, dict) else content
    if not isinstance(cases, list) or not cases:
        raise InputError(f"{path} must hold a list of at least one case, or an object with such a list named cases")
    return cases


def name_of(raw: object, place: int) -> str:
    """The case's id, or its place in the file where it has none."""
    name = raw.get("id") if isinstance(raw, dict) else None
    return str(name) if isinstance(name, str | int) and str(name) else f"case {place}"


def parse(raw: object, name: str) -> Case:
    """A case that can be run. Raises InputError with the reason if it can't."""
    case = part(raw, "a case")
    params = part(case.get("params"), "params")
    demand = make_demand(part(params.get("demand"), "demand"))
    lead_time = make_lead_time(params.get("lead_time"))
    disruption = make_disruption(params.get("disruption"))
    luck = not (demand.constant and lead_time.constant)
    expected = part(case.get("expected"), "expected")
    if not expected:
        raise InputError("expected must name at least one metric")
    return Case(
        name=name,
        demand=demand,
        lead_time=lead_time,
        review=whole(params, "review_period_days", 1),
        policy=check_policy(params.get("policy")),
        wait_share=wait_share(params),
        expedite_share=expedite_share(params.get("expediting")),
        disruption=disruption,
        capacity=number(params, "capacity", least=0) if has(params, "capacity") else float("inf"),
        costs=costs(params),
        deterministic=case.get("deterministic") is True or not (luck or disruption),
        expected=expected,
        sigma=part(case.get("sigma_per_sqrt_day") or {}, "sigma_per_sqrt_day"),
    )


WAIT_SHARES = {"backorder": 1.0, "backorders": 1.0, "lost_sales": 0.0}


def wait_share(params: Params) -> float:
    """Share of short units that wait; those that are expedited don't."""
    stockout = params.get("stockout")
    if isinstance(stockout, str) and stockout in WAIT_SHARES:
        return WAIT_SHARES[stockout]
    source = stockout if isinstance(stockout, dict) else params
    if not has(source, "wait_share", "backorder_share"):
        raise InputError(f"stockout must be backorder, lost_sales, or partial with a wait_share, got {plain(stockout)}")
    return number(source, "wait_share", "backorder_share", least=0, most=1)


def expedite_share(expediting: object) -> float:
    """Share of short units bought from the emergency source: all of them unless the case says otherwise."""
    if expediting is None:
        return 0.0
    rule = part(expediting, "expediting")
    return number(rule, "share", least=0, most=1) if has(rule, "share") else 1.0


def costs(params: Params) -> Params:
    """The case's cost rates; an expediting premium may stand with its rule."""
    rates = dict(part(params.get("costs") or {}, "costs"))
    premium = (params.get("expediting") or {}).get("premium_per_unit")
    if premium is not None:
        rates.setdefault("expedite_premium_per_unit", premium)
    return rates
