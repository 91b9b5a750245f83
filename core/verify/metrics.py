"""The metrics of the reference cases: what each one is, and how sure it is.

A metric is a ratio of two totals per lane. Lanes are independent, so their scatter gives the standard error.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from core.errors import InputError
from core.verify.cases import Case
from core.verify.reading import Array, has, number
from core.verify.run import Totals

Ratio = tuple[Array, Array]
Metric = Callable[[Case, Totals], Ratio]


def new_short(totals: Totals) -> Array:
    """Units newly short. Units that come back to waiting customers undo a shortage, as in the closed forms."""
    return totals["short"] - totals["returned"]


def before_demand(totals: Totals) -> Array:
    """On hand after receipts and before demand: the day's end and what was served on the day."""
    return totals["stock"] + totals["demand"] - new_short(totals)


def expedited(case: Case, totals: Totals) -> Array:
    if not case.expedite_share:
        raise InputError("the case has no expediting")
    return case.expedite_share * new_short(totals)


def of(name: str, over: str = "days", times: float = 1.0) -> Metric:
    """One total over another."""
    return lambda case, totals: (times * totals[name], totals[over])


def within_capacity(name: str) -> Metric:
    def metric(case: Case, totals: Totals) -> Ratio:
        if math.isinf(case.capacity):
            raise InputError("the case has no capacity")
        return totals[name], totals["days"]

    return metric


# --- costs -----------------------------------------------------------------------------------------------------------

# A rate of the costs, and the total per measured day that it is charged on.
RATES: dict[str, dict[str, Callable[[Case, Totals], Array]]] = {
    "holding": {
        "holding_per_unit_year": lambda case, totals: totals["stock"] / 365,
        "holding_per_unit_day": lambda case, totals: totals["stock"],
    },
    "stockout": {
        "stockout_per_unit": lambda case, totals: new_short(totals),
        "backorder_per_unit_day": lambda case, totals: totals["waiting"],
        "backorder_per_unit_year": lambda case, totals: totals["waiting"] / 365,
    },
    "order": {"order_fixed": lambda case, totals: totals["orders"]},
    "overflow": {"overflow_per_unit_day": lambda case, totals: totals["overflow"]},
    "expedite": {"expedite_premium_per_unit": expedited},
}


def cost(name: str, case: Case, totals: Totals) -> Array:
    """A component's money over the measured days."""
    rates = {rate: charged for rate, charged in RATES[name].items() if has(case.costs, rate)}
    if not rates:
        raise InputError(f"costs must hold {' or '.join(RATES[name])}")
    return np.asarray(sum(number(case.costs, rate) * charged(case, totals) for rate, charged in rates.items()))


def component(name: str) -> Metric:
    return lambda case, totals: (365 * cost(name, case, totals), totals["days"])


def total(days: float) -> Metric:
    """All components that the case has rates for, for so many days."""

    def metric(case: Case, totals: Totals) -> Ratio:
        present = [name for name, rates in RATES.items() if has(case.costs, *rates)]
        if not present:
            raise InputError("costs must hold at least one known rate")
        return days * np.sum([cost(name, case, totals) for name in present], axis=0), totals["days"]

    return metric


METRICS: dict[str, Metric] = {
    "fill_rate": lambda case, totals: (totals["demand"] - new_short(totals), totals["demand"]),
    "no_backorder_day_rate": of("clear_days"),
    "no_shortage_day_rate": lambda case, totals: (totals["days"] - totals["short_days"], totals["days"]),
    "ready_rate_eod": of("ready_days"),
    "cycle_service_level": of("good_cycles", over="cycles"),
    "avg_on_hand_eod": of("stock"),
    "avg_on_hand_pre_demand": lambda case, totals: (before_demand(totals), totals["days"]),
    "avg_backorders_eod": of("waiting"),
    "avg_new_short_per_day": lambda case, totals: (new_short(totals), totals["days"]),
    "orders_per_year": of("orders", times=365),
    "avg_order_size": of("ordered", over="orders"),
    "avg_on_order_eod": of("on_order"),
    "avg_overflow_eod": within_capacity("overflow"),
    "avg_overflow_peak": within_capacity("overflow_peak"),
    "avg_demand_per_day": of("demand"),
    "expedited_units_per_year": lambda case, totals: (365 * expedited(case, totals), totals["days"]),
    "annual_holding_cost": component("holding"),
    "annual_stockout_cost": component("stockout"),
    "annual_order_cost": component("order"),
    "annual_overflow_cost": component("overflow"),
    "annual_expedite_cost": component("expedite"),
    "annual_expediting_cost": component("expedite"),
    "annual_total_cost": total(365),
    "avg_cost_per_day": total(1),
}


def measure(metric: str, case: Case, totals: Totals) -> tuple[float, float]:
    """A metric's value and standard error. Raises InputError if it is unknown or the run says nothing about it."""
    if metric not in METRICS:
        raise InputError(f"the metric is not one of {', '.join(METRICS)}")
    return estimate(*METRICS[metric](case, totals))


def estimate(top: Array, bottom: Array) -> tuple[float, float]:
    """The pooled ratio over independent lanes, and its standard error by the delta method."""
    if not bottom.sum():
        raise InputError("nothing was counted in the measured days that this could be a share of")
    ratio = float(top.sum() / bottom.sum())
    if len(top) == 1:
        return ratio, 0.0
    spread = np.std(top - ratio * bottom, ddof=1)
    return ratio, float(spread / (abs(bottom.mean()) * math.sqrt(len(top))))
