"""Just-in-Time: order often, hold little. Source: Monden, *Toyota Production System* (kanban, d·L·(1+α)/container)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.catalogue import Catalogue
from core.planning import z_of
from core.policies.base import Plan, Terms, World, unit_share
from core.settings import Part, number, share, whole


@dataclass(frozen=True)
class JustInTime(Part):
    """Settings of Just-in-Time."""

    jit_review_days: int = whole(
        "Days between orders",
        1,
        1,
        7,
        group="jit",
        acts="physics",
        unit="days",
        help="Review period of Just-in-Time.",
    )
    jit_deliveries_per_day: int = whole(
        "Deliveries a day (daily ordering)",
        1,
        1,
        8,
        group="jit",
        acts="physics",
        unit="a day",
        needs={"jit_review_days": 1},
        help="With daily ordering, n deliveries a day: what is sold counts 1/(2n) of a day, receipts multiply by n.",
    )
    jit_buffer: float = share(
        "Safety allowance",
        0.10,
        0,
        1.5,
        group="jit",
        acts="physics",
        unit="share of need",
        needs={"buffer_basis": "need"},
        help="The kanban rule's α: what is held above the need over review period and lead time.",
    )
    jit_service: float = share(
        "Target service",
        0.95,
        0.5,
        0.999,
        step=0.001,
        group="jit",
        acts="physics",
        unit="cycle service",
        needs={"buffer_basis": "service"},
        help="Cycle service that Just-in-Time plans for, against the variability that the catalogue knows.",
    )
    jit_lead_time_level: float = number(
        "Lead time of JIT suppliers",
        1.0,
        0.1,
        2.0,
        group="jit",
        acts="physics",
        unit="×",
        help="Near, committed suppliers deliver sooner: multiplies the lead times under Just-in-Time.",
    )
    jit_delivery_cost_level: float = number(
        "Cost per delivery",
        0.25,
        0,
        2,
        group="jit",
        acts="price",
        unit="× order cost",
        help="Cost of one Just-in-Time delivery as a multiple of the item's order cost.",
    )
    jit_price_premium: float = share(
        "Price premium",
        0.0,
        0,
        0.5,
        group="jit",
        acts="price",
        unit="of unit cost",
        help="What committed suppliers charge on top of the unit cost, on every unit received under Just-in-Time.",
    )

    @property
    def terms(self) -> Terms:
        """What Just-in-Time pays its suppliers."""
        return Terms(self.jit_delivery_cost_level, self.jit_price_premium)


def plan(catalogue: Catalogue, settings: JustInTime, world: World) -> Plan:
    """Just-in-Time's plan: the same review period for all items, lead times at the level of its suppliers.

    A row's own buffer is Just-in-Time's where the row's own policy is.
    """
    level = settings.jit_lead_time_level * world.supply.lead_time_level
    review = np.full(len(catalogue), settings.jit_review_days, np.int32)
    protection = review + catalogue.column("lead_time_days") * level
    by_need = world.planning.buffer_basis == "need"
    return Plan(
        review_days=review,
        lead_time_level=level,
        protection_days=protection,
        unit_share=unit_share(catalogue, world, protection, level),
        dial=settings.jit_buffer if by_need else z_of(settings.jit_service),
        fixed=np.where(catalogue.column("policy") == "jit", catalogue.column("buffer"), np.nan),
        deliveries_per_day=settings.jit_deliveries_per_day if settings.jit_review_days == 1 else 1,
    )
