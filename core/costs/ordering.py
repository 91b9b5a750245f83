"""Ordering cost: what each receipt costs to order, carry in and book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.costs.base import Array, Component, Flows
from core.settings import number


@dataclass(frozen=True)
class Ordering(Component):
    """Receipts × order cost; Just-in-Time deliveries have a level of their own."""

    column: ClassVar[str] = "ordering_cost"
    order_cost_level: float = number(
        "Ordering cost",
        1,
        0,
        4,
        group="costs",
        acts="price",
        unit="×",
        help="Multiplies every item's cost per receipt.",
    )

    def charge(self, flows: Flows) -> Array:
        return self.order_cost_level * flows.delivery_cost_level * flows.order_value
