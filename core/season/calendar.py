"""The warehouse week by week: pallets against own places, by policy, and what has to go outside."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import InputError, plain
from core.intervals import interval
from core.ledger import Ledger
from core.policies import POLICIES
from core.season.curve import WEEK, dated

Array = NDArray[np.float64]
WORST = 0.95
"""The share of futures that stay below a week's worst in twenty."""


def season_calendar(ledger: Ledger, places: float) -> pd.DataFrame:
    """A row for each week of the measured days and each policy, the last week as long as the days last.

    Columns: week (from 1), day (its first), date, days, policy; pallets of a day, averaged over week and futures, with
    lo and hi; worst, which one future in twenty is above; places; outside, the pallets of a day beyond the own places,
    averaged likewise, with lo and hi; needs, the share of futures that need outside space on some day of the week.
    pallets × days adds up to the ledger's daily totals. Raises InputError for what isn't a ledger of the two
    policies at one buffer each, and for places that are no finite number of 0 or more.
    """
    if not isinstance(ledger, Ledger):
        raise InputError([f"The first argument must be a ledger (see simulate), got {plain(ledger)}"])
    if ledger.policy.tolist() != [0, 1]:
        raise InputError(["The calendar needs a ledger with each policy at one buffer"])
    is_number = isinstance(places, int | float | np.integer | np.floating) and not isinstance(places, bool)
    if not is_number or not 0 <= places < np.inf:
        raise InputError([f"Own places must be 0 pallets or more, got {plain(places)}"])
    starts = np.arange(0, ledger.days, WEEK)
    days = np.diff(np.append(starts, ledger.days))
    tables = []
    for policy, pallets in _by_policy(ledger).items():
        mean = np.add.reduceat(pallets, starts, axis=0) / days[:, None]
        beyond = np.maximum(pallets - places, 0.0)
        outside = np.add.reduceat(beyond, starts, axis=0) / days[:, None]
        tables.append(
            pd.DataFrame(
                {
                    "week": np.arange(1, starts.size + 1),
                    "day": starts,
                    "date": [dated(ledger.catalogue, int(day)).isoformat() for day in starts],
                    "days": days,
                    "policy": policy,
                    **_bounds("pallets", mean),
                    "worst": np.quantile(mean, WORST, axis=1, method="higher"),
                    "places": float(places),
                    **_bounds("outside", outside),
                    "needs": (np.maximum.reduceat(beyond, starts, axis=0) > 0).mean(axis=1),
                }
            )
        )
    # Week by week, as one reads a calendar.
    return pd.concat(tables).sort_values("week", kind="stable").reset_index(drop=True)


def _by_policy(ledger: Ledger) -> dict[str, Array]:
    """Pallets of the day, [day, future]; the hybrid takes each group from its policy."""
    both = {"jit": ledger.pallets(0), "jic": ledger.pallets(1)}
    hybrid = ledger.pallets(0, 0) + ledger.pallets(1, 1)
    return {name: both.get(name, hybrid) for name in POLICIES}


def _bounds(name: str, series: Array) -> dict[str, Array]:
    mean, low, high = interval(series)
    return {name: mean, f"{name}_lo": np.maximum(low, 0.0), f"{name}_hi": high}
