"""Carrying cost: capital, storage, insurance and obsolescence, each a yearly rate on the average stock value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from core.costs.base import Array, Component, Flows
from core.settings import Part, number, share


def _rate(label: str, default: float, help: str) -> Any:
    return share(label, default, 0, 0.5, step=0.005, group="costs", acts="price", unit="per year of value", help=help)


@dataclass(frozen=True)
class Capital(Component):
    """The money tied up in stock."""

    column: ClassVar[str] = "capital_cost"
    carrying: ClassVar[bool] = True
    capital_rate: float = _rate("Capital", 0.08, "Yearly cost of the money that stands in stock.")

    def charge(self, flows: Flows) -> Array:
        return self.capital_rate * flows.stock_value


@dataclass(frozen=True)
class Storage(Component):
    """Own space; an outside warehouse comes on top."""

    column: ClassVar[str] = "storage_cost"
    carrying: ClassVar[bool] = True
    storage_rate: float = _rate("Storage", 0.06, "Yearly cost of keeping stock in the own warehouse.")

    def charge(self, flows: Flows) -> Array:
        return self.storage_rate * flows.stock_value


@dataclass(frozen=True)
class Insurance(Component):
    """Insurance of what stands on the shelf."""

    column: ClassVar[str] = "insurance_cost"
    carrying: ClassVar[bool] = True
    insurance_rate: float = _rate("Insurance", 0.02, "Yearly insurance of stock.")

    def charge(self, flows: Flows) -> Array:
        return self.insurance_rate * flows.stock_value


@dataclass(frozen=True)
class Obsolescence(Component):
    """Slow ageing. The sudden kind is the design change, charged as scrap."""

    column: ClassVar[str] = "obsolescence_cost"
    carrying: ClassVar[bool] = True
    obsolescence_rate: float = _rate("Obsolescence", 0.06, "Yearly loss of value by slow ageing.")

    def charge(self, flows: Flows) -> Array:
        return self.obsolescence_rate * flows.stock_value


@dataclass(frozen=True)
class CarryingLevel(Part):
    """A multiplier on the four rates together."""

    carrying_cost_level: float = number(
        "Carrying-cost rate",
        1,
        0,
        4,
        group="costs",
        acts="price",
        unit="×",
        help="Multiplies capital, storage, insurance and obsolescence together.",
    )
