"""Just-in-Case: order rarely, hold a buffer against what may come.

The review period is the item's economic interval T* = sqrt(2K / (h·c·D)) years (Harris 1913; Silver, Pyke & Thomas,
ch. 4), between 7 and 60 days, unless the person sets one for all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.planning import z_of
from core.policies.base import Plan, Terms, World, unit_share
from core.settings import Part, share, whole

HOLDING_RATE = 0.22
SHORTEST, LONGEST = 7, 60


@dataclass(frozen=True)
class JustInCase(Part):
    """Settings of Just-in-Case."""

    jic_review_days: int = whole(
        "Days between orders (0 = economic)",
        0,
        0,
        60,
        group="jic",
        acts="physics",
        unit="days",
        help="Review period of Just-in-Case; 0 takes each item's economic interval, between 7 and 60 days.",
    )
    jic_buffer: float = share(
        "Extra stock",
        0.35,
        0,
        1.5,
        group="jic",
        acts="physics",
        unit="share of need",
        needs={"buffer_basis": "need"},
        help="What is held above the need over review period and lead time; 20 to 50 % is the usual advice.",
    )
    jic_service: float = share(
        "Target service",
        0.98,
        0.5,
        0.999,
        step=0.001,
        group="jic",
        acts="physics",
        unit="cycle service",
        needs={"buffer_basis": "service"},
        help="Cycle service that Just-in-Case plans for, against the variability that the catalogue knows.",
    )

    @property
    def terms(self) -> Terms:
        """What Just-in-Case pays its suppliers: the catalogue's costs as they are."""
        return Terms()


def economic_interval(catalogue: Catalogue) -> NDArray[np.int32]:
    """Days between orders that balance order cost and holding cost, per item, within 7 to 60."""
    yearly_value = catalogue.column("unit_cost") * catalogue.column("demand_per_day") * 365.0
    cost = 2.0 * catalogue.column("order_cost")
    # No demand: nothing to balance, so the longest interval.
    years = np.sqrt(
        np.divide(cost, HOLDING_RATE * yearly_value, out=np.full_like(cost, np.inf), where=yearly_value > 0)
    )
    return np.clip(np.floor(365.0 * years + 0.5), SHORTEST, LONGEST).astype(np.int32)


def plan(catalogue: Catalogue, settings: JustInCase, world: World) -> Plan:
    """Just-in-Case's plan: an item's own interval and, where its row carries one, its own buffer."""
    level = world.supply.lead_time_level
    fixed_interval = np.full(len(catalogue), settings.jic_review_days, np.int32)
    review = fixed_interval if settings.jic_review_days else economic_interval(catalogue)
    protection = review + catalogue.column("lead_time_days") * level
    by_need = world.planning.buffer_basis == "need"
    return Plan(
        review_days=review,
        lead_time_level=level,
        protection_days=protection,
        unit_share=unit_share(catalogue, world, protection, level),
        dial=settings.jic_buffer if by_need else z_of(settings.jic_service),
        fixed=catalogue.column("buffer"),
    )
