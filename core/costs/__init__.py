"""The registry of cost components: a field here is a component of every outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from core.costs.base import Array, Component, Flows
from core.costs.carrying import Capital, CarryingLevel, Insurance, Obsolescence, Storage
from core.costs.ordering import Ordering
from core.costs.overflow import Overflow
from core.costs.premium import Premium
from core.costs.scrap import Scrap
from core.costs.shortage import Goodwill, LineDown, LostMargin, Rush, Waiting
from core.settings import Part


@dataclass(frozen=True)
class Costs(Part):
    """Every cost component with its rates, in the order in which they are shown."""

    capital: Capital = Capital()
    storage: Storage = Storage()
    insurance: Insurance = Insurance()
    obsolescence: Obsolescence = Obsolescence()
    level: CarryingLevel = CarryingLevel()
    ordering: Ordering = Ordering()
    overflow: Overflow = Overflow()
    scrap: Scrap = Scrap()
    premium: Premium = Premium()
    rush: Rush = Rush()
    lost: LostMargin = LostMargin()
    goodwill: Goodwill = Goodwill()
    waiting: Waiting = Waiting()
    line_down: LineDown = LineDown()

    def components(self) -> Iterator[Component]:
        """The components that are charged item by item."""
        parts = (getattr(self, item.name) for item in fields(self))
        return (part for part in parts if isinstance(part, Component))

    @property
    def carrying_rate(self) -> float:
        """The yearly carrying-cost rate that the four rates and the level come to."""
        four = self.capital.capital_rate + self.storage.storage_rate
        return self.level.carrying_cost_level * (
            four + self.insurance.insurance_rate + self.obsolescence.obsolescence_rate
        )

    def charges(self, flows: Flows) -> dict[str, Array]:
        """Money per year by component, in the shape of the flows; without the outside warehouse, which is shared."""
        level = self.level.carrying_cost_level
        return {c.column: (level * c.charge(flows) if c.carrying else c.charge(flows)) for c in self.components()}


CARRYING = tuple(c.column for c in Costs().components() if c.carrying)
STOCK = tuple(c.column for c in Costs().components() if c.of_stock and not c.carrying)
SHORTAGE = tuple(c.column for c in Costs().components() if not c.of_stock)

__all__ = ["CARRYING", "SHORTAGE", "STOCK", "Array", "Component", "Costs", "Flows", "Overflow"]
