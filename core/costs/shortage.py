"""What a shortage costs: rushing, lost margin, lost goodwill, waiting customers, a line that stands still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.costs.base import Array, Component, Flows
from core.settings import number


@dataclass(frozen=True)
class Rush(Component):
    """Rushed units × premium × unit cost."""

    column: ClassVar[str] = "rush_cost"
    of_stock: ClassVar[bool] = False
    rush_premium: float = number(
        "Rush premium",
        0.5,
        0,
        5,
        group="shortage",
        acts="price",
        unit="× unit cost",
        help="What a rushed unit costs above its unit cost.",
    )

    def charge(self, flows: Flows) -> Array:
        return self.rush_premium * flows.rushed_value


@dataclass(frozen=True)
class LostMargin(Component):
    """Lost units × (price − unit cost)."""

    column: ClassVar[str] = "lost_margin"
    of_stock: ClassVar[bool] = False

    def charge(self, flows: Flows) -> Array:
        return flows.lost_margin


@dataclass(frozen=True)
class Goodwill(Component):
    """Lost units × goodwill × price."""

    column: ClassVar[str] = "goodwill_cost"
    of_stock: ClassVar[bool] = False
    goodwill: float = number(
        "Goodwill lost with a lost sale",
        0.1,
        0,
        2,
        group="shortage",
        acts="price",
        unit="× price",
        help="Later business that a lost sale costs, as a multiple of its price.",
    )

    def charge(self, flows: Flows) -> Array:
        return self.goodwill * flows.lost_sales


@dataclass(frozen=True)
class Waiting(Component):
    """Waiting unit-days × wait_cost × price."""

    column: ClassVar[str] = "waiting_cost"
    of_stock: ClassVar[bool] = False
    wait_cost: float = number(
        "Cost of waiting",
        0.01,
        0,
        0.2,
        step=0.001,
        group="shortage",
        acts="price",
        unit="of price per day",
        percent=True,
        help="Discount, penalty or annoyance per day that a unit waits, as a share of its price.",
    )

    def charge(self, flows: Flows) -> Array:
        return self.wait_cost * 365.0 * flows.waiting_sales


@dataclass(frozen=True)
class LineDown(Component):
    """Short item-days × the cost of a line that stands still."""

    column: ClassVar[str] = "line_down_cost"
    of_stock: ClassVar[bool] = False
    line_down_cost: float = number(
        "Line-down cost",
        0,
        0,
        100_000,
        step=50,
        group="shortage",
        acts="price",
        unit="money per short item-day",
        help="What a day costs on which an item falls short, whatever the number of units.",
    )

    def charge(self, flows: Flows) -> Array:
        return self.line_down_cost * flows.short_days
