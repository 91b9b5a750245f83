"""Questions asked backwards: what a service target needs and costs, and what service an amount of money buys.

Answers lie on the curves of `frontier`: straight lines between simulated points.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]
READ = ("buffer", "need", "inventory_cost", "total_cost", "working_capital")


def need_for(curves: pd.DataFrame, measure: str, target: float) -> pd.DataFrame:
    """What each policy needs to reach `target` in a service measure: one row per policy, index `policy`.

    Columns: reached ("yes", "with the smallest buffer" or "never"), the service, and `READ` there; NaN where a curve
    never reaches the target. The smallest buffer that reaches it counts.
    """
    return _table({name: _need(part, measure, target) for name, part in _by_policy(curves)})


def service_for(curves: pd.DataFrame, cost: str, money: float, measure: str) -> pd.DataFrame:
    """The best service that each policy gives for at most `money` a year: one row per policy, columns as `need_for`.

    `reached` is "yes", "with money to spare" (the whole curve costs less) or "never" (none of it does).
    """
    return _table({name: _service(part, cost, money, measure) for name, part in _by_policy(curves)})


def _table(rows: dict[str, dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows.values()), index=pd.Index(list(rows), name="policy"))


def _by_policy(curves: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    parts = [(name, curves[curves["policy"] == name]) for name in dict.fromkeys(curves["policy"])]
    return [(str(name), part.sort_values("buffer", kind="stable")) for name, part in parts]


def _need(part: pd.DataFrame, measure: str, target: float) -> dict[str, object]:
    # On common futures more buffer never serves less, but for rounding.
    service = np.maximum.accumulate(part[measure].to_numpy(float))
    if target <= service[0]:
        return _at(part, measure, 0.0, "with the smallest buffer")
    if not target <= service[-1]:
        return _at(part, measure, np.nan, "never")
    k = int(np.searchsorted(service, target))
    return _at(part, measure, k - 1 + (target - service[k - 1]) / (service[k] - service[k - 1]), "yes")


def _service(part: pd.DataFrame, cost: str, money: float, measure: str) -> dict[str, object]:
    costs = part[cost].to_numpy(float)
    within = np.flatnonzero(costs <= money)
    if within.size == 0:
        return _at(part, measure, np.nan, "never")
    last = int(within[-1])
    if last == costs.size - 1:
        return _at(part, measure, float(last), "with money to spare")
    return _at(part, measure, last + (money - costs[last]) / (costs[last + 1] - costs[last]), "yes")


def _at(part: pd.DataFrame, measure: str, place: float, reached: str) -> dict[str, object]:
    """The curve at a place counted in points, 1.5 being halfway from the second to the third."""
    points = np.arange(len(part))
    row: dict[str, object] = {"reached": reached, "place": place}
    for name in dict.fromkeys((measure, *READ)):
        row[name] = np.nan if np.isnan(place) else float(np.interp(place, points, part[name].to_numpy(float)))
    return row
