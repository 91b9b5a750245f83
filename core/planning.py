"""What the planner expects: the forecast over the protection interval, and the buffer on top of it.

Sources: Silver, Pyke & Thomas, *Inventory and Production Management in Supply Chains*, ch. 6-7 (periodic review,
order-up-to); Snyder & Shen, *Fundamentals of Supply Chain Theory*, ch. 4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from core.settings import Part, choice, yes_no

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Planning(Part):
    """How both policies turn a forecast into an order-up-to level."""

    buffer_basis: str = choice(
        "Buffers by",
        "service",
        ("service", "need"),
        group="planning",
        acts="physics",
        help="Buffers from a target cycle service, or as a plain share of the need over the protection interval.",
    )
    plan_with_variability: bool = yes_no(
        "Plan with the scenario's variability",
        False,
        group="planning",
        acts="physics",
        needs={"demand_variability": 2.0},
        help="Off: buffers are set for the catalogue's variability, so a rise in it comes as a surprise. "
        "On: buffers know the scenario's demand and lead-time variability.",
    )
    plan_with_seasons: bool = yes_no(
        "Plan with the season",
        True,
        group="planning",
        acts="physics",
        help="Whether the forecast follows each item's season, or stays flat over the year.",
    )


def safety_share(protection_days: Array, demand_cv: Array, lead_time_sd: Array) -> Array:
    """One standard deviation of demand over the protection interval, as a share of the mean demand over it.

    With P days of protection, daily mean d and sd = cv·d: sqrt(P·sd² + d²·sd_L²) / (P·d) = sqrt(P·cv² + sd_L²) / P.
    All arguments are per item: days, dimensionless, days. Source: Silver, Pyke & Thomas, eq. 6.30 for P = L + R.
    """
    return np.sqrt(protection_days * demand_cv**2 + lead_time_sd**2) / protection_days


def z_of(service: float) -> float:
    """Standard normal quantile of a target cycle service."""
    return float(ndtri(service))
