"""Scrap: stock that a design change made worthless, less its salvage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.costs.base import Array, Component, Flows
from core.settings import share


@dataclass(frozen=True)
class Scrap(Component):
    """Scrapped units × unit cost × (1 − salvage)."""

    column: ClassVar[str] = "scrap_cost"
    salvage_share: float = share(
        "Salvage value",
        0.2,
        group="supply",
        acts="price",
        unit="share of cost",
        help="What scrapped stock still brings, as a share of its unit cost.",
    )

    def charge(self, flows: Flows) -> Array:
        return (1.0 - self.salvage_share) * flows.scrapped_value
